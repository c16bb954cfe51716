"""The services that are compared, each as botocore and as a generated package have it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.support import awso_sources, packages
from tests.support.places import ROOT

from .known import UNKNOWN_FROM_OCAML
from .oracle import Oracle

HERE = Path(__file__).parent
# Committed packages, by the name of the service in botocore.
COMMITTED = {"ecr": "ecr", "ecr-public": "ecr_public"}
# A service of our own with every kind of member that awsJson and botocore's format have.
BOOKSHOP = "bookshop"
# A committed model once more, built from what awso would write of it as OCaml.
OCAML = "ocaml:ecr-public"
# Other services, built from the model that the installed botocore has.
BUILT = ("dynamodb", "kinesis", "kms", "secretsmanager", "sqs")

# The services of the normal run; the others take more than its time and are marked slow.
QUICK = (*COMMITTED, BOOKSHOP, OCAML)


def everywhere() -> list[Any]:
    """`(service, operation)` for every operation that both have, as parameters of a test."""
    return [
        pytest.param(
            name,
            operation,
            id=f"{name}-{operation}",
            marks=() if name in QUICK else (pytest.mark.slow,),
        )
        for name in (*QUICK, *BUILT)
        for operation in operations(name)
    ]


def operations(name: str) -> list[str]:
    oracle = oracle_of(name)
    every: list[str] = oracle.model.operation_names
    name = name.removeprefix("ocaml:")
    if name in COMMITTED:
        shapes = _shapes(name)
        known = {
            shape_id.partition("#")[2]
            for shape_id, shape in shapes.items()
            if shape["type"] == "operation"
        }
        return [each for each in every if each in known]
    # Event streams are not supported yet.
    return [
        each for each in every if not oracle.operation(each).has_event_stream_output
    ]


@cache
def oracle_of(name: str) -> Oracle:
    if name == BOOKSHOP:
        return Oracle.of_file(HERE / BOOKSHOP / "service-2.json")
    return Oracle.of_service(name.removeprefix("ocaml:"))


@dataclass(frozen=True, slots=True)
class Service:
    """`modelled` are the members of shapes in the package's model; None where it is botocore's own of today."""

    name: str
    oracle: Oracle
    package: ModuleType
    modelled: Mapping[str, frozenset[str]] | None
    # Names of known differences (known.py) that the package does not have.
    without: frozenset[str] = frozenset()

    def members(self, shape: Any) -> dict[str, Any]:
        """The members that both have of a structure. A botocore newer than the model may have more."""
        known = None if self.modelled is None else self.modelled.get(shape.name)
        return {
            name: member
            for name, member in shape.members.items()
            if known is None or name in known
        }

    def input(self, operation: str) -> Any:
        return self.oracle.operation(operation).input_shape

    def output(self, operation: str) -> Any:
        return self.oracle.operation(operation).output_shape

    def generated(self, operation: str) -> Any:
        return self.package.operations.ALL[operation]

    def errors(self, operation: str) -> list[Any]:
        """The shapes of the operation's errors that both have."""
        known = {each.__name__ for each in self.generated(operation).errors}
        shapes: list[Any] = self.oracle.operation(operation).error_shapes
        return [shape for shape in shapes if shape.name in known]


def make(name: str, output: Path) -> Service:
    """The service `name`; what has to be built for it goes to `output`."""
    oracle = oracle_of(name)
    if name in COMMITTED:
        folder = ROOT / "generated" / COMMITTED[name]
        package = packages.load(folder, f"differential_{COMMITTED[name]}")
        return Service(name, oracle, package, _modelled(name))
    if name == OCAML:
        service = name.removeprefix("ocaml:")
        source = str(awso_sources.save_source(output, service))
        package = packages.build(source, output, "differential_ocaml")
        without = UNKNOWN_FROM_OCAML
        return Service(name, oracle, package, _modelled(service), without)
    own = HERE / name / "service-2.json"
    source = str(own) if name == BOOKSHOP else f"botocore:{name}"
    package = packages.build(source, output, f"differential_{name}")
    return Service(name, oracle, package, None)


@cache
def _shapes(name: str) -> dict[str, Any]:
    path = ROOT / "models" / f"{name}.json"
    shapes: dict[str, Any] = json.loads(path.read_bytes())["shapes"]
    return shapes


def _modelled(name: str) -> dict[str, frozenset[str]]:
    return {
        shape_id.partition("#")[2]: frozenset(shape["members"])
        for shape_id, shape in _shapes(name).items()
        if "members" in shape
    }

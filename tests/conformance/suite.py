"""Smithy's protocol compliance cases, for the protocols of ecrgen.

The models come from the corpora as JSON AST. For what the suites have as IDL only,
own_models.py declares the shapes, without cases: those are read from the IDL.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from ecrgen import protocols
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import Model
from tests.support.places import CORPORA

from . import idl, own_models
from .idl import REQUESTS, RESPONSES

FOLDER = CORPORA / "smithy-protocol-tests-ast"
FILES = ("aws-protocols.smaws.json", "rpcv2Cbor.smithy-ruby.json")
# Cases of the AST that the newer suites do not have any more.
WITHDRAWN = {"RpcV2CborDeserializesDenseSetMapAndSkipsNull"}
_REFERENCE = re.compile(r'"([\w.]+#\w+)(?:\$\w+)?"')


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a trait.

    `owner` is the operation or error with the trait. `operation` is the operation to
    call.
    """

    service: str
    trait: str
    owner: str
    operation: str
    facts: dict[str, Any]
    is_error: bool = False

    @property
    def key(self) -> str:
        return f"{self.service}.{_name(self.owner)}.{self.facts['id']}"


@dataclass(frozen=True, slots=True)
class Suite:
    """A service of the corpus: its model and its package."""

    model: Model
    package: ModuleType

    def operation(self, case: Case) -> Any:
        return self.package.operations.ALL[case.operation]

    def target(self, case: Case) -> ShapeId:
        """The input of a request case's operation, the output or error of
        a response case.
        """
        owner = ShapeId(case.owner)
        if case.is_error:
            return owner
        operation = self.model.operation(owner)
        is_request = "method" in case.facts
        return operation.input if is_request else operation.output


@cache
def services() -> dict[str, dict[str, Any]]:
    """Models by service name: of the corpus, the closures of supported services."""
    known = protocols.supported()
    models: dict[str, dict[str, Any]] = {}
    for model in _documents():
        for shape_id, shape in model["shapes"].items():
            if shape["type"] == "service" and known.keys() & shape["traits"].keys():
                name = _name(shape_id)
                if name in models:
                    # A model of ours with more operations of a service of the corpora;
                    # its paths contain the name.
                    name = f"{name}_2"
                assert name not in models, f"too many services are called {name}"
                models[name] = _cut(model, shape_id)
    return dict(sorted(models.items()))


@cache
def _documents() -> list[dict[str, Any]]:
    """The models; none without the corpora, which have the cases for ours too."""
    paths = [path for path in (FOLDER / name for name in FILES) if path.is_file()]
    models = [_read(path) for path in paths]
    if not models:
        return []
    have = {
        (trait, shape_id, facts["id"])
        for model in models
        for shape_id, shape in model["shapes"].items()
        for trait in (REQUESTS, RESPONSES)
        for facts in shape.get("traits", {}).get(trait, ())
    }
    missing: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for case in idl.cases():
        if (case.trait, case.owner, case.facts["id"]) not in have:
            missing[case.trait, case.owner].append(case.facts)
    for model in own_models.documents():
        for shape_id, shape in model["shapes"].items():
            for trait in (REQUESTS, RESPONSES):
                shape.setdefault("traits", {}).setdefault(
                    trait, missing[trait, shape_id]
                )
        models.append(model)
    return models


def _read(path: Path) -> dict[str, Any]:
    # Decimals, because the numbers of cases are compared exactly.
    model: dict[str, Any] = json.loads(path.read_bytes(), parse_float=Decimal)
    return model


def _cut(model: dict[str, Any], service: str) -> dict[str, Any]:
    """The shapes whose IDs occur below `service`; a little more than its closure."""
    shapes = model["shapes"]
    kept: dict[str, Any] = {}
    pending = [service]
    while pending:
        shape_id = pending.pop()
        if shape_id in kept or shape_id not in shapes:
            continue
        shape = shapes[shape_id]
        if shape["type"] == "service" and shape_id != service:
            continue
        kept[shape_id] = shape
        pending += _REFERENCE.findall(_text(shape))
    return {"smithy": model["smithy"], "shapes": kept}


def _text(value: Any) -> str:
    return json.dumps(value, default=float)


def cases(trait: str) -> Iterator[Case]:
    """The cases for clients, of all services."""
    for service, model in services().items():
        shapes = model["shapes"]
        throwers = _throwers(shapes)
        (own,) = (shape for shape in shapes.values() if shape["type"] == "service")
        for shape_id, shape in shapes.items():
            is_error = "smithy.api#error" in shape.get("traits", {})
            operation = throwers.get(shape_id) if is_error else shape_id
            if operation is None:
                continue
            for facts in shape.get("traits", {}).get(trait, ()):
                if (
                    facts.get("appliesTo", "client") == "client"
                    and facts["protocol"] in own["traits"]
                    and facts["id"] not in WITHDRAWN
                ):
                    yield Case(
                        service, trait, shape_id, _name(operation), facts, is_error
                    )


def _throwers(shapes: dict[str, Any]) -> dict[str, str]:
    """An operation for every error; any operation for the errors of the service."""
    throwers: dict[str, str] = {}
    operations = [key for key, shape in shapes.items() if shape["type"] == "operation"]
    for owner in operations:
        for error in shapes[owner].get("errors", ()):
            throwers.setdefault(error["target"], owner)
    for shape in shapes.values():
        for error in shape.get("errors", ()) if shape["type"] == "service" else ():
            throwers.setdefault(error["target"], operations[0])
    return throwers


def _name(shape_id: str) -> str:
    return shape_id.partition("#")[2]


def write(service: str, folder: Path) -> Path:
    """The model of `service` as a file."""
    path = folder / f"{service}.json"
    path.write_text(_text(services()[service]), encoding="utf-8")
    return path


__all__ = ["REQUESTS", "RESPONSES", "Case", "cases", "services", "write"]

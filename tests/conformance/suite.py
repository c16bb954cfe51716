"""Smithy's protocol compliance cases (Smithy 2.0, "HTTP Protocol Compliance Tests") for the protocols that we have.

The models come from the corpora as JSON AST. For what the suites have as IDL only, own_models.py declares the shapes,
without cases: those are read from the IDL.
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
# Cases of the AST that the suites, which are newer, have no more.
WITHDRAWN = {"RpcV2CborDeserializesDenseSetMapAndSkipsNull"}
_REFERENCE = re.compile(r'"([\w.]+#\w+)(?:\$\w+)?"')


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a trait. `owner` is the operation or error that carries it, `operation` one that can answer it."""

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
    """A service of the corpus: its model, and the package made of it."""

    model: Model
    package: ModuleType

    def operation(self, case: Case) -> Any:
        return self.package.operations.ALL[case.operation]

    def target(self, case: Case) -> ShapeId:
        """The input of a request case's operation, the output or error of a response case."""
        owner = ShapeId(case.owner)
        if case.is_error:
            return owner
        operation = self.model.operation(owner)
        is_request = "method" in case.facts
        return operation.input if is_request else operation.output


@cache
def services() -> dict[str, dict[str, Any]]:
    """Models by the name of their service: the corpus cut down to what one service with a known protocol reaches."""
    known = protocols.supported()
    found: dict[str, dict[str, Any]] = {}
    for model in _documents():
        for shape_id, shape in model["shapes"].items():
            if shape["type"] == "service" and known.keys() & shape["traits"].keys():
                name = _name(shape_id)
                if name in found:
                    # A model of ours with more operations of a service that the corpora have: paths name it.
                    name = f"{name}_2"
                assert name not in found, f"too many services are called {name}"
                found[name] = _cut(model, shape_id)
    return dict(sorted(found.items()))


@cache
def _documents() -> list[dict[str, Any]]:
    """The models; none where the corpora are missing, which the cases of ours are read from too."""
    paths = [path for path in (FOLDER / name for name in FILES) if path.is_file()]
    found = [_read(path) for path in paths]
    if not found:
        return []
    have = {
        (trait, shape_id, facts["id"])
        for model in found
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
        found.append(model)
    return found


def _read(path: Path) -> dict[str, Any]:
    # The numbers of cases are compared digit by digit.
    model: dict[str, Any] = json.loads(path.read_bytes(), parse_float=Decimal)
    return model


def _cut(model: dict[str, Any], service: str) -> dict[str, Any]:
    """The shapes whose IDs `service`, and what it names, mention; a little more than its closure."""
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
    """The cases of all services that are meant for clients."""
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
    """An operation for each error; those of the service can be answered by any."""
    found: dict[str, str] = {}
    operations = [key for key, each in shapes.items() if each["type"] == "operation"]
    for owner in operations:
        for error in shapes[owner].get("errors", ()):
            found.setdefault(error["target"], owner)
    for shape in shapes.values():
        for error in shape.get("errors", ()) if shape["type"] == "service" else ():
            found.setdefault(error["target"], operations[0])
    return found


def _name(shape_id: str) -> str:
    return shape_id.partition("#")[2]


def write(service: str, folder: Path) -> Path:
    """The model of `service` as a file."""
    path = folder / f"{service}.json"
    path.write_text(_text(services()[service]), encoding="utf-8")
    return path


__all__ = ["REQUESTS", "RESPONSES", "Case", "cases", "services", "write"]

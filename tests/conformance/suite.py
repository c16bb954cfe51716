"""Smithy's protocol compliance cases (Smithy 2.0, "HTTP Protocol Compliance Tests") for the protocols that we have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ecrgen import protocols

from ..packages import CORPORA

FOLDER = CORPORA / "smithy-protocol-tests-ast"
FILES = ("aws-protocols.smaws.json",)
REQUESTS = "smithy.test#httpRequestTests"
RESPONSES = "smithy.test#httpResponseTests"
_REFERENCE = re.compile(r'"([\w.]+#\w+)(?:\$\w+)?"')


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a trait. `owner` is the operation or error that carries it, `operation` one that can answer it."""

    service: str
    owner: str
    operation: str
    facts: dict[str, Any]
    is_error: bool = False

    @property
    def key(self) -> str:
        return f"{self.service}.{_name(self.owner)}.{self.facts['id']}"


@cache
def services() -> dict[str, dict[str, Any]]:
    """Models by the name of their service: the corpus cut down to what one service with a known protocol reaches."""
    known = protocols.supported()
    found: dict[str, dict[str, Any]] = {}
    for model in _documents():
        for shape_id, shape in model["shapes"].items():
            if shape["type"] == "service" and known.keys() & shape["traits"].keys():
                found[_name(shape_id)] = _cut(model, shape_id)
    return dict(sorted(found.items()))


@cache
def _documents() -> list[dict[str, Any]]:
    paths = [FOLDER / name for name in FILES]
    return [json.loads(path.read_bytes()) for path in paths if path.is_file()]


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
        pending += _REFERENCE.findall(json.dumps(shape))
    return {"smithy": model["smithy"], "shapes": kept}


def cases(trait: str) -> Iterator[Case]:
    """The cases of all services that are meant for clients."""
    known = protocols.supported()
    for service, model in services().items():
        shapes = model["shapes"]
        throwers: dict[str, str] = {}
        for shape_id, shape in shapes.items():
            for error in (
                shape.get("errors", ()) if shape["type"] == "operation" else ()
            ):
                throwers.setdefault(error["target"], shape_id)
        for shape_id, shape in shapes.items():
            is_error = "smithy.api#error" in shape.get("traits", {})
            operation = throwers.get(shape_id) if is_error else shape_id
            if operation is None:
                continue
            for facts in shape.get("traits", {}).get(trait, ()):
                if facts.get("appliesTo", "client") != "client":
                    continue
                if facts["protocol"] in known:
                    yield Case(service, shape_id, _name(operation), facts, is_error)


def _name(shape_id: str) -> str:
    return shape_id.partition("#")[2]


def write(service: str, folder: Path) -> Path:
    """The model of `service` as a file."""
    path = folder / f"{service}.json"
    path.write_text(json.dumps(services()[service]), encoding="utf-8")
    return path

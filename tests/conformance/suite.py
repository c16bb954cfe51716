"""Smithy's protocol compliance cases (Smithy 2.0, "HTTP Protocol Compliance Tests") for the protocols that we have.

They are read from the suites' IDL, as Smithy's authors wrote them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from ecrgen import pipeline, protocols
from ecrgen.frontends import smithy_build
from ecrgen.model.closure import closure
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import Model, ServiceShape
from tests.support.places import CORPORA

FOLDER = CORPORA / "smithy-protocol-tests"
REQUESTS = "smithy.test#httpRequestTests"
RESPONSES = "smithy.test#httpResponseTests"


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
        return f"{self.service}.{ShapeId(self.owner).name}.{self.facts['id']}"


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
def model() -> Model | None:
    """All suites as one model; none where the corpora are missing."""
    if not FOLDER.is_dir():
        return None
    return pipeline.load([str(FOLDER)]).model


@cache
def services() -> Mapping[str, ServiceShape]:
    """The services with a protocol that is known, by name."""
    whole = model()
    known = protocols.supported().keys()
    found: dict[str, ServiceShape] = {}
    for service in () if whole is None else whole.services():
        if known & service.traits.raw.keys():
            assert service.id.name not in found
            found[service.id.name] = service
    return found


def cases(trait: str) -> Iterator[Case]:
    """The cases of all services that are meant for clients."""
    whole = model()
    for name, service in services().items():
        assert whole is not None
        reached = closure(whole, service)
        throwers: dict[ShapeId, ShapeId] = {}
        for operation in reached.operations:
            yield from _cases(name, service, trait, whole, operation.id, operation.id)
            for error in reached.errors_of(operation):
                throwers.setdefault(error, operation.id)
        for error, thrower in throwers.items():
            yield from _cases(name, service, trait, whole, error, thrower)


def _cases(
    name: str,
    service: ServiceShape,
    trait: str,
    whole: Model,
    owner: ShapeId,
    operation: ShapeId,
) -> Iterator[Case]:
    for facts in whole[owner].traits.raw.get(trait, ()):
        is_for_clients = facts.get("appliesTo", "client") == "client"
        if is_for_clients and facts["protocol"] in service.traits.raw:
            is_error = owner != operation
            yield Case(name, trait, owner, operation.name, facts, is_error)


def write(service: str, folder: Path) -> Path:
    """A project that builds `service` from the suites."""
    path = folder / service / smithy_build.NAME
    path.parent.mkdir(exist_ok=True)
    settings = {"service": services()[service].id}
    project = {
        "version": "1.0",
        "sources": [str(FOLDER)],
        "projections": {"client": {"plugins": {"python-client-codegen": settings}}},
    }
    path.write_text(json.dumps(project), encoding="utf-8")
    return path

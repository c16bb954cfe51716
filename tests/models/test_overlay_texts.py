"""The overlays of the committed models: complete for operations, errors and pushes, and
in our own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from ecrgen.assemble.overlay import apply_overlay
from ecrgen.frontends.operations import (
    ApplyTrait,
    DefineMember,
    DefineShape,
    LoadOperation,
)
from ecrgen.model.ids import ShapeId
from ecrgen.problems.diagnostics import Diagnostics
from ecrgen.problems.locations import Document, Location
from tests.support.places import MODELS

SESSION: Any = pytest.importorskip(
    "botocore.session", reason="compares with the models that botocore ships"
)

SERVICES = {
    "ecr": "AmazonEC2ContainerRegistry_V20150921",
    "ecr-public": "SpencerFrontendService",
}
PUSH = (
    "BatchCheckLayerAvailability",
    "InitiateLayerUpload",
    "UploadLayerPart",
    "CompleteLayerUpload",
    "PutImage",
)
HERE = Location(Document("botocore", ""))
UNIT = ShapeId("smithy.api#Unit")
DOCUMENTATION = "smithy.api#documentation"

services = pytest.mark.parametrize("service", sorted(SERVICES))


@cache
def vendor_model(service: str) -> dict[str, Any]:
    loader = SESSION.Session().get_component("data_loader")
    model: dict[str, Any] = loader.load_service_model(service, "service-2")
    return model


def load_operations(service: str) -> Iterator[LoadOperation]:
    """The names of the model, so that an overlay can be applied to it."""
    model = vendor_model(service)
    for name in (SERVICES[service], *model["operations"]):
        kind = "operation" if name in model["operations"] else "service"
        yield DefineShape(ShapeId(f"ns#{name}"), kind, HERE)
    for name, shape in model["shapes"].items():
        shape_id = ShapeId(f"ns#{name}")
        kind = "enum" if "enum" in shape else shape["type"]
        yield DefineShape(shape_id, kind, HERE)
        members = [*shape.get("members", ()), *shape.get("enum", ())]
        members += [key for key in ("member", "key", "value") if key in shape]
        for member in members:
            yield DefineMember(shape_id.with_member(member), UNIT, HERE)


@cache
def texts(service: str) -> dict[str, str]:
    """What the overlay says, by `Shape` and `Shape$member`."""
    path = MODELS / f"{service}.overlay.yaml"
    document = Document(path.name, path.read_text("utf-8"))
    diagnostics = Diagnostics()
    found = apply_overlay(
        [*load_operations(service)], document, "ns", diagnostics
    ).operations
    assert [str(each) for each in diagnostics] == []
    return {
        operation.target.partition("#")[2]: operation.value
        for operation in found
        if isinstance(operation, ApplyTrait) and operation.trait == DOCUMENTATION
    }


def reachable(service: str) -> set[str]:
    """All operations, and everything that an error or a push can bring to a user's
    eyes.
    """
    model = vendor_model(service)
    operations = model["operations"]
    todo = [
        error["shape"]
        for operation in operations.values()
        for error in operation.get("errors", ())
    ]
    todo += [
        operations[name][side]["shape"] for name in PUSH for side in ("input", "output")
    ]
    found = {SERVICES[service], *operations}
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found.add(name)
        shape = model["shapes"][name]
        for member, reference in shape.get("members", {}).items():
            found.add(f"{name}${member}")
            todo.append(reference["shape"])
        found.update(f"{name}${value}" for value in shape.get("enum", ()))
        todo += [
            shape[key]["shape"] for key in ("member", "key", "value") if key in shape
        ]
    return found


def words(text: str) -> list[str]:
    plain = re.sub(r"<[^>]*>", " ", text).lower()
    return [word for each in plain.split() if (word := each.strip(".,;:()`'\""))]


def runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    found = words(text)
    return {
        tuple(found[start : start + length]) for start in range(len(found) - length + 1)
    }


def vendor_texts(service: str) -> Iterator[str]:
    model = vendor_model(service)
    yield model.get("documentation", "")
    for shape in (*model["operations"].values(), *model["shapes"].values()):
        yield shape.get("documentation", "")
        for member in shape.get("members", {}).values():
            yield member.get("documentation", "")


@services
def test_operations_errors_and_everything_of_a_push_have_a_text(service: str) -> None:
    assert sorted(reachable(service) - texts(service).keys()) == []


@services
def test_nothing_else_has_one(service: str) -> None:
    beside = {key for key in texts(service) if not key.endswith("$member")}
    assert sorted(beside - reachable(service)) == []


@services
def test_texts_are_not_the_vendors(service: str) -> None:
    vendor = [each for each in vendor_texts(service) if each]
    assert len(vendor) > 100
    taken = set[tuple[str, ...]]().union(*map(runs, vendor))
    whole = [" ".join(words(each)) for each in vendor]
    for key, text in texts(service).items():
        assert runs(text) & taken == set(), key
        assert not any(" ".join(words(text)) in each for each in whole), key


@services
def test_texts_are_short_sentences(service: str) -> None:
    for key, text in texts(service).items():
        assert re.match(r"[A-Z0-9`]", text), key
        assert text.endswith("."), key
        assert len(words(text)) <= 60, key

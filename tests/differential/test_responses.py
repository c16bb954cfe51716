"""Every operation: random answers are parsed to the same values as with botocore's parser."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from . import known, values
from .compare import differences
from .services import Service, everywhere
from .values import Fill, Values

# What is set, and whether the service adds what clients have to bear with.
KINDS: list[tuple[Fill, bool]] = [
    *(("all", False), ("required", False), ("all", True), ("required", True)),
    *(("some", False), ("some", True), ("some", False), ("some", True)),
    *(("some", False), ("some", True)),
]


@pytest.mark.parametrize(("name", "operation"), everywhere())
def test_random_answers(
    name: str, operation: str, service_of: Callable[[str], Service]
) -> None:
    service = service_of(name)
    for index, (fill, noise) in enumerate(KINDS):
        random = Random(f"{name} {operation} output {index}")
        body = answer_of(service, operation, random, fill, noise)
        compare(service, operation, body)


@pytest.mark.parametrize(("name", "operation"), everywhere())
def test_answers_without_required_members(
    name: str, operation: str, service_of: Callable[[str], Service]
) -> None:
    """`required` holds for callers; a service that leaves a member out raises no error."""
    service = service_of(name)
    shape = service.output(operation)
    random = Random(f"{name} {operation} required")
    for fill in ("all", "some"):
        answer = json.loads(answer_of(service, operation, random, fill, noise=True))
        for share in (1.0, 0.5, 0.2):
            thinned = json.dumps(_thinned(shape, answer, random, share))
            compare(service, operation, thinned.encode())


def compare(service: Service, operation: str, body: bytes) -> None:
    generated = service.generated(operation)
    output = generated.deserialize(service.package.Response(200, {}, body))
    assert type(output) is generated.output
    shape = service.output(operation)
    theirs = service.oracle.parse(200, {}, body, shape)
    expected = (
        theirs
        if shape is None
        else known.expected_value(shape, theirs, service.without)
    )
    assert list(differences(output.to_value(), _common(service, shape, expected))) == []
    again = generated.output.from_value(output.to_value())
    assert again == output


def answer_of(
    service: Service, operation: str, random: Random, fill: Fill, noise: bool
) -> bytes:
    shape = service.output(operation)
    if shape is None:
        return b'{"notYetKnown": true}' if noise else random.choice([b"", b"{}"])
    value = Values(random, service.members, fill, unknown=noise).value(shape)
    answer = values.Service(random, noise).json(shape, value)
    return json.dumps(answer, ensure_ascii=random.random() < 0.5).encode()


def _thinned(shape: Any, answer: Any, random: Random, share: float) -> Any:
    """`answer` without a share of the members of its structures."""
    if shape is None:
        return {}
    if answer is None:
        return None
    match shape.type_name:
        case "structure" if not shape.is_document_type:
            return {
                name: _thinned(shape.members[name], each, random, share)
                for name, each in answer.items()
                if name in shape.members
                and (shape.is_tagged_union or random.random() >= share)
            }
        case "list":
            return [_thinned(shape.member, each, random, share) for each in answer]
        case "map":
            return {
                key: _thinned(shape.value, each, random, share)
                for key, each in answer.items()
            }
        case _:
            return answer


def _common(service: Service, shape: Any, value: Any) -> Any:
    """`value` without what a newer botocore knows and the model does not: members that error correction added."""
    if shape is None or service.modelled is None:
        return value
    match shape.type_name:
        case "structure" if not shape.is_document_type:
            members = service.members(shape)
            return {
                name: _common(service, members[name], each)
                for name, each in value.items()
                if name in members
            }
        case "list":
            return [_common(service, shape.member, each) for each in value]
        case "map":
            return {k: _common(service, shape.value, each) for k, each in value.items()}
        case _:
            return value

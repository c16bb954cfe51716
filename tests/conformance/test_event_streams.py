"""eventStreamTests: how events are written and read, and what ends a stream (Smithy 2.0, "Event stream tests").

Only the contract of `operations` is used: `serialize` with a stream in the input, and `deserialize` of an answer whose
body is in memory.
"""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from botocore.eventstream import EventStreamBuffer  # type: ignore[import-untyped]

from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import SimpleShape, SimpleType, StructureShape, UnionShape
from ecrgen.model.streams import stream_of
from tests.support.places import needs_corpora

from . import suite
from .suite import Case, Suite

CASES = list(suite.cases("smithy.test#eventStreamTests"))

pytestmark = needs_corpora


def cases(side: str) -> list[Case]:
    """Those with events of a side, "request" or "response", or with its initial message."""
    return [
        case
        for case in CASES
        if any(each["type"] == side for each in case.facts.get("events", ()))
        or f"initial{side.title()}" in case.facts
    ]


def plain(tested: Suite, target: ShapeId, value: Any) -> Any:
    """`params` as plain values."""
    shape = tested.model[target]
    match shape:
        case StructureShape() | UnionShape():
            members = shape.members
            return {
                key: plain(tested, members[key].target, each)
                for key, each in value.items()
            }
        case SimpleShape(type=SimpleType.BLOB):
            return value.encode()
        case SimpleShape(type=SimpleType.TIMESTAMP):
            return datetime.fromisoformat(value)
        case _:
            return value


def messages(data: bytes) -> list[tuple[dict[str, Any], bytes]]:
    """Read by botocore's decoder."""
    buffer = EventStreamBuffer()
    buffer.add_data(data)
    return [(each.headers, each.payload) for each in buffer]


def stream_field(tested: Suite, structure: ShapeId) -> tuple[str, ShapeId]:
    """The name of the stream's field, as the suites' members are called, and its union."""
    member = stream_of(tested.model, structure)
    assert member is not None
    return member.name.lower(), member.target


@pytest.mark.parametrize("case", cases("request"), ids=lambda case: str(case.key))
def test_requests(case: Case, suites: Callable[[str], Suite]) -> None:
    tested = suites(case.service)
    operation: Any = tested.operation(case)
    target = tested.model.operation(ShapeId(case.owner)).input
    field, union = stream_field(tested, target)
    kind = getattr(tested.package.models, union.name)
    expected = case.facts.get("events", [])
    events = [
        kind.from_value(plain(tested, union, each["params"])) for each in expected
    ]
    given = operation.input.from_value(
        plain(tested, target, case.facts.get("initialRequestParams", {}))
    )
    setattr(given, field, events)
    request = operation.serialize(given)
    assert request.body == b""
    assert request.headers["Content-Type"] == "application/vnd.amazon.eventstream"
    initial = case.facts.get("initialRequest", {})
    assert request.method == initial.get("method", "POST")
    assert request.path == initial.get("uri", request.path)
    headers = {name.lower(): value for name, value in request.headers.items()}
    assert headers.items() >= initial.get("headers", {}).items()
    sent = asyncio.run(sent_by(request.stream))
    assert len(sent) == len(expected)
    for piece, each in zip(sent, expected, strict=True):
        # Decoded, for the order of headers is not significant.
        assert messages(piece) == messages(b64decode(each["bytes"]))


async def sent_by(stream: Any) -> list[bytes]:
    return [piece async for piece in stream]


@pytest.mark.parametrize("case", cases("response"), ids=lambda case: str(case.key))
@pytest.mark.parametrize("read", ["for", "async for"])
def test_responses(case: Case, read: str, suites: Callable[[str], Suite]) -> None:
    tested = suites(case.service)
    facts = case.facts
    failure = facts.get("expectation", {}).get("failure")
    if failure is None:
        found, initial = received(tested, case, read)
        target = tested.model.operation(ShapeId(case.owner)).output
        _, union = stream_field(tested, target)
        expected = [
            plain(tested, union, each["params"]) for each in facts.get("events", [])
        ]
        assert [each.to_value() for each in found] == expected
        assert initial == facts.get("initialResponseParams", {})
        return
    if case.key.endswith("MissingRequiredInitialResponseOutput"):
        # Clients correct what a server leaves out ("Client error correction"), of initial messages too.
        _, initial = received(tested, case, read)
        assert initial == {"initialResponseMember": ""}
        return
    errors = tested.package.errors
    stream_errors = (errors.ServiceError, errors.EventStreamError)
    with pytest.raises(stream_errors) as raised:
        received(tested, case, read)
    error: Any = raised.value
    if "errorId" in failure:
        assert type(error) is getattr(errors, ShapeId(failure["errorId"]).name)
        if error.to_value():
            assert error.message == "foo"
    elif "Unexpected" in case.key:
        assert type(error) is errors.UnknownOperationError
        assert error.code == "internal-error"
        assert error.message == "An unknown error occurred."
    elif "Protocol" in case.key:
        assert type(error) is errors.UnknownOperationError
        assert error.status == 500
    else:
        assert type(error).__name__ == "EventStreamError"


def received(tested: Suite, case: Case, read: str) -> tuple[list[Any], dict[str, Any]]:
    """The events of the case's answer, and the other members of the output."""
    initial = case.facts.get("initialResponse", {})
    events = case.facts.get("events", [])
    body = b"".join(
        b64decode(each["bytes"]) for each in events if each["type"] == "response"
    )
    response = tested.package.Response(
        initial.get("code", 200),
        initial.get("headers", {}),
        body or initial.get("body", "").encode(),
    )
    output = tested.operation(case).deserialize(response)
    field, _ = stream_field(tested, tested.model.operation(ShapeId(case.owner)).output)
    stream = getattr(output, field)
    found = list(stream) if read == "for" else asyncio.run(collected(stream))
    return found, json.loads(json.dumps(output.to_value()))


async def collected(stream: Any) -> list[Any]:
    return [each async for each in stream]


def names(found: list[Case]) -> Iterator[str]:
    return (case.facts["id"] for case in found)


def test_both_sides_have_all_their_cases() -> None:
    assert len(cases("request")) == 34
    assert len(cases("response")) == 50
    assert {*names(cases("request")), *names(cases("response"))} == {*names(CASES)}

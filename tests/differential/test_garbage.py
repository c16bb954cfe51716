"""Invalid responses lead to an output or to one of the two documented errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from copy import copy
from random import Random
from typing import Any

import pytest

from ecrgen.documents.nodes import is_list, is_object

from . import values
from .services import Service, everywhere
from .values import Values

# Not JSON, or not an object.
BODIES = (
    b"<html><body><h1>503 Service Unavailable</h1></body></html>",
    b'<?xml version="1.0"?><ErrorResponse><Error><Code>X</Code></Error></ErrorResponse>',
    b"Bad Gateway",
    *(b"{", b'{"a": ', b'{"a": "b', b"[1, 2", b'{"a": 1}}', b"{'a': 1}", b"{,}"),
    *(b"[]", b"[{}]", b'"text"', b'"{}"', b"5", b"-1.5e3", b"true", b"false"),
    *(b"\xff\xfe\x00", b"\x80abc", b"\x00", b" ", b"\n"),
    *(b"NaN", b"Infinity", b"1e999", b"9" * 5000),
    b"[" * 100_000,
    b'{"a":' * 100_000,
)
WRONG: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 10**30, 1e308, "", "text", "2020-13-45", "=", "é"),
    *([], [None], [1], ["x"], [[]], [{}], {}, {"a": 1}, {"a": None}, {"a": {"b": []}}),
)


@pytest.mark.parametrize(("name", "operation"), everywhere())
def test_bodies_that_are_no_object(
    name: str, operation: str, service_of: Callable[[str], Service]
) -> None:
    service = service_of(name)
    generated, errors = service.generated(operation), service.package.errors
    for body in BODIES:
        for status in (200, 204, 299):
            with pytest.raises(errors.DeserializationError) as unreadable:
                generated.deserialize(service.package.Response(status, {}, body))
            assert unreadable.value.status == status
            assert operation in str(unreadable.value)
        for status in (300, 400, 404, 500, 503):
            with pytest.raises(errors.UnknownOperationError) as unknown:
                generated.deserialize(service.package.Response(status, {}, body))
            assert unknown.value.code == str(status)
            assert unknown.value.status == status


@pytest.mark.parametrize(("name", "operation"), everywhere())
def test_bodies_that_are_nothing(
    name: str, operation: str, service_of: Callable[[str], Service]
) -> None:
    service = service_of(name)
    generated, errors = service.generated(operation), service.package.errors
    for body in (b"", b"null", b" null\n"):
        output = generated.deserialize(service.package.Response(200, {}, body))
        assert output == generated.output.from_value({})
        with pytest.raises(errors.UnknownOperationError):
            generated.deserialize(service.package.Response(500, {}, body))


@pytest.mark.parametrize(("name", "operation"), everywhere())
def test_modelled_errors_with_bodies_that_are_no_object(
    name: str, operation: str, service_of: Callable[[str], Service]
) -> None:
    """The header alone identifies the error."""
    service = service_of(name)
    generated = service.generated(operation)
    for kind in generated.errors:
        for body in (b"", *BODIES):
            headers = {"x-amzn-errortype": kind.code}
            with pytest.raises(kind) as raised:
                generated.deserialize(service.package.Response(400, headers, body))
            assert type(raised.value) is kind


@pytest.mark.parametrize(("name", "operation"), everywhere())
def test_members_of_other_types(
    name: str, operation: str, service_of: Callable[[str], Service]
) -> None:
    service = service_of(name)
    generated, errors = service.generated(operation), service.package.errors
    shape = service.output(operation)
    random = Random(f"{name} {operation} garbage")
    for answer in spoilt(service, shape, random):
        body = json.dumps(answer).encode()
        response = service.package.Response(200, {}, body)
        # Any other exception fails the test.
        with suppress(errors.DeserializationError):
            assert type(generated.deserialize(response)) is generated.output
    for error in service.errors(operation):
        for answer in spoilt(service, error, random):
            body = json.dumps({**answer, "__type": error.name}).encode()
            with pytest.raises(errors.ServiceError) as raised:
                generated.deserialize(service.package.Response(400, {}, body))
            assert raised.value.code == error.name


def spoilt(service: Service, shape: Any, random: Random) -> Iterator[dict[str, Any]]:
    """Responses in which one value, at any depth, has the wrong type."""
    if shape is None:
        return
    value = Values(random, service.members, "all").value(shape)
    answer = values.Service(random, noise=False).json(shape, value)
    places = list(_places(answer))
    for place in random.sample(places, min(len(places), 12)):
        for wrong in WRONG:
            yield _replaced(answer, place, wrong)


def _places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if above:
        yield above
    pairs: Iterable[tuple[Any, Any]] = ()
    if is_object(value):
        pairs = value.items()
    elif is_list(value):
        pairs = enumerate(value)
    for key, entry in pairs:
        yield from _places(entry, (*above, key))


def _replaced(value: Any, place: tuple[Any, ...], wrong: Any) -> Any:
    if not place:
        return wrong
    copied: Any = copy(value)
    copied[place[0]] = _replaced(value[place[0]], place[1:], wrong)
    return copied

"""For every operation, random valid inputs give the same request as in botocore."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from . import known
from .compare import differences, our_request, request_of
from .construct import construct
from .services import Service, everywhere
from .values import Fill, Values

SOME: list[Fill] = ["some" for _ in range(8)]
FILLS: tuple[Fill, ...] = ("required", "all", *SOME)


@pytest.mark.parametrize(("name", "operation"), everywhere())
def test_random_inputs(
    name: str, operation: str, service_of: Callable[[str], Service]
) -> None:
    service = service_of(name)
    generated = service.generated(operation)
    for index, fill in enumerate(FILLS):
        random = Random(f"{name} {operation} input {index}")
        params = input_of(service, operation, random, fill)
        expected = expected_request(service, operation, params)

        value = generated.input.from_value(params)
        assert list(differences(value.to_value(), params)) == []
        request = our_request(generated.serialize(value))
        request["body"] = known.masked(request["body"], params)
        assert list(differences(request, expected)) == [], params

        constructed = construct(generated.input, params)
        assert constructed == value
        again = our_request(generated.serialize(constructed))
        again["body"] = known.masked(again["body"], params)
        assert again == request


def input_of(
    service: Service, operation: str, random: Random, fill: Fill
) -> dict[str, Any]:
    shape = service.input(operation)
    if shape is None:
        return {}
    made: dict[str, Any] = Values(random, service.members, fill).value(shape)
    return made


def expected_request(
    service: Service, operation: str, params: dict[str, Any]
) -> dict[str, Any]:
    expected = request_of(service.oracle.request(operation, params))
    expected["body"] = known.expected_body(
        service.input(operation), params, expected["body"]
    )
    return expected

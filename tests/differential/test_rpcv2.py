"""rpcv2Cbor beside botocore: what is sent for random inputs, and what is made of random answers and errors.

CloudWatch speaks it, and the service of our own does here too, for it has members of every kind.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.support import packages

from . import answers, known, wire
from .compare import differences
from .oracle import Oracle, service_model
from .services import BOOKSHOP, HERE
from .values import Fill, Values

PROTOCOL = "smithy-rpc-v2-cbor"
HEADERS = {"smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"}
SERVICES = (BOOKSHOP, "cloudwatch")
FILLS: tuple[Fill, ...] = ("required", "all", "some", "some")
# Documents have no form in CBOR.
WITHOUT = {BOOKSHOP: {"SellBook", "TakeStock"}}


class InCbor(Values):
    """Values that botocore's writer of CBOR can write."""

    def _float(self, shape: Any, above: tuple[str, ...]) -> float:
        # Of single precision, and in its range.
        drawn = self.random.choice([0.0, 0.5, 1.1, self.random.uniform(-1e30, 1e30)])
        rounded: float = struct.unpack(">f", struct.pack(">f", drawn))[0]
        return rounded

    def _timestamp(self, shape: Any, above: tuple[str, ...]) -> Any:
        # "Values are either major type 0 or major type 1": it knows of the former alone.
        made = super()._timestamp(shape, above)
        return made if made.timestamp() >= 0 else made.replace(year=2001)


class Compared:
    """A service as both sides have it."""

    def __init__(self, name: str, folder: Path) -> None:
        data = (
            json.loads((HERE / BOOKSHOP / "service-2.json").read_bytes())
            if name == BOOKSHOP
            else service_model(name)
        )
        data["metadata"] |= {"protocol": PROTOCOL, "protocols": [PROTOCOL]}
        self.name = name
        self.oracle = Oracle(name, data)
        source = folder / name / "service-2.json"
        source.parent.mkdir()
        source.write_text(json.dumps(data), encoding="utf-8")
        self.package = packages.build(str(source), folder, f"rpcv2_{name}")

    def cases(self, kind: str) -> Iterator[tuple[str, Any, Any, Random, Values]]:
        for operation in self.oracle.model.operation_names:
            generated = self.package.operations.ALL.get(operation)
            if generated is None:
                continue
            model = self.oracle.operation(operation)
            for index, fill in enumerate(FILLS):
                random = Random(f"{self.name} {operation} {kind} {index}")
                values = InCbor(
                    random, lambda shape: dict(shape.members), fill, kind == "output"
                )
                yield operation, generated, model, random, values


@pytest.fixture(scope="module")
def compared_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Compared]:
    folder = tmp_path_factory.mktemp("rpcv2")

    @cache
    def compared_of(name: str) -> Compared:
        return Compared(name, folder)

    return compared_of


@pytest.fixture(params=SERVICES)
def compared(
    request: pytest.FixtureRequest, compared_of: Callable[[str], Compared]
) -> Compared:
    return compared_of(request.param)


def test_every_operation_is_compared(compared: Compared) -> None:
    every = set(compared.oracle.model.operation_names)
    assert every - compared.package.operations.ALL.keys() == WITHOUT.get(
        compared.name, set()
    )


def test_requests(compared: Compared) -> None:
    for operation, generated, model, _, values in compared.cases("input"):
        shape = model.input_shape
        params: dict[str, Any] = {} if shape is None else values.value(shape)
        value = generated.input.from_value(params)
        ours = wire.ours(PROTOCOL, shape, generated.serialize(value))
        theirs = wire.theirs(
            PROTOCOL, shape, compared.oracle.request(operation, params)
        )
        if shape is not None:
            ours["body"] = known.masked(ours["body"], params)
            theirs["body"] = known.expected_body(shape, params, theirs["body"])
        assert list(differences(ours, theirs)) == [], (operation, params)


def test_bodies_are_the_same_bytes(compared: Compared) -> None:
    """Where there is no float: a double that is as exact in four bytes takes no more here."""
    found = 0
    for operation, generated, model, _, values in compared.cases("input"):
        shape = model.input_shape
        if shape is None:
            continue
        params = generated.input.from_value(values.value(shape)).to_value()
        ours = generated.serialize(generated.input.from_value(params)).body
        theirs = compared.oracle.request(operation, params)["body"]
        if b"\xfb" not in theirs:
            assert ours == theirs, operation
            found += 1
    assert found > 1


def test_answers(compared: Compared) -> None:
    for operation, generated, model, random, values in compared.cases("output"):
        shape = model.output_shape
        value: dict[str, Any] = {} if shape is None else values.value(shape)
        body = answers.body(PROTOCOL, random, shape, value)
        parsed = compared.oracle.parse(200, HEADERS, body, shape)
        expected = parsed if shape is None else known.expected_value(shape, parsed)
        output = generated.deserialize(compared.package.Response(200, HEADERS, body))
        assert list(differences(output.to_value(), expected)) == [], operation


def test_errors(compared: Compared) -> None:
    for operation, generated, model, random, values in compared.cases("error"):
        for shape in model.error_shapes:
            answer = answers.error(
                PROTOCOL, random, shape, values.value(shape), wrapped=False
            )
            parsed = compared.oracle.parse(
                answer.status, HEADERS, answer.body, model.output_shape
            )
            response = compared.package.Response(answer.status, HEADERS, answer.body)
            with pytest.raises(compared.package.errors.ServiceError) as caught:
                generated.deserialize(response)
            error = caught.value
            assert type(error).__name__ == shape.name, operation
            assert (error.message or "") == parsed["Error"]["Message"]
            assert error.status == answer.status

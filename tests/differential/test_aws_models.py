"""The 24 services of ../shared/corpora/aws-models against botocore: every operation that both have, in all protocols.

The packages are made of AWS's Smithy models, so that these tests hold botocore's reading of a service, which is made
from other files, against ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product
from random import Random
from typing import Any

import pytest

from ecrgen.model.closure import closure
from tests.support import packages
from tests.support.places import AWS_MODELS

from . import answers, common, known, known_lines, wire
from .compare import differences, without_message
from .http_values import HttpValues
from .oracle import Oracle, service_model
from .values import Fill, Values

# Where the corpora are not: small services of which botocore has the models too.
OTHERWISE = ("codecatalyst", "lex-runtime-v2", "route-53", "sso-oidc")
# What is set, and which draw it is.
Draw = tuple[Fill, int]
DRAWS: tuple[Draw, ...] = (("required", 0), ("all", 0), ("some", 0))
MORE: tuple[Draw, ...] = tuple(("some", number) for number in range(20))


class Compared:
    """One service as both sides have it."""

    def __init__(self, name: str, factory: pytest.TempPathFactory) -> None:
        target = packages.aws_target(name)
        model, service = target.model, target.service
        self.protocol = common.PROTOCOLS[target.protocol.trait]
        directory = packages.aws_package(factory, name)
        self.package = packages.load(directory, f"differential_{directory.name}")
        operations = {each.id.name: each for each in closure(model, service).operations}
        cut = common.cut(service_model(packages.botocore_name(name)), model, operations)
        cut.data["metadata"]["protocol"] = self.protocol
        self.filled = cut.filled
        self.oracle = Oracle(name, cut.data)
        self.wrapped = not service.traits.raw.get("aws.protocols#restXml", {}).get(
            "noErrorWrapping"
        )
        self.name = name

    def expected(self, shape: Any, parsed: dict[str, Any]) -> Any:
        if shape is None:
            return parsed
        payload = shape.serialization.get("payload")
        if payload in parsed and shape.members[payload].type_name == "blob":
            # botocore's parser takes it for text, but for where its client gives it a stream.
            parsed[payload] = parsed[payload].encode()
        return known.expected_value(shape, self.filled(shape, parsed))

    def operations(self) -> list[str]:
        names: list[str] = self.oracle.model.operation_names
        return names

    def is_streamed(self, operation: str, side: str) -> bool:
        """Whether the input or output has an event stream, which are compared in tests of their own."""
        model = self.oracle.operation(operation)
        return bool(getattr(model, f"has_event_stream_{side}"))

    def random(
        self, operation: str, kind: str, draw: Draw
    ) -> tuple[Random, HttpValues]:
        fill, number = draw
        random = Random(f"{self.name} {operation} {kind} {fill} {number}")
        values = Values(
            random, lambda shape: dict(shape.members), fill, unknown=kind == "output"
        )
        return random, HttpValues(self.protocol, values)


@pytest.fixture(scope="module")
def compared_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Compared]:
    return cache(lambda name: Compared(name, tmp_path_factory))


@pytest.fixture(scope="module", params=AWS_MODELS or OTHERWISE)
def compared(
    request: pytest.FixtureRequest, compared_of: Callable[[str], Compared]
) -> Compared:
    return compared_of(request.param)


def check(
    table: Iterable[known_lines.KnownLine],
    compared: Compared,
    problems: Iterable[str],
) -> None:
    left = known_lines.unknown(table, compared.name, problems)
    assert not left, "\n".join(left)


def test_no_operation_is_left_out(compared: Compared) -> None:
    known = set(compared.operations())
    if AWS_MODELS:
        assert set(compared.package.operations.ALL) == known
    assert known


def test_requests(compared: Compared) -> None:
    check(known_lines.OF_REQUESTS, compared, of_requests(compared, DRAWS))


def test_answers(compared: Compared) -> None:
    check(known_lines.OF_ANSWERS, compared, of_answers(compared, DRAWS))


@pytest.mark.slow
def test_more_requests(compared: Compared) -> None:
    check(known_lines.OF_REQUESTS, compared, of_requests(compared, (*DRAWS, *MORE)))


@pytest.mark.slow
def test_more_answers(compared: Compared) -> None:
    check(known_lines.OF_ANSWERS, compared, of_answers(compared, (*DRAWS, *MORE)))


def of_requests(compared: Compared, draws: Iterable[Draw]) -> Iterator[str]:
    """How requests differ, a line for each difference."""
    for operation, draw in product(compared.operations(), draws):
        if compared.is_streamed(operation, "input"):
            continue
        where = f"{operation} {draw[0]}"
        shape = compared.oracle.operation(operation).input_shape
        _, values = compared.random(operation, "input", draw)
        params: dict[str, Any] = {} if shape is None else values.input(shape)
        for each, member in shape.members.items() if shape else ():
            if member.metadata.get("idempotencyToken"):
                params.setdefault(each, "t" * 36)
        try:
            yield from (
                f"{where} {each}"
                for each in request_differences(compared, operation, shape, params)
            )
        except Exception as error:
            yield f"{where}: {type(error)} {error}"


def request_differences(
    compared: Compared, operation: str, shape: Any, params: dict[str, Any]
) -> Iterator[str]:
    generated = compared.package.operations.ALL[operation]
    value = generated.input.from_value(params)
    made = value.to_value()
    filled = params if shape is None else compared.filled(shape, params)
    # At the top, default values are optional for clients.
    yield from differences(
        {each: made.get(each) for each in params},
        {each: filled[each] for each in params},
    )
    theirs = compared.oracle.request(operation, made)
    yield from differences(
        wire.ours(compared.protocol, shape, generated.serialize(value)),
        wire.theirs(compared.protocol, shape, theirs),
    )


def of_answers(compared: Compared, draws: Iterable[Draw]) -> Iterator[str]:
    for operation, draw in product(compared.operations(), draws):
        if compared.is_streamed(operation, "output"):
            continue
        generated = compared.package.operations.ALL[operation]
        model = compared.oracle.operation(operation)
        shape = model.output_shape
        random, values = compared.random(operation, "output", draw)
        value = {} if shape is None else values.output(shape)
        status = int(model.http.get("responseCode", 200))
        answer = answers.answer(
            compared.protocol, random, operation, shape, value, status
        )
        where = f"{operation} {draw[0]}{'' if answer.body else ' (no body)'}"
        response = answer.status, answer.headers, answer.body
        try:
            expected = compared.expected(shape, compared.oracle.parse(*response, shape))
            output = generated.deserialize(compared.package.Response(*response))
            found = list(differences(output.to_value(), expected))
        except Exception as error:
            yield f"{where}: {type(error)} {error}"
            continue
        yield from (f"{where} {each}" for each in found)


def test_errors(compared: Compared) -> None:
    problems: list[str] = []
    errors = compared.package.errors
    for operation in compared.operations():
        generated = compared.package.operations.ALL[operation]
        model = compared.oracle.operation(operation)
        for shape in model.error_shapes:
            random, values = compared.random(
                operation, f"error {shape.name}", ("all", 0)
            )
            value = values.output(shape)
            answer = answers.error(
                compared.protocol, random, shape, value, wrapped=compared.wrapped
            )
            response = answer.status, answer.headers, answer.body
            parsed = compared.oracle.parse(*response, model.output_shape)
            with pytest.raises(errors.ServiceError) as caught:
                generated.deserialize(compared.package.Response(*response))
            found = caught.value
            where = f"{operation} {shape.name}"
            if type(found).__name__ != shape.name:
                problems.append(f"{where}: {found!r}")
                continue
            if found.code != parsed["Error"]["Code"]:
                problems.append(f"{where}: code {found.code}, {parsed}")
            if (found.message or "") != (parsed["Error"].get("Message") or ""):
                problems.append(f"{where}: message {found.message!r}, {parsed}")
            theirs = compared.oracle.parse(*response, shape)
            expected = without_message(compared.expected(shape, theirs))
            ours = without_message(found.to_value())
            problems += [f"{where} {each}" for each in differences(ours, expected)]
    check(known_lines.OF_ERRORS, compared, problems)

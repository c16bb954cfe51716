"""The 24 services of ../shared/corpora/aws-models against botocore: every operation that both have, in all protocols.

The packages are made of AWS's Smithy models, so that these tests hold botocore's reading of a service, which is made
from other files, against ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from random import Random
from typing import Any

import pytest

from ecrgen.model.closure import closure

from .. import packages
from ..packages import AWS_MODELS
from . import answers, common, known, known_lines, wire
from .compare import differences
from .http_values import HttpValues
from .oracle import Oracle, service_model
from .values import Fill, Values

# The names that botocore has for services whose models are called otherwise.
NAMES = {
    "api-gateway": "apigateway",
    "lex-runtime-v2": "lexv2-runtime",
    "route-53": "route53",
    "s3-control": "s3control",
    "secrets-manager": "secretsmanager",
}
FILLS: tuple[Fill, ...] = ("required", "all", "some")

pytestmark = pytest.mark.skipif(
    not AWS_MODELS, reason="needs AWS's models in ../shared/corpora"
)


class Compared:
    """One service as both sides have it."""

    def __init__(self, name: str, factory: pytest.TempPathFactory) -> None:
        target = packages.aws_target(name)
        model, service, protocol = target.model, target.service, target.protocol
        self.protocol = common.PROTOCOLS[protocol.trait]
        directory = packages.aws_package(factory, name)
        self.package = packages.load(directory, f"differential_{directory.name}")
        operations = {
            each.id.name: each
            for each in closure(model, service).operations
            if not protocol.refusal(model, each)
        }
        cut = common.cut(service_model(NAMES.get(name, name)), model, operations)
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
        return [
            each
            for each in self.oracle.model.operation_names
            if not self.oracle.operation(each).has_event_stream_output
            and not self.oracle.operation(each).has_event_stream_input
        ]

    def random(
        self, operation: str, kind: str, fill: Fill
    ) -> tuple[Random, HttpValues]:
        random = Random(f"{self.name} {operation} {kind} {fill}")
        values = Values(
            random, lambda shape: dict(shape.members), fill, unknown=kind == "output"
        )
        return random, HttpValues(self.protocol, values)


@pytest.fixture(scope="module")
def compared_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Compared]:
    return cache(lambda name: Compared(name, tmp_path_factory))


@pytest.fixture(scope="module", params=AWS_MODELS)
def compared(
    request: pytest.FixtureRequest, compared_of: Callable[[str], Compared]
) -> Compared:
    return compared_of(request.param)


def check(
    table: Iterable[known_lines.KnownLine], compared: Compared, problems: list[str]
) -> None:
    left = known_lines.unknown(table, compared.name, problems)
    assert not left, "\n".join(left)


def test_requests(compared: Compared) -> None:
    problems: list[str] = []
    for operation in compared.operations():
        generated = compared.package.operations.ALL[operation]
        shape = compared.oracle.operation(operation).input_shape
        for fill in FILLS:
            _, values = compared.random(operation, "input", fill)
            params = {} if shape is None else values.input(shape)
            if shape is not None:
                for each, member in shape.members.items():
                    if member.metadata.get("idempotencyToken"):
                        params.setdefault(each, "t" * 36)
            try:
                value = generated.input.from_value(params)
                made = value.to_value()
                filled = params if shape is None else compared.filled(shape, params)
                # At the top, default values are optional for clients.
                given = {each: made[each] for each in params}
                wanted = {each: filled[each] for each in params}
                assert list(differences(given, wanted)) == []
                theirs = wire.theirs(
                    compared.protocol, shape, compared.oracle.request(operation, made)
                )
                ours = wire.ours(compared.protocol, shape, generated.serialize(value))
            except Exception as error:
                problems.append(f"{operation} {fill}: {type(error)} {error}")
                continue
            problems += [
                f"{operation} {fill} {each}" for each in differences(ours, theirs)
            ]
    check(known_lines.OF_REQUESTS, compared, problems)


def test_answers(compared: Compared) -> None:
    problems: list[str] = []
    for operation in compared.operations():
        generated = compared.package.operations.ALL[operation]
        model = compared.oracle.operation(operation)
        shape = model.output_shape
        for fill in FILLS:
            random, values = compared.random(operation, "output", fill)
            value = {} if shape is None else values.output(shape)
            status = int(model.http.get("responseCode", 200))
            answer = answers.answer(
                compared.protocol, random, operation, shape, value, status
            )
            try:
                parsed = compared.oracle.parse(
                    answer.status, answer.headers, answer.body, shape
                )
                expected = compared.expected(shape, parsed)
                output = generated.deserialize(
                    compared.package.Response(
                        answer.status, answer.headers, answer.body
                    )
                )
            except Exception as error:
                problems.append(f"{operation} {fill}: {type(error)} {error}")
                continue
            problems += [
                f"{operation} {fill}{'' if answer.body else ' (no body)'} {each}"
                for each in differences(output.to_value(), expected)
            ]
    check(known_lines.OF_ANSWERS, compared, problems)


def test_errors(compared: Compared) -> None:
    problems: list[str] = []
    errors = compared.package.errors
    for operation in compared.operations():
        generated = compared.package.operations.ALL[operation]
        model = compared.oracle.operation(operation)
        for shape in model.error_shapes:
            random, values = compared.random(operation, f"error {shape.name}", "all")
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
            expected = _without_message(compared.expected(shape, theirs))
            ours = _without_message(found.to_value())
            problems += [f"{where} {each}" for each in differences(ours, expected)]
    check(known_lines.OF_ERRORS, compared, problems)


def _without_message(value: dict[str, Any]) -> dict[str, Any]:
    """The message is compared on its own."""
    ignored = ("message", "error")
    return {key: each for key, each in value.items() if key.lower() not in ignored}

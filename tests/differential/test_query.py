"""awsQuery and ec2Query: random inputs make the same forms, and random answers the same values, as with botocore."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.support import packages

from . import known, xml_answers
from .compare import differences, without_message
from .oracle import Oracle, service_model
from .services import Service
from .values import Fill, Values

# The last is of no service: the shapes of one as the other protocol has them.
QUICK, SLOW, OTHERWISE = ("sts", "sns"), ("iam", "cloudformation"), "sns-as-ec2"
FILLS: tuple[Fill, ...] = ("required", "all", "some", "some", "some", "some")


@cache
def model_of(name: str) -> dict[str, Any]:
    if name != OTHERWISE:
        return service_model(name)
    model: dict[str, Any] = json.loads(json.dumps(service_model("sns")))
    model["metadata"].update(protocol="ec2", protocols=["ec2"])
    for operation in model["operations"].values():
        operation.get("output", {}).pop("resultWrapper", None)
    # All members of ec2 have one. botocore gives those without no capital, against "Query key resolution".
    for shape in model["shapes"].values():
        for key, member in shape.get("members", {}).items():
            member.setdefault("locationName", key)
    return model


def everywhere() -> list[Any]:
    return [
        pytest.param(
            name,
            operation,
            id=f"{name}-{operation}",
            marks=(pytest.mark.slow,) if name in SLOW else (),
        )
        for name in (*QUICK, OTHERWISE, *SLOW)
        for operation in model_of(name)["operations"]
    ]


@pytest.fixture(scope="module")
def service_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Service]:
    folder = tmp_path_factory.mktemp("query")

    @cache
    def service_of(name: str) -> Service:
        (folder / name).mkdir()
        source = folder / name / "service-2.json"
        source.write_text(json.dumps(model_of(name)), encoding="utf-8")
        package = f"differential_query_{name.replace('-', '_')}"
        built = packages.build(str(source), folder, package)
        return Service(name, Oracle(name, model_of(name)), built, None)

    return service_of


@pytest.mark.parametrize(("name", "operation"), everywhere())
def test_random_inputs(
    name: str, operation: str, service_of: Callable[[str], Service]
) -> None:
    service = service_of(name)
    shape = service.input(operation)
    op = service.generated(operation)
    for index, fill in enumerate(FILLS):
        random = Random(f"{name} {operation} input {index}")
        values = Values(random, service.members, fill)
        params: dict[str, Any] = {} if shape is None else values.value(shape)
        theirs = service.oracle.request(operation, params)
        ours = op.serialize(op.input.from_value(params))
        assert (ours.method, ours.path) == (theirs["method"], theirs["url_path"])
        assert ours.headers["Content-Type"] == "application/x-www-form-urlencoded"
        found = parse_qsl(ours.body.decode("ascii"), keep_blank_values=True)
        expected = {key: str(each) for key, each in theirs["body"].items()}
        assert len(dict(found)) == len(found)
        assert list(differences(_untold(dict(found), params), expected)) == []


def _untold(found: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
    """`found` without idempotency tokens that the client made: botocore makes them before it serializes."""
    return {
        key: each
        for key, each in found.items()
        if "." in key or key in params or not known.UUID.fullmatch(each)
    }


@pytest.mark.parametrize(("name", "operation"), everywhere())
def test_random_answers(
    name: str, operation: str, service_of: Callable[[str], Service]
) -> None:
    service = service_of(name)
    shape = service.output(operation)
    op = service.generated(operation)
    for index, fill in enumerate(FILLS):
        random = Random(f"{name} {operation} output {index}")
        members = ""
        if shape is not None:
            value = Values(random, service.members, fill, unknown=True).value(shape)
            members = xml_answers.inside(shape, value)
            wrapper = shape.serialization.get("resultWrapper")
            members = f"<{wrapper}>{members}</{wrapper}>" if wrapper else members
        document = (
            f'<{operation}Response xmlns="https://x/">{members}</{operation}Response>'
        )
        body = document.encode()
        theirs = service.oracle.parse(200, {}, body, shape)
        expected = theirs if shape is None else known.expected_value(shape, theirs)
        output = op.deserialize(service.package.Response(200, {}, body))
        assert list(differences(output.to_value(), expected)) == [], document


@pytest.mark.parametrize(("name", "operation"), everywhere())
def test_errors(
    name: str, operation: str, service_of: Callable[[str], Service]
) -> None:
    service = service_of(name)
    for shape in service.oracle.operation(operation).error_shapes:
        random = Random(f"{name} {operation} {shape.name}")
        value = Values(random, service.members, "all").value(shape)
        code = shape.metadata.get("error", {}).get("code", shape.name)
        if name == OTHERWISE:
            code = shape.name
        # Services write it with a capital, whatever the model says.
        message = value.pop("message", None) or value.pop("Message", None) or ""
        members = f"<Code>{code}</Code><Message>{xml_answers.text(message)}</Message>"
        error = f"<Error>{members}{xml_answers.inside(shape, value)}</Error>"
        document = (
            f"<Response><Errors>{error}</Errors><RequestID>r</RequestID></Response>"
            if name == OTHERWISE
            else f"<ErrorResponse>{error}<RequestId>r</RequestId></ErrorResponse>"
        )
        body = document.encode()
        output = service.output(operation)
        theirs = service.oracle.parse(400, {}, body, output)
        with pytest.raises(service.package.errors.ServiceError) as caught:
            service.generated(operation).deserialize(
                service.package.Response(400, {}, body)
            )
        found = caught.value
        assert found.code == theirs["Error"]["Code"]
        assert (found.message or "") == (theirs["Error"].get("Message") or "")
        assert found.request_id == "r"
        assert type(found).__name__ == shape.name
        parsed = service.oracle.parse(400, {}, body, shape)
        expected = without_message(known.expected_value(shape, parsed))
        assert list(differences(without_message(found.to_value()), expected)) == []

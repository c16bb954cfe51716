"""All 24 models of AWS in ../shared/corpora: every operation serializes a minimal input and reads an empty answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ecrgen.model.closure import closure
from ecrgen.model.prelude import UNIT
from ecrgen.model.shapes import Model, OperationShape, StructureShape
from ecrgen.model.traits import Http, Required
from tests.support.places import AWS_MODELS, needs_corpora

from .minimal import is_event_stream, minimal
from .service import Service

pytestmark = needs_corpora


# All tests of a service come one after the other, so that one process of a test run has them.
@pytest.fixture(scope="module", params=AWS_MODELS)
def service(
    request: pytest.FixtureRequest, service_of: Callable[[str], Service]
) -> Service:
    return service_of(request.param)


def test_there_are_24() -> None:
    assert len(AWS_MODELS) == 24


def test_no_operation_is_missing(service: Service) -> None:
    found = set(service.package.operations.ALL)
    assert found == {each.id.name for each in operations_of(service)}


def test_minimal_inputs(service: Service) -> None:
    for shape in operations_of(service):
        operation = service.package.operations.ALL[shape.id.name]
        value = {} if shape.input == UNIT else minimal(service.model, shape.input)
        if needs_event_stream(service.model, shape):
            continue
        made = operation.input.from_value(value)
        # Members with a default value may come to it.
        assert value.keys() <= made.to_value().keys()
        request = operation.serialize(made)
        assert type(request) is service.package.Request
        http = shape.traits.get(Http)
        assert request.method == (http.method if http and is_rest(service) else "POST")
        assert request.path.startswith("/")
        assert all(
            isinstance(each, str)
            for each in (*request.headers.values(), *request.headers)
        )
        again = operation.serialize(operation.input.from_value(value))
        assert (again.method, again.path) == (request.method, request.path)


def test_empty_answers(service: Service) -> None:
    for shape in operations_of(service):
        operation = service.package.operations.ALL[shape.id.name]
        for body in empty_bodies(service, shape):
            http = shape.traits.get(Http)
            status = http.code if http and is_rest(service) else 200
            output = operation.deserialize(service.package.Response(status, {}, body))
            assert type(output) is operation.output, (shape.id, body)


def operations_of(service: Service) -> list[OperationShape]:
    """The operations of the service that its protocol can do."""
    model = service.model
    return [
        each
        for each in closure(model, service.service).operations
        if not service.protocol.refusal(model, each)
    ]


def needs_event_stream(model: Model, operation: OperationShape) -> bool:
    shape = model[operation.input]
    return isinstance(shape, StructureShape) and any(
        is_event_stream(model, each) and each.traits.has(Required)
        for each in shape.members.values()
    )


def is_rest(service: Service) -> bool:
    return "#rest" in service.protocol.trait


def empty_bodies(service: Service, operation: OperationShape) -> Iterator[bytes]:
    yield b""
    protocol = service.protocol.trait.partition("#")[2]
    if protocol in ("restJson1", "awsJson1_0", "awsJson1_1", "rpcv2Json"):
        yield b"{}"
    elif protocol == "rpcv2Cbor":
        yield b"\xa0"
    else:
        yield f"<{operation.id.name}Response/>".encode()

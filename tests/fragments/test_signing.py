"""What an operation says of how its requests are signed, and what is sent for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

URL = "https://example.test"
SIGNED: dict[str, Any] = {
    "aws.api#service": {"sdkId": "Example", "arnNamespace": "example"},
    "aws.auth#sigv4": {"name": "example"},
}
SHAPES: dict[str, Any] = {
    "Plain": {"operation": {}},
    "Anonymous": {"operation": {}, "traits": {"auth": []}},
    "Listed": {"operation": {}, "traits": {"auth": ["aws.auth#sigv4"]}},
    "Optional": {"operation": {}, "traits": {"optionalAuth": {}}},
    "Neither": {"operation": {}, "traits": {"auth": [], "optionalAuth": {}}},
    "Streamed": {"operation": {}, "traits": {"aws.auth#unsignedPayload": {}}},
}


class Recorder:
    """A transport that answers every request alike."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.requests: list[Any] = []

    def send(self, request: Any) -> Any:
        self.requests.append(request)
        return self.response

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def package(fragment: Callable[..., Any]) -> Any:
    return fragment(SHAPES, traits=SIGNED)


def sent(package: Any, method: str) -> Any:
    """The request that a client sends."""
    module = package.module
    recorder = Recorder(package.response({}))
    with module.Client(
        region="eu-west-1",
        endpoint_url=URL,
        credentials=module.Credentials("AKID", "secret"),
        transport=recorder,
    ) as client:
        getattr(client, method)()
    (request,) = recorder.requests
    return request


@pytest.mark.parametrize("method", ["plain", "listed", "optional", "streamed"])
def test_requests_are_signed(package: Any, method: str) -> None:
    headers = sent(package, method).headers
    assert "/eu-west-1/example/aws4_request" in headers["Authorization"]


@pytest.mark.parametrize("method", ["anonymous", "neither"])
def test_operations_without_schemes_are_not_signed(package: Any, method: str) -> None:
    headers = {name.lower() for name in sent(package, method).headers}
    assert not headers & {"authorization", "x-amz-date", "x-amz-content-sha256"}


def test_operations_without_schemes_need_no_credentials(package: Any) -> None:
    module = package.module
    recorder = Recorder(package.response({}))

    def none() -> Any:
        raise AssertionError("credentials were asked for")

    with module.Client(
        region="eu-west-1", endpoint_url=URL, credentials=none, transport=recorder
    ) as client:
        client.anonymous()
    assert len(recorder.requests) == 1


@pytest.mark.parametrize(("method", "is_sent"), [("optional", True), ("plain", False)])
def test_credentials_are_optional_where_the_model_says_so(
    package: Any, method: str, is_sent: bool
) -> None:
    module = package.module
    problem = package.runtime("errors").CredentialsError("there are none")
    recorder = Recorder(package.response({}))

    def none() -> Any:
        raise problem

    with module.Client(
        region="eu-west-1", endpoint_url=URL, credentials=none, transport=recorder
    ) as client:
        if is_sent:
            getattr(client, method)()
            assert "Authorization" not in recorder.requests[0].headers
            assert client.presigned_url(
                package.operations.Optional, package.operations.Optional.input()
            ).startswith(URL)
        else:
            with pytest.raises(type(problem)):
                getattr(client, method)()
            assert not recorder.requests


def test_a_service_says_it_for_its_operations(fragment: Callable[..., Any]) -> None:
    package = fragment(SHAPES, traits={**SIGNED, "auth": []})
    assert "Authorization" not in sent(package, "plain").headers
    assert "Authorization" in sent(package, "listed").headers


def test_payloads_stay_out_of_signatures(package: Any) -> None:
    assert (
        sent(package, "streamed").headers["X-Amz-Content-Sha256"] == "UNSIGNED-PAYLOAD"
    )
    assert "X-Amz-Content-Sha256" not in sent(package, "plain").headers


def test_classes_say_only_what_is_unusual(package: Any) -> None:
    operations = package.operations
    assert operations.Anonymous.signed is False
    assert operations.Streamed.unsigned_payload is True
    assert operations.Optional.optional_auth is True
    for name in ("Plain", "Listed", "Optional"):
        found = vars(getattr(operations, name))
        assert "signed" not in found
        assert "unsigned_payload" not in found
    assert "optional_auth" not in vars(operations.Neither)

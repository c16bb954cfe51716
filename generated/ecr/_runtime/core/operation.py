"""The contract that every operation keeps."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from .errors import ServiceError
from .http import Request, Response

Input = TypeVar("Input")
Output = TypeVar("Output")
InputContra = TypeVar("InputContra", contravariant=True)
OutputCo = TypeVar("OutputCo", covariant=True)


class Operation(Protocol[InputContra, OutputCo]):
    """An operation without I/O: a request from an input, an output or a raised error from a response."""

    @property
    def name(self) -> str: ...

    @property
    def input(self) -> type[Any]: ...

    @property
    def output(self) -> type[Any]: ...

    @property
    def errors(self) -> tuple[type[ServiceError], ...]: ...

    def serialize(self, value: InputContra, /) -> Request: ...

    def deserialize(self, response: Response, /) -> OutputCo: ...

    def error_of_json(self, code: str, payload: Any, /) -> ServiceError: ...

    def error_of_xml(self, code: str, payload: Any, /) -> ServiceError: ...


class Exchange(Protocol[InputContra, OutputCo]):
    """The part of an operation that a client works with. Classes keep it as they are, their attributes too."""

    def serialize(self, value: InputContra, /) -> Request: ...

    def deserialize(self, response: Response, /) -> OutputCo: ...


def name_of(operation: Exchange[Any, Any]) -> str:
    """The operation's name in the API."""
    return str(getattr(operation, "name", ""))


def is_signed(operation: Exchange[Any, Any]) -> bool:
    """Whether requests are signed: not where the class says `signed = False` (Smithy 2.0, "auth")."""
    return getattr(operation, "signed", True)


def is_auth_optional(operation: Exchange[Any, Any]) -> bool:
    """Whether requests go out unsigned for want of credentials: where the class says `optional_auth = True`."""
    return getattr(operation, "optional_auth", False)


def is_unsigned_payload(operation: Exchange[Any, Any]) -> bool:
    """Whether signatures leave out the body: where the class says `unsigned_payload = True` ("unsignedPayload")."""
    return getattr(operation, "unsigned_payload", False)


def streams_output(operation: Exchange[Any, Any]) -> bool:
    """Whether the body of an answer is left on its connection: where the class says `streams_output = True`."""
    return getattr(operation, "streams_output", False)


def has_initial_response(operation: Exchange[Any, Any]) -> bool:
    """Whether the first event has members of the output: where the class says `initial_response = True`."""
    return getattr(operation, "initial_response", False)


_NONE: dict[str, Any] = {}


def endpoint_parameters(operation: Exchange[Any, Any], value: Any) -> dict[str, Any]:
    """What the input says about the endpoint, as keywords of `endpoints.resolve`.

    Where a class has no `endpoint_parameters`, all its requests go to the service's one endpoint.
    """
    found: Any = getattr(operation, "endpoint_parameters", None)
    return _NONE if found is None else found(value)

"""What reading an answer comes to in every protocol whose bodies are trees of members."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar, cast

from ..core.errors import (
    UNREADABLE,
    Fault,
    ServiceError,
    UnknownOperationError,
    unreadable,
)
from ..core.http import Response

T = TypeVar("T")

# The side at fault, in the words of awsQuery.
_FAULTS: Mapping[str, Fault] = {"Sender": "client", "Receiver": "server"}


def read_output(
    response: Response,
    operation: str,
    load: Callable[[bytes], Any],
    read: Callable[[Mapping[str, Any]], T],
) -> T:
    """The output that `read` makes of the members in the body. Raises
    DeserializationError.
    """
    return read_response(
        response, operation, lambda found: read(members(load, found.body))
    )


def read_response(
    response: Response, operation: str, read: Callable[[Response], T]
) -> T:
    """The output that `read` makes of the whole response. Raises DeserializationError."""
    try:
        return read(response)
    except UNREADABLE as problem:
        error = unreadable(operation, response.status, problem)
    raise error


def members(load: Callable[[bytes], Any], body: bytes) -> Mapping[str, Any]:
    """The members in the body of an output. Services may send nothing where there are
    none.
    """
    value = load(body) if body else None
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise TypeError(f"expected an object, found {type(value).__name__}")
    return cast("Mapping[str, Any]", value)


def read_error(
    response: Response,
    name: str,
    payload: Any,
    error_of: Callable[[str, Any], ServiceError],
) -> ServiceError:
    """The error called `name` that `error_of` makes of the decoded body, with what the
    response says besides.
    """
    try:
        found = error_of(name, payload)
    except UNREADABLE:
        # A body that does not fit the modelled error must not hide that the call
        # failed, and with which code.
        found = UnknownOperationError(name, payload)
    # Nor must a header.
    with suppress(*UNREADABLE):
        found.read_response(response)
    if not found.message and isinstance(payload, Mapping):
        known = cast("Mapping[str, Any]", payload)
        texts = (known.get(key) for key in ("message", "Message"))
        found.message = next(
            (text for text in texts if isinstance(text, str)), found.message
        )
    found.status = response.status
    found.request_id = response.header("x-amzn-requestid") or response.header(
        "x-amz-request-id"
    )
    found.extended_request_id = response.header("x-amz-id-2")
    if isinstance(found, UnknownOperationError) and response.status >= 500:
        found.fault = "server"
    return found


def query_code(found: ServiceError, response: Response) -> ServiceError:
    """The error with the code and fault that the service had when it spoke awsQuery,
    where it still says so.

    `Code;Fault` ("awsQueryCompatible").
    """
    code, _, fault = (response.header("x-amzn-query-error") or "").partition(";")
    if code:
        found.code = code
        found.fault = _FAULTS.get(fault, found.fault)
    return found

"""awsJson1_0 and awsJson1_1: one POST to `/`, the operation named in a header, JSON both ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from . import json
from .errors import (
    UNREADABLE,
    DeserializationError,
    Fault,
    ServiceError,
    UnknownOperationError,
    sanitize,
)
from .http import Request, Response

T = TypeVar("T")

# The side at fault, in the words of awsQuery.
_FAULTS: Mapping[str, Fault] = {"Sender": "client", "Receiver": "server"}


def request(
    version: str,
    target: str,
    payload: Mapping[str, Any],
    *,
    host_prefix: str = "",
    query_mode: bool = False,
) -> Request:
    """The request of an operation. `query_mode` asks for the error codes of awsQuery (awsQueryCompatible)."""
    headers = {
        "Content-Type": f"application/x-amz-json-{version}",
        "X-Amz-Target": target,
    }
    if query_mode:
        headers["x-amzn-query-mode"] = "true"
    return Request(
        method="POST",
        path="/",
        headers=headers,
        body=json.dump(payload),
        host_prefix=host_prefix,
    )


def deserialize(
    response: Response,
    operation: str,
    read: Callable[[Mapping[str, Any]], T],
    error_of: Callable[[str, Any], ServiceError],
) -> T:
    """The output that `read` makes of the body, or the error that `error_of` makes of it, raised."""
    if response.status >= 300:
        raise error(response, error_of)
    try:
        return read(members(response.body))
    except UNREADABLE as problem:
        reason = f"{type(problem).__name__}: {problem}"
        raise DeserializationError(operation, response.status, reason) from problem


def members(body: bytes) -> Mapping[str, Any]:
    """The members in the body of an output. Services may send nothing where there are none."""
    value = json.load(body) if body else None
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise TypeError(f"expected an object, found {type(value).__name__}")
    return cast("Mapping[str, Any]", value)


def error(
    response: Response, error_of: Callable[[str, Any], ServiceError]
) -> ServiceError:
    """The error that a response with an error status stands for.

    The code is in the header, or in `__type` or `code` of the body; all may carry a namespace and a URI
    (awsJson1_1, "Operation error serialization").
    """
    payload: Any
    try:
        payload = json.load(response.body)
    except ValueError:
        payload = response.body.decode("utf-8", "replace")
    found_members = json.members(payload)
    places = (
        response.header("x-amzn-errortype"),
        found_members.get("__type"),
        found_members.get("code"),
    )
    codes = (sanitize(place) for place in places if isinstance(place, str))
    name = next(filter(None, codes), str(response.status))
    try:
        found = error_of(name, payload)
        found.read_response(response)
    except UNREADABLE:
        # A body that does not fit the modelled error must not hide that the call failed, and with which code.
        found = UnknownOperationError(name, payload)
    if not found.message:
        found.message = next(
            (
                found_members[key]
                for key in ("message", "Message")
                if isinstance(found_members.get(key), str)
            ),
            found.message,
        )
    found.status = response.status
    found.request_id = response.header("x-amzn-requestid") or response.header(
        "x-amz-request-id"
    )
    if isinstance(found, UnknownOperationError) and response.status >= 500:
        found.fault = "server"
    # awsQueryCompatible: `Code;Fault`, as the service had them when it spoke awsQuery.
    code, _, fault = (response.header("x-amzn-query-error") or "").partition(";")
    if code:
        found.code = code
        found.fault = _FAULTS.get(fault, found.fault)
    return found

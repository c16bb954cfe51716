"""awsJson1_0 and awsJson1_1: one POST to `/`, the operation named in a header, JSON both ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from . import json
from .errors import DeserializationError, ServiceError, UnknownOperationError, sanitize
from .http import Request, Response

T = TypeVar("T")


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
        return read(json.members(json.load(response.body)) if response.body else {})
    except (TypeError, ValueError, AttributeError, KeyError) as problem:
        reason = f"{type(problem).__name__}: {problem}"
        raise DeserializationError(operation, response.status, reason) from problem


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
    members = json.members(payload)
    code = (
        response.header("x-amzn-errortype")
        or members.get("__type")
        or members.get("code")
    )
    name = sanitize(code) if isinstance(code, str) else ""
    try:
        found = error_of(name or str(response.status), payload)
    except (TypeError, ValueError, AttributeError, KeyError):
        # A body that does not fit the modelled error must not hide that the call failed, and with which code.
        found = UnknownOperationError(name, payload)
    if found.message is None:
        found.message = next(
            (
                members[key]
                for key in ("message", "Message")
                if isinstance(members.get(key), str)
            ),
            None,
        )
    # awsQueryCompatible: the code that the service had when it spoke awsQuery, and the side at fault.
    query_code = response.header("x-amzn-query-error")
    if query_code:
        found.code = query_code.partition(";")[0]
    found.status = response.status
    found.request_id = response.header("x-amzn-requestid") or response.header(
        "x-amz-request-id"
    )
    if isinstance(found, UnknownOperationError) and response.status >= 500:
        found.fault = "server"
    return found

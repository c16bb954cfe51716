"""awsQuery and ec2Query: one POST to `/`, a form there and XML back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from . import form, xml
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

_FAULTS: Mapping[str, Fault] = {"Sender": "client", "Receiver": "server"}


def request(
    action: str, version: str, members: Mapping[str, str], *, host_prefix: str = ""
) -> Request:
    """The request of an operation: its name, the version of the API, then the members of its input."""
    return Request(
        method="POST",
        path="/",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        body=form.dump([("Action", action), ("Version", version), *members.items()]),
        host_prefix=host_prefix,
    )


def deserialize(
    response: Response,
    operation: str,
    read: Callable[[xml.Element], T],
    error_of: Callable[[str, Any], ServiceError],
    *,
    result: str = "",
) -> T:
    """The output that `read` makes of the body, or the error that `error_of` makes of it, raised.

    The members of the output are in the root element, or in the child of it that `result` names.
    """
    if response.status >= 300:
        raise error(response, error_of)
    try:
        return read(_members(response.body, f"{operation}Response", result))
    except UNREADABLE as problem:
        reason = f"{type(problem).__name__}: {problem}"
        raise DeserializationError(operation, response.status, reason) from problem


def _members(body: bytes, expected: str, result: str) -> xml.Element:
    """The element with the members of an output. Services may send nothing where there are none."""
    if not body:
        return xml.Element(expected)
    root = xml.load(body)
    # The page of a proxy, for example, is no answer without members.
    if xml.name(root) != expected:
        raise ValueError(f"expected {expected}, found {xml.name(root)}")
    if not result:
        return root
    found = xml.child(root, result)
    return xml.Element(result) if found is None else found


def error(
    response: Response, error_of: Callable[[str, Any], ServiceError]
) -> ServiceError:
    """The error that a response with an error status stands for."""
    status = str(response.status)
    found: ServiceError
    try:
        root = xml.load(response.body)
    except ValueError:
        payload = response.body.decode("utf-8", "replace")
        found = UnknownOperationError(status, payload)
    else:
        found = _error_of(root, status, error_of)
    found.status = response.status
    if found.request_id is None:
        found.request_id = response.header("x-amzn-requestid") or response.header(
            "x-amz-request-id"
        )
    if isinstance(found, UnknownOperationError) and response.status >= 500:
        found.fault = "server"
    return found


def _error_of(
    root: xml.Element, status: str, error_of: Callable[[str, Any], ServiceError]
) -> ServiceError:
    element = xml.error(root)
    name = sanitize(xml.text_of(element, "Code") or "") or status
    try:
        found = error_of(name, root)
    except UNREADABLE:
        # A body that does not fit the modelled error must not hide that the call failed, and with which code.
        found = UnknownOperationError(name, root)
    if not found.message and (message := xml.message(element)) is not None:
        found.message = xml.text(message)
    found.request_id = xml.request_id(root)
    if isinstance(found, UnknownOperationError):
        found.fault = _FAULTS.get(xml.text_of(element, "Type") or "", found.fault)
    return found

"""The errors that answers in XML stand for: awsQuery, ec2Query and restXml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from . import xml
from .errors import (
    UNREADABLE as UNREADABLE,
    Fault,
    ServiceError,
    UnknownOperationError,
    sanitize,
)
from .http import Response

_FAULTS: Mapping[str, Fault] = {"Sender": "client", "Receiver": "server"}


def error(
    response: Response, error_of: Callable[[str, Any], ServiceError]
) -> ServiceError:
    """The error that a response with an error status stands for."""
    found: ServiceError
    try:
        root = xml.load(response.body)
    except ValueError:
        payload = response.body.decode("utf-8", "replace")
        found = UnknownOperationError(str(response.status), payload)
    else:
        found = _error_of(root, response, error_of)
    return completed(found, response)


def completed(found: ServiceError, response: Response) -> ServiceError:
    """The error with what the response says of itself."""
    found.status = response.status
    if found.request_id is None:
        found.request_id = response.header("x-amzn-requestid") or response.header(
            "x-amz-request-id"
        )
    if found.extended_request_id is None:
        found.extended_request_id = response.header("x-amz-id-2")
    if isinstance(found, UnknownOperationError) and response.status >= 500:
        found.fault = "server"
    return found


def _error_of(
    root: xml.Element, response: Response, error_of: Callable[[str, Any], ServiceError]
) -> ServiceError:
    element = xml.error(root)
    name = sanitize(xml.text_of(element, "Code") or "") or str(response.status)
    try:
        found = error_of(name, root)
    except UNREADABLE:
        # A body that does not fit the modelled error must not hide that the call failed, and with which code.
        found = UnknownOperationError(name, root)
    # Nor must a header.
    with suppress(*UNREADABLE):
        found.read_response(response)
    if not found.message and (message := xml.message(element)) is not None:
        found.message = xml.text(message)
    found.request_id = xml.request_id(root)
    found.extended_request_id = xml.text_of(root, "HostId")
    if isinstance(found, UnknownOperationError):
        found.fault = _FAULTS.get(xml.text_of(element, "Type") or "", found.fault)
    return found

"""The errors that answers in XML stand for: awsQuery, ec2Query and restXml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..core.errors import Fault, ServiceError, UnknownOperationError, sanitize
from ..core.http import Response
from . import answers, xml

_FAULTS: Mapping[str, Fault] = {"Sender": "client", "Receiver": "server"}


def error(
    response: Response, error_of: Callable[[str, Any], ServiceError]
) -> ServiceError:
    """The error that a response with an error status stands for."""
    status = str(response.status)
    try:
        root = xml.load(response.body)
    except ValueError:
        payload = response.body.decode("utf-8", "replace")
        return answers.read_error(response, status, payload, UnknownOperationError)
    element = xml.error(root)
    name = sanitize(xml.text_of(element, "Code") or "") or status
    found = answers.read_error(response, name, root, error_of)
    if not found.message and (message := xml.message(element)) is not None:
        found.message = xml.text(message)
    found.request_id = xml.request_id(root) or found.request_id
    found.extended_request_id = xml.text_of(root, "HostId") or found.extended_request_id
    if isinstance(found, UnknownOperationError) and response.status < 500:
        found.fault = _FAULTS.get(xml.text_of(element, "Type") or "", found.fault)
    return found

"""awsQuery and ec2Query: one POST to `/`, a form there and XML back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ..core.errors import ServiceError
from ..core.http import Request, Response
from . import answers, form, xml
from .xml_errors import error

T = TypeVar("T")


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
    expected = f"{operation}Response"
    return answers.read_response(
        response, operation, lambda found: read(_members(found.body, expected, result))
    )


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

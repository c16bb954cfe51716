"""awsQuery and ec2Query: one POST to `/`, a form there and XML back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import methodcaller
from typing import Any, ClassVar, TypeVar, cast

from ..core.errors import ServiceError
from ..core.http import Request, Response
from . import answers, form, rpc, xml
from .xml_errors import error

T = TypeVar("T")
Input = TypeVar("Input")
Output = TypeVar("Output")


class Operation(rpc.Operation[Input, Output]):
    """An operation of awsQuery; one of ec2Query has `wraps_result = False`."""

    version: ClassVar[str]
    """The version of the API."""
    wraps_result: ClassVar[bool] = True
    """Whether an element of its own holds the members of the output."""
    write: ClassVar[Any] = methodcaller("to_form")

    @classmethod
    def serialize(cls, value: Input, /) -> Request:
        return request(
            cls.name,
            cls.version,
            cls._members(value) if cls.has_input else {},
            host_prefix=cls.host_prefix(value),
        )

    @classmethod
    def deserialize(cls, response: Response, /) -> Output:
        result = f"{cls.name}Result" if cls.wraps_result else ""
        read: Callable[[xml.Element], Output] = cast("Any", cls).output.from_xml
        return deserialize(response, cls.name, read, cls.error_of_xml, result=result)


def request(
    action: str, version: str, members: Mapping[str, str], *, host_prefix: str = ""
) -> Request:
    """The request of an operation: its name, the version of the API, then the members
    of its input.
    """
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
    """The output that `read` makes of the body, or the error that `error_of` makes of
    it, raised.

    The members of the output are in the root element, or in the child of it that
    `result` names.
    """
    if response.status >= 300:
        raise error(response, error_of)
    expected = f"{operation}Response"
    return answers.read_response(
        response, operation, lambda found: read(_members(found.body, expected, result))
    )


def _members(body: bytes, expected: str, result: str) -> xml.Element:
    """The element with the members of an output. Services may send nothing where there
    are none.
    """
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

"""restXml: answers whose members are in XML, and in what is around it (Smithy 2.0, "AWS
restXml protocol").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar

from ..core.errors import ServiceError, UnknownOperationError
from ..core.http import Response
from . import answers, xml
from .xml_errors import error as error_of_document

T = TypeVar("T")

# What the root of an error's document is called ("Error response serialization").
_ERRORS = frozenset({"Error", "ErrorResponse"})
# The shapes that services model for a status without a document. Other statuses are
# their own codes.
_CODES: Mapping[int, str] = {404: "NotFound"}


def members(body: bytes) -> xml.Element:
    """The element with the members of an output. Services may send nothing where there
    are none.
    """
    if not body:
        return xml.Element("")
    root = xml.load(body)
    # Read as an output, it would be one without members.
    if xml.name(root) in _ERRORS:
        raise ValueError("the document of an error in an answer of good status")
    return root


def deserialize(
    response: Response,
    operation: str,
    read: Callable[[xml.Element], T],
    error_of: Callable[[str, Any], ServiceError],
    *,
    unwrapped: bool = False,
) -> T:
    """The output that `read` makes of the body, or the error that `error_of` makes of
    it, raised.

    `unwrapped` documents have no root around the members: the root is the one member
    that they have.
    """

    def whole(response: Response) -> T:
        root = members(response.body)
        if unwrapped and xml.text(root):
            child, root = root, xml.Element("")
            root.append(child)
        return read(root)

    return deserialize_response(response, operation, whole, error_of)


def deserialize_response(
    response: Response,
    operation: str,
    read: Callable[[Response], T],
    error_of: Callable[[str, Any], ServiceError],
) -> T:
    """The output that `read` makes of a response, or the error that `error_of` makes of
    its body, raised.
    """
    if response.status >= 300:
        raise error(response, error_of)
    return answers.read_response(response, operation, read)


def error(
    response: Response, error_of: Callable[[str, Any], ServiceError]
) -> ServiceError:
    """The error that a response with an error status stands for."""
    if response.body:
        return error_of_document(response, error_of)
    # The answer to a HEAD request has no body: only the status tells what is wrong.
    status = str(response.status)
    name, element = _CODES.get(response.status, status), xml.Element("Error")
    found = answers.read_error(response, name, element, error_of)
    if isinstance(found, UnknownOperationError):
        found = answers.read_error(response, status, "", UnknownOperationError)
    found.message = _phrase(response.status)
    return found


def _phrase(status: int) -> str | None:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return None

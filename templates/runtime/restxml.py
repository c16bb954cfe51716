"""restXml: documents in XML between the HTTP bindings (Smithy 2.0, "AWS restXml protocol")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from . import xml
from .errors import DeserializationError, ServiceError, UnknownOperationError
from .http import Response
from .xml_errors import UNREADABLE, completed, error as error_of_document

T = TypeVar("T")

# What the root of an error's document is called ("Error response serialization").
_ERRORS = frozenset({"Error", "ErrorResponse"})


class ErrorDocument(Exception):
    """The body of an answer with a good status that is the document of an error."""


def document(response: Response) -> xml.Element:
    """The root element of an output. Services may send nothing where there are no members."""
    if not response.body:
        return xml.Element("")
    root = xml.load(response.body)
    # An answer may start before it is known how it ends, so that a failure has a good status.
    if xml.name(root) in _ERRORS:
        raise ErrorDocument
    return root


def deserialize(
    response: Response,
    operation: str,
    read: Callable[[Response], T],
    error_of: Callable[[str, Any], ServiceError],
) -> T:
    """The output that `read` makes of the response, or the error that `error_of` makes of it, raised."""
    if response.status >= 300:
        raise error(response, error_of)
    try:
        return read(response)
    except ErrorDocument:
        response = Response(500, response.headers, response.body)
    except UNREADABLE as problem:
        reason = f"{type(problem).__name__}: {problem}"
        raise DeserializationError(operation, response.status, reason) from problem
    raise error(response, error_of)

"""restJson1: answers whose members are in JSON, and in what is around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ..core.errors import ServiceError
from ..core.http import Response
from . import answers, json
from .awsjson import deserialize as deserialize, error as error

T = TypeVar("T")


def deserialize_response(
    response: Response,
    operation: str,
    read: Callable[[Response], T],
    error_of: Callable[[str, Any], ServiceError],
    *,
    exact: bool = False,
) -> T:
    """The output that `read` makes of a response, or the error that `error_of` makes of
    its body, raised.
    """
    if response.status >= 300:
        raise error(response, error_of, exact=exact)
    return answers.read_response(response, operation, read)


def members(body: bytes, *, exact: bool = False) -> Mapping[str, Any]:
    """The members in the JSON object that a body is; none where it is empty."""
    return answers.members(json.load_exact if exact else json.load, body)

"""awsJson1_0 and awsJson1_1: one POST to `/`, the operation named in a header, JSON
both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from ..core.errors import ServiceError, sanitize
from ..core.http import Request, Response
from . import answers, json, rpc

T = TypeVar("T")
Input = TypeVar("Input")
Output = TypeVar("Output")


class Operation(rpc.Operation[Input, Output]):
    """An operation of awsJson1_1; one of awsJson1_0 says so with its `version`."""

    version: ClassVar[str] = "1.1"
    service: ClassVar[str]
    """The service's name in the header `X-Amz-Target`."""
    query_mode: ClassVar[bool] = False
    """Whether the error codes of awsQuery are asked for ("awsQueryCompatible")."""
    exact: ClassVar[bool] = False
    """Whether numbers in answers keep all their digits, for bigInteger and bigDecimal.
    """

    @classmethod
    def serialize(cls, value: Input, /) -> Request:
        return request(
            cls.version,
            f"{cls.service}.{cls.name}",
            cls._members(value),
            host_prefix=cls.host_prefix(value),
            query_mode=cls.query_mode,
        )

    @classmethod
    def deserialize(cls, response: Response, /) -> Output:
        return deserialize(
            response, cls.name, cls._reader(), cls.error_of_json, exact=cls.exact
        )


def request(
    version: str,
    target: str,
    payload: Mapping[str, Any],
    *,
    host_prefix: str = "",
    query_mode: bool = False,
) -> Request:
    """The request of an operation. `query_mode` asks for the error codes of awsQuery
    (awsQueryCompatible).
    """
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
    *,
    exact: bool = False,
) -> T:
    """The output that `read` makes of the body, or the error that `error_of` makes of
    it, raised.

    With `exact`, numbers keep their digits.
    """
    if response.status >= 300:
        raise error(response, error_of, exact=exact)
    load = json.load_exact if exact else json.load
    return answers.read_output(response, operation, load, read)


def error(
    response: Response,
    error_of: Callable[[str, Any], ServiceError],
    *,
    exact: bool = False,
) -> ServiceError:
    """The error that a response with an error status stands for.

    The code is in the header, or in `__type` or `code` of the body; all may carry a
    namespace and a URI (awsJson1_1, "Operation error serialization").
    """
    payload: Any
    try:
        payload = (json.load_exact if exact else json.load)(response.body)
    except ValueError:
        payload = response.body.decode("utf-8", "replace")
    members = json.members(payload)
    places = (
        response.header("x-amzn-errortype"),
        members.get("__type"),
        members.get("code"),
    )
    codes = (sanitize(place) for place in places if isinstance(place, str))
    name = next(filter(None, codes), str(response.status))
    found = answers.read_error(response, name, payload, error_of)
    return answers.query_code(found, response)

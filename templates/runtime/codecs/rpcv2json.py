"""rpcv2Json: Smithy RPC v2 with bodies in JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ..core.errors import ServiceError
from ..core.http import Request, Response
from . import json, rpcv2

T = TypeVar("T")
Input = TypeVar("Input")
Output = TypeVar("Output")

_FORM = rpcv2.Form("rpc-v2-json", "application/json", json.dump, json.load)


class Operation(rpcv2.Operation[Input, Output]):
    """An operation of rpcv2Json."""

    @classmethod
    def serialize(cls, value: Input, /) -> Request:
        return request(
            cls.path(),
            cls.payload(value),
            host_prefix=cls.host_prefix(value),
            query_mode=cls.query_mode,
        )

    @classmethod
    def deserialize(cls, response: Response, /) -> Output:
        return deserialize(response, cls.name, cls._reader(), cls.error_of_json)


def request(
    path: str,
    payload: Mapping[str, Any] | None = None,
    *,
    host_prefix: str = "",
    query_mode: bool = False,
) -> Request:
    """The request of an operation. `query_mode` asks for the error codes of awsQuery
    (awsQueryCompatible).
    """
    return _FORM.request(path, payload, host_prefix, query_mode)


def deserialize(
    response: Response,
    operation: str,
    read: Callable[[Mapping[str, Any]], T],
    error_of: Callable[[str, Any], ServiceError],
) -> T:
    """The output that `read` makes of the body, or the error that `error_of` makes of
    it, raised.
    """
    return _FORM.deserialize(response, operation, read, error_of)

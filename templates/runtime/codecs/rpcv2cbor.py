"""rpcv2Cbor: Smithy RPC v2 with bodies in CBOR."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from ..core.errors import ServiceError, UnknownOperationError, select
from ..core.http import Request, Response
from . import cbor, rpcv2

T = TypeVar("T")
Input = TypeVar("Input")
Output = TypeVar("Output")

_FORM = rpcv2.Form("rpc-v2-cbor", "application/cbor", cbor.dump, cbor.load)


class Operation(rpcv2.Operation[Input, Output]):
    """An operation of rpcv2Cbor."""

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
        return deserialize(response, cls.name, cls._reader(), cast("Any", cls).errors)


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
    errors: tuple[type[ServiceError], ...],
) -> T:
    """The output that `read` makes of the body, or the one of `errors` that it stands
    for, raised.
    """

    def error_of(code: str, payload: Any) -> ServiceError:
        # What CBOR is read to are plain values already: no error needs a reader of its
        # own.
        kind = select(code, errors)
        if kind is None or not isinstance(payload, Mapping):
            return UnknownOperationError(code, payload)
        return kind.from_value(cast("Mapping[str, Any]", payload))

    return _FORM.deserialize(response, operation, read, error_of)

"""What rpcv2Cbor and rpcv2Json have in common: the operation in the path, and
everything else in the body.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar, cast

from ..core.errors import (
    DeserializationError,
    ServiceError,
    UnknownOperationError,
    sanitize,
)
from ..core.http import Request, Response
from . import answers, rpc

T = TypeVar("T")
Input = TypeVar("Input")
Output = TypeVar("Output")


class Operation(rpc.Operation[Input, Output]):
    """The facts of an operation in either protocol."""

    service: ClassVar[str]
    """The service's name in paths."""
    query_mode: ClassVar[bool] = False
    """Whether the error codes of awsQuery are asked for ("awsQueryCompatible")."""

    @classmethod
    def path(cls) -> str:
        return f"/service/{cls.service}/operation/{cls.name}"

    @classmethod
    def payload(cls, value: Input) -> Mapping[str, Any] | None:
        # A request has no body where the operation models no input.
        return cls._members(value) if cls.has_input else None


@dataclass(frozen=True, slots=True)
class Form:
    """One of the protocols: its name on the wire, and how it writes and reads bodies."""

    protocol: str
    media_type: str
    dump: Callable[[Any], bytes]
    load: Callable[[bytes], Any]

    def request(
        self,
        path: str,
        payload: Mapping[str, Any] | None,
        host_prefix: str,
        query_mode: bool,
    ) -> Request:
        """The request of an operation, which has no body, and no type of one, where it
        has no input.
        """
        headers = {"smithy-protocol": self.protocol, "Accept": self.media_type}
        if query_mode:
            headers["x-amzn-query-mode"] = "true"
        body = b""
        if payload is not None:
            headers["Content-Type"] = self.media_type
            body = self.dump(payload)
        return Request(
            method="POST",
            path=path,
            headers=headers,
            body=body,
            host_prefix=host_prefix,
        )

    def deserialize(
        self,
        response: Response,
        operation: str,
        read: Callable[[Mapping[str, Any]], T],
        error_of: Callable[[str, Any], ServiceError],
    ) -> T:
        """The output that `read` makes of the body, or the error that `error_of` makes
        of it, raised.

        What does not call itself an answer of the protocol is judged by its status
        alone ("Operation response deserialization").
        """
        is_ours = response.header("smithy-protocol") == self.protocol
        if response.status != 200:
            raise self._error(response, error_of, is_ours)
        if not is_ours:
            reason = f"the header smithy-protocol is not {self.protocol}"
            raise DeserializationError(operation, response.status, reason)
        return answers.read_output(response, operation, self.load, read)

    def _error(
        self,
        response: Response,
        error_of: Callable[[str, Any], ServiceError],
        is_ours: bool,
    ) -> ServiceError:
        """The error that a response with another status than 200 stands for.

        Its code is `__type` of the body, and nothing else ("Operation error
        serialization").
        """
        name = str(response.status)
        payload: Any = response.body
        if not is_ours:
            return answers.read_error(response, name, payload, UnknownOperationError)
        try:
            payload = self.load(response.body)
        except (ValueError, RecursionError):
            return answers.read_error(response, name, payload, UnknownOperationError)
        if isinstance(payload, Mapping):
            code = cast("Mapping[str, Any]", payload).get("__type")
            name = (sanitize(code) if isinstance(code, str) else "") or name
        found = answers.read_error(response, name, payload, error_of)
        return answers.query_code(found, response)

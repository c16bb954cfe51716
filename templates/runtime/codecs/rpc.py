"""The base of operations in protocols without HTTP bindings: all members are in the
body.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import methodcaller
from typing import Any, ClassVar, Protocol, TypeVar, cast

from ..core import operation
from ..core.tokens import idempotency_token

Input = TypeVar("Input")
Output = TypeVar("Output")


class Reader(Protocol):
    """What makes an output of members."""

    def __call__(self, members: Any, /) -> Any: ...


class Operation(operation.Operation[Input, Output]):
    """The facts that `serialize` and `deserialize` of the protocols need. Most
    operations need no more than a few.
    """

    # Not a callable: type checkers would take the function that an operation names here
    # for a method of its own.
    write: ClassVar[Any] = methodcaller("to_value")
    """What makes the members of an input. Most inputs are sent as plain values."""
    read: ClassVar[Reader | None] = None
    """What makes the output of members. Most outputs are answered as plain values."""
    has_input: ClassVar[bool] = True
    """Whether the operation models an input."""
    token: ClassVar[str] = ""
    """The key of the idempotency token, where the operation has one."""

    @staticmethod
    def host_prefix(value: Input, /) -> str:
        """What stands before the host of the endpoint (Smithy 2.0, "endpoint" trait):
        for most operations, nothing.
        """
        return ""

    @classmethod
    def _members(cls, value: Input) -> Mapping[str, Any]:
        """The members of an input, with an idempotency token where it has to be filled
        in.
        """
        members: Mapping[str, Any] = cls.write(value)
        if cls.token and cls.token not in members:
            return {**members, cls.token: idempotency_token()}
        return members

    @classmethod
    def _reader(cls) -> Callable[[Mapping[str, Any]], Output]:
        """What makes the output of its members."""
        # `output` is declared by the operation alone, for type checkers to know its
        # class.
        return cls.read or cast("Any", cls).output.from_value

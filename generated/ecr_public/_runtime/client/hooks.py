"""What metrics and tracing see of each attempt."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..core.plain import shown


class Attempt:
    """One request of a call. Fields are filled in as they become known.

    `number` counts from 1, `duration` is in seconds, `status` and `request_id` are
    those of the response, `error` is what the attempt ended in (CancelledError where
    its task was cancelled), and `delay` the seconds until the next one.
    """

    __slots__ = (
        "delay",
        "duration",
        "error",
        "host",
        "number",
        "operation",
        "request_id",
        "status",
    )

    def __init__(self, operation: str, host: str, number: int) -> None:
        self.operation = operation
        self.host = host
        self.number = number
        self.status: int | None = None
        self.request_id: str | None = None
        self.duration = 0.0
        self.error: BaseException | None = None
        self.delay: float | None = None

    def __repr__(self) -> str:
        return shown(
            self, *[f"{name}={getattr(self, name)!r}" for name in self.__slots__]
        )


class Hooks(NamedTuple):
    """Functions that a client calls around each attempt, in the thread or task of the
    call.

    They see what happens and change nothing. One that raises is logged and does not
    break the call. `after_response` is called where there is no response, too: `error`
    says why, or is None where the call was cancelled.
    """

    before_send: Callable[[Attempt], None] | None = None
    after_response: Callable[[Attempt], None] | None = None
    on_retry: Callable[[Attempt], None] | None = None

"""What metrics and tracing see of each attempt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Attempt:
    """One request of a call. Fields are filled in as they become known.

    `number` counts from 1, `duration` is in seconds, `status` and `request_id` are those of the response, `error` is
    what the attempt ended in, and `delay` the seconds until the next one.
    """

    operation: str
    host: str
    number: int
    status: int | None = None
    request_id: str | None = None
    duration: float = 0.0
    error: Exception | None = None
    delay: float | None = None


@dataclass(frozen=True, slots=True)
class Hooks:
    """Functions that a client calls around each attempt, in the thread or task of the call.

    They see what happens and change nothing. One that raises is logged and does not break the call.
    """

    before_send: Callable[[Attempt], None] | None = None
    after_response: Callable[[Attempt], None] | None = None
    on_retry: Callable[[Attempt], None] | None = None

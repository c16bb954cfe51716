"""Waiters: a call again and again until its answer says that a resource is in a state
(Smithy 2.0, "Waiters").
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeAlias, TypeVar

from ..core.errors import ServiceError, WaiterFailureError, WaiterTimeoutError
from .steps import Sleep

if TYPE_CHECKING:
    from .steps import Step

State: TypeAlias = Literal["success", "failure", "retry"]

Input = TypeVar("Input")
InputContra = TypeVar("InputContra", contravariant=True)
Output = TypeVar("Output")
OutputContra = TypeVar("OutputContra", contravariant=True)


class Waiter(Protocol[InputContra, OutputContra]):
    """How a waiter reads answers. Classes keep it as they are, with `name`, `min_delay`
    and `max_delay` (seconds).
    """

    def of_output(self, value: InputContra, output: OutputContra, /) -> State: ...

    def of_error(self, code: str, /) -> State | None:
        """What an error means; None when the waiter does not know it."""
        ...


class Waiting(Generic[Input, Output]):
    """The state of one wait. Times are seconds of any clock that only goes forward."""

    def __init__(
        self,
        waiter: Waiter[Input, Output],
        value: Input,
        max_wait_time: float,
        now: float,
    ) -> None:
        self._waiter = waiter
        self._value = value
        self._until = now + max_wait_time
        self._attempts = 0

    def after_output(self, output: Output, now: float) -> float | None:
        """The seconds until the next call; None when the state is reached. Raises
        `WaiterError`.
        """
        return self._next(self._waiter.of_output(self._value, output), output, now)

    def after_error(self, error: ServiceError, now: float) -> float | None:
        """As `after_output`. An error that the waiter does not know is raised as it is."""
        state = self._waiter.of_error(error.code)
        if state is None:
            raise error
        return self._next(state, error, now)

    def _next(self, state: State, last: Any, now: float) -> float | None:
        self._attempts += 1
        if state == "success":
            return None
        cause = last if isinstance(last, BaseException) else None
        name = str(getattr(self._waiter, "name", ""))
        if state == "failure":
            reason = "the state cannot be reached any more"
            raise WaiterFailureError(name, reason, last, self._attempts) from cause
        delay = self._delay(self._until - now)
        if delay is None:
            reason = "the state was not reached in time"
            raise WaiterTimeoutError(name, reason, last, self._attempts) from cause
        return delay

    def _delay(self, left: float) -> float | None:
        """Exponential back-off with jitter ("Waiter retries"): the last call comes when
        the time is almost up.
        """
        least: int = getattr(self._waiter, "min_delay", 2)
        most: int = getattr(self._waiter, "max_delay", 120)
        if left <= 0:
            return None
        ceiling = math.log2(most / least) + 1
        longest = (
            most if self._attempts > ceiling else least * 2 ** (self._attempts - 1)
        )
        delay = random.uniform(least, min(longest, most))
        if left - delay <= least:
            delay = left - least
        return delay if delay > 0 else None


def wait(
    call: Callable[[], Generator[Step, Any, Output]],
    waiter: Waiter[Input, Output],
    value: Input,
    max_wait_time: float,
) -> Generator[Step, Any, Output | None]:
    """Calls until the state is reached; the answer that says so, None where an error
    does.
    """
    waiting = Waiting(waiter, value, max_wait_time, time.monotonic())
    while True:
        output: Output | None = None
        try:
            output = yield from call()
        except ServiceError as error:
            delay = waiting.after_error(error, time.monotonic())
        else:
            delay = waiting.after_output(output, time.monotonic())
        if delay is None:
            return output
        yield Sleep(delay)

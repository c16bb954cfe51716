"""What a call asks of the client that runs it: each step is answered with its result,
or with an exception.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from ..core.bodies import AsyncBody, SyncBody
    from ..core.http import HttpRequest


class Send:
    """Send the request, answer with its `Response`."""

    __slots__ = ("request",)

    def __init__(self, request: HttpRequest) -> None:
        self.request = request


class Sleep:
    """Wait so many seconds, answer with None."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class Receive:
    """Read some of an answer's body, answer with the bytes."""

    __slots__ = ("stream",)

    def __init__(self, stream: SyncBody | AsyncBody) -> None:
        self.stream = stream


class Run:
    """Call the function, which may take its time, answer with what it returns."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[[], Any]) -> None:
        self.function = function


# Answer with `Credentials`.
GET_CREDENTIALS: Final = "get_credentials"

if TYPE_CHECKING:
    Step: TypeAlias = Send | Sleep | Receive | Run | Literal["get_credentials"]

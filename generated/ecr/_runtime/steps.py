"""What a call asks of the client that runs it: each step is answered with its result, or with an exception."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from .http import HttpRequest

if TYPE_CHECKING:
    from .bodies import AsyncBody, SyncBody


class Send(NamedTuple):
    """Send the request, answer with its `Response`."""

    request: HttpRequest


class Sleep(NamedTuple):
    """Wait so many seconds, answer with None."""

    seconds: float


class Receive(NamedTuple):
    """Read some of an answer's body, answer with the bytes."""

    stream: SyncBody | AsyncBody


class Run(NamedTuple):
    """Call the function, which may take its time, answer with what it returns."""

    function: Callable[[], Any]


# Answer with `Credentials`.
GET_CREDENTIALS: Final = "get_credentials"

if TYPE_CHECKING:
    Step: TypeAlias = Send | Sleep | Receive | Run | Literal["get_credentials"]

"""What a call asks of the client that runs it: each step is answered with its result, or with an exception."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from .http import HttpRequest

if TYPE_CHECKING:
    from .bodies import AsyncBody, SyncBody


@dataclass(frozen=True, slots=True)
class Send:
    """Send the request, answer with its `Response`."""

    request: HttpRequest


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait so many seconds, answer with None."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Receive:
    """Read some of an answer's body, answer with the bytes."""

    stream: SyncBody | AsyncBody


@dataclass(frozen=True, slots=True)
class Run:
    """Call the function, which may take its time, answer with what it returns."""

    function: Callable[[], Any]


# Answer with `Credentials`.
GET_CREDENTIALS: Final = "get_credentials"

Step: TypeAlias = Send | Sleep | Receive | Run | Literal["get_credentials"]

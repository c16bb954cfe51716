"""Bodies that are not in memory: what a transport reads an answer from, and what it
sends a request's body from.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Protocol

from .identity import Credentials


class Body(ABC):
    """The rest of an answer, still on its connection.

    `length` is how many bytes it has according to the server, None where it does not
    say. `close` gives the connection back, and drops it where there is something left
    to read; it may be called again.
    """

    length: int | None = None

    @abstractmethod
    def close(self) -> None: ...


class SyncBody(Body):
    """The body that a transport of `Client` gives."""

    @abstractmethod
    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, as soon as there are any; none at the end. Raises
        `TransportError`.
        """


class AsyncBody(Body):
    """The body that a transport of `AsyncClient` gives."""

    @abstractmethod
    async def aread(self, size: int, /) -> bytes:
        """As `SyncBody.read`."""


class SignedStart:
    """The signature of a request whose body is signed piece by piece, and what the
    pieces are signed with.

    `skew` is what has to be added to our clock for the service's, in seconds.
    """

    __slots__ = ("credentials", "region", "service", "signature", "skew")

    def __init__(
        self,
        signature: str,
        credentials: Credentials,
        region: str,
        service: str,
        skew: float,
    ) -> None:
        self.signature = signature
        self.credentials = credentials
        self.region = region
        self.service = service
        self.skew = skew


class Digest(Protocol):
    """A hash or checksum that takes bytes piece by piece."""

    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


class BodyChecksum:
    """A checksum of the body that is sent, in the header `name`.

    `new` makes one of nothing yet, `encode` is how it is written. One that is
    `required` is never left out. Where `trail` is given, the checksum may come behind
    the body instead: it makes the body that has it there, and adds the headers that say
    so.
    """

    def __init__(
        self,
        name: str,
        new: Callable[[], Digest],
        encode: Callable[[bytes], str],
        *,
        required: bool = False,
        trail: (
            Callable[[BodySource, BodyChecksum, dict[str, str]], BodySource] | None
        ) = None,
    ) -> None:
        self.name = name
        self.new = new
        self.encode = encode
        self.required = required
        self.trail = trail


class BodySource(ABC):
    """A request's body that is sent piece by piece: iterate it, or iterate it with
    `async for`.

    `length` is how many bytes there are, None where nobody knows. `failure` is what
    reading it raised, so that it is not taken for a failure of the connection.
    """

    length: int | None = None
    # The checksum that goes with the body, where the operation has one.
    checksum: BodyChecksum | None = None

    @property
    def failure(self) -> Exception | None:
        return None

    @abstractmethod
    def __iter__(self) -> Iterator[bytes]: ...

    @abstractmethod
    def __aiter__(self) -> AsyncIterator[bytes]: ...

    @abstractmethod
    def rewind(self) -> bool:
        """Whether the next iteration gives the whole body again. Where nothing was read
        it always does.
        """

    def can_rewind(self) -> bool:
        """Whether the body can be read more than once."""
        return False

    def payload_hash(self) -> str | None:
        """What the signature has for the body where that is no hash of the bytes."""
        return None

    # Few bodies have anything to do then.
    def sign(self, start: SignedStart, /) -> None:  # noqa: B027
        """Called before the body is sent, where the request is signed."""

"""Bodies that are encoded while they are sent, and checksums that go with them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Iterator
from typing import NamedTuple, Protocol

from .bodies import BodySource


class Digest(Protocol):
    """A hash or checksum that takes bytes piece by piece."""

    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


def _base64(digest: bytes) -> str:
    return b64encode(digest).decode("ascii")


class BodyChecksum(NamedTuple):
    """A checksum of the body that is sent: in the header `name`, or behind the body.

    `new` makes one of nothing yet, `encode` is how it is written. One that is `required` is never left out; one that
    `can_trail` may come behind.
    """

    name: str
    new: Callable[[], Digest]
    required: bool = False
    can_trail: bool = True
    encode: Callable[[bytes], str] = _base64


class Encoder(Protocol):
    """Makes bytes of bytes, piece by piece."""

    def feed(self, data: bytes, /) -> bytes: ...

    def finish(self) -> bytes: ...


class EncodedSource(BodySource):
    """A body that is encoded while it is sent. `begin` makes an encoder of nothing yet."""

    def __init__(
        self,
        source: BodySource,
        begin: Callable[[], Encoder],
        length: int | None = None,
    ) -> None:
        self._source = source
        self._begin = begin
        self.length = length
        self.checksum = source.checksum

    @property
    def failure(self) -> Exception | None:
        return self._source.failure

    def __iter__(self) -> Iterator[bytes]:
        encoder = self._begin()
        for piece in self._source:
            if encoded := encoder.feed(piece):
                yield encoded
        if encoded := encoder.finish():
            yield encoded

    async def __aiter__(self) -> AsyncIterator[bytes]:
        encoder = self._begin()
        async for piece in self._source:
            if encoded := encoder.feed(piece):
                yield encoded
        if encoded := encoder.finish():
            yield encoded

    def can_rewind(self) -> bool:
        return self._source.can_rewind()

    def rewind(self) -> bool:
        return self._source.rewind()

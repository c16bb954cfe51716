"""Bodies that are encoded while they are sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Protocol

from ..core.bodies import BodySource


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

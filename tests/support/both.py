"""Bodies and their readers for the tests of streams: the synchronous and the
asynchronous ones with one face.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any

from runtime.core.bodies import AsyncBody, BodySource, SyncBody
from runtime.core.http import TransportError

KINDS = ("sync", "async")


class _Wire:
    """What comes from a connection: pieces, then nothing, or a failure."""

    def __init__(
        self,
        pieces: Iterable[bytes],
        length: int | None = None,
        failure: Exception | None = None,
    ) -> None:
        self._pieces = list(pieces)
        self.length = length
        self.failure = failure
        self.asked: list[int] = []
        self.closed = 0

    def _piece(self, size: int) -> bytes:
        assert not self.closed
        self.asked.append(size)
        if not self._pieces:
            if self.failure is not None:
                raise self.failure
            return b""
        piece = self._pieces.pop(0)
        if len(piece) > size:
            self._pieces.insert(0, piece[size:])
        return piece[:size]

    def close(self) -> None:
        self.closed += 1


class SyncWire(_Wire, SyncBody):
    def read(self, size: int, /) -> bytes:
        return self._piece(size)


class AsyncWire(_Wire, AsyncBody):
    async def aread(self, size: int, /) -> bytes:
        await asyncio.sleep(0)
        return self._piece(size)


def wire(kind: str, *pieces: bytes, **options: Any) -> Any:
    return (SyncWire if kind == "sync" else AsyncWire)(pieces, **options)


def run(found: Any) -> Any:
    """The result of a call, awaited where it is to be."""
    if hasattr(found, "__await__"):

        async def awaited() -> Any:
            return await found

        return asyncio.run(awaited())
    return found


def pieces_of(kind: str, iterable: Any) -> list[Any]:
    """What `for` or `async for` gives."""
    if kind == "sync":
        return list(iterable)

    async def collected() -> list[Any]:
        return [each async for each in iterable]

    return asyncio.run(collected())


def sent(kind: str, source: BodySource) -> bytes:
    return b"".join(pieces_of(kind, source))


async def asynchronous(pieces: Iterable[Any]) -> Any:
    for each in pieces:
        await asyncio.sleep(0)
        yield each


def broken() -> Iterator[bytes]:
    yield b"one"
    raise OSError("the disk is gone")


BROKEN_CONNECTION = TransportError("the connection broke")

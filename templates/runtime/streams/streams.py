"""Streaming blobs of answers: read from the connection as they are needed, never whole
in memory.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from ..core.bodies import AsyncBody, SyncBody
from ..core.http import TransportError

if TYPE_CHECKING:
    from ..core.http import Response

_CHUNK = 64 * 1024
# Files are written from a thread where the event loop must not wait; each trip there
# takes its time.
_WRITTEN_AT_ONCE = 1024 * 1024


class StreamError(Exception):
    """A stream was asked for what it cannot do: it is closed, or belongs to the other
    kind of client.
    """


class ByteStream:
    """A blob that is read piece by piece.

    From `Client` it is read with `read`, `iter_chunks`, `save` or a `for` loop, from
    `AsyncClient` with `aread`, `aiter_chunks`, `asave` or `async for`; one that is in
    memory can be read both ways. It is at a position, as a file is, and what was read
    is gone. Its connection is given back at the end, or by `close`: use it in a `with`
    or `async with` statement where it may not be read to its end.

    Raises TransportError for a body that ends early or does not come, StreamError for a
    use that it does not allow.
    """

    __slots__ = (
        "_content",
        "_is_closed",
        "_is_over",
        "_pending",
        "_position",
        "_stream",
    )

    def __init__(
        self, body: bytes = b"", stream: SyncBody | AsyncBody | None = None
    ) -> None:
        """`body` is the blob, or what was read of it where `stream` has the rest."""
        self._content: bytes | None = body if stream is None else None
        # What has come and was not asked for yet.
        self._pending = body
        self._stream = stream
        self._position = 0
        self._is_closed = False
        # Whether the connection has no more.
        self._is_over = stream is None

    @property
    def length(self) -> int | None:
        """How many bytes there are in all, read or not; None where the server does not
        say.
        """
        if self._content is not None:
            return len(self._content)
        return None if self._stream is None else self._stream.length

    @property
    def position(self) -> int:
        """How many bytes were read."""
        return self._position

    @property
    def is_in_memory(self) -> bool:
        return self._content is not None

    @property
    def content(self) -> bytes:
        """All of it, where it is in memory; StreamError where it is not."""
        if self._content is None:
            raise StreamError("the stream is not in memory: read it")
        return self._content

    # --- For `Client` ------------------------------------------------------------------------------------------

    def read(self, size: int = -1) -> bytes:
        """The next `size` bytes, fewer only at the end; all that are left where `size`
        is negative.
        """
        pieces: list[bytes] = []
        left = size
        while left and (piece := self._next(left)):
            pieces.append(piece)
            left -= len(piece) if size >= 0 else 0
        return b"".join(pieces)

    def iter_chunks(self, size: int = _CHUNK) -> Iterator[bytes]:
        """The bytes as they come, at most `size` at a time."""
        while piece := self._next(_positive(size)):
            yield piece

    def __iter__(self) -> Iterator[bytes]:
        return self.iter_chunks()

    def save(self, path: str | os.PathLike[str]) -> int:
        """Writes what is left into the file `path` and returns the number of bytes.

        The file is there when it is whole: until then there is another one beside it,
        which does not stay.
        """
        with _Replacement(path) as target:
            for piece in self.iter_chunks():
                target.file.write(piece)
        return target.size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the connection back. What was not read is lost."""
        self._is_closed = True
        self._pending = b""
        if self._stream is not None:
            self._stream.close()

    # --- For `AsyncClient` -------------------------------------------------------------------------------------

    async def aread(self, size: int = -1) -> bytes:
        """As `read`."""
        pieces: list[bytes] = []
        left = size
        while left and (piece := await self._anext(left)):
            pieces.append(piece)
            left -= len(piece) if size >= 0 else 0
        return b"".join(pieces)

    async def aiter_chunks(self, size: int = _CHUNK) -> AsyncIterator[bytes]:
        """As `iter_chunks`."""
        while piece := await self._anext(_positive(size)):
            yield piece

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self.aiter_chunks()

    async def asave(self, path: str | os.PathLike[str]) -> int:
        """As `save`. The file is written in a thread."""
        import asyncio

        with await asyncio.to_thread(_Replacement, path) as target:
            pieces: list[bytes] = []
            held = 0
            async for piece in self.aiter_chunks():
                pieces.append(piece)
                held += len(piece)
                if held >= _WRITTEN_AT_ONCE:
                    await asyncio.to_thread(target.file.writelines, pieces)
                    pieces, held = [], 0
            await asyncio.to_thread(target.file.writelines, pieces)
        return target.size

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    async def aclose(self) -> None:
        """As `close`, which does as well: it waits for nothing."""
        self.close()

    # --- Pieces ------------------------------------------------------------------------------------------------

    def _next(self, size: int) -> bytes:
        stream = self._stream
        if self._pending or stream is None or self._is_over or self._is_closed:
            return self._held(size)
        if not isinstance(stream, SyncBody):
            raise StreamError(
                "the stream is of an AsyncClient: use `async for`, `aread` or `asave`"
            )
        try:
            return self._came(stream.read(_asked(size)), size)
        except BaseException:
            self.close()
            raise

    async def _anext(self, size: int) -> bytes:
        stream = self._stream
        if self._pending or stream is None or self._is_over or self._is_closed:
            return self._held(size)
        if not isinstance(stream, AsyncBody):
            raise StreamError("the stream is of a Client: use `for`, `read` or `save`")
        try:
            return self._came(await stream.aread(_asked(size)), size)
        except BaseException:
            self.close()
            raise

    def _held(self, size: int) -> bytes:
        """What is there without asking the connection."""
        if self._is_closed:
            raise StreamError("the stream is closed")
        if size < 0 or size >= len(self._pending):
            piece, self._pending = self._pending, b""
        else:
            piece, self._pending = self._pending[:size], self._pending[size:]
        self._position += len(piece)
        return piece

    def _came(self, piece: bytes, size: int) -> bytes:
        """What the connection gave, as much of it as was asked for. Nothing is the end."""
        stream = self._stream
        assert stream is not None
        if piece:
            self._pending = piece
            return self._held(size)
        self._is_over = True
        stream.close()
        if stream.length is not None and self._position < stream.length:
            raise TransportError(
                f"the body ended after {self._position} of {stream.length} bytes"
            )
        return b""

    # --- As a value --------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ByteStream):
            return NotImplemented
        if self._content is None or other._content is None:
            return self is other
        return self._content == other._content

    def __repr__(self) -> str:
        # Never what is in it, which may be long and secret.
        if self._content is not None:
            return f"ByteStream({len(self._content)} bytes)"
        state = "closed" if self._is_closed else f"{self._position} read"
        return f"ByteStream({state} of {'unknown' if self.length is None else self.length} bytes)"


def output(response: Response) -> ByteStream:
    """The body of a response: in memory where it came so."""
    return ByteStream(response.body, response.stream)


def content(value: Any) -> bytes:
    """The bytes of a streaming blob for `to_value`. Raises StreamError for one that is
    not in memory.
    """
    if isinstance(value, ByteStream):
        return value.content
    if isinstance(value, (bytes, bytearray)):
        return bytes(value)
    if isinstance(value, memoryview):
        return value.tobytes()
    raise StreamError(f"{type(value).__name__} is not in memory, and no plain value")


def _positive(size: int) -> int:
    if size < 1:
        raise ValueError(f"a chunk has at least one byte, not {size}")
    return size


def _asked(size: int) -> int:
    """How much is asked of the connection: small reads are served from what a larger
    one got.
    """
    return max(size, _CHUNK)


class _Replacement:
    """A file beside `path` that takes its place when all went well, and goes away when
    it did not.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        from secrets import token_hex

        self._path = os.fspath(path)
        folder, name = os.path.split(self._path)
        # The name is cut, for a file system has a limit for the whole.
        self._beside = os.path.join(folder, f".{name[:64]}.{token_hex(8)}.part")
        self.file: BinaryIO = open(self._beside, "xb")  # noqa: SIM115
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self.size = self.file.tell()
            self.file.close()
            if kind is None:
                os.replace(self._beside, self._path)
        finally:
            if os.path.lexists(self._beside):
                os.unlink(self._beside)

"""Streaming blobs of inputs: where the bytes come from, how many there are, and whether
they can be had again.
"""

from __future__ import annotations

import io
import os
import stat
from abc import abstractmethod
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from threading import Lock
from typing import Any, Protocol, TypeAlias

from ..core.bodies import BodySource
from ..core.http import Request
from .streams import ByteStream, StreamError

_CHUNK = 64 * 1024


class Readable(Protocol):
    """A binary file, or what can be read as one."""

    def read(self, size: int, /) -> bytes: ...


Streamable: TypeAlias = (
    bytes | bytearray | memoryview | Readable | Iterable[bytes] | AsyncIterable[bytes]
)
"""What a streaming blob of an input may be: bytes, a binary file, or an iterable or
async iterable of bytes.

A file is sent from its position on. Files that can seek and lists are sent again when a
request is repeated; with others a call is not repeated once something was sent. The
number of bytes is known of files and lists, otherwise the body is sent in chunks.
AsyncClient reads files in a thread.
"""


def attach(
    request: Request, value: Streamable | None, *, requires_length: bool = False
) -> Request:
    """The request with `value` for its body: in `body` where it is in memory, else in
    `stream`.

    Raises StreamError where nobody knows how long it is and `requires_length` says that
    the service has to.
    """
    if value is None:
        return request
    if isinstance(value, ByteStream) and value.is_in_memory:
        value = value.content[value.position :]
    if isinstance(value, (bytes, bytearray, memoryview)):
        request.body = bytes(value)
        return request
    source = _source(value)
    if source.length is None:
        source.length = _modelled_length(request)
    if source.length is None and requires_length:
        raise StreamError(
            "the service has to know how long the body is: give bytes, a file, or a list of bytes"
        )
    request.stream = source
    return request


def _modelled_length(request: Request) -> int | None:
    """How many bytes there are, where a member of the input says it."""
    for name, value in request.headers.items():
        if name.lower() == "content-length" and value.isdecimal() and value.isascii():
            return int(value)
    return None


def _source(value: Any) -> Source:
    if isinstance(value, (str, io.TextIOBase)):
        raise TypeError("a streaming blob is made of bytes, not of text")
    if isinstance(value, ByteStream):
        left = None if value.length is None else value.length - value.position
        return _Once(value, left)
    # Before `read`, for readers that are awaited are both.
    if hasattr(value, "__aiter__"):
        return _AsyncPieces(value)
    if hasattr(value, "read"):
        return _File(value)
    if hasattr(value, "__iter__"):
        return _Pieces(value)
    raise TypeError(f"{type(value).__name__} is no streaming blob")


class Source(BodySource):
    """The part that all sources share. Each says how its pieces come, one way or both."""

    def __init__(self, length: int | None) -> None:
        self.length = length
        self._failure: Exception | None = None
        self._is_started = False

    def __iter__(self) -> Iterator[bytes]:
        sent = 0
        for piece in self._caught(self._begin()):
            sent += self._checked(piece, sent)
            if piece:
                yield piece
        self._ended(sent)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        sent = 0
        pieces = self._abegin()
        while True:
            try:
                piece = await anext(pieces)
            except StopAsyncIteration:
                break
            except Exception as problem:
                self._failure = problem
                raise
            sent += self._checked(piece, sent)
            if piece:
                yield piece
        self._ended(sent)

    @property
    def failure(self) -> Exception | None:
        return self._failure

    def rewind(self) -> bool:
        if not self._is_started or self._is_rewound():
            self._is_started = False
            self._failure = None
            return True
        return False

    def _is_rewound(self) -> bool:
        """Goes back to the start of the body, where that is possible."""
        return False

    @abstractmethod
    def _pieces(self) -> Iterator[bytes]: ...

    @abstractmethod
    def _apieces(self) -> AsyncIterator[bytes]: ...

    def _begin(self) -> Iterator[bytes]:
        self._start()
        return self._pieces()

    def _abegin(self) -> AsyncIterator[bytes]:
        self._start()
        return self._apieces()

    def _start(self) -> None:
        # An HTTP library may send a request again on its own, when a kept-alive
        # connection turns out to be closed.
        if self._is_started and not self._is_rewound():
            raise self._failed(StreamError("the body can be sent only once"))
        self._is_started = True

    def _caught(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces; what goes wrong with them is kept, for the transport may take it
        for its own.
        """
        try:
            yield from pieces
        except GeneratorExit:
            raise
        except Exception as problem:
            self._failure = problem
            raise

    def _checked(self, piece: object, before: int) -> int:
        """The size of a piece. What was said to be the length is what is sent."""
        if not isinstance(piece, (bytes, bytearray, memoryview)):
            name = type(piece).__name__
            raise self._failed(
                TypeError(f"a streaming blob is made of bytes, not of {name}")
            )
        size = piece.nbytes if isinstance(piece, memoryview) else len(piece)
        if self.length is not None and before + size > self.length:
            raise self._failed(
                StreamError(f"the body has more than {self.length} bytes")
            )
        return size

    def _ended(self, sent: int) -> None:
        if self.length is not None and sent < self.length:
            raise self._failed(
                StreamError(f"the body ended after {sent} of {self.length} bytes")
            )

    def _failed(self, problem: Exception) -> Exception:
        self._failure = problem
        return problem


class _File(Source):
    """A binary file, from where it is."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._lock = Lock()
        self._start_at: int | None = None
        length = None
        try:
            if file.seekable():
                self._start_at = file.tell()
                length = max(0, file.seek(0, os.SEEK_END) - self._start_at)
                file.seek(self._start_at)
            else:
                length = _size_of_regular(file)
        except (AttributeError, OSError):
            # A reader that is a file in nothing but `read`.
            self._start_at = None
        super().__init__(length)

    def can_rewind(self) -> bool:
        return self._start_at is not None

    def _is_rewound(self) -> bool:
        return self._start_at is not None

    def _read(self, sent: int) -> bytes:
        """What comes after `sent` bytes."""
        # A file that grows meanwhile is sent as it was: the length went out before it.
        size = _CHUNK if self.length is None else min(_CHUNK, self.length - sent)
        if not size:
            return b""
        # Each time from where it is needed: an attempt that is over may have a thread
        # left that still reads.
        with self._lock:
            if self._start_at is not None:
                self._file.seek(self._start_at + sent)
            piece: bytes = self._file.read(size)
        return piece

    def _pieces(self) -> Iterator[bytes]:
        sent = 0
        while piece := self._read(sent):
            sent += len(piece)
            yield piece

    async def _apieces(self) -> AsyncIterator[bytes]:
        import asyncio

        sent = 0
        while piece := await asyncio.to_thread(self._read, sent):
            sent += len(piece)
            yield piece


class _Pieces(Source):
    """An iterable of bytes."""

    def __init__(self, pieces: Iterable[Any]) -> None:
        self._given = pieces
        # Whether another iterable gives the same once more, nobody can tell: its length
        # may be all that it has left.
        self._is_sequence = isinstance(pieces, Sequence)
        length = None
        if isinstance(pieces, Sequence) and all(
            isinstance(each, bytes) for each in pieces
        ):
            length = sum(map(len, pieces))
        super().__init__(length)

    def can_rewind(self) -> bool:
        return self._is_sequence

    def _is_rewound(self) -> bool:
        return self._is_sequence

    def _pieces(self) -> Iterator[bytes]:
        return iter(self._given)

    async def _apieces(self) -> AsyncIterator[bytes]:
        for piece in self._given:
            yield piece


class _AsyncPieces(Source):
    """An async iterable of bytes, for AsyncClient alone."""

    def __init__(self, pieces: AsyncIterable[bytes]) -> None:
        self._given = pieces
        super().__init__(None)

    def _pieces(self) -> Iterator[bytes]:
        raise self._failed(
            StreamError("an async iterable is sent by an AsyncClient, not by a Client")
        )

    def _apieces(self) -> AsyncIterator[bytes]:
        return aiter(self._given)


class _Once(Source):
    """The stream of another answer, for the kind of client that it came from."""

    def __init__(self, stream: ByteStream, length: int | None) -> None:
        self._stream = stream
        super().__init__(length)

    def _pieces(self) -> Iterator[bytes]:
        return self._stream.iter_chunks()

    def _apieces(self) -> AsyncIterator[bytes]:
        return self._stream.aiter_chunks()


def _size_of_regular(file: Any) -> int | None:
    """The size of a file on disk, None for pipes, sockets and the like."""
    found = os.fstat(file.fileno())
    return found.st_size if stat.S_ISREG(found.st_mode) else None

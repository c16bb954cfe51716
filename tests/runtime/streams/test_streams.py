"""Streaming blobs of answers, read in both ways."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from runtime.core.http import Response, TransportError
from runtime.streams.streams import ByteStream, StreamError, content, output
from tests.support.both import BROKEN_CONNECTION, KINDS, pieces_of, run, wire

both = pytest.mark.parametrize("kind", KINDS)


def opened(kind: str, *pieces: bytes, **options: Any) -> tuple[ByteStream, Any]:
    body = wire(kind, *pieces, **options)
    return ByteStream(b"", body), body


def method(kind: str, stream: ByteStream, name: str) -> Any:
    return getattr(stream, name if kind == "sync" else f"a{name}")


@both
def test_read_gives_everything(kind: str) -> None:
    stream, body = opened(kind, b"abc", b"def", b"g", length=7)
    assert stream.length == 7
    assert run(method(kind, stream, "read")()) == b"abcdefg"
    assert run(method(kind, stream, "read")()) == b""
    assert stream.position == 7
    assert body.closed


@both
def test_read_gives_as_much_as_is_asked_for(kind: str) -> None:
    stream, body = opened(kind, b"abc", b"def", b"g")
    read = method(kind, stream, "read")
    assert [run(read(size)) for size in (0, 2, 3, 5, 5)] == [
        b"",
        b"ab",
        b"cde",
        b"fg",
        b"",
    ]
    assert body.closed


@both
def test_iteration_gives_pieces_as_they_come(kind: str) -> None:
    stream, body = opened(kind, b"abc", b"d", b"efghi")
    assert pieces_of(kind, stream) == [b"abc", b"d", b"efghi"]
    assert body.closed


@both
def test_chunks_are_at_most_of_the_size(kind: str) -> None:
    stream, _ = opened(kind, b"abcdefg", b"h")
    chunks = method(kind, stream, "iter_chunks")(3)
    assert pieces_of(kind, chunks) == [b"abc", b"def", b"g", b"h"]
    again, _ = opened(kind, b"abc")
    with pytest.raises(ValueError, match="at least one byte"):
        pieces_of(kind, method(kind, again, "iter_chunks")(0))


@both
def test_what_was_read_before_comes_first(kind: str) -> None:
    stream = ByteStream(b"ab", wire(kind, b"cd", length=4))
    assert run(method(kind, stream, "read")(1)) == b"a"
    assert run(method(kind, stream, "read")()) == b"bcd"


@both
def test_a_body_that_is_cut_off(kind: str) -> None:
    stream, body = opened(kind, b"abc", length=10)
    with pytest.raises(TransportError, match="after 3 of 10 bytes"):
        run(method(kind, stream, "read")())
    assert body.closed


@both
def test_a_connection_that_breaks(kind: str) -> None:
    stream, body = opened(kind, b"abc", failure=BROKEN_CONNECTION)
    with pytest.raises(TransportError, match="broke"):
        pieces_of(kind, stream)
    assert body.closed
    with pytest.raises(StreamError, match="closed"):
        run(method(kind, stream, "read")())


@both
def test_closing_gives_the_connection_back(kind: str) -> None:
    stream, body = opened(kind, b"abc", b"def")
    assert run(method(kind, stream, "read")(1)) == b"a"
    run(method(kind, stream, "close")())
    assert body.closed == 1
    with pytest.raises(StreamError, match="closed"):
        run(method(kind, stream, "read")(1))
    assert "closed" in repr(stream)


def test_context_managers_close() -> None:
    stream, body = opened("sync", b"abc")
    with stream as entered:
        assert entered is stream
    assert body.closed

    async def entered_and_left() -> Any:
        stream, body = opened("async", b"abc")
        async with stream as entered:
            assert entered is stream
        return body

    assert run(entered_and_left()).closed


@pytest.mark.parametrize(("kind", "other"), [("sync", "async"), ("async", "sync")])
def test_the_other_kind_of_client_is_told(kind: str, other: str) -> None:
    stream, body = opened(kind, b"abc")
    with pytest.raises(StreamError, match="AsyncClient" if other == "sync" else "a C"):
        run(method(other, stream, "read")())
    # Nothing is lost by the attempt.
    assert not body.closed
    assert run(method(kind, stream, "read")()) == b"abc"


@both
def test_in_memory_both_ways_work(kind: str) -> None:
    stream = output(Response(200, {}, b"abc"))
    assert (stream.length, stream.is_in_memory) == (3, True)
    assert run(method(kind, stream, "read")(2)) == b"ab"
    assert pieces_of(kind, stream) == [b"c"]
    assert stream.content == b"abc"


@both
def test_files_are_saved_whole(kind: str, tmp_path: Path) -> None:
    pieces = [bytes([each]) * 100_000 for each in range(30)]
    stream, body = opened(kind, *pieces)
    path = tmp_path / "object"
    path.write_bytes(b"old")
    assert run(method(kind, stream, "save")(path)) == 3_000_000
    assert path.read_bytes() == b"".join(pieces)
    assert os.listdir(tmp_path) == ["object"]
    assert body.closed
    # Never more than a chunk at a time is asked for.
    assert max(body.asked) <= 64 * 1024


@both
def test_nothing_stays_of_a_file_that_is_not_whole(kind: str, tmp_path: Path) -> None:
    stream, _ = opened(kind, b"abc", length=10)
    path = tmp_path / "object"
    path.write_bytes(b"old")
    with pytest.raises(TransportError):
        run(method(kind, stream, "save")(path))
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["object"]


def test_equality_and_content() -> None:
    assert ByteStream(b"a") == ByteStream(b"a") != ByteStream(b"b")
    assert ByteStream(b"a") != b"a"
    open_one, _ = opened("sync", b"a")
    assert open_one == open_one
    assert open_one != ByteStream(b"a")
    with pytest.raises(StreamError, match="not in memory"):
        _ = open_one.content
    assert content(bytearray(b"a")) == content(memoryview(b"a")) == b"a"
    with pytest.raises(StreamError, match="list_iterator"):
        content(iter([b"a"]))


def test_repr_shows_no_content() -> None:
    assert repr(ByteStream(b"secret")) == "ByteStream(6 bytes)"
    stream, _ = opened("sync", b"secret", length=6)
    assert repr(stream) == "ByteStream(0 read of 6 bytes)"

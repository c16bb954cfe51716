"""Streaming blobs of inputs: what may be given, how long it is, and whether it can be
sent again.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runtime.core.bodies import BodySource
from runtime.core.http import Request
from runtime.streams.sources import attach
from runtime.streams.streams import ByteStream, StreamError
from tests.support.both import KINDS, asynchronous, broken, pieces_of, sent, wire

DATA = bytes(range(256)) * 1000
both = pytest.mark.parametrize("kind", KINDS)


def source_of(value: Any, headers: dict[str, str] | None = None) -> BodySource:
    request = attach(Request("PUT", "/", headers=headers or {}), value)
    assert request.body == b""
    assert request.stream is not None
    return request.stream


@pytest.mark.parametrize(
    "value",
    [DATA, bytearray(DATA), memoryview(DATA), ByteStream(DATA)],
    ids=lambda value: type(value).__name__,
)
def test_what_is_in_memory_stays_there(value: Any) -> None:
    request = attach(Request("PUT", "/"), value)
    assert (request.body, request.stream) == (DATA, None)


def test_nothing_is_attached_where_nothing_is_given() -> None:
    request = attach(Request("PUT", "/"), None)
    assert (request.body, request.stream) == (b"", None)


class Reader:
    """`read` and nothing else."""

    def __init__(self) -> None:
        self.read: Callable[[int], bytes] = io.BytesIO(DATA).read


def at_the_end_of_a_header() -> io.BytesIO:
    file = io.BytesIO(b"header" + DATA)
    file.seek(6)
    return file


# What is given, its length, and whether it can be sent again.
GIVEN: dict[str, tuple[Callable[[], Any], int | None, bool]] = {
    "file": (lambda: io.BytesIO(DATA), len(DATA), True),
    "file from its position on": (at_the_end_of_a_header, len(DATA), True),
    "reader": (Reader, None, False),
    "list": (lambda: [DATA[:5], b"", DATA[5:]], len(DATA), True),
    "list of other bytes": (lambda: [bytearray(DATA)], None, True),
    "generator": (lambda: (DATA[n : n + 1000] for n in range(0, len(DATA), 1000)), None, False),
}  # fmt: skip


@both
@pytest.mark.parametrize("name", GIVEN)
def test_sources(kind: str, name: str) -> None:
    make, length, again = GIVEN[name]
    source = source_of(make())
    assert source.length == length
    assert source.can_rewind() is again
    # What was not read yet can be read.
    assert source.rewind()
    assert sent(kind, source) == DATA
    assert source.rewind() is again
    if again:
        assert sent(kind, source) == DATA
        # An HTTP library may start anew without a word.
        assert sent(kind, source) == DATA
    else:
        with pytest.raises(StreamError, match="only once"):
            sent(kind, source)
    assert all(source_of(make()).length == length for _ in range(2))


@both
def test_files_on_disk(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(DATA)
    with path.open("rb") as file:
        source = source_of(file)
        assert source.length == len(DATA)
        # What is written meanwhile is not part of the body: its length has gone out.
        with path.open("ab") as end:
            end.write(b"more")
        assert sent(kind, source) == DATA


@both
def test_pipes_have_no_length(kind: str) -> None:
    out, into = os.pipe()
    with os.fdopen(out, "rb") as file:
        source = source_of(file)
        assert (source.length, source.can_rewind()) == (None, False)
        os.write(into, b"abc")
        os.close(into)
        assert sent(kind, source) == b"abc"


def test_files_are_read_in_a_thread_for_a_loop() -> None:
    seen: list[threading.Thread] = []

    class Watched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            seen.append(threading.current_thread())
            return super().read(size)

    assert sent("async", source_of(Watched(DATA))) == DATA
    assert threading.current_thread() not in seen
    assert sent("sync", source_of(Watched(DATA))) == DATA
    assert seen[-1] is threading.current_thread()


def test_an_attempt_that_is_over_does_not_move_the_file() -> None:
    """As when a thread still reads for an upload that was given up."""
    file = io.BytesIO(DATA)
    source = source_of(file)
    given_up = iter(source)
    next(given_up)
    assert source.rewind()
    again = iter(source)
    first = next(again)
    # Both go on, the second one not knowing.
    next(given_up)
    assert first + b"".join(again) == DATA


def test_async_iterables() -> None:
    source = source_of(asynchronous([b"ab", b"", b"c"]))
    assert (source.length, source.can_rewind()) == (None, False)
    assert pieces_of("async", source) == [b"ab", b"c"]
    other = source_of(asynchronous([b"ab"]))
    with pytest.raises(StreamError, match="AsyncClient") as raised:
        sent("sync", other)
    assert other.failure is raised.value


@both
def test_the_stream_of_another_answer(kind: str) -> None:
    stream = ByteStream(b"ab", wire(kind, b"cd", length=4))
    source = source_of(stream)
    assert source.length == 4
    assert sent(kind, source) == b"abcd"
    assert not source.rewind()


@both
def test_what_reading_raises_is_kept(kind: str) -> None:
    source = source_of(broken())
    with pytest.raises(OSError, match="disk") as raised:
        sent(kind, source)
    assert source.failure is raised.value


@both
@pytest.mark.parametrize(
    ("pieces", "problem"),
    [([b"abc"], "after 3 of 4"), ([b"abc", b"de"], "more than 4"), (["abc"], "str")],
)
def test_what_does_not_fit_is_refused(
    kind: str, pieces: list[Any], problem: str
) -> None:
    source = source_of(iter(pieces), {"content-length": "4"})
    assert source.length == 4
    with pytest.raises((StreamError, TypeError), match=problem) as raised:
        sent(kind, source)
    assert source.failure is raised.value


def test_services_that_have_to_know_the_length() -> None:
    with pytest.raises(StreamError, match="how long"):
        attach(Request("PUT", "/"), iter([b"a"]), requires_length=True)
    given = Request("PUT", "/", headers={"Content-Length": "1"})
    assert attach(given, iter([b"a"]), requires_length=True).stream is not None
    request = attach(Request("PUT", "/"), io.BytesIO(b"a"), requires_length=True)
    assert request.stream is not None
    assert request.stream.length == 1


@pytest.mark.parametrize("value", ["text", io.StringIO("text"), 5, object()])
def test_what_is_no_blob(value: Any) -> None:
    with pytest.raises(TypeError):
        attach(Request("PUT", "/"), value)

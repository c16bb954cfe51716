"""The framing of event streams against botocore's decoder, which we did not write, and
against damage.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID
from zlib import crc32

import pytest
from botocore.eventstream import EventStreamBuffer  # type: ignore[import-untyped]
from hypothesis import given, strategies as st

from runtime.streams.event_messages import (
    Byte,
    Decoder,
    EventStreamError,
    Integer,
    Long,
    Message,
    Short,
    blob,
    boolean,
    encode,
    encode_headers,
    integer,
    text,
    timestamp,
)

EVERY_TYPE: dict[str, Any] = {
    "yes": True,
    "no": False,
    "byte": Byte(-1),
    "short": Short(-2),
    "int": Integer(-3),
    "long": Long(-(2**63)),
    "bytes": b"\x00\xff",
    "string": "straße",
    "time": datetime(2024, 10, 31, 14, 15, 14, 123000, UTC),
    "uuid": UUID("01020304-0506-0708-090a-0b0c0d0e0f10"),
}
HEADERS = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
    st.booleans()
    | st.integers(-128, 127).map(Byte)
    | st.integers(-(2**15), 2**15 - 1).map(Short)
    | st.integers(-(2**31), 2**31 - 1).map(Integer)
    | st.integers(-(2**63), 2**63 - 1).map(Long)
    | st.binary(max_size=100)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=50),
    max_size=5,
)


def decoded(*pieces: bytes) -> list[Message]:
    decoder = Decoder()
    found: list[Message] = []
    for piece in pieces:
        decoder.feed(piece)
        while (message := decoder.next()) is not None:
            found.append(message)
    decoder.finish()
    return found


@given(HEADERS, st.binary(max_size=300))
def test_botocore_reads_what_is_written(
    headers: dict[str, Any], payload: bytes
) -> None:
    written = encode(Message(headers, payload))
    buffer = EventStreamBuffer()
    buffer.add_data(written)
    (found,) = list(buffer)
    assert (found.headers, found.payload) == (headers, payload)
    assert decoded(written) == [Message(headers, payload)]


def test_every_type_comes_back_as_it_was() -> None:
    (found,) = decoded(encode(Message(EVERY_TYPE, b"p")))
    assert found.headers == EVERY_TYPE
    assert {name: type(each) for name, each in found.headers.items()} == {
        name: type(each) for name, each in EVERY_TYPE.items()
    }


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=4), st.data())
def test_bytes_may_come_in_any_pieces(
    payloads: list[bytes], data: st.DataObject
) -> None:
    messages = [Message({"n": Byte(n)}, each) for n, each in enumerate(payloads)]
    whole = b"".join(map(encode, messages))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(whole)), max_size=6)))
    ends = [0, *cuts, len(whole)]
    assert decoded(*(whole[a:b] for a, b in pairwise(ends))) == messages


FIRST = encode(Message({"a": "b"}, b"first"))
SECOND = encode(Message({"name": "value", "n": Integer(5)}, b"second"))


@pytest.mark.parametrize("position", range(len(SECOND)))
def test_damage_is_found_wherever_it_is(position: int) -> None:
    broken = bytearray(FIRST + SECOND)
    broken[len(FIRST) + position] ^= 0x10
    with pytest.raises(EventStreamError, match="checksum") as raised:
        decoded(bytes(broken))
    assert raised.value.offset == len(FIRST)
    assert f"at byte {len(FIRST)}" in str(raised.value)


@pytest.mark.parametrize("size", range(1, len(SECOND)))
def test_a_stream_that_ends_within_a_message(size: int) -> None:
    with pytest.raises(EventStreamError, match=f"ended after {size}") as raised:
        decoded(FIRST + SECOND[:size])
    assert raised.value.offset == len(FIRST)


def framed(
    headers: bytes, *, total: int | None = None, length: int | None = None
) -> bytes:
    """A message with these headers, and right checksums whatever else it says."""
    size = 16 + len(headers) if total is None else total
    held = len(headers) if length is None else length
    prelude = size.to_bytes(4) + held.to_bytes(4)
    body = prelude + crc32(prelude).to_bytes(4) + headers
    return body + crc32(body).to_bytes(4)


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        (framed(b"", total=15), "do not hold"),
        (framed(b"", length=1), "do not hold"),
        (framed(b"", total=2**31), "do not hold"),
        (framed(b"\x00\x00"), "without a name"),
        (framed(b"\x01a\x00\x01a\x00"), "twice"),
        (framed(b"\x01a\x0a"), "has the type 10"),
        (framed(b"\x01a\x04\x00"), "cut off"),
        (framed(b"\x01a\x07\x00\x05a"), "cut off"),
        (framed(b"\x05a"), "cannot be read"),
        (framed(b"\x01\xff\x00"), "cannot be read"),
        (framed(b"\x01a\x07\x00\x01\xff"), "cannot be read"),
        (framed(b"\x01a\x08" + b"\x7f" * 8), "cannot be read"),
    ],
)
def test_what_no_message_is(message: bytes, problem: str) -> None:
    with pytest.raises(EventStreamError, match=problem) as raised:
        decoded(FIRST + message)
    assert raised.value.offset == len(FIRST)


@pytest.mark.parametrize(
    "headers",
    [
        {"": True},
        {"n" * 256: True},
        {"n": Byte(128)},
        {"n": Integer(2**31)},
        {"n": "x" * 65536},
        {"n": 1.5},
        {"n": None},
    ],
)
def test_what_no_header_can_hold(headers: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="header"):
        encode_headers(headers)


def test_headers_are_of_the_modelled_type() -> None:
    message = Message(EVERY_TYPE)
    assert text(message, "string") == "straße"
    assert blob(message, "bytes") == b"\x00\xff"
    assert boolean(message, "no") is False
    assert timestamp(message, "time") == EVERY_TYPE["time"]
    assert type(integer(message, "short")) is int
    for read in (text, blob, boolean, timestamp, integer):
        assert read(message, "absent") is None
        with pytest.raises(EventStreamError, match="the header uuid is not"):
            read(message, "uuid")
    with pytest.raises(EventStreamError, match="not an integer"):
        integer(message, "yes")


def test_repr_shows_no_values() -> None:
    shown = repr(Message({":event-type": "e", "secret": "hidden"}, b"hidden"))
    assert shown == "Message('e', headers=['secret'], payload=6 bytes)"

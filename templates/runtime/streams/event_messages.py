"""Messages of event streams, `application/vnd.amazon.eventstream`, from and to bytes.

Written to Smithy 2.0, "Amazon Event Stream Specification". Both checksums of each
message are checked, and what does not fit is told with the byte of the stream that its
message starts at. The sizes of messages are for services to check.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from struct import Struct
from typing import TYPE_CHECKING, Any, TypeVar
from zlib import crc32

if TYPE_CHECKING:
    from uuid import UUID

_PRELUDE = Struct("!III")
_CHECKSUM = Struct("!I")
# The prelude and the checksum of a message without headers and payload.
_SMALLEST = _PRELUDE.size + _CHECKSUM.size
# No length is longer: it tells a stream that is no event stream before all of it is
# waited for.
_LONGEST = 1 << 31
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

T = TypeVar("T")


class EventStreamError(Exception):
    """A stream that is not made of whole, intact messages, or a message that cannot be
    read as an event.

    `offset` is the byte of the stream at which the message starts.
    """

    def __init__(self, reason: str, offset: int = 0) -> None:
        super().__init__(reason, offset)
        self.reason = reason
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.reason} (in the message at byte {self.offset})"


class Byte(int):
    """The value of a header that is one byte, signed."""


class Short(int):
    """The value of a header that is two bytes, signed."""


class Integer(int):
    """The value of a header that is four bytes, signed."""


class Long(int):
    """The value of a header that is eight bytes, signed."""


class Message:
    """A message: headers by name, and a payload.

    The value of a header is a bool, `Byte`, `Short`, `Integer`, `Long`, bytes, str,
    datetime or UUID.
    """

    __slots__ = ("headers", "payload")

    def __init__(self, headers: Mapping[str, Any], payload: bytes = b"") -> None:
        self.headers: dict[str, Any] = dict(headers)
        self.payload = payload

    def __setitem__(self, name: str, value: Any) -> None:
        self.headers[name] = value

    @property
    def kind(self) -> str:
        """What the message is: "event", "exception" or "error"."""
        return self._required(":message-type")

    @property
    def type(self) -> str:
        """The name of the union's member that the message is for."""
        name = ":exception-type" if self.kind == "exception" else ":event-type"
        return self._required(name)

    def _required(self, name: str) -> str:
        found: str | None = text(self, name)
        if found is None:
            raise EventStreamError(f"the header {name} is missing")
        return found

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Message):
            return NotImplemented
        return self.headers == other.headers and self.payload == other.payload

    def __repr__(self) -> str:
        # Values may be sensitive; what a message is for is not.
        names = [name for name in self.headers if not name.startswith(":")]
        kind = self.headers.get(":event-type") or self.headers.get(":exception-type")
        return f"Message({kind!r}, headers={names}, payload={len(self.payload)} bytes)"


def event(
    tag: str, payload: bytes = b"", content_type: str = "", kind: str = "event"
) -> Message:
    """The message of an event, or of an exception where that is the `kind`."""
    made = Message({":message-type": kind, f":{kind}-type": tag}, payload)
    if content_type:
        made[":content-type"] = content_type
    return made


def of_blob(tag: str, payload: bytes | None, kind: str = "event") -> Message:
    """The message of an event whose payload is a blob."""
    return event(tag, payload or b"", "application/octet-stream", kind)


def of_text(tag: str, payload: str | None, kind: str = "event") -> Message:
    """The message of an event whose payload is a string."""
    return event(tag, (payload or "").encode(), "text/plain", kind)


def payload_text(message: Message) -> str:
    """The payload that is a string."""
    return message.payload.decode()


# --- Headers as the model has them -----------------------------------------------------------------------------------

# Each gives a value of its type, None where there is no such header, and raises
# EventStreamError for one of another type. The types say Any, for generated code takes
# one after the other into the same variable.


def text(message: Message, name: str) -> Any:
    return _header(message, name, str, "a string")


def blob(message: Message, name: str) -> Any:
    return _header(message, name, bytes, "a byte array")


def boolean(message: Message, name: str) -> Any:
    return _header(message, name, bool, "a boolean")


def timestamp(message: Message, name: str) -> Any:
    return _header(message, name, datetime, "a timestamp")


def integer(message: Message, name: str) -> Any:
    found: int | None = _header(message, name, int, "an integer")
    if isinstance(found, bool):
        raise EventStreamError(f"the header {name} is not an integer")
    return None if found is None else int(found)


def _header(message: Message, name: str, kind: type[T], what: str) -> T | None:
    found = message.headers.get(name)
    if found is None or isinstance(found, kind):
        return found
    raise EventStreamError(f"the header {name} is not {what}")


# --- To bytes --------------------------------------------------------------------------------------------------------


def encode(message: Message) -> bytes:
    """The message in its wire format."""
    headers = encode_headers(message.headers)
    length = _SMALLEST + len(headers) + len(message.payload)
    prelude = length.to_bytes(4) + len(headers).to_bytes(4)
    head = prelude + crc32(prelude).to_bytes(4) + headers
    checksum = crc32(message.payload, crc32(head))
    return b"".join((head, message.payload, checksum.to_bytes(4)))


def encode_headers(headers: Mapping[str, Any]) -> bytes:
    """Raises ValueError for a name or value that has no form on the wire."""
    parts: list[bytes] = []
    for name, value in headers.items():
        encoded = name.encode()
        if not 1 <= len(encoded) <= 255:
            raise ValueError(f"the name of a header has 1 to 255 bytes: {name!r}")
        try:
            parts += (bytes((len(encoded),)), encoded, _value(value))
        except (OverflowError, ValueError) as problem:
            raise ValueError(f"the header {name}: {problem}") from None
    return b"".join(parts)


def _value(value: Any) -> bytes:
    """The type of a header's value, and the value."""
    match value:
        case bool():
            return b"\x00" if value else b"\x01"
        case Byte():
            return b"\x02" + value.to_bytes(1, signed=True)
        case Short():
            return b"\x03" + value.to_bytes(2, signed=True)
        case Long():
            return b"\x05" + value.to_bytes(8, signed=True)
        case int():
            return b"\x04" + value.to_bytes(4, signed=True)
        case bytes():
            return b"\x06" + len(value).to_bytes(2) + value
        case str():
            encoded = value.encode()
            return b"\x07" + len(encoded).to_bytes(2) + encoded
        case datetime():
            moment = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
            milliseconds = (moment - _EPOCH) // timedelta(milliseconds=1)
            return b"\x08" + milliseconds.to_bytes(8, signed=True)
        case _ if type(value).__name__ == "UUID":
            # The module of UUIDs is slow to import, and hardly any header is one.
            return b"\x09" + bytes(value.bytes)
        case _:
            raise ValueError(f"{type(value).__name__} is no value of a header")


# --- From bytes ------------------------------------------------------------------------------------------------------


class Decoder:
    """Takes the bytes of a stream as they come, and gives the messages that are whole.

    Raises EventStreamError for damage; what comes after it cannot be told apart any
    more.
    """

    __slots__ = ("_buffer", "_length", "_peeked", "offset")

    def __init__(self) -> None:
        self._buffer = bytearray()
        # The next message and how long it is, where somebody looked at it.
        self._peeked: tuple[Message, int] | None = None
        # Of the message that is being received, once its prelude is there.
        self._length: int | None = None
        # Where in the stream the next message starts.
        self.offset = 0

    def feed(self, data: bytes) -> None:
        self._buffer += data

    def next(self) -> Message | None:
        """The next message; None when more bytes are needed."""
        found = self.peek()
        if self._peeked is not None:
            self.offset += self._peeked[1]
            self._peeked = None
        return found

    def peek(self) -> Message | None:
        """What `next` will give."""
        if self._peeked is not None:
            return self._peeked[0]
        buffer = self._buffer
        if self._length is None:
            if len(buffer) < _PRELUDE.size:
                return None
            self._length = self._checked_prelude()
        length = self._length
        if len(buffer) < length:
            return None
        with memoryview(buffer) as view:
            found = self._message(view[:length])
        del buffer[:length]
        self._length = None
        self._peeked = found, length
        return found

    def finish(self) -> None:
        """The stream is over. Raises EventStreamError where that is in the middle of a
        message.
        """
        if self._buffer:
            whole = "" if self._length is None else f" of {self._length}"
            raise EventStreamError(
                f"the stream ended after {len(self._buffer)}{whole} bytes", self.offset
            )

    def _checked_prelude(self) -> int:
        length, headers, checksum = _PRELUDE.unpack_from(self._buffer)
        if crc32(memoryview(self._buffer)[:8]) != checksum:
            raise EventStreamError(
                "the checksum of the prelude does not match", self.offset
            )
        if not _SMALLEST + headers <= length < _LONGEST:
            raise EventStreamError(
                f"{length} bytes do not hold {headers} bytes of headers", self.offset
            )
        return int(length)

    def _message(self, view: memoryview) -> Message:
        end = len(view) - _CHECKSUM.size
        if crc32(view[:end]) != _CHECKSUM.unpack_from(view, end)[0]:
            raise EventStreamError(
                "the checksum of the message does not match", self.offset
            )
        start = _PRELUDE.size + int(_PRELUDE.unpack_from(view)[1])
        try:
            headers = _headers(bytes(view[_PRELUDE.size : start]))
        except EventStreamError as problem:
            raise EventStreamError(problem.reason, self.offset) from None
        return Message(headers, bytes(view[start:end]))


def _headers(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    position = 0
    try:
        while position < len(data):
            start = position + 1
            position = start + data[position]
            name = data[start:position].decode()
            kind = data[position]
            position += 1
            if not name or name in found:
                reason = "twice" if name else "without a name"
                raise EventStreamError(f"a header {name!r} is there {reason}")
            if kind in (6, 7):
                start = position + 2
                size = int.from_bytes(data[position:start])
            elif kind in _FIXED:
                start = position
                size = _FIXED[kind][0]
            else:
                raise EventStreamError(f"the header {name!r} has the type {kind}")
            position = start + size
            if position > len(data):
                raise EventStreamError(f"the header {name!r} is cut off")
            piece = data[start:position]
            found[name] = _FIXED[kind][1](piece) if kind in _FIXED else piece
            if kind == 7:
                found[name] = piece.decode()
    except (IndexError, UnicodeDecodeError, OverflowError, ValueError) as problem:
        raise EventStreamError(f"the headers cannot be read: {problem}") from None
    return found


def _uuid(data: bytes) -> UUID:
    from uuid import UUID

    return UUID(bytes=data)


def _signed(kind: Callable[[int], Any]) -> Callable[[bytes], Any]:
    return lambda data: kind(int.from_bytes(data, signed=True))


# By the number of the type: the size of the value, and what it becomes.
_FIXED: Mapping[int, tuple[int, Callable[[bytes], Any]]] = {
    0: (0, lambda _: True),
    1: (0, lambda _: False),
    2: (1, _signed(Byte)),
    3: (2, _signed(Short)),
    4: (4, _signed(Integer)),
    5: (8, _signed(Long)),
    8: (8, _signed(lambda value: _EPOCH + timedelta(milliseconds=value))),
    9: (16, lambda data: _uuid(data)),
}

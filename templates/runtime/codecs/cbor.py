"""CBOR on the wire (RFC 8949), as far as rpcv2Cbor has use for it.

Written out here rather than taken from cbor2: a package needs nothing but the standard
library for everything that is not HTTP, and the profile of the protocol is small. It is
the plain values that are written and read: `bytes` for a blob, an aware `datetime` for
a timestamp, `Decimal` for a bigDecimal.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..core.values import EPOCH, timestamp

if TYPE_CHECKING:
    from decimal import Decimal

# Deeper than any answer, and far from where Python's own stack ends.
MAX_DEPTH = 256

# An exponent of ten beyond these has no place in a Decimal (RFC 8949, section 5.3.2:
# implementations may limit it).
_MAX_EXPONENT = 999_999

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG, _SIMPLE = range(8)
_EPOCH_TIME, _POSITIVE_BIGNUM, _NEGATIVE_BIGNUM, _DECIMAL_FRACTION = 1, 2, 3, 4
_INDEFINITE = 31
_BREAK = 0xFF
# Integers below it, and as far below zero, fit into the argument of a head.
_LIMIT = 1 << 64

_pack_single = struct.Struct(">f").pack
_pack_double = struct.Struct(">d").pack
_unpack_half = struct.Struct(">e").unpack_from
_unpack_single = struct.Struct(">f").unpack_from
_unpack_double = struct.Struct(">d").unpack_from

_NAN = b"\xfa\x7f\xc0\x00\x00"
_INFINITY = b"\xfa\x7f\x80\x00\x00"
_NEGATIVE_INFINITY = b"\xfa\xff\x80\x00\x00"


# --- Writing ---------------------------------------------------------------------------------------------------------


def dump(value: Any) -> bytes:
    """The CBOR data item of a plain value, in definite lengths and the shortest forms.

    Raises TypeError for what is no plain value, ValueError for values that contain each
    other too deeply.
    """
    out = bytearray()
    _write(out, value, 0)
    return bytes(out)


class _BigInteger(int):
    """An integer that is written as a bignum, whatever its size."""


def big_integer(value: int) -> int:
    """The value of a bigInteger, which is a bignum even where it is small ("Shape
    serialization").
    """
    return _BigInteger(value)


def single(value: float) -> float:
    """The value that single precision has for a `float` member, so that it is written
    in four bytes.

    Raises OverflowError for what is beyond its range.
    """
    rounded: float = _unpack_single(_pack_single(value))[0]
    return rounded


def _write(out: bytearray, value: Any, depth: int) -> None:
    kind: object = value.__class__
    if kind is str:
        encoded = value.encode()
        length = len(encoded)
        if length < 24:
            out.append(0x60 + length)
        else:
            _head(out, _TEXT, length)
        out += encoded
    elif kind is dict:
        if depth == MAX_DEPTH:
            raise ValueError("nested too deeply")
        _head(out, _MAP, len(value))
        for key, each in value.items():
            _write(out, key, depth + 1)
            _write(out, each, depth + 1)
    elif kind is int:
        _integer(out, value)
    elif kind is bool:
        out.append(0xF5 if value else 0xF4)
    elif kind is float:
        _float(out, value)
    elif kind is list or kind is tuple:
        if depth == MAX_DEPTH:
            raise ValueError("nested too deeply")
        _head(out, _ARRAY, len(value))
        for each in value:
            _write(out, each, depth + 1)
    elif value is None:
        out.append(0xF6)
    else:
        _write_other(out, value)


def _write_other(out: bytearray, value: Any) -> None:
    """What is rarer, and subclasses of leaves such as enums."""
    if isinstance(value, (bytes, bytearray)):
        encoded = bytes(value)
        _head(out, _BYTES, len(encoded))
        out += encoded
    elif isinstance(value, datetime):
        _timestamp(out, value)
    elif isinstance(value, str):
        _write(out, str(value), 0)
    elif isinstance(value, _BigInteger):
        _bignum(out, value)
    elif isinstance(value, int):
        _integer(out, int(value))
    elif isinstance(value, float):
        _float(out, float(value))
    else:
        # Imported here: most services have none, and it takes its time.
        from decimal import Decimal

        if not isinstance(value, Decimal):
            raise TypeError(f"{type(value).__name__} has no CBOR form")
        _decimal(out, value)


def _head(out: bytearray, major: int, argument: int) -> None:
    """The initial byte, and the argument in as few bytes as it takes (RFC 8949, section
    3).
    """
    start = major << 5
    if argument < 24:
        out.append(start | argument)
    elif argument < 0x100:
        out += bytes((start | 24, argument))
    elif argument < 0x10000:
        out.append(start | 25)
        out += argument.to_bytes(2, "big")
    elif argument < 0x1_0000_0000:
        out.append(start | 26)
        out += argument.to_bytes(4, "big")
    else:
        out.append(start | 27)
        out += argument.to_bytes(8, "big")


def _integer(out: bytearray, value: int) -> None:
    """An integer, as a bignum where 64 bits do not hold it (section 3.4.3 has the
    rule).
    """
    if -_LIMIT <= value < _LIMIT:
        if value >= 0:
            _head(out, _UNSIGNED, value)
        else:
            _head(out, _NEGATIVE, -1 - value)
    else:
        _bignum(out, value)


def _bignum(out: bytearray, value: int) -> None:
    """Tag 2 or 3: the bytes of the integer, one at least."""
    argument = value if value >= 0 else -1 - value
    size = (argument.bit_length() + 7) // 8 or 1
    out.append(0xC2 if value >= 0 else 0xC3)
    _head(out, _BYTES, size)
    out += argument.to_bytes(size, "big")


def _float(out: bytearray, value: float) -> None:
    """Single precision where nothing is lost by it.

    Never half precision, which not all implementations read ("Numeric type
    serialization").
    """
    if value != value:
        out += _NAN
        return
    try:
        packed = _pack_single(value)
    except OverflowError:
        packed = b""
    if packed and _unpack_single(packed)[0] == value:
        out.append(0xFA)
        out += packed
    else:
        out.append(0xFB)
        out += _pack_double(value)


def _timestamp(out: bytearray, value: datetime) -> None:
    """Tag 1: seconds since the Unix epoch, to the millisecond ("Timestamp type
    serialization").
    """
    elapsed = timestamp(value).astimezone(UTC) - EPOCH
    seconds = elapsed.days * 86_400 + elapsed.seconds
    milliseconds = elapsed.microseconds // 1000
    out.append(0xC1)
    if milliseconds:
        out.append(0xFB)
        out += _pack_double((seconds * 1000 + milliseconds) / 1000)
    else:
        _integer(out, seconds)


def _decimal(out: bytearray, value: Decimal) -> None:
    """Tag 4: an array of the exponent of ten and the mantissa (section 3.4.4)."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        # What is no number has no decimal fraction, but the same floats.
        out += _NAN if value.is_nan() else _NEGATIVE_INFINITY if sign else _INFINITY
        return
    mantissa = int("".join(map(str, digits)))
    out += b"\xc4\x82"
    _integer(out, exponent)
    _integer(out, -mantissa if sign else mantissa)


# --- Reading ---------------------------------------------------------------------------------------------------------


def load(body: bytes) -> Any:
    """The value of a CBOR data item. Raises ValueError for anything else.

    Timestamps are datetimes, bignums are int, decimal fractions are Decimal; of other
    tags there remains what is tagged. A claimed length that the body cannot hold is
    refused before anything is made of it.
    """
    try:
        value, end = _read(body, 0, 0)
    except (IndexError, struct.error):
        raise ValueError("the CBOR data ends too soon") from None
    except OverflowError as error:
        # A moment that datetime has no place for.
        raise ValueError(str(error)) from None
    if end != len(body):
        raise ValueError(f"{len(body) - end} bytes follow the CBOR data item")
    return value


def _read(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    """The data item that starts at `at`, and where it ends."""
    initial = data[at]
    at += 1
    major, info = initial >> 5, initial & 0x1F
    if major == _SIMPLE:
        return _read_simple(data, at, info)
    if info < 24:
        argument = info
    elif info < 28:
        end = at + (1 << info - 24)
        if end > len(data):
            raise IndexError
        argument = int.from_bytes(data[at:end], "big")
        at = end
    elif info == _INDEFINITE and _BYTES <= major <= _MAP:
        argument = -1
    else:
        raise ValueError(f"the initial byte {initial:#04x} is not well-formed")
    if major == _TEXT:
        if argument < 0:
            return _read_chunks(data, at, _TEXT)
        end = at + argument
        if end > len(data):
            raise IndexError
        return data[at:end].decode(), end
    if major == _UNSIGNED:
        return argument, at
    if major == _MAP:
        return _read_map(data, at, argument, depth + 1)
    if major == _ARRAY:
        return _read_array(data, at, argument, depth + 1)
    if major == _NEGATIVE:
        return -1 - argument, at
    if major == _BYTES:
        if argument < 0:
            return _read_chunks(data, at, _BYTES)
        end = at + argument
        if end > len(data):
            raise IndexError
        return data[at:end], end
    return _read_tagged(data, at, argument, depth + 1)


def _read_map(
    data: bytes, at: int, count: int, depth: int
) -> tuple[dict[str, Any], int]:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    # No key and value take less than a byte each.
    if count > (len(data) - at) // 2:
        raise IndexError
    found: dict[str, Any] = {}
    while count:
        initial = data[at]
        # The names of members: short texts, nearly always.
        if 0x60 <= initial < 0x78:
            start = at + 1
            at = start + initial - 0x60
            key = data[start:at].decode()
        elif initial == _BREAK and count < 0:
            return found, at + 1
        else:
            key, at = _read(data, at, depth)
            if not isinstance(key, str):
                raise ValueError("the key of a map is no text")
        found[key], at = _read(data, at, depth)
        count -= 1
    return found, at


def _read_array(data: bytes, at: int, count: int, depth: int) -> tuple[list[Any], int]:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    # No item takes less than a byte.
    if count > len(data) - at:
        raise IndexError
    found: list[Any] = []
    add = found.append
    while count:
        if count < 0 and data[at] == _BREAK:
            return found, at + 1
        value, at = _read(data, at, depth)
        add(value)
        count -= 1
    return found, at


def _read_chunks(data: bytes, at: int, major: int) -> tuple[bytes | str, int]:
    """A string of indefinite length: chunks of the same type, of definite length
    (section 3.2.3).
    """
    chunks: list[Any] = []
    while data[at] != _BREAK:
        initial = data[at]
        if initial >> 5 != major or initial & 0x1F == _INDEFINITE:
            raise ValueError("a chunk of a string is of another type")
        chunk, at = _read(data, at, 0)
        chunks.append(chunk)
    return ("" if major == _TEXT else b"").join(chunks), at + 1


def _read_simple(data: bytes, at: int, info: int) -> tuple[Any, int]:
    if info == 21:
        return True, at
    if info == 20:
        return False, at
    # Undefined counts as null ("Shape serialization").
    if info in (22, 23):
        return None, at
    if info == 27:
        return _unpack_double(data, at)[0], at + 8
    if info == 26:
        return _unpack_single(data, at)[0], at + 4
    if info == 25:
        return _unpack_half(data, at)[0], at + 2
    raise ValueError(f"the simple value {info} is not supported")


def _read_tagged(data: bytes, at: int, tag: int, depth: int) -> tuple[Any, int]:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    value, at = _read(data, at, depth)
    if tag == _EPOCH_TIME:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValueError("a timestamp is no number")
        return EPOCH + timedelta(seconds=value), at
    if tag in (_POSITIVE_BIGNUM, _NEGATIVE_BIGNUM):
        if not isinstance(value, bytes):
            raise ValueError("a bignum is no byte string")
        number = int.from_bytes(value, "big")
        return (number if tag == _POSITIVE_BIGNUM else -1 - number), at
    if tag == _DECIMAL_FRACTION:
        return _decimal_fraction(value), at
    return value, at


def _decimal_fraction(value: Any) -> Decimal:
    from decimal import Decimal

    match value:
        case [int(exponent), int(mantissa)] if abs(exponent) <= _MAX_EXPONENT:
            digits = tuple(map(int, str(abs(mantissa))))
            return Decimal((int(mantissa < 0), digits, exponent))
        case _:
            raise ValueError("a decimal fraction is no exponent and mantissa")

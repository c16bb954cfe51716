"""Compares bodies by their media type."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from . import xml_bodies
from .plain import same

CBOR = "application/cbor"


def encoded(body: str, media_type: str | None) -> bytes:
    """The body of a case as bytes; cases write binary bodies in base64."""
    return base64.b64decode(body) if media_type == CBOR else body.encode()


def equal(body: bytes, expected: str, media_type: str | None) -> bool:
    """Whether `body` is equal to the expected one; without media type,
    byte for byte.
    """
    wanted = encoded(expected, media_type)
    if not wanted or media_type is None:
        return body == wanted
    return bool(body) and _COMPARE[media_type](body, wanted)


def _bytes(body: bytes, expected: bytes) -> bool:
    return body == expected


def _json(body: bytes, expected: bytes) -> bool:
    # JSON is UTF-8 (RFC 8259, section 8.1) and has no NaN (section 6).
    actual, wanted = (
        json.loads(
            text.decode("utf-8"), parse_constant=_refuse, parse_float=_exact_number
        )
        for text in (body, expected)
    )
    return same(actual, wanted)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _exact_number(text: str) -> int | Decimal:
    """JSON has one type of numbers, so 1.0 equals 1."""
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number


def _form(body: bytes, expected: bytes) -> bool:
    """The same members, in any order."""
    actual, wanted = (
        parse_qsl(text.decode("ascii"), keep_blank_values=True, strict_parsing=True)
        for text in (body, expected)
    )
    return sorted(actual) == sorted(wanted)


def _cbor(body: bytes, expected: bytes) -> bool:
    """Whether the data items are equal.

    An integer is not a float, but the encoder may choose their widths (RFC 8949,
    section 4.1).
    """
    # An independent decoder, which only these cases need.
    import cbor2

    return _same_items(cbor2.loads(body), cbor2.loads(expected))


def _same_items(actual: Any, expected: Any) -> bool:
    return _types(actual) == _types(expected) and same(actual, expected)


def _types(value: Any) -> Any:
    match value:
        case dict():
            return {key: _types(entry) for key, entry in value.items()}
        case list():
            return [_types(item) for item in value]
        case _:
            return type(value)


_COMPARE: dict[str, Callable[[bytes, bytes], bool]] = {
    "application/json": _json,
    "application/xml": xml_bodies.same,
    "application/x-www-form-urlencoded": _form,
    CBOR: _cbor,
    "application/octet-stream": _bytes,
    "image/jpg": _bytes,
    "text/plain": _bytes,
}

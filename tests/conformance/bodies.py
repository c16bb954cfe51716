"""Comparing bodies by their media type."""

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
    """The body of a case as bytes: bodies that are no text are written in base64 there."""
    return base64.b64decode(body) if media_type == CBOR else body.encode()


def equal(body: bytes, expected: str, media_type: str | None) -> bool:
    """Whether `body` says what the case expects; without a media type, byte for byte."""
    wanted = encoded(expected, media_type)
    if not wanted or media_type is None:
        return body == wanted
    return bool(body) and _COMPARE[media_type](body, wanted)


def _bytes(body: bytes, expected: bytes) -> bool:
    return body == expected


def _json(body: bytes, expected: bytes) -> bool:
    # A JSON text that is exchanged between systems is UTF-8 (RFC 8259, 8.1), and has no NaN (section 6).
    found, wanted = (
        json.loads(
            each.decode("utf-8"), parse_constant=_refuse, parse_float=_exact_number
        )
        for each in (body, expected)
    )
    return same(found, wanted)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _exact_number(text: str) -> int | Decimal:
    """JSON has one type of number, so 1.0 is 1."""
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number


def _form(body: bytes, expected: bytes) -> bool:
    """The same members, in any order."""
    found, wanted = (
        parse_qsl(each.decode("ascii"), keep_blank_values=True, strict_parsing=True)
        for each in (body, expected)
    )
    return sorted(found) == sorted(wanted)


def _cbor(body: bytes, expected: bytes) -> bool:
    """The same data items: an integer is no float, but the width of either is the encoder's choice (RFC 8949, 4.1)."""
    # An oracle that is not ours, which only these cases need.
    import cbor2

    return _same_items(cbor2.loads(body), cbor2.loads(expected))


def _same_items(found: Any, expected: Any) -> bool:
    return _types(found) == _types(expected) and same(found, expected)


def _types(value: Any) -> Any:
    match value:
        case dict():
            return {key: _types(each) for key, each in value.items()}
        case list():
            return [_types(each) for each in value]
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

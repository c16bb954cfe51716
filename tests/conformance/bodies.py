"""Comparing bodies by their media type."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qsl

from .plain import same


def equal(body: bytes, expected: str, media_type: str | None) -> bool:
    """Whether `body` says what the case expects; without a media type, byte for byte."""
    if media_type is None:
        return body == expected.encode()
    return _COMPARE[media_type](body, expected)


def _json(body: bytes, expected: str) -> bool:
    # A JSON text that is exchanged between systems is UTF-8 (RFC 8259, 8.1), and has no NaN (section 6).
    found = json.loads(body.decode("utf-8"), parse_constant=_refuse)
    return same(found, json.loads(expected))


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _form(body: bytes, expected: str) -> bool:
    """The same members, in any order."""
    found, wanted = (
        parse_qsl(each, keep_blank_values=True, strict_parsing=True)
        for each in (body.decode("ascii"), expected)
    )
    return sorted(found) == sorted(wanted)


_COMPARE: dict[str, Callable[[bytes, str], bool]] = {
    "application/json": _json,
    "application/x-www-form-urlencoded": _form,
}

"""Comparing bodies by their media type."""

from __future__ import annotations

import json
from collections.abc import Callable

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


_COMPARE: dict[str, Callable[[bytes, str], bool]] = {"application/json": _json}

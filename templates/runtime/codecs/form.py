"""Forms on the wire (application/x-www-form-urlencoded): keys with an index, and the
leaves as text.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from . import json


def dump(pairs: Iterable[tuple[str, str]]) -> bytes:
    """The pairs, percent-encoded but for the unreserved characters of RFC 3986."""
    return "&".join(
        f"{quote(key, safe='')}={quote(value, safe='')}" for key, value in pairs
    ).encode("ascii")


def elements(prefix: str, values: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Each element of a list with its key; they count from 1. A form has no null, so
    that None is left out.
    """
    kept = (each for each in values if each is not None)
    return ((f"{prefix}{index}", each) for index, each in enumerate(kept, 1))


def entries(prefix: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Each entry of a map: the key in the form, and the entry's own key and value."""
    kept = ((tag, each) for tag, each in values.items() if each is not None)
    return (
        (f"{prefix}{index}", str(tag), each)
        for index, (tag, each) in enumerate(kept, 1)
    )


def boolean(value: bool) -> str:
    return "true" if value else "false"


def number(value: float) -> str:
    """The number, or the words for what is none ("Non-numeric float serialization")."""
    return str(json.write_float(value))


def blob(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def epoch_seconds(value: datetime) -> str:
    return str(json.write_epoch_seconds(value))


def date_time(value: datetime) -> str:
    return json.write_date_time(value)


def http_date(value: datetime) -> str:
    return json.write_http_date(value)

"""HTTP bindings: values in paths, queries and headers (Smithy 2.0, "HTTP binding
traits").
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

from ..core import values
from .form import (
    blob as blob,
    boolean as boolean,
    date_time as date_time,
    epoch_seconds as epoch_seconds,
    http_date as http_date,
    number as number,
)

_QUOTED = re.compile(r'[,"]|^\s|\s$')
# An element of a list in a header: in quotes, or up to the next comma (RFC 9110,
# "Lists").
_ELEMENT = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"\s*|([^,]*))(?:,|$)')
_ESCAPED = re.compile(r"\\(.)")
# Dates have a comma of their own.
_DATE = re.compile(r'\s*(?:"([^"]*)"\s*|([^,]*,[^,]*))(?:,|$)')


# --- Requests --------------------------------------------------------------------------------------------------


def label(member: str, value: str | None) -> str:
    """`value` as one segment of a path. Raises ValueError for none: the path would be
    that of another resource.
    """
    return quote(_label(member, value), safe="")


def greedy_label(member: str, value: str | None) -> str:
    """`value` as the segments of a path: its slashes stay ("Greedy labels")."""
    return quote(_label(member, value), safe="/")


def _label(member: str, value: str | None) -> str:
    if not value:
        raise ValueError(f"{member} becomes part of the path and must not be empty")
    return value


def query_params(
    query: Sequence[tuple[str, str]], params: Mapping[str, str | Iterable[str]]
) -> list[tuple[str, str]]:
    """Parameters for what a map holds, without those that `query` has already
    ("httpQueryParams").
    """
    taken = {name for name, _ in query}
    return [
        (name, each)
        for name, value in params.items()
        if name not in taken
        for each in ((value,) if isinstance(value, str) else value)
    ]


def prefix_headers(
    headers: Mapping[str, str], prefix: str, more: Mapping[str, str]
) -> dict[str, str]:
    """Headers for what a map holds, without those that `headers` has already
    ("httpPrefixHeaders").
    """
    taken = {name.lower() for name in headers}
    named = ((f"{prefix}{name}", value) for name, value in more.items())
    return {name: value for name, value in named if name.lower() not in taken}


def media_type(value: str) -> str:
    """A string of a media type, which headers hold in base64."""
    return b64encode(value.encode()).decode("ascii")


def plain_list(elements: Iterable[str]) -> str:
    return ", ".join(elements)


def quoted_list(elements: Iterable[str]) -> str:
    """Strings as the elements of a header's list, in quotes where they would not be
    read as one.
    """
    return ", ".join(
        _quoted(each) if _QUOTED.search(each) else str(each) for each in elements
    )


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# --- Responses -------------------------------------------------------------------------------------------------


def read_boolean(text: str) -> bool:
    return text.strip().lower() == "true"


def read_blob(text: str) -> bytes:
    return b64decode(text)


def read_media_type(text: str) -> str:
    return b64decode(text).decode()


def read_epoch_seconds(text: str) -> datetime:
    return values.timestamp(float(text))


def read_valid_timestamp(text: str) -> datetime | None:
    """The moment that a header names, or None where it names none."""
    try:
        return values.timestamp(text)
    except (ArithmeticError, ValueError):
        return None


def read_list(text: str) -> list[str]:
    """The elements of a list in a header. Quotes around them are taken off."""
    return _elements(_ELEMENT, text)


def read_dates(text: str) -> list[str]:
    """The elements of a list of HTTP dates."""
    return _elements(_DATE, text)


def _elements(pattern: re.Pattern[str], header: str) -> list[str]:
    found: list[str] = []
    position, end = 0, len(header.rstrip())
    while position < end:
        match = pattern.match(header, position)
        if match is None:
            raise ValueError(f"no list of a header: {header!r}")
        quoted, plain = match.groups()
        if quoted is not None:
            found.append(_ESCAPED.sub(r"\1", quoted))
        elif text := plain.strip():
            found.append(text)
        position = match.end()
    return found


def read_prefix_headers(headers: Mapping[str, str], prefix: str) -> dict[str, str]:
    """The headers whose names start with `prefix`, by the rest of their names."""
    folded, start = prefix.lower(), len(prefix)
    return {
        name[start:]: value
        for name, value in headers.items()
        if name.lower().startswith(folded)
    }

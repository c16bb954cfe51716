"""The one function for every place where a value of a model lands in generated source
as a literal.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any


def string(value: str) -> str:
    """A string literal as black writes it: double quotes unless that needs more
    escapes, ASCII only.
    """
    quote = _quote(value)
    return f"{quote}{_escaped(value, quote)}{quote}"


def fstring(texts: Sequence[str], sources: Sequence[str]) -> str:
    """An f-string of texts with the source of an expression between each two; sources
    hold no quotes.
    """
    quote = _quote("".join(texts))
    parts = [
        _escaped(each, quote).replace("{", "{{").replace("}", "}}") for each in texts
    ]
    holes = [f"{{{source}}}" for source in sources]
    inner = "".join(text + hole for text, hole in zip(parts, [*holes, ""], strict=True))
    return f"f{quote}{inner}{quote}"


def _quote(value: str) -> str:
    return "'" if '"' in value and "'" not in value else '"'


def _escaped(value: str, quote: str) -> str:
    out: list[str] = []
    for character in value:
        code = ord(character)
        if character in (quote, "\\"):
            out.append("\\" + character)
        elif 0x20 <= code < 0x7F:
            out.append(character)
        elif character in _SHORT:
            out.append(_SHORT[character])
        elif code <= 0xFF:
            out.append(f"\\x{code:02x}")
        elif code <= 0xFFFF:
            out.append(f"\\u{code:04x}")
        else:
            out.append(f"\\U{code:08x}")
    return "".join(out)


_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def number(value: int | float) -> str:
    """A number literal. Non-finite floats have none and must not get here."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} has no literal")
    return repr(value)


def constant(value: Any) -> str:
    """A literal for a string, number, boolean or None."""
    if isinstance(value, str):
        return string(value)
    if value is None or isinstance(value, bool):
        return repr(value)
    if isinstance(value, (int, float)):
        return number(value)
    raise TypeError(type(value).__name__)


def regex(value: str) -> str:
    """A literal for a regular expression: raw where that spells the same string."""
    plain = all(0x20 <= ord(character) < 0x7F for character in value)
    if "\\" in value and plain and '"' not in value and not value.endswith("\\"):
        return f'r"{value}"'
    return string(value)


def blob(value: bytes) -> str:
    """A bytes literal."""
    escaped = string(value.decode("latin-1"))
    return "b" + escaped

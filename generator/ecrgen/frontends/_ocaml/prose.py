"""Documentation of fields, from what text saved from pages has between them."""

from __future__ import annotations

import re

_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Text in one line, as awso writes it."""
    return _SPACE.sub(" ", text).strip()


_OPENING = re.compile(r"\s*\(\*+")
_CLOSING = re.compile(r"\*\)[\s\-*]*(?:\d+\.)?\s*\Z")
_BULLET = re.compile(r"\n[ \t]*(?:[-*]|\d+\.)[ \t]*\Z")


def between(text: str) -> str:
    """The documentation of a field, from what stands between it and the next."""
    opening = _OPENING.match(text)
    if opening is not None:
        text = text[opening.end() :]
    marker = _CLOSING.search(text[-200:])
    if marker is not None:
        return plain(text[: len(text) - len(text[-200:]) + marker.start()])
    bullet = _BULLET.search(text[-200:])
    if bullet is not None:
        text = text[: len(text) - len(text[-200:]) + bullet.start()]
    return plain(text)


def after(text: str, is_last: bool) -> tuple[str | None, bool]:
    """The documentation of the last field, None where it may be cut, and whether the
    record ends behind it.

    No text of awso's has `*)` followed by a brace, but for the end of a record.
    """
    if re.match(r"\s*\}", text):
        return "", True
    opening = _OPENING.match(text)
    start = opening.end() if opening is not None else 0
    for pattern in (r"\*\)\s*\}", r"\*\)\s*\Z", r"\}\s*\Z"):
        end = re.compile(pattern).search(text, start)
        if end is not None and (not is_last or "}" in end[0]):
            return plain(text[start : end.start()]), True
    if text.strip():
        return None, False
    return ("", True) if not is_last else (None, False)

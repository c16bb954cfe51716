"""XML to the wire: elements as text, put together from their inside out.

What is a caller's passes `text` or `attribute`, which escape it: no value gets out of
its element. Names and `attributes`, a start tag's text behind the name, are literals of
generated code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .form import (
    blob as blob,
    boolean as boolean,
    date_time as date_time,
    epoch_seconds as epoch_seconds,
    http_date as http_date,
    number as number,
)

# What a parser reads as markup, what it turns into something else ("End-of-Line
# Handling" and "Attribute-Value Normalization" in XML 1.0 and 1.1), and what is no
# character of XML 1.0 at all ("Characters").
_SPECIAL = re.compile(
    '[&<>"\t\n\r\x85\u2028\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]'
).search
_IN_TEXT = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        "\n": "&#xA;",
        "\r": "&#xD;",
        "\x85": "&#x85;",
        "\u2028": "&#x2028;",
    }
)
_IN_ATTRIBUTE = _IN_TEXT | str.maketrans({'"': "&quot;", "\t": "&#x9;"})
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]").search
_NAME = re.compile(r"[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?", re.ASCII).fullmatch


def text(tag: str, value: str, attributes: str = "") -> str:
    """An element that holds a text.

    Raises ValueError for a character that XML does not have, such as U+0000: there is
    no way to write it.
    """
    if _SPECIAL(value):
        value = _escaped(value, _IN_TEXT)
    return f"<{tag}{attributes}>{value}</{tag}>"


def element(tag: str, content: str, attributes: str = "") -> str:
    """An element around what is XML already."""
    return f"<{tag}{attributes}>{content}</{tag}>"


def container(tag: str, elements: Iterable[str], attributes: str = "") -> str:
    """An element around others."""
    return f"<{tag}{attributes}>{''.join(elements)}</{tag}>"


def siblings(elements: Iterable[str]) -> str:
    """Elements side by side, with none around them."""
    return "".join(elements)


def attribute(name: str, value: str) -> str:
    """An attribute with the space before it. Raises ValueError as `text` does."""
    if _SPECIAL(value):
        value = _escaped(value, _IN_ATTRIBUTE)
    return f' {name}="{value}"'


def unknown(tag: str, value: Any) -> str:
    """The element of a union's member that the model does not know. Raises ValueError
    for what is no name.
    """
    if not _NAME(tag):
        raise ValueError(f"{tag!r} is not the name of an XML element")
    return text(tag, "" if value is None else str(value))


def _escaped(value: str, table: dict[int, str]) -> str:
    if found := _FORBIDDEN(value):
        raise ValueError(f"XML has no character U+{ord(found[0]):04X}")
    return value.translate(table)

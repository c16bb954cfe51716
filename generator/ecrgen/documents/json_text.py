"""Strict JSON: what the standard parser lets pass, or fails on, is a diagnostic here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from ..problems.diagnostics import Diagnostics
from ..problems.locations import Document, Location
from .nodes import LongDecimal, is_list, is_object

# Deep enough for any real model (endpoint rule sets nest about 20 levels), and far from the
# recursion limit that later stages would run into with a document they walk recursively.
MAX_DEPTH = 200
# Python reads no longer integers from text (sys.set_int_max_str_digits).
_MAX_DIGITS = 4000

# Possessive, or a long string would take a hundred times its size; and a string that never ends goes to the end.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_CONSTANT = re.compile(r'"(?:[^"\\]++|\\.)*+"?+|-?\bInfinity\b|\bNaN\b', re.DOTALL)
_NUMBER = re.compile(r'"(?:[^"\\]++|\\.)*+"?+|-?\d[\d.eE+-]*', re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_MARK = re.compile(r'"(?:[^"\\]++|\\.)*+"?+|[{}\[\]]', re.DOTALL)


class NumberError(Exception):
    """A number literal that JSON does not have, or that is out of all proportion."""


def read_document(path: str, diagnostics: Diagnostics) -> Document | None:
    """The text of a file; why it cannot be read becomes a diagnostic."""
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        diagnostics.add("E002", f"cannot read the file: {reason}", location=_at(path))
        return None
    try:
        # A byte order mark is not part of the text (RFC 8259, section 8.1 lets a parser ignore it).
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        diagnostics.add(
            "E003",
            f"the file is not UTF-8: byte 0x{content[error.start]:02x} in line {line}",
            location=_at(path),
            hint="save the file as UTF-8",
        )
        return None
    return Document(path, text)


def parse_json(document: Document, diagnostics: Diagnostics) -> Any:
    """The JSON value of `document`; `None` after a diagnostic (no model is JSON null)."""
    if not document.text.strip():
        diagnostics.add("E008", "the file is empty", location=Location(document))
        return None
    repeated = False

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        found = dict(items)
        if len(found) != len(items):
            repeated = True
        return found

    try:
        node: Any = json.loads(
            document.text,
            object_pairs_hook=pairs,
            parse_constant=_refuse,
            parse_float=_float,
        )
    except json.JSONDecodeError as error:
        diagnostics.add(
            "E004",
            f"malformed JSON: {error.msg}",
            location=Location(document, offset=error.pos),
        )
        return None
    except NumberError:
        offset, literal = _bad_number(document.text)
        _refuse_number(document, offset, literal, diagnostics)
        return None
    except RecursionError:
        _too_deep(document, diagnostics)
        return None
    except ValueError:
        # Python refuses integers of more than 4300 digits.
        offset, literal = _bad_number(document.text)
        _refuse_number(document, offset, literal, diagnostics)
        return None
    if _depth_exceeds(node, MAX_DEPTH):
        _too_deep(document, diagnostics)
        return None
    if repeated:
        for key, offset in _repeated_keys(document.text):
            diagnostics.add(
                "E005",
                f"the key {key!r} occurs twice in one object",
                location=Location(document, offset=offset),
                hint="only the last one would count; remove or merge one of them",
            )
        return None
    if _SURROGATE.search(document.text) and not _encodable(node):
        _refuse_surrogates(document, diagnostics)
        return None
    return node


def _at(path: str) -> Location:
    return Location(Document(path, ""))


def _refuse(literal: str) -> NoReturn:
    raise NumberError(literal)


def number(literal: str) -> float | int:
    """The value of a number's literal. Raises `NumberError` for one that a model cannot hold."""
    if set(literal) & set(".eE"):
        return _float(literal)
    if len(literal) > _MAX_DIGITS:
        raise NumberError(literal)
    return int(literal)


def _float(literal: str) -> float | int:
    value = float(literal)
    if value in (float("inf"), float("-inf")):
        # A bigDecimal may be larger than a double; every number that large can be an integer.
        exact = Decimal(literal)
        if exact.adjusted() > _MAX_DIGITS or exact != exact.to_integral_value():
            raise NumberError(literal)
        return int(exact)
    # Up to 15 digits, a double has all of them.
    if len(literal) > 15 and Decimal(repr(value)) != Decimal(literal):
        return LongDecimal.of(literal)
    return value


def _bad_number(text: str) -> tuple[int, str]:
    for match in _CONSTANT.finditer(text):
        if not match[0].startswith('"'):
            return match.start(), match[0]
    for match in _NUMBER.finditer(text):
        if match[0].startswith('"'):
            continue
        try:
            # `int` raises a plain ValueError for too many digits.
            _float(match[0]) if set(match[0]) & set(".eE") else int(match[0])
        except (NumberError, ValueError):
            return match.start(), match[0]
    return 0, ""


def _refuse_number(
    document: Document, offset: int, literal: str, diagnostics: Diagnostics
) -> None:
    shown = literal if len(literal) <= 20 else f"{literal[:17]}..."
    diagnostics.add(
        "E006",
        f"{shown} is not a number that a model can hold",
        location=Location(document, offset=offset),
        hint=(
            None
            if literal[-1:].isdigit()
            else f'Smithy writes this as the string "{literal}"'
        ),
    )


def _depth_exceeds(node: Any, limit: int) -> bool:
    level: list[Any] = [node]
    for _ in range(limit + 1):
        below: list[Any] = []
        nests = False
        for value in level:
            if is_object(value):
                nests = True
                below.extend(value.values())
            elif is_list(value):
                nests = True
                below.extend(value)
        if not nests:
            return False
        level = below
    return True


def _too_deep(document: Document, diagnostics: Diagnostics) -> None:
    depth = 0
    for match in _MARK.finditer(document.text):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(match[0], 0)
        if depth > MAX_DEPTH:
            break
    else:
        match = None
    diagnostics.add(
        "E007",
        f"values are nested more than {MAX_DEPTH} levels deep",
        location=Location(document, offset=match.start() if match else 0),
    )


def _repeated_keys(text: str) -> Iterator[tuple[str, int]]:
    """Every key that its object has twice, with the offset of the later one. `text` is JSON."""
    seen: list[set[str] | None] = []
    awaits_key = False
    for match in re.finditer(r'"(?:[^"\\]++|\\.)*+"?+|[{}\[\],]', text, re.DOTALL):
        token = match[0]
        if token == "{":
            seen.append(set())
            awaits_key = True
        elif token == "[":
            seen.append(None)
        elif token in "}]":
            seen.pop()
            awaits_key = False
        elif token == ",":
            awaits_key = seen[-1] is not None
        elif awaits_key:
            awaits_key = False
            key, keys = str(json.loads(token)), seen[-1]
            assert keys is not None
            if key in keys:
                yield key, match.start()
            keys.add(key)


def _encodable(node: Any) -> bool:
    try:
        json.dumps(node, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse_surrogates(document: Document, diagnostics: Diagnostics) -> None:
    for match in _STRING.finditer(document.text):
        if not _encodable(json.loads(match[0])):
            diagnostics.add(
                "E009",
                "the string holds half of a surrogate pair, which is not Unicode text",
                location=Location(document, offset=match.start()),
            )

"""Operations: the constructors of awso's module Endpoints, in source, interface and
pages alike.

ReadBook : (Values.ReadBookRequest.t, Values.ReadBookResponse.t,
Values.ReadBookResponse.error) t
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from ...problems.locations import Document, Location
from .facts import OperationFacts, SourceFacts
from .lexer import Source

_SIDE = r"(?:unit|(?:[A-Z]\w*+\.)*?(?P<{side}>[A-Z]\w*+)\.{word})"
OPERATION = re.compile(
    # A page's rows may be glued: `... .error) tReadShelf : (`.
    r"(?:(?<!\w)|(?<=\) t))(?P<name>[A-Z]\w*+)\s*+:\s*+\(\s*+"
    + _SIDE.format(side="input", word="t")
    + r"\s*+,\s*+"
    + _SIDE.format(side="output", word="t")
    + r"\s*+,\s*+"
    + _SIDE.format(side="error", word="error")
    + r"\s*+\)\s*+t(?:\b|(?=val\s|[A-Z]))"
)
# What starts the type whose constructors the operations are.
TYPE = re.compile(r"type\s+\(\s*'i\s*,\s*'o\s*,\s*'e\s*\)\s*t\s*=")
_CONTENT_TYPE = re.compile(r"\Aapplication/x-amz-json-(?P<version>1\.[01])\Z")
_NEXT = re.compile(r"\s*(?:val|let)\b")


# Where in the file a place of the text is, where the two differ.
Place: TypeAlias = "Callable[[int], int] | None"


def read_operations(
    document: Document, text: str, facts: SourceFacts, place: Place = None
) -> bool:
    """Adds the operations of a text. False where it is none of Endpoints."""
    start = TYPE.search(text)
    if start is None:
        return False
    end = start.end()
    for match in OPERATION.finditer(text, end):
        end = match.end()
        offset = match.start() if place is None else place(match.start())
        facts.operations.append(
            OperationFacts(
                match["name"],
                Location(document, offset=offset),
                match["input"] or "",
                match["output"] or "",
            )
        )
    # Where something else stands behind the last one, none was cut off.
    facts.all_operations = bool(_NEXT.match(text, end))
    return True


def read_content_type(source: Source, facts: SourceFacts) -> None:
    """The version of awsJson, which only the content type of requests tells."""
    for start, end in source.strings.items():
        if end - start < 40:
            found = _CONTENT_TYPE.match(source.string(start) or "")
            if found is not None:
                facts.json_version = found["version"]
                return

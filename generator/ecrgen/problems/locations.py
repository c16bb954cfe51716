"""Where in a source file something was written.

JSON is parsed by the standard library, which keeps no positions. A location therefore holds a JSON pointer
(RFC 6901), and the line and column are found by scanning the text again, only when a diagnostic is shown.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

# How much of a line an excerpt shows.
_EXCERPT = 100


@dataclass(frozen=True)
class Document:
    """A source text and the name a user knows it by."""

    file: str
    text: str = field(repr=False)
    # For the syntaxes that have no pointers: the offset of a shape or member and the path
    # to what it says, such as "operations/2", to the offset where that is written.
    places: dict[tuple[int, str], int] = field(
        default_factory=dict[tuple[int, str], int], repr=False, compare=False
    )

    @cached_property
    def _pointers(self) -> dict[str, int]:
        return _scan(self.text)

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.text)]

    def offset_of(self, pointer: str) -> int | None:
        """The offset of the value at `pointer`; of its closest parent when the value itself is not there."""
        while pointer not in self._pointers:
            if not pointer:
                return None
            pointer = pointer.rpartition("/")[0]
        return self._pointers[pointer]

    def position_of(self, offset: int) -> tuple[int, int]:
        """Line and column, both counted from 1."""
        line = bisect_left(self._line_ends, offset)
        start = self._line_ends[line - 1] + 1 if line else 0
        return line + 1, offset - start + 1


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a document: a JSON pointer, or an offset for the syntaxes that track them."""

    document: Document
    pointer: str = ""
    offset: int | None = None

    @property
    def file(self) -> str:
        return self.document.file

    @property
    def position(self) -> tuple[int, int] | None:
        offset = (
            self.offset
            if self.offset is not None
            else self.document.offset_of(self.pointer)
        )
        return None if offset is None else self.document.position_of(offset)

    @property
    def excerpt(self) -> str | None:
        """The line of a location by offset, with a caret below the place."""
        if self.offset is None or not self.document.text:
            return None
        text, offset = self.document.text, min(self.offset, len(self.document.text))
        start = text.rfind("\n", 0, offset) + 1
        end = text.find("\n", offset)
        line = text[start : len(text) if end < 0 else end].rstrip()
        if not line:
            return None
        before = line[: offset - start].expandtabs(4)
        column = max(len(before), offset - start)
        cut = max(0, column - _EXCERPT // 2)
        return f"{line.expandtabs(4)[cut : cut + _EXCERPT]}\n{' ' * (column - cut)}^"

    def child(self, *segments: str | int) -> Location:
        """The place below this one; by offset, the closest one that is known."""
        if self.offset is not None:
            names = [str(segment) for segment in segments]
            while names:
                place = self.document.places.get((self.offset, "/".join(names)))
                if place is not None:
                    return Location(self.document, offset=place)
                names.pop()
            return self
        tail = "".join(f"/{_escape(str(segment))}" for segment in segments)
        return Location(self.document, self.pointer + tail)

    def __str__(self) -> str:
        position = self.position
        where = (
            self.file
            if position is None
            else f"{self.file}:{position[0]}:{position[1]}"
        )
        return f"{where} {self.pointer}" if self.pointer else where


def _escape(segment: str) -> str:
    return segment.replace("~", "~0").replace("/", "~1")


_TOKEN = re.compile(
    r'\s*(?:("(?:[^"\\]++|\\.)*+")|([{}\[\],:])|([^\s{}\[\],:"]+))', re.DOTALL
)


def _scan(text: str) -> dict[str, int]:
    """Every JSON pointer of `text` with the offset where its value starts. Tolerates malformed tails."""
    found: dict[str, int] = {}
    # One frame per open container: (pointer, next index for arrays or None for objects).
    stack: list[tuple[str, int | None]] = []
    pointer = ""
    key: str | None = None
    position = 0
    while (match := _TOKEN.match(text, position)) is not None:
        position = match.end()
        string, mark, _ = match.groups()
        start = match.start(match.lastindex or 0)
        if mark == ":":
            continue
        if mark == ",":
            if not stack:
                break
            parent, index = stack[-1]
            if index is not None:
                stack[-1] = (parent, index + 1)
            key = None
            continue
        if mark in ("}", "]"):
            if not stack:
                break
            stack.pop()
            key = None
            continue
        if stack:
            parent, index = stack[-1]
            if index is None and key is None:
                if string is None:
                    break
                try:
                    key = str(json.loads(string))
                except ValueError:
                    break
                continue
            pointer = (
                f"{parent}/{_escape(key)}" if key is not None else f"{parent}/{index}"
            )
        found[pointer] = start
        if mark == "{":
            stack.append((pointer, None))
            key = None
        elif mark == "[":
            stack.append((pointer, 0))
            key = None
    return found

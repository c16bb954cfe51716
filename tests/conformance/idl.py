"""The compliance cases as Smithy's authors wrote them: read from the suites' IDL, to know that all of them are run.

A reader of trait values and nothing else (Smithy 2.0, "Smithy IDL", "Node values" and "Text blocks"): what shapes are
is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.places import CORPORA

FOLDER = CORPORA / "smithy-protocol-tests"
REQUESTS = "smithy.test#httpRequestTests"
RESPONSES = "smithy.test#httpResponseTests"

_TRAITS = {each.partition("#")[2]: each for each in (REQUESTS, RESPONSES)}
_SHAPES = set(
    "operation structure service resource union list map enum intEnum string blob boolean byte short integer long float"
    " double bigInteger bigDecimal timestamp document".split()
)
_TOKEN = re.compile(
    r'(?:[\s,]|//[^\n]*)+|(?P<token>"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\])*"|:=|[][{}():=@]|[^\s,"\[\]{}():=@]+)',
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(\r?\n)|(.))")
_CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Written:
    """One case: the trait that it is in, the shape that has the trait, and what it says."""

    trait: str
    owner: str
    facts: dict[str, Any]


@cache
def cases() -> tuple[Written, ...]:
    """Every case of every file, those for servers too."""
    return tuple(
        case
        for path in sorted(FOLDER.rglob("*.smithy"))
        for case in _Reader(path).cases()
    )


class _Reader:
    def __init__(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        self._tokens = [
            match["token"] for match in _TOKEN.finditer(text) if match["token"]
        ]
        self._at = 0
        self._namespace = ""
        self._used: dict[str, str] = {}

    def cases(self) -> Iterator[Written]:
        """Walks over the statements of the file; what is nested in them is no statement."""
        waiting: list[tuple[str, Any]] = []
        while self._at < len(self._tokens):
            token = self._next()
            if token == "namespace":
                self._namespace = self._next()
            elif token == "use":
                shape = self._next()
                self._used[shape.partition("#")[2]] = shape
            elif token == "@":
                waiting += self._trait()
            elif token == "apply":
                owner = self._next()
                for trait, found in self._applied():
                    yield from self._made(owner, trait, found)
            elif token in _SHAPES:
                owner = self._next()
                for trait, found in waiting:
                    yield from self._made(owner, trait, found)
                waiting = []
            elif token in _CLOSING:
                self._skip(_CLOSING[token])

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def _applied(self) -> Iterator[tuple[str, Any]]:
        """`apply SHAPE @trait`, or a block of traits."""
        if self._next() == "@":
            yield from self._trait()
            return
        while self._next() == "@":
            yield from self._trait()

    def _trait(self) -> Iterator[tuple[str, Any]]:
        trait = _TRAITS.get(self._next())
        if self._at < len(self._tokens) and self._tokens[self._at] == "(":
            self._at += 1
            if trait is None:
                self._skip(")")
                return
            yield trait, self._value()
            assert self._next() == ")"

    def _skip(self, closing: str) -> None:
        while (token := self._next()) != closing:
            if token in _CLOSING:
                self._skip(_CLOSING[token])

    def _value(self) -> Any:
        token = self._next()
        match token[0]:
            case "[":
                found: list[Any] = []
                while self._tokens[self._at] != "]":
                    found.append(self._value())
                self._at += 1
                return found
            case "{":
                members: dict[str, Any] = {}
                while (key := self._next()) != "}":
                    assert self._next() == ":"
                    members[_string(key) if key[0] == '"' else key] = self._value()
                return members
            case '"':
                return _string(token)
            case _:
                return self._word(token)

    def _word(self, token: str) -> Any:
        words = {"true": True, "false": False, "null": None}
        if token in words:
            return words[token]
        if token[0] in "-0123456789":
            return int(token) if token.lstrip("-").isdigit() else Decimal(token)
        return self._shape(token)

    def _shape(self, name: str) -> str:
        if "#" in name:
            return name
        return self._used.get(name, f"{self._namespace}#{name}")

    def _made(self, owner: str, trait: str, found: Any) -> Iterator[Written]:
        for facts in found:
            yield Written(trait, self._shape(owner), facts)


def _string(token: str) -> str:
    if not token.startswith('"""'):
        return _ESCAPE.sub(_unescaped, token[1:-1])
    # The line break after the opening quotes is no part of the text, nor is the indentation that all lines share; a
    # last line of blanks has a say in it, other blank lines have none.
    first, *lines = token[3:-3].split("\n")
    assert not first.strip()
    counted = [line for line in lines[:-1] if line.strip()] + lines[-1:]
    indent = min(len(line) - len(line.lstrip(" ")) for line in counted)
    return _ESCAPE.sub(_unescaped, "\n".join(line[indent:].rstrip() for line in lines))


def _unescaped(match: re.Match[str]) -> str:
    code, line_break, character = match.groups()
    if code:
        return chr(int(code, 16))
    if line_break:
        return ""
    return {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}.get(
        character, character
    )

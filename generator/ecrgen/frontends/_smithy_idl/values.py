"""Node values (Smithy 2.0, "Node values")."""

from __future__ import annotations

from typing import Any

from ...documents.json_text import MAX_DEPTH, NumberError, number
from ...model.ids import ShapeId
from .errors import GrammarError
from .names import Names, shape_id_text
from .strings import StringError, quoted_text, text_block
from .tokens import WHITESPACE_AND_DOCS, Tokens

_VALUES = ("STRING", "TEXT_BLOCK", "NUMBER", "IDENTIFIER", "LBRACE", "LBRACKET")
_KEYWORDS: dict[str, Any] = {"true": True, "false": False, "null": None}


class Values:
    """Reads the values of a file."""

    __slots__ = ("_depth", "_names", "_tokens", "words")

    def __init__(self, tokens: Tokens, names: Names) -> None:
        self._tokens = tokens
        self._names = names
        self._depth = 0
        # What words without quotes stand for (Smithy 2.0, "Syntactic shape IDs").
        self.words: dict[ShapeId, int] = {}

    def node(self) -> Any:
        """Skips a value."""
        tokens = self._tokens
        kind = tokens.kinds[tokens.at]
        if kind in ("STRING", "TEXT_BLOCK"):
            return self.string()
        if kind == "LBRACE":
            return self._object()
        if kind == "LBRACKET":
            return self._list()
        if kind == "IDENTIFIER":
            start = tokens.offset
            return self.word(shape_id_text(tokens), start)
        if kind == "NUMBER":
            return self.number()
        return tokens.unexpected(_VALUES)

    def word(self, text: str, offset: int) -> Any:
        """A keyword, or the shape that a word stands for."""
        if text in _KEYWORDS:
            return _KEYWORDS[text]
        shape = self._names.resolved(text)
        self.words.setdefault(shape, offset)
        return shape

    def string(self) -> str:
        """Skips a string or text block."""
        tokens = self._tokens
        is_block = tokens.kind == "TEXT_BLOCK"
        start, lexeme = tokens.offset, tokens.lexeme
        try:
            text = text_block(lexeme) if is_block else quoted_text(lexeme)
        except StringError as problem:
            what = "text block" if is_block else "quoted string"
            message = f"Error parsing {what}: {problem}"
            hint = 'after a \\ come " \\ / b f n r t, uXXXX or the end of the line'
            if is_block:
                hint = 'a text block begins with """ and a line break'
            raise GrammarError("E021", message, start, hint) from None
        tokens.next()
        return text

    def number(self) -> int | float:
        tokens = self._tokens
        try:
            value = number(tokens.lexeme)
        except NumberError:
            raise GrammarError(
                "E006",
                "the number is out of all proportion",
                tokens.offset,
                "numbers of this size are written as strings",
            ) from None
        tokens.next()
        return value

    def key(self) -> str:
        """Skips the key of an object."""
        if self._tokens.kind == "STRING":
            return self.string()
        return self._tokens.take()

    def enter(self) -> None:
        """One level deeper."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise GrammarError(
                "E007",
                f"values are nested more than {MAX_DEPTH} levels deep",
                self._tokens.offset,
                None,
            )

    def leave(self) -> None:
        self._depth -= 1

    def reset(self) -> None:
        """After a problem, which leaves levels open."""
        self._depth = 0

    def _list(self) -> list[Any]:
        self.enter()
        tokens = self._tokens
        kinds = tokens.kinds
        items: list[Any] = []
        tokens.at += 1
        while True:
            while kinds[tokens.at] in WHITESPACE_AND_DOCS:
                tokens.at += 1
            if kinds[tokens.at] == "RBRACKET":
                break
            items.append(self.node())
        tokens.at += 1
        self.leave()
        return items

    def _object(self) -> dict[str, Any]:
        self.enter()
        tokens = self._tokens
        entries: dict[str, Any] = {}
        tokens.at += 1
        tokens.skip_whitespace_and_docs()
        while tokens.kind != "EOF":
            if tokens.expect("RBRACE", "STRING", "IDENTIFIER") == "RBRACE":
                break
            self.entry(entries)
            tokens.skip_whitespace_and_docs()
        tokens.skip("RBRACE")
        self.leave()
        return entries

    def entry(self, entries: dict[str, Any]) -> None:
        """Skips `key: value`."""
        tokens = self._tokens
        start, key = tokens.offset, self.key()
        tokens.skip_whitespace_and_docs()
        tokens.skip("COLON")
        tokens.skip_whitespace_and_docs()
        value = self.node()
        if key in entries:
            raise GrammarError(
                "E005",
                f"Duplicate member: '{key}'",
                start,
                "only one of them would count; remove or merge one of them",
            )
        entries[key] = value

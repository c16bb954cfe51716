"""Traits and documentation comments (Smithy 2.0, "Applying traits")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...model.ids import ShapeId
from ..operations import OMITTED
from .names import Names, shape_id_text
from .tokens import WHITESPACE, Tokens
from .values import Values

DOCUMENTATION = ShapeId("smithy.api#documentation")
_BODIES = ("LBRACE", "LBRACKET", "TEXT_BLOCK", "STRING", "NUMBER", "IDENTIFIER")


@dataclass(frozen=True, slots=True)
class TraitUse:
    """A trait that stands before a shape or member, or in an `apply` statement."""

    trait: ShapeId
    value: Any
    offset: int
    is_comment: bool = False


class TraitReader:
    """Reads the traits of a file."""

    __slots__ = ("_names", "_tokens", "_values")

    def __init__(self, tokens: Tokens, names: Names, values: Values) -> None:
        self._tokens = tokens
        self._names = names
        self._values = values

    def comment(self) -> TraitUse | None:
        """Skips whitespace, and the documentation comments that begin there.

        One that ends the line of something else documents nothing.
        """
        tokens = self._tokens
        tokens.skip_whitespace()
        while tokens.kind == "DOC_COMMENT" and not tokens.is_first_of_line:
            tokens.next()
            tokens.skip_whitespace()
        if tokens.kind != "DOC_COMMENT":
            return None
        start = tokens.offset
        lines: list[str] = []
        while tokens.kind == "DOC_COMMENT" or tokens.kind in WHITESPACE:
            if tokens.kind == "DOC_COMMENT":
                lines.append(tokens.lexeme[3:].rstrip("\r\n").removeprefix(" "))
            tokens.next()
        return TraitUse(DOCUMENTATION, "\n".join(lines), start, is_comment=True)

    def before_shape(self) -> list[TraitUse]:
        """Skips what stands before a shape or member. A comment comes before traits."""
        comment = self.comment()
        traits = self.traits()
        if comment is not None:
            traits.append(comment)
        return traits

    def traits(self) -> list[TraitUse]:
        """Skips all traits that follow each other."""
        tokens = self._tokens
        traits: list[TraitUse] = []
        tokens.skip_whitespace_and_docs()
        while tokens.kind == "AT":
            traits.append(self.trait())
            tokens.skip_whitespace_and_docs()
        return traits

    def trait(self) -> TraitUse:
        """Skips a trait."""
        tokens = self._tokens
        start = tokens.offset
        tokens.skip("AT")
        trait = self._names.resolved(shape_id_text(tokens))
        value: Any = OMITTED
        if tokens.kind == "LPAREN":
            tokens.next()
            tokens.skip_whitespace_and_docs()
            if not tokens.is_at("RPAREN"):
                value = self._body()
                tokens.skip_whitespace_and_docs()
            tokens.skip("RPAREN")
        return TraitUse(trait, value, start)

    def _body(self) -> Any:
        """A value, or the entries of an object without its braces."""
        tokens, values = self._tokens, self._values
        kind = tokens.expect(*_BODIES)
        if kind == "STRING":
            key = values.string()
            tokens.skip_whitespace_and_docs()
            return self._entries(key) if tokens.kind == "COLON" else key
        if kind != "IDENTIFIER":
            return values.node()
        start = tokens.offset
        key = shape_id_text(tokens)
        tokens.skip_whitespace_and_docs()
        if tokens.kind == "RPAREN" or not key.isidentifier():
            return values.word(key, start)
        tokens.expect("COLON")
        return self._entries(key)

    def _entries(self, first: str) -> dict[str, Any]:
        tokens, values = self._tokens, self._values
        values.enter()
        tokens.next()
        tokens.skip_whitespace_and_docs()
        entries: dict[str, Any] = {first: values.node()}
        tokens.skip_whitespace_and_docs()
        while tokens.kind != "RPAREN":
            tokens.expect("IDENTIFIER", "STRING")
            values.entry(entries)
            tokens.skip_whitespace_and_docs()
        values.leave()
        return entries

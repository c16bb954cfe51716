"""Expressions and statements: just enough of Python's grammar for what lowering emits.

An expression is text that stays on one line, a bracketed list of items, or a
comprehension; the layout breaks lines only in the latter two. Every node knows the
imports its text needs. Text here is Python source made by the lowering from names of
the name table and literals from `literals`; a string of the model never gets here any
other way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from .imports import NO_IMPORTS, Import, union


@dataclass(frozen=True, slots=True)
class Text:
    """Source that cannot be broken over lines."""

    text: str
    imports: frozenset[Import] = NO_IMPORTS


@dataclass(frozen=True, slots=True)
class Item:
    """One item in brackets: `name=value`, `"key": value` or a value alone."""

    value: Expression
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Brackets:
    """A call, display or subscript: `open` ends with the bracket, `close` starts with
    its partner.
    """

    open: str
    items: tuple[Item, ...]
    close: str
    own_imports: frozenset[Import] = NO_IMPORTS

    @property
    def imports(self) -> frozenset[Import]:
        return union([self.own_imports, *(item.value.imports for item in self.items)])


@dataclass(frozen=True, slots=True)
class Comprehension:
    """`parts` are the element, then its `for` and `if` clauses."""

    open: str
    parts: tuple[str, ...]
    close: str
    imports: frozenset[Import] = NO_IMPORTS


@dataclass(frozen=True, slots=True)
class Literal:
    """A string literal: `whole`, or `parts` that stand below each other and mean the
    same.
    """

    whole: str
    parts: tuple[str, ...]
    imports: frozenset[Import] = NO_IMPORTS


Expression: TypeAlias = Text | Brackets | Comprehension | Literal


@dataclass(frozen=True, slots=True)
class Line:
    """A statement that ends in an expression: `return x`, `out["a"] = x`, or the
    expression alone.
    """

    prefix: str
    value: Expression
    imports_of_prefix: frozenset[Import] = NO_IMPORTS

    @property
    def imports(self) -> frozenset[Import]:
        return self.value.imports | self.imports_of_prefix


@dataclass(frozen=True, slots=True)
class Block:
    """A compound statement: `header` ends with the colon."""

    header: str
    body: tuple[Statement, ...]
    imports_of_header: frozenset[Import] = NO_IMPORTS

    @property
    def imports(self) -> frozenset[Import]:
        return union(
            [self.imports_of_header, *(statement.imports for statement in self.body)]
        )


Statement: TypeAlias = Line | Block


def call(
    function: str, *arguments: Expression, imports: Iterable[Import] = ()
) -> Brackets:
    """`function(argument, ...)`."""
    return Brackets(
        f"{function}(",
        tuple(Item(argument) for argument in arguments),
        ")",
        frozenset(imports),
    )


def text(expression: Expression) -> str:
    """The expression on one line."""
    match expression:
        case Text():
            return expression.text
        case Literal():
            return expression.whole
        case Comprehension():
            return f"{expression.open}{' '.join(expression.parts)}{expression.close}"
        case Brackets():
            inner = ", ".join(
                item.prefix + text(item.value) for item in expression.items
            )
            return f"{expression.open}{inner}{expression.close}"

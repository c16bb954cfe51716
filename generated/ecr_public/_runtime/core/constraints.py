"""Constraints of named simple types, for tools that read `Annotated`. Nothing here
checks a value at run time.

They keep the conventions of the annotated-types package without importing it, which
would take longer than all that a first request needs: each is a "grouped metadata" of
one, and unpacks to the package's own class where a tool that knows it (pydantic,
hypothesis) asks for its parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module


class _Constraint:
    """What `annotated_types.GroupedMetadata` asks for, and equality by value."""

    __slots__: tuple[str, ...] = ()
    __is_annotated_types_grouped_metadata__ = True

    def _bound(self) -> float:
        """The only field."""
        bound: float = getattr(self, self.__slots__[0])
        return bound

    def __iter__(self) -> Iterator[object]:
        try:
            module = import_module("annotated_types")
        except ImportError:
            return
        yield getattr(module, type(self).__name__)(self._bound())

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Constraint)
            and type(other) is type(self)
            and other._bound() == self._bound()
        )

    def __hash__(self) -> int:
        return hash((type(self), self._bound()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.__slots__[0]}={self._bound()!r})"


class Ge(_Constraint):
    """At least `ge`."""

    __slots__ = ("ge",)

    def __init__(self, ge: float) -> None:
        self.ge = ge


class Le(_Constraint):
    """At most `le`."""

    __slots__ = ("le",)

    def __init__(self, le: float) -> None:
        self.le = le


class MinLen(_Constraint):
    """At least `min_length` characters, bytes or entries."""

    __slots__ = ("min_length",)

    def __init__(self, min_length: int) -> None:
        self.min_length = min_length


class MaxLen(_Constraint):
    """At most `max_length` characters, bytes or entries."""

    __slots__ = ("max_length",)

    def __init__(self, max_length: int) -> None:
        self.max_length = max_length


class Pattern:
    """A regular expression that some part of the string matches (ECMA 262, as the
    Smithy `pattern` trait).
    """

    __slots__ = ("regex",)

    def __init__(self, regex: str) -> None:
        self.regex = regex

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pattern) and other.regex == self.regex

    def __hash__(self) -> int:
        return hash(self.regex)

    def __repr__(self) -> str:
        return f"Pattern(regex={self.regex!r})"


__all__ = ["Ge", "Le", "MaxLen", "MinLen", "Pattern"]

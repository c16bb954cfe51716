"""Constraints of named simple types, for tools that read `Annotated`. Nothing here checks a value at run time.

Where the `annotated-types` package is installed its classes are used, so that pydantic, hypothesis and others that
know it understand the types; otherwise the same conventions are kept by the classes below.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that some part of the string matches (ECMA 262, as the Smithy `pattern` trait)."""

    regex: str


if not TYPE_CHECKING:
    with suppress(ImportError):
        from annotated_types import Ge, Le, MaxLen, MinLen

if TYPE_CHECKING or "Ge" not in globals():

    @dataclass(frozen=True, slots=True)
    class Ge:
        """At least `ge`."""

        ge: float

    @dataclass(frozen=True, slots=True)
    class Le:
        """At most `le`."""

        le: float

    @dataclass(frozen=True, slots=True)
    class MinLen:
        """At least `min_length` characters, bytes or entries."""

        min_length: int

    @dataclass(frozen=True, slots=True)
    class MaxLen:
        """At most `max_length` characters, bytes or entries."""

        max_length: int


__all__ = ["Ge", "Le", "MaxLen", "MinLen", "Pattern"]

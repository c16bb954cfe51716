"""The nodes of a JMESPath expression (jmespath.org, "Specification")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Current:
    """`@`"""


@dataclass(frozen=True, slots=True)
class Literal:
    value: Any


@dataclass(frozen=True, slots=True)
class Field:
    of: Path
    name: str


@dataclass(frozen=True, slots=True)
class Index:
    of: Path
    index: int


@dataclass(frozen=True, slots=True)
class Slice:
    of: Path
    start: int | None
    stop: int | None
    step: int | None


@dataclass(frozen=True, slots=True)
class Flatten:
    """`[]`"""

    of: Path


@dataclass(frozen=True, slots=True)
class Values:
    """`*`: the values of an object."""

    of: Path


@dataclass(frozen=True, slots=True)
class Projection:
    """Evaluates `each` for every element of the array `of`; nulls are left out."""

    of: Path
    each: Path


@dataclass(frozen=True, slots=True)
class Filter:
    """`[?condition]`"""

    of: Path
    condition: Path


@dataclass(frozen=True, slots=True)
class Pipe:
    """`right` evaluated with the value of `left` as the current node."""

    left: Path
    right: Path


@dataclass(frozen=True, slots=True)
class Either:
    """`left || right`"""

    left: Path
    right: Path


@dataclass(frozen=True, slots=True)
class Both:
    """`left && right`"""

    left: Path
    right: Path


@dataclass(frozen=True, slots=True)
class Not:
    of: Path


@dataclass(frozen=True, slots=True)
class Comparison:
    operator: str
    left: Path
    right: Path


@dataclass(frozen=True, slots=True)
class Several:
    """`[a, b]`: an array of the values of expressions."""

    of: Path
    items: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """`{a: b}`: an object of the values of expressions."""

    of: Path
    items: tuple[tuple[str, Path], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """`&expression`, an argument of functions."""

    to: Path


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Path, ...]


Path: TypeAlias = (
    Current
    | Literal
    | Field
    | Index
    | Slice
    | Flatten
    | Values
    | Projection
    | Filter
    | Pipe
    | Either
    | Both
    | Not
    | Comparison
    | Several
    | Named
    | Reference
    | Call
)

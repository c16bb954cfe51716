"""What a piece of generated code needs imported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Import:
    """`from module import name`.

    A module that starts with a dot is one of the generated package, counted from its
    root (`.models.image`, `._runtime.values`); "." is the root itself. The emitter
    makes it relative to the importing module.
    """

    module: str
    name: str


NO_IMPORTS: frozenset[Import] = frozenset()


def union(sets: Iterable[frozenset[Import]]) -> frozenset[Import]:
    return NO_IMPORTS.union(*sets)

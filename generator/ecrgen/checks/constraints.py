"""Smithy 2.0, "Constraint traits".

Constraint traits are on shapes they can constrain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..model.shapes import ListShape, MapShape, Model, Shape, SimpleShape, SimpleType
from ..model.traits import Length, Pattern, Range, Trait, UniqueItems
from ..problems.diagnostics import Diagnostic
from ..problems.suggest import an
from ._support import applied, is_number, is_stringish, problem, type_of


def _has_length(shape: Shape) -> bool:
    return (
        is_stringish(shape)
        or isinstance(shape, (ListShape, MapShape))
        or (isinstance(shape, SimpleShape) and shape.type is SimpleType.BLOB)
    )


def _is_list(shape: Shape) -> bool:
    return isinstance(shape, ListShape)


_APPLICABLE: tuple[tuple[type[Trait], Callable[[Shape], bool]], ...] = (
    (Length, _has_length),
    (Range, is_number),
    (Pattern, is_stringish),
    (UniqueItems, _is_list),
)


def check(model: Model) -> Iterator[Diagnostic]:
    for where, target, traits in applied(model):
        for trait, fits in _APPLICABLE:
            if traits.has(trait) and not fits(target):
                yield problem(
                    "W300",
                    f"{trait.ID} has no effect on {an(type_of(target))}",
                    where,
                )

"""Helpers that several rules share."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.closure import members_of
from ..model.shapes import (
    EnumMember,
    EnumShape,
    IntEnumShape,
    ListShape,
    MapShape,
    Member,
    Model,
    OperationShape,
    ResourceShape,
    ServiceShape,
    Shape,
    SimpleShape,
    SimpleType,
    StructureShape,
    UnionShape,
)
from ..model.traits import Traits
from ..problems.diagnostics import Diagnostic

MIXIN = "smithy.api#mixin"

INTEGERS = frozenset(
    {
        SimpleType.BYTE,
        SimpleType.SHORT,
        SimpleType.INTEGER,
        SimpleType.LONG,
        SimpleType.BIG_INTEGER,
    }
)
NUMBERS = INTEGERS | {SimpleType.FLOAT, SimpleType.DOUBLE, SimpleType.BIG_DECIMAL}


def problem(
    code: str,
    message: str,
    where: Shape | Member | EnumMember,
    hint: str | None = None,
) -> Diagnostic:
    return Diagnostic(code, message, where.location, where.id, hint)


def type_of(shape: Shape) -> str:
    """The name of a shape's type as the specification writes it."""
    if isinstance(shape, SimpleShape):
        return shape.type.value
    return _TYPES[type(shape)]


def structure_members(model: Model) -> Iterator[tuple[StructureShape, Member]]:
    for shape in model:
        if isinstance(shape, StructureShape):
            for member in shape.members.values():
                yield shape, member


def all_members(model: Model) -> Iterator[tuple[Shape, Member]]:
    for shape in model:
        for member in members_of(shape):
            yield shape, member


def operations(model: Model) -> Iterator[OperationShape]:
    return (shape for shape in model if isinstance(shape, OperationShape))


def binders(model: Model) -> Iterator[ServiceShape | ResourceShape]:
    """The services and resources, which bind operations and resources; no mixins."""
    for shape in model:
        if isinstance(shape, (ServiceShape, ResourceShape)) and not is_mixin(shape):
            yield shape


def is_mixin(shape: Shape) -> bool:
    return MIXIN in shape.traits


def is_stringish(shape: Shape) -> bool:
    return isinstance(shape, EnumShape) or (
        isinstance(shape, SimpleShape) and shape.type is SimpleType.STRING
    )


def is_integer(shape: Shape) -> bool:
    return isinstance(shape, IntEnumShape) or (
        isinstance(shape, SimpleShape) and shape.type in INTEGERS
    )


def is_number(shape: Shape) -> bool:
    return isinstance(shape, IntEnumShape) or (
        isinstance(shape, SimpleShape) and shape.type in NUMBERS
    )


def applied(model: Model) -> Iterator[tuple[Shape | Member, Shape, Traits]]:
    """Every shape and member that has traits, with the shape that gives its type."""
    for shape in model:
        if shape.traits.raw:
            yield shape, shape, shape.traits
        for member in members_of(shape):
            if member.traits.raw:
                yield member, model[member.target], member.traits


_TYPES: dict[type[Shape], str] = {
    EnumShape: "enum",
    IntEnumShape: "intEnum",
    ListShape: "list",
    MapShape: "map",
    OperationShape: "operation",
    ResourceShape: "resource",
    ServiceShape: "service",
    StructureShape: "structure",
    UnionShape: "union",
}

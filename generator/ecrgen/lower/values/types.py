"""Type annotations of shapes and members."""

from __future__ import annotations

from ...ir import literals
from ...ir.code import Brackets, Expression, Item, Text
from ...ir.imports import Import
from ...model.ids import ShapeId
from ...model.shapes import ListShape, MapShape, Member, SimpleShape, SimpleType
from ...model.traits import Length, Pattern, Range, Sparse, Streaming, Traits
from .. import runtime
from ..names.context import Context
from . import streaming

_VALUES = runtime.module("values")
_ANNOTATED = Import("typing", "Annotated")

SIMPLE: dict[SimpleType, Text] = {
    SimpleType.BLOB: Text("bytes"),
    SimpleType.BOOLEAN: Text("bool"),
    SimpleType.STRING: Text("str"),
    SimpleType.BYTE: Text("int"),
    SimpleType.SHORT: Text("int"),
    SimpleType.INTEGER: Text("int"),
    SimpleType.LONG: Text("int"),
    SimpleType.BIG_INTEGER: Text("int"),
    SimpleType.FLOAT: Text("float"),
    SimpleType.DOUBLE: Text("float"),
    SimpleType.BIG_DECIMAL: Text("Decimal", frozenset({Import("decimal", "Decimal")})),
    SimpleType.TIMESTAMP: Text("datetime", frozenset({Import("datetime", "datetime")})),
    SimpleType.DOCUMENT: Text("values.Document", frozenset({_VALUES})),
}


def of_member(context: Context, member: Member) -> Expression:
    """The type of a member's value, with the constraints that stand on the member
    itself.
    """
    if context.streams(member):
        return streaming.type_of(context, member)
    return annotated(of_shape(context, member.target), member.traits)


def of_parameter(context: Context, target: ShapeId) -> Expression:
    """The type of a parameter of a client's method: as for a field, without constraints
    that are written in place.
    """
    shape = context.shape(target)
    if shape.traits.has(Streaming):
        return streaming.sent(context, target)
    match shape:
        case ListShape():
            element = of_parameter(context, shape.member.target)
            if shape.traits.has(Sparse):
                element = optional(element)
            return Brackets("list[", (Item(element),), "]")
        case MapShape():
            key = of_parameter(context, shape.key.target)
            value = of_parameter(context, shape.value.target)
            if shape.traits.has(Sparse):
                value = optional(value)
            return Brackets("dict[", (Item(key), Item(value)), "]")
        case _:
            return of_shape(context, target)


def of_shape(context: Context, target: ShapeId) -> Expression:
    """The type of a shape's values: its class or alias, or a list or dict written in
    place.
    """
    shape = context.shape(target)
    match shape:
        case ListShape():
            element = _entry(context, shape.member, shape.traits)
            return annotated(Brackets("list[", (Item(element),), "]"), shape.traits)
        case MapShape():
            key = of_member(context, shape.key)
            value = _entry(context, shape.value, shape.traits)
            return annotated(
                Brackets("dict[", (Item(key), Item(value)), "]"), shape.traits
            )
        case SimpleShape() if target.is_prelude:
            return SIMPLE[shape.type]
        case _:
            name, imported = context.reference(target)
            return Text(name, frozenset({imported}))


def _entry(context: Context, member: Member, container: Traits) -> Expression:
    entry = of_member(context, member)
    return optional(entry) if container.has(Sparse) else entry


def optional(expression: Expression) -> Expression:
    """`T | None`."""
    match expression:
        case Text():
            return Text(f"{expression.text} | None", expression.imports)
        case Brackets():
            return Brackets(
                expression.open,
                expression.items,
                expression.close + " | None",
                expression.own_imports,
            )
        case _:
            raise TypeError(expression)


def annotated(base: Expression, traits: Traits) -> Expression:
    """`Annotated[base, ...]` with the constraint traits, or `base` where there are
    none.
    """
    found: list[tuple[str, str]] = []
    if (length := traits.get(Length)) is not None:
        if length.min is not None:
            found.append(("MinLen", literals.number(length.min)))
        if length.max is not None:
            found.append(("MaxLen", literals.number(length.max)))
    if (bounds := traits.get(Range)) is not None:
        if bounds.min is not None:
            found.append(("Ge", literals.number(bounds.min)))
        if bounds.max is not None:
            found.append(("Le", literals.number(bounds.max)))
    if (pattern := traits.get(Pattern)) is not None:
        found.append(("Pattern", literals.regex(pattern.value)))
    if not found:
        return base
    items = [Item(base)]
    for name, argument in found:
        imports = frozenset({runtime.symbol(f"constraints.{name}")})
        items.append(Item(Text(f"{name}({argument})", imports)))
    return Brackets("Annotated[", tuple(items), "]", frozenset({_ANNOTATED}))

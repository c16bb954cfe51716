"""Values that a client assumes: defaults of the model, and corrections of what a server
left out.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from typing import Any

from ...ir import literals
from ...ir.code import Expression, Text
from ...ir.imports import Import
from ...model.ids import ShapeId
from ...model.shapes import (
    EnumShape,
    IntEnumShape,
    ListShape,
    MapShape,
    Member,
    SimpleShape,
    SimpleType,
    StructureShape,
    UnionShape,
)
from .. import runtime
from ..names.context import Context

_VALUES = frozenset({runtime.module("values")})
_FIELD = frozenset({Import("dataclasses", "field")})
# Not `list` and `dict` themselves: of these, strict type checkers do not know what they
# will hold.
_LIST = Text("field(default_factory=lambda: [])", _FIELD)
_DICT = Text("field(default_factory=lambda: {})", _FIELD)

# Smithy 2.0, "Client error correction".
_ZERO: dict[SimpleType, str] = {
    SimpleType.BLOB: 'b""',
    SimpleType.BOOLEAN: "False",
    SimpleType.STRING: '""',
    SimpleType.BYTE: "0",
    SimpleType.SHORT: "0",
    SimpleType.INTEGER: "0",
    SimpleType.LONG: "0",
    SimpleType.BIG_INTEGER: "0",
    SimpleType.FLOAT: "0.0",
    SimpleType.DOUBLE: "0.0",
}


def falsy(context: Context, member: Member) -> str:
    """The correction of a member whose only false value it is, so that `x or <it>`
    corrects; else nothing.
    """
    shape = context.target(member)
    return _ZERO.get(shape.type, "") if isinstance(shape, SimpleShape) else ""


def corrected(
    context: Context, member: Member, read_method: Callable[[ShapeId], str]
) -> Expression:
    """The value of a required member that a response lacks."""
    shape = context.target(member)
    match shape:
        case ListShape():
            return Text("[]")
        case MapShape():
            return Text("{}")
        case StructureShape():
            name, imported = context.reference(shape.id)
            return Text(f"{name}.{read_method(shape.id)}({{}})", frozenset({imported}))
        case UnionShape():
            _, imported = context.reference(shape.id)
            name = context.names.variants[shape.id]
            return Text(f'{name}("", None)', frozenset({Import(imported.module, name)}))
        case EnumShape():
            name, imported = context.reference(shape.id)
            return Text(f'{name}("")', frozenset({imported}))
        case IntEnumShape():
            name, imported = context.reference(shape.id)
            return Text(f"{name}(0)", frozenset({imported}))
        case SimpleShape(type=SimpleType.TIMESTAMP):
            return Text("values.EPOCH", _VALUES)
        case SimpleShape(type=SimpleType.BIG_DECIMAL):
            return Text("values.decimal(0)", _VALUES)
        case SimpleShape(type=SimpleType.DOCUMENT):
            return Text("None")
        case SimpleShape():
            return Text(_ZERO[shape.type])
        case _:
            raise TypeError(shape.id)


def literal(context: Context, member: Member, value: Any) -> Text:
    """The default of a member as the dataclass field has it: a value, or a factory for
    what is mutable.
    """
    shape = context.target(member)
    match shape:
        case ListShape():
            return _LIST
        case MapShape():
            return _DICT
        case EnumShape() | IntEnumShape():
            name, imported = context.reference(shape.id)
            known = {each.value: each.id for each in shape.members}
            if value in known:
                constant = context.names.enum_members[known[value]]
                return Text(f"{name}.{constant}", frozenset({imported}))
            return Text(f"{name}({literals.constant(value)})", frozenset({imported}))
        case SimpleShape(type=SimpleType.TIMESTAMP):
            return Text(f"values.timestamp({literals.constant(value)})", _VALUES)
        case SimpleShape(type=SimpleType.BIG_DECIMAL):
            return Text(f"values.decimal({literals.string(str(value))})", _VALUES)
        case SimpleShape(type=SimpleType.BLOB):
            return Text(literals.blob(base64.b64decode(value)))
        case SimpleShape(type=SimpleType.DOCUMENT):
            return _document(value)
        case SimpleShape(type=SimpleType.FLOAT | SimpleType.DOUBLE):
            number = float(value)
            if not math.isfinite(number):
                return Text(f'float("{number}")')
            return Text(literals.number(number))
        case SimpleShape():
            return Text(literals.constant(value))
        case _:
            raise TypeError(shape.id)


def value(context: Context, member: Member, value: Any) -> Text:
    """The default of a member as an expression: one of its own for each structure,
    where it can change.
    """
    made = literal(context, member, value)
    return Text(empty(made)) if empty(made) else made


def empty(default: Text) -> str:
    """What the factory in `default` makes; nothing where it is a value that can be
    shared.
    """
    return {_LIST.text: "[]", _DICT.text: "{}"}.get(default.text, "")


def _document(value: Any) -> Text:
    if value == {}:
        return _DICT
    if value == []:
        return _LIST
    return Text(literals.constant(value))

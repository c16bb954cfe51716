"""What the traits of `model.customizations` add to an operation: around what its protocol writes, whatever that is.

A member of the input is remade before it is serialized, headers are added to the finished request, and an answer is
looked into before it is deserialized.
"""

from __future__ import annotations

from ...ir import literals
from ...ir.code import Brackets, Expression, Item, Line, Statement, Text
from ...ir.imports import Import
from ...model.shapes import OperationShape, StructureShape
from ...model.traits import (
    EmptyValue,
    ErrorsInSuccess,
    LastSegment,
    RequestHeaders,
    TreeHash,
)
from .. import runtime
from ..names.context import Context, default_of, is_required

_REPLACE = frozenset({Import("dataclasses", "replace")})
_TREE_HASH = frozenset({runtime.symbol("tree_hash.with_tree_hash")})


def serialize(
    context: Context, operation: OperationShape, body: tuple[Statement, ...]
) -> tuple[Statement, ...]:
    """`body`, which ends by returning the request, with what the service wants otherwise."""
    last = body[-1]
    assert isinstance(last, Line)
    made: Expression = last.value
    headers = context.service.traits.get(RequestHeaders)
    if headers is not None:
        items = tuple(
            Item(Text(literals.string(value)), f"{literals.string(name)}: ")
            for name, value in headers.headers.items()
        )
        imported = frozenset({runtime.symbol("customizations.with_headers")})
        entries = (Item(made), Item(Brackets("{", items, "}")))
        made = Brackets("with_headers(", entries, ")", imported)
    if operation.traits.has(TreeHash):
        made = Brackets("with_tree_hash(", (Item(made),), ")", _TREE_HASH)
    remade = _remade(context, operation)
    first = () if remade is None else (remade,)
    return (*first, *body[:-1], Line(last.prefix, made, last.imports_of_prefix))


def _remade(context: Context, operation: OperationShape) -> Statement | None:
    """`value = replace(value, member=...)`: the caller's own value stays as it is."""
    shape = context.shape(operation.input)
    if not isinstance(shape, StructureShape):
        return None
    items: list[Item] = []
    for member in shape.members.values():
        field = context.names.fields[member.id]
        path = f"value.{field}"
        empty = member.traits.get(EmptyValue)
        if empty is not None:
            made = Text(f"{path} or {literals.string(empty.value)}")
        elif member.traits.has(LastSegment):
            text = f"last_segment({path})"
            if not is_required(member) and default_of(context, member) is None:
                text = f"None if {path} is None else {text}"
            made = Text(
                text, frozenset({runtime.symbol("customizations.last_segment")})
            )
        else:
            continue
        items.append(Item(made, f"{field}="))
    if not items:
        return None
    remade = Brackets("replace(", (Item(Text("value")), *items), ")", _REPLACE)
    return Line("value = ", remade)


def deserialize(
    operation: OperationShape, body: tuple[Statement, ...]
) -> tuple[Statement, ...]:
    """`body`, which reads `response`, after what the service's answers need."""
    if not operation.traits.has(ErrorsInSuccess):
        return body
    checked = Text(
        "with_status_of_body(response)",
        frozenset({runtime.symbol("customizations.with_status_of_body")}),
    )
    return (Line("response = ", checked), *body)

"""What the traits of `model.customizations` add to an operation: around what its
protocol writes, whatever that is.

A member of the input is remade before it is serialized, headers are added to the
finished request, and an answer is looked into before it is deserialized.
"""

from __future__ import annotations

from ...ir import literals
from ...ir.code import Brackets, Item, Line, Statement, Text, call
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
from ..exchange import Answer, Request
from ..names.context import Context, default_of, is_required

_REPLACE = frozenset({Import("dataclasses", "replace")})
_WITH_HEADERS = frozenset({runtime.symbol("customizations.with_headers")})
_STATUS_OF_BODY = frozenset({runtime.symbol("customizations.with_status_of_body")})
_LAST_SEGMENT = frozenset({runtime.symbol("customizations.last_segment")})
_TREE_HASH = frozenset({runtime.symbol("tree_hash.with_tree_hash")})


def request(context: Context, operation: OperationShape, request: Request) -> Request:
    """The request, with what the service wants otherwise."""
    headers = context.service.traits.get(RequestHeaders)
    if headers is not None:
        entries = tuple(
            Item(Text(literals.string(value)), f"{literals.string(name)}: ")
            for name, value in headers.headers.items()
        )
        added = Brackets("{", entries, "}")
        request = request.wrapped(
            lambda made: call("with_headers", made, added, imports=_WITH_HEADERS)
        )
    if operation.traits.has(TreeHash):
        request = request.wrapped(
            lambda made: call("with_tree_hash", made, imports=_TREE_HASH)
        )
    remade = _remade(context, operation)
    return request if remade is None else request.preceded(remade)


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
            made = Text(text, _LAST_SEGMENT)
        else:
            continue
        items.append(Item(made, f"{field}="))
    if not items:
        return None
    remade = Brackets("replace(", (Item(Text("value")), *items), ")", _REPLACE)
    return Line("value = ", remade)


def answer(operation: OperationShape, answer: Answer) -> Answer:
    """The answer, with what the service's responses need before they are read."""
    if not operation.traits.has(ErrorsInSuccess):
        return answer
    checked = Text("with_status_of_body(response)", _STATUS_OF_BODY)
    return answer.preceded(Line("response = ", checked))

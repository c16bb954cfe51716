"""Paginators: a class each, whose functions find the token and the items in an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...ir.code import Brackets, Expression, Item, Line, Text
from ...ir.imports import Import
from ...ir.modules import Class, Function, Parameter
from ...model.ids import ShapeId
from ...model.shapes import ListShape, MapShape, Member, OperationShape, StructureShape
from ...model.traits import Paginated, Sparse
from ..definitions.operations import OperationLowering
from ..names.context import Context, default_of, is_required
from ..values import types

_ANY = Text("Any", frozenset({Import("typing", "Any")}))
_ITERABLE = frozenset({Import("collections.abc", "Iterable")})


@dataclass(frozen=True, slots=True)
class Paginator:
    """A paginated operation: its members, and the type of its items."""

    operation: OperationShape
    input_token: Member
    output_token: tuple[Member, ...]
    items: tuple[Member, ...]
    item: Expression


def paginators_of(
    context: Context, operations: OperationLowering
) -> Iterator[Paginator]:
    """Without items in the model, the items are the pages."""
    above = context.service.traits.get(Paginated)
    for operation in context.closure.operations:
        own = operation.traits.get(Paginated)
        if own is None:
            continue
        paginated = own.over(above)
        [token] = _path(context, operation.input, paginated.input_token or "")
        items: tuple[Member, ...] = ()
        item: Expression = operations.class_of(operation, output=True)
        if paginated.items is not None:
            items = _path(context, operation.output, paginated.items)
            item = _item(context, items[-1])
        found = _path(context, operation.output, paginated.output_token or "")
        yield Paginator(operation, token, found, items, item)


def _path(context: Context, root: ShapeId, path: str) -> tuple[Member, ...]:
    """The members on a dotted path; that they are there was checked (E320)."""
    members: list[Member] = []
    for name in path.split("."):
        shape = context.shape(root)
        assert isinstance(shape, StructureShape)
        members.append(shape.members[name])
        root = members[-1].target
    return tuple(members)


def _item(context: Context, member: Member) -> Expression:
    shape = context.target(member)
    if isinstance(shape, MapShape):
        key = types.of_parameter(context, shape.key.target)
        value = types.of_parameter(context, shape.value.target)
        held = types.optional(value) if shape.traits.has(Sparse) else value
        return Brackets("tuple[", (Item(key), Item(held)), "]")
    assert isinstance(shape, ListShape)
    element = types.of_parameter(context, shape.member.target)
    return types.optional(element) if shape.traits.has(Sparse) else element


def paginator(
    context: Context, operations: OperationLowering, found: Paginator
) -> Class:
    """The class of a paginator."""
    operation = found.operation
    field = context.names.fields[found.input_token.id]
    page = Parameter("page", operations.class_of(operation, output=True))
    taken = operations.class_of(operation, output=False)
    start = _static(
        "start",
        (Parameter("value", taken), Parameter("token", _ANY)),
        Text("None"),
        Line(f"value.{field} = ", Text("token")),
    )
    token = _static(
        "token",
        (page,),
        _ANY,
        Line("return ", Text(_read(context, found.output_token))),
    )
    items = _static(
        "items",
        (page,),
        Brackets("Iterable[", (Item(found.item),), "]", _ITERABLE),
        Line("return ", Text(_items(context, found))),
    )
    return Class(
        name=context.names.operations[operation.id],
        base="",
        decorator="",
        doc=f"The pages of `{context.names.methods[operation.id]}`.",
        functions=(start, token, items),
    )


def _static(
    name: str, parameters: tuple[Parameter, ...], returns: Expression, line: Line
) -> Function:
    return Function(name, parameters, returns, (line,), decorator="staticmethod")


def _read(context: Context, path: tuple[Member, ...], value: str = "page") -> str:
    """The member at the end of a path, None where one on the way is not there."""
    first, *rest = path
    found = f"{value}.{context.names.fields[first.id]}"
    if not rest:
        return found
    inner = _read(context, tuple(rest), found)
    return inner if _is_set(context, first) else f"None if {found} is None else {inner}"


def _items(context: Context, found: Paginator) -> str:
    if not found.items:
        return "(page,)"
    *_, last = found.items
    read = _read(context, found.items)
    is_set = all(_is_set(context, each) for each in found.items)
    if len(found.items) > 1 and not is_set:
        read = f"({read})"
    if isinstance(context.target(last), MapShape):
        return f"{read}.items()" if is_set else f"({read} or {{}}).items()"
    return read if is_set else f"{read} or ()"


def _is_set(context: Context, member: Member) -> bool:
    return is_required(member) or default_of(context, member) is not None

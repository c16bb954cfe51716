"""The methods that write structures and unions as members of a form (Smithy 2.0, "AWS
query protocol").

`to_form(self, prefix)` gives the values by their keys, each of which starts with the
key of what holds the structure. Same shape of code as `serde`: one statement a member.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ...ir import literals
from ...ir.code import Block, Brackets, Expression, Item, Line, Statement, Text, call
from ...ir.modules import Function, Parameter
from ...model.ids import ShapeId
from ...model.prelude import UNIT
from ...model.shapes import (
    IntEnumShape,
    ListShape,
    MapShape,
    Member,
    StructureShape,
    UnionShape,
)
from ...model.traits import XmlFlattened
from .. import runtime
from ..names.context import Context, default_of, is_required
from ..values.codecs import text_leaves, xml_name
from .form import NOT_A_VARIANT, Form

METHOD = "to_form"

_IMPORTS = frozenset({runtime.module("form")})
_DICT = Text("dict[str, str]")
_LEAVES = text_leaves("form")
_PARAMETERS = (Parameter("self"), Parameter("prefix", Text("str"), Text('""')))


@dataclass(frozen=True, slots=True)
class _Key:
    """A key as an expression: the variable that holds its start, and the text behind."""

    start: str
    rest: str = ""

    def __add__(self, text: str) -> _Key:
        return _Key(self.start, self.rest + text)

    def __str__(self) -> str:
        return (
            f"{self.start} + {literals.string(self.rest)}" if self.rest else self.start
        )


@dataclass(frozen=True, slots=True)
class QueryForm(Form):
    """`to_form` methods, which `shapes` have."""

    context: Context
    shapes: frozenset[ShapeId]
    wire_name: Callable[[Member], str]
    # Whether lists are written as if they were flattened, all of them.
    flattens_lists: bool = False
    # Whether a list without elements is told apart from none.
    writes_empty_lists: bool = False

    methods = frozenset({METHOD})

    def of_structure(self, shape: StructureShape) -> list[Function]:
        if shape.id not in self.shapes:
            return []
        body: list[Statement] = []
        for member in shape.members.values():
            name = f"self.{self.context.names.fields[member.id]}"
            written = self._member(member, name)
            is_set = is_required(member) or default_of(self.context, member) is not None
            if is_set:
                body += written
            else:
                body.append(Block(f"if {name} is not None:", written))
        return [_function(body)]

    def of_union(self, union: UnionShape) -> list[Function]:
        if union.id not in self.shapes:
            return []
        return [Function(METHOD, _PARAMETERS, _DICT, (NOT_A_VARIANT,))]

    def of_variant(self, union: UnionShape, member: Member) -> list[Function]:
        if union.id not in self.shapes:
            return []
        if member.target == UNIT:
            key = _Key("prefix", self.wire_name(member))
            return [_function([_assign(key, Text('""'))])]
        return [_function(self._member(member, "self.value"))]

    def of_unknown(self, union: UnionShape) -> list[Function]:
        if union.id not in self.shapes:
            return []
        entry = Item(Text("str(self.value)"), "prefix + self.tag: ")
        body = (Line("return ", Brackets("{", (entry,), "}")),)
        return [Function(METHOD, _PARAMETERS, _DICT, body)]

    def _member(self, member: Member, value: str) -> tuple[Statement, ...]:
        key = _Key("prefix", self.wire_name(member))
        return self._write(member, value, key, 0)

    def _write(
        self, member: Member, value: str, key: _Key, depth: int
    ) -> tuple[Statement, ...]:
        """Statements that put `value`, of the member's target, into `out` under `key`."""
        target = self.context.target(member)
        match target:
            case StructureShape() | UnionShape():
                written = call(f"{value}.{METHOD}", Text(str(key + ".")))
                return (Line("out |= ", written),)
            case ListShape():
                return self._list(member, target, value, key, depth)
            case MapShape():
                return self._map(member, target, value, key, depth)
            case _:
                return (_assign(key, self._leaf(member, value)),)

    def _list(
        self, member: Member, target: ListShape, value: str, key: _Key, depth: int
    ) -> tuple[Statement, ...]:
        flat = self.flattens_lists or member.traits.has(XmlFlattened)
        start = key + ("." if flat else f".{xml_name(target.member)}.")
        inner, each = _variable("key", depth), _variable("each", depth)
        loop = Block(
            f"for {inner}, {each} in form.elements({start}, {value}):",
            self._write(target.member, each, _Key(inner), depth + 1),
            _IMPORTS,
        )
        if not self.writes_empty_lists:
            return (loop,)
        return (Block(f"if not {value}:", (_assign(key, Text('""')),)), loop)

    def _map(
        self, member: Member, target: MapShape, value: str, key: _Key, depth: int
    ) -> tuple[Statement, ...]:
        start = key + ("." if member.traits.has(XmlFlattened) else ".entry.")
        inner, each = _variable("key", depth), _variable("each", depth)
        entry = _Key(inner, ".")
        body = (
            _assign(entry + xml_name(target.key), Text("tag")),
            *self._write(target.value, each, entry + xml_name(target.value), depth + 1),
        )
        header = f"for {inner}, tag, {each} in form.entries({start}, {value}):"
        return (Block(header, body, _IMPORTS),)

    def _leaf(self, member: Member, value: str) -> Expression:
        if isinstance(self.context.target(member), IntEnumShape):
            return Text(f"str(int({value}))")
        return _LEAVES.write_leaf(self.context, member).expression(value)


def _variable(name: str, depth: int) -> str:
    return name if depth == 0 else f"{name}{depth + 1}"


def _assign(key: _Key, value: Expression) -> Line:
    return Line(f"out[{key}] = ", value)


def _function(body: Iterable[Statement]) -> Function:
    made = Line("out: dict[str, str] = ", Text("{}"))
    statements = (made, *body, Line("return ", Text("out")))
    return Function(METHOD, _PARAMETERS, _DICT, statements)

"""The methods that write structures and unions as members of a form (Smithy 2.0, "AWS query protocol").

`to_form(self, prefix)` gives the values by their keys, each of which starts with the key of what holds the structure.
Same shape of code as `serde`: one statement a member.
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
from ..values.codecs import Codec, text_codec, xml_name

METHOD = "to_form"

_IMPORTS = frozenset({runtime.module("form")})
_DICT = Text("dict[str, str]")
_PARAMETERS = (Parameter("self"), Parameter("prefix", Text("str"), Text('""')))


@dataclass(frozen=True, slots=True)
class FormCodec:
    """What differs between the protocols whose requests are forms."""

    leaves: Codec
    # Whether lists are written as if they were flattened, all of them.
    flattens_lists: bool
    # Whether a list without elements is told apart from none.
    writes_empty_lists: bool


def form_codec(
    wire_name: Callable[[Member], str],
    *,
    flattens_lists: bool = False,
    writes_empty_lists: bool = False,
) -> FormCodec:
    """Forms of a protocol that names members by `wire_name`."""
    leaves = text_codec("form", method=METHOD, wire_name=wire_name)
    return FormCodec(leaves, flattens_lists, writes_empty_lists)


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
class FormWriter:
    """Makes `to_form` methods, which `shapes` have."""

    context: Context
    codec: FormCodec
    shapes: frozenset[ShapeId]

    def writer(self, members: Iterable[Member], fields: dict[ShapeId, str]) -> Function:
        body: list[Statement] = []
        for member in members:
            name = f"self.{fields[member.id]}"
            written = self._member(member, name)
            is_set = is_required(member) or default_of(self.context, member) is not None
            if is_set:
                body += written
            else:
                body.append(Block(f"if {name} is not None:", written))
        return _function(body)

    def abstract_writer(self) -> Function:
        """The writer of a union: its variants have the real ones."""
        problem = Text('raise TypeError(f"{type(self).__name__} is not a variant")')
        return Function(METHOD, _PARAMETERS, _DICT, (Line("", problem),))

    def variant_writer(self, member: Member) -> Function:
        if member.target == UNIT:
            key = _Key("prefix", self.codec.leaves.wire_name(member))
            return _function([_assign(key, Text('""'))])
        return _function(self._member(member, "self.value"))

    def unknown_writer(self) -> Function:
        entry = Item(Text("str(self.value)"), "prefix + self.tag: ")
        body = (Line("return ", Brackets("{", (entry,), "}")),)
        return Function(METHOD, _PARAMETERS, _DICT, body)

    def _member(self, member: Member, value: str) -> tuple[Statement, ...]:
        key = _Key("prefix", self.codec.leaves.wire_name(member))
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
        flat = self.codec.flattens_lists or member.traits.has(XmlFlattened)
        start = key + ("." if flat else f".{xml_name(target.member)}.")
        inner, each = _variable("key", depth), _variable("each", depth)
        loop = Block(
            f"for {inner}, {each} in form.elements({start}, {value}):",
            self._write(target.member, each, _Key(inner), depth + 1),
            _IMPORTS,
        )
        if not self.codec.writes_empty_lists:
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
        return self.codec.leaves.write_leaf(self.context, member).expression(value)


def _variable(name: str, depth: int) -> str:
    return name if depth == 0 else f"{name}{depth + 1}"


def _assign(key: _Key, value: Expression) -> Line:
    return Line(f"out[{key}] = ", value)


def _function(body: Iterable[Statement]) -> Function:
    made = Line("out: dict[str, str] = ", Text("{}"))
    statements = (made, *body, Line("return ", Text("out")))
    return Function(METHOD, _PARAMETERS, _DICT, statements)

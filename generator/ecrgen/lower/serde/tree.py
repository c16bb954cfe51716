"""Trees of members: plain values, JSON and CBOR.

Every method is straight-line: one statement per member, conversions in place, calls
only to the methods of the shapes that members target. A structure whose wire form is
its plain form has no methods of its own for the wire: callers then use `to_value` and
`from_value`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ...ir import literals
from ...ir.code import (
    Block,
    Brackets,
    Expression,
    Item,
    Line,
    Statement,
    Text,
    call,
    text as one_line,
)
from ...ir.imports import Import
from ...ir.modules import Attribute, Function, Parameter
from ...model.ids import ShapeId
from ...model.prelude import UNIT
from ...model.shapes import (
    ListShape,
    MapShape,
    Member,
    OperationShape,
    StructureShape,
    UnionShape,
)
from ...model.traits import Sparse
from .. import runtime
from ..names.context import Context, default_of, is_always_set, is_required
from ..values import defaults, streaming
from ..values.codecs import VALUES, Codec
from .comprehensions import comprehension, is_text, sparse, variable
from .form import NOT_A_VARIANT, Form

_ANY = Import("typing", "Any")
_NEW = Text("new(cls)", frozenset({runtime.symbol("values.new")}))
_SELF = Text("Self", frozenset({Import("typing", "Self")}))
_MAPPING = Text(
    "Mapping[str, Any]", frozenset({Import("collections.abc", "Mapping"), _ANY})
)
_DICT = Text("dict[str, Any]", frozenset({_ANY}))


@dataclass(frozen=True, slots=True)
class TreeForm(Form):
    """The methods of one tree codec.

    `written` and `read` are the shapes that have methods of their own for it. The
    others are written and read as plain values.
    """

    context: Context
    codec: Codec
    written: frozenset[ShapeId]
    read: frozenset[ShapeId]
    methods: frozenset[str]
    # Members that may be unset though they are required.
    optional: frozenset[ShapeId] = frozenset()

    def facts(self, operation: OperationShape) -> Iterator[Attribute]:
        """How the members of an operation are written and read, where that is not as
        plain values.
        """
        for shape, methods, name, method in (
            (operation.input, self.written, "write", self.codec.write),
            (operation.output, self.read, "read", self.codec.read),
        ):
            if shape in methods:
                kind, imported = self.context.reference(shape)
                yield Attribute(name, Text(f"{kind}.{method}", frozenset({imported})))

    def write_method(self, shape: ShapeId) -> str:
        return self.codec.write if shape in self.written else VALUES.write

    def read_method(self, shape: ShapeId) -> str:
        return self.codec.read if shape in self.read else VALUES.read

    # --- the questions of a form -------------------------------------------------------------------------------

    def of_structure(self, shape: StructureShape) -> list[Function]:
        members, fields = tuple(shape.members.values()), self.context.names.fields
        found: list[Function] = []
        if shape.id in self.written:
            found.append(self.writer(members, fields))
        if shape.id in self.read:
            strict = not self.context.is_answered(shape.id)
            body = [
                statement
                for member in members
                for statement in self._assigned(member, fields[member.id], strict)
            ]
            made, last = Line("out = ", _NEW), Line("return ", Text("out"))
            whole = (made, *body, last) if body else (Line("return ", Text("cls()")),)
            found.append(self._read_function(whole))
        return found

    def of_union(self, union: UnionShape) -> list[Function]:
        found: list[Function] = []
        if union.id in self.written:
            found.append(self._write_function((NOT_A_VARIANT,)))
        if union.id in self.read:
            found.append(self.union_reader(union))
        return found

    def of_variant(self, union: UnionShape, member: Member) -> list[Function]:
        if union.id not in self.written:
            return []
        key = literals.string(self.codec.wire_name(member))
        # A member that targets the unit type says all with its name; on the wire it is
        # an empty structure.
        empty = member.target == UNIT
        value = Text("{}") if empty else self.encode(member, "self.value")
        entry = Item(value, f"{key}: ")
        body = (Line("return ", Brackets("{", (entry,), "}")),)
        return [self._write_function(body)]

    def of_unknown(self, union: UnionShape) -> list[Function]:
        if union.id not in self.written:
            return []
        entry = Brackets("{", (Item(Text("self.value"), "self.tag: "),), "}")
        return [self._write_function((Line("return ", entry),))]

    def of_error(self, shape: StructureShape) -> list[Function]:
        members = tuple(shape.members.values())
        fields = self.context.names.error_fields
        # The service may leave the message out, required or not.
        message = frozenset(each.id for each in members if fields[each.id] == "message")
        form = replace(self, optional=message)
        found: list[Function] = []
        # An exception is nothing that is sent: of it, only the plain value is written.
        if self.codec is VALUES:
            found.append(form.writer(members, fields))
        if shape.id in self.read:
            found.append(form.reader(members, fields, strict=False))
        return found

    def is_message(self, member: Member) -> bool:
        return self.codec.wire_name(member) == "message"

    # --- writing -----------------------------------------------------------------------------------------------

    def writer(
        self, members: Iterable[Member], fields: Mapping[ShapeId, str]
    ) -> Function:
        """`to_...(self)` of a structure whose members are in `fields`."""
        start, body = self.writing(members, fields, "self", "out")
        if not body:
            return self._write_function((Line("return ", start),))
        typed = Line("out: dict[str, Any] = ", start)
        return self._write_function((typed, *body, Line("return ", Text("out"))))

    def writing(
        self,
        members: Iterable[Member],
        fields: Mapping[ShapeId, str],
        value: str,
        out: str,
    ) -> tuple[Brackets, list[Statement]]:
        """The document of `members` of the structure `value`: what `out` is at first,
        and what adds the rest to it.
        """
        body: list[Statement] = []
        first: list[Item] = []
        for member in members:
            name = f"{value}.{fields[member.id]}"
            key = literals.string(self.codec.wire_name(member))
            encoded = self._written(member, name)
            if encoded is None:
                continue
            if not self._is_always_set(member):
                assign = Line(f"{out}[{key}] = ", encoded)
                body.append(Block(f"if {name} is not None:", (assign,)))
            elif not body:
                first.append(Item(encoded, f"{key}: "))
            else:
                body.append(Line(f"{out}[{key}] = ", encoded))
        return Brackets("{", tuple(first), "}"), body

    def _is_always_set(self, member: Member) -> bool:
        return member.id not in self.optional and is_always_set(self.context, member)

    def _written(self, member: Member, value: str) -> Expression | None:
        """The form of a field; None for what has none."""
        if self.context.streams(member):
            return streaming.write(self.context, member, value)
        return self.encode(member, value)

    def _write_function(self, body: tuple[Statement, ...]) -> Function:
        return Function(self.codec.write, (Parameter("self"),), _DICT, body)

    def encode(self, member: Member, value: str, depth: int = 0) -> Expression:
        """The wire form of `value`, a value of the member's target."""
        target = self.context.target(member)
        match target:
            case StructureShape() | UnionShape():
                return Text(f"{value}.{self.write_method(target.id)}()")
            case ListShape():
                each = variable("each", depth)
                element = self.encode(target.member, each, depth + 1)
                if is_text(element, each):
                    return call("list", Text(value))
                return comprehension(
                    "[",
                    sparse(element, each, target),
                    f"for {each} in {value}",
                    "]",
                    element,
                )
            case MapShape():
                key, each = variable("key", depth), variable("each", depth)
                wire_key = self.codec.write_leaf(self.context, target.key).apply(key)
                entry = self.encode(target.value, each, depth + 1)
                if wire_key == key and is_text(entry, each):
                    return call("dict", Text(value))
                return comprehension(
                    "{",
                    f"{wire_key}: {sparse(entry, each, target)}",
                    f"for {key}, {each} in {value}.items()",
                    "}",
                    entry,
                )
            case _:
                leaf = self.codec.write_leaf(self.context, member)
                return leaf.expression(value)

    def _assigned(
        self, member: Member, field: str, strict: bool
    ) -> Iterator[Statement]:
        """Sets a field of `out`, a structure without any, to what `value` has for it."""
        target, key = f"out.{field} = ", literals.string(self.codec.wire_name(member))
        if self.context.is_received_stream(member):
            read = streaming.read(self.context, member, f'value.get({key}) or b""')
            yield Line(target, read)
            return
        required = is_required(member)
        if required and strict:
            yield Line(target, self.decode(member, f"value[{key}]"))
            return
        decoded = self.decode(member, "item")
        default = default_of(self.context, member)
        if is_text(decoded, "item") and default is None:
            zero = defaults.falsy(self.context, member) if required else "None"
            if zero:
                given = f"value.get({key})" + (f" or {zero}" if required else "")
                yield Line(target, Text(given))
                return
        if default is not None:
            absent: Expression = defaults.value(self.context, member, default.value)
        else:
            absent = self.corrected(member) if required else Text("None")
        yield Line(target, absent)
        yield Block(
            f"if (item := value.get({key})) is not None:", (Line(target, decoded),)
        )

    # --- reading -----------------------------------------------------------------------------------------------

    def reader(
        self, members: Iterable[Member], fields: Mapping[ShapeId, str], *, strict: bool
    ) -> Function:
        """`from_...(cls, value)` of a structure.

        `strict` asks for the required members (KeyError where one is missing);
        otherwise an absent one gets its default of "Client error correction" in the
        Smithy specification, because servers may err.
        """
        arguments, after = self.reading(members, fields, strict=strict)
        made = Brackets("cls(", tuple(arguments), ")")
        if not after:
            return self._read_function((Line("return ", made),))
        return self._read_function(
            (Line("out = ", made), *after, Line("return ", Text("out")))
        )

    def reading(
        self, members: Iterable[Member], fields: Mapping[ShapeId, str], *, strict: bool
    ) -> tuple[list[Item], list[Statement]]:
        """What a document `value` gives: arguments of the class, and statements for
        what has to be converted.
        """
        arguments: list[Item] = []
        after: list[Statement] = []
        for member in members:
            field = fields[member.id]
            key = literals.string(self.codec.wire_name(member))
            if self.context.is_received_stream(member):
                found = streaming.read(self.context, member, f'value.get({key}) or b""')
                arguments.append(Item(found, f"{field}="))
                continue
            decoded = self.decode(member, "item")
            plain = is_text(decoded, "item")
            required = is_required(member) and member.id not in self.optional
            if required and strict:
                found = self.decode(member, f"value[{key}]")
                arguments.append(Item(found, f"{field}="))
                continue
            if plain and required and (zero := defaults.falsy(self.context, member)):
                arguments.append(Item(Text(f"value.get({key}) or {zero}"), f"{field}="))
                continue
            if plain and not self._is_always_set(member):
                arguments.append(Item(Text(f"value.get({key})"), f"{field}="))
                continue
            if required:
                arguments.append(Item(self.corrected(member), f"{field}="))
            after.append(
                Block(
                    f"if (item := value.get({key})) is not None:",
                    (Line(f"out.{field} = ", decoded),),
                )
            )
        return arguments, after

    def corrected(self, member: Member) -> Expression:
        """What a required member is when the service left it out."""
        return defaults.corrected(self.context, member, self.read_method)

    def union_reader(self, union: UnionShape) -> Function:
        """`from_...(cls, value)` of a union: the first member that is set, or the
        unknown variant.
        """
        names = self.context.names
        cases: list[Statement] = []
        for member in self.context.variants_of(union):
            key = literals.string(self.codec.wire_name(member))
            held = () if member.target == UNIT else (Item(self.decode(member, "item")),)
            made = Brackets(f"{names.variants[member.id]}(", held, ")")
            cases.append(Block(f"if tag == {key}:", (Line("return ", made),)))
        unknown = names.variants[union.id]
        loop = Block(
            "for tag, item in value.items():",
            (
                # AWS JSON services may add the type's name to any object.
                Block(
                    'if item is None or tag == "__type":', (Line("", Text("continue")),)
                ),
                *cases,
                Line("return ", Text(f"{unknown}(tag, item)")),
            ),
        )
        base = Text(names.models[union.id])
        body = (loop, Line("return ", Text(f'{unknown}("", None)')))
        return self._read_function(body, base)

    def _read_function(
        self, body: tuple[Statement, ...], returns: Expression = _SELF
    ) -> Function:
        parameters = (Parameter("cls"), Parameter("value", _MAPPING))
        return Function(
            self.codec.read, parameters, returns, body, decorator="classmethod"
        )

    def decode(self, member: Member, value: str, depth: int = 0) -> Expression:
        """The Python value of `value`, the wire form of the member's target."""
        if self.context.streams(member):
            # What a caller gives for a stream is sent as it is.
            return Text(value)
        target = self.context.target(member)
        match target:
            case StructureShape() | UnionShape():
                name, imported = self.context.reference(target.id)
                method = self.read_method(target.id)
                return call(f"{name}.{method}", Text(value), imports={imported})
            case ListShape():
                each = variable("each", depth)
                element = self.decode(target.member, each, depth + 1)
                clause = f"for {each} in {value}"
                if target.traits.has(Sparse):
                    if is_text(element, each):
                        return call("list", Text(value))
                    return comprehension(
                        "[", sparse(element, each, target), clause, "]", element
                    )
                return comprehension("[", one_line(element), clause, "]", element, each)
            case MapShape():
                key, each = variable("key", depth), variable("each", depth)
                leaf = self.codec.read_leaf(self.context, target.key)
                entry = self.decode(target.value, each, depth + 1)
                clause = f"for {key}, {each} in {value}.items()"
                if target.traits.has(Sparse):
                    pair = f"{leaf.apply(key)}: {sparse(entry, each, target)}"
                    return comprehension(
                        "{", pair, clause, "}", entry, imports=leaf.imports
                    )
                pair = f"{leaf.apply(key)}: {one_line(entry)}"
                return comprehension("{", pair, clause, "}", entry, each, leaf.imports)
            case _:
                leaf = self.codec.read_leaf(self.context, member)
                return leaf.expression(value)

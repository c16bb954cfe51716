"""Structures, unions, enums and simple types as definitions."""

from __future__ import annotations

from dataclasses import dataclass

from ...ir import literals
from ...ir.code import Brackets, Item, Line, Text
from ...ir.imports import Import
from ...ir.modules import (
    Alias,
    Class,
    Definition,
    Enum,
    EnumMember,
    Field,
    Function,
    Parameter,
)
from ...model.ids import ShapeId
from ...model.prelude import UNIT
from ...model.shapes import (
    EnumShape,
    IntEnumShape,
    Member,
    SimpleShape,
    StructureShape,
    UnionShape,
)
from ...model.traits import Sensitive, Streaming
from ...prose import docs
from .. import runtime
from ..events.events import EventLowering
from ..http.bindings import Bound
from ..http.responses import HttpResponses
from ..names.context import Context, default_of, is_required
from ..serde.form import FormWriter
from ..serde.tree import Differences, Serde
from ..serde.xml_read import XmlReader
from ..serde.xml_write import XmlWriter
from ..values import defaults, types
from ..values.codecs import VALUES

_DATACLASS = frozenset({Import("dataclasses", "dataclass")})
_VALUES = runtime.module("values")
_STR = Text("str")


@dataclass(frozen=True, slots=True)
class ShapeLowering:
    """Makes the definitions of shapes; `wire` is the protocol's codec, `error_json` that of errors in JSON."""

    context: Context
    plain: Serde
    wire: Serde
    error_json: Serde
    xml: XmlReader
    reads_xml: bool
    # What writes bodies that no codec of trees writes.
    writer: FormWriter | XmlWriter | None
    responses: HttpResponses | None
    bound: Bound
    events: EventLowering | None

    def definitions(self, shape_id: ShapeId) -> list[Definition]:
        shape = self.context.shape(shape_id)
        match shape:
            case StructureShape():
                return [self.structure(shape)]
            case UnionShape():
                return self.union(shape)
            case EnumShape() | IntEnumShape():
                return [self.enum(shape)]
            case _:
                raise TypeError(shape_id)

    def structure(self, shape: StructureShape) -> Class:
        members = tuple(shape.members.values())
        names = self.context.names
        fields = {member.id: names.fields[member.id] for member in members}
        functions = [
            *self._redaction(shape, members, fields),
            *self._methods(shape, members, fields),
        ]
        return Class(
            name=names.models[shape.id],
            base="",
            decorator="dataclass(slots=True, kw_only=True)",
            doc=docs.of_traits(shape.traits),
            fields=tuple(self._field(member, fields[member.id]) for member in members),
            functions=tuple(functions),
            own_imports=_DATACLASS | self._default_imports(members),
        )

    def empty(self, name: str, *, is_output: bool) -> Class:
        """The input or output of an operation that models none."""
        functions = [self.plain.writer((), {}), self.plain.reader((), {}, strict=False)]
        if is_output and self.reads_xml:
            functions.append(self.xml.reader((), {}))
        return Class(
            name=name,
            base="",
            decorator="dataclass(slots=True, kw_only=True)",
            doc="",
            functions=tuple(functions),
            own_imports=_DATACLASS,
        )

    def _methods(
        self,
        shape: StructureShape,
        members: tuple[Member, ...],
        fields: dict[ShapeId, str],
    ) -> list[Function]:
        context = self.context
        answered = shape.id in context.output_shapes or shape.id in context.error_shapes
        strict = not answered
        functions = [
            self.plain.writer(members, fields),
            self.plain.reader(members, fields, strict=strict),
        ]
        if shape.id in self.wire.differences.write and shape.id in context.input_shapes:
            functions.append(self.wire.writer(members, fields))
        if shape.id in self.wire.differences.read and answered:
            functions.append(self.wire.reader(members, fields, strict=strict))
        if self._is_read_from_json(shape.id):
            functions.append(self.error_json.reader(members, fields, strict=strict))
        if self.writer is not None and shape.id in self.writer.shapes:
            functions.append(self.writer.writer(members, fields))
        if shape.id in self.xml.shapes:
            functions.append(self.xml.reader(members, fields))
        if self.responses is not None and shape.id in self.bound.responses:
            functions.append(self.responses.reader(members, fields))
        if self.events is not None:
            functions += self.events.methods(shape, fields)
        return functions

    def _is_read_from_json(self, shape: ShapeId) -> bool:
        """Whether the shape has a reader for errors alone, besides those of the protocol."""
        return (
            self.error_json.codec.read != self.wire.codec.read
            and shape in self.error_json.differences.read
        )

    def _field(self, member: Member, name: str) -> Field:
        declared = types.of_member(self.context, member)
        default = default_of(self.context, member)
        doc = docs.of_traits(member.traits)
        if self.context.is_received_stream(member):
            return Field(name, declared, "", doc)
        if default is not None:
            value = defaults.literal(self.context, member, default.value)
            return Field(name, declared, f"{value.text}", doc)
        if is_required(member):
            return Field(name, declared, "", doc)
        return Field(name, types.optional(declared), "None", doc)

    def _default_imports(self, members: tuple[Member, ...]) -> frozenset[Import]:
        found: set[Import] = set()
        for member in members:
            default = default_of(self.context, member)
            if default is not None:
                found |= defaults.literal(self.context, member, default.value).imports
        return frozenset(found)

    def _redaction(
        self,
        shape: StructureShape | UnionShape,
        members: tuple[Member, ...],
        fields: dict[ShapeId, str],
    ) -> list[Function]:
        """A `__repr__` without what is sensitive, where anything is ("sensitive" trait)."""
        whole = shape.traits.has(Sensitive)
        hidden = sorted(
            fields[member.id]
            for member in members
            if whole or self.context.is_sensitive(member)
        )
        return self._hiding(hidden)

    def _hiding(self, hidden: list[str]) -> list[Function]:
        if not hidden:
            return []
        listed = tuple(Item(Text(literals.string(name))) for name in hidden)
        arguments = (Item(Text("self")), Item(Brackets("{", listed, "}")))
        body = Brackets("values.redacted(", arguments, ")", frozenset({_VALUES}))
        return [
            Function("__repr__", (Parameter("self"),), _STR, (Line("return ", body),))
        ]

    def union(self, shape: UnionShape) -> list[Definition]:
        context = self.context
        name = context.names.models[shape.id]
        answered = shape.id in context.output_shapes or shape.id in context.error_shapes
        streams = shape.traits.has(Streaming)
        writes = [VALUES.write]
        readers = [self.plain.union_reader(shape)]
        if (
            shape.id in self.wire.differences.write
            and shape.id in context.input_shapes
            and not streams
        ):
            writes.append(self.wire.codec.write)
        if shape.id in self.wire.differences.read and answered and not streams:
            readers.append(self.wire.union_reader(shape))
        if self._is_read_from_json(shape.id):
            readers.append(self.error_json.union_reader(shape))
        if shape.id in self.xml.shapes and not streams:
            readers.append(self.xml.union_reader(shape))
        if self.events is not None:
            readers += self.events.union_readers(shape)
        abstract = [self.plain.abstract_writer(method) for method in writes]
        writer = self.writer
        if writer is not None and shape.id not in writer.shapes:
            writer = None
        if writer is not None:
            abstract.append(writer.abstract_writer())
        events = self.events
        if events is not None and shape.id not in events.sent:
            events = None
        if events is not None:
            abstract.append(events.abstract_writer())
        base = Class(
            name=name,
            base="",
            decorator="",
            doc=docs.of_traits(shape.traits),
            functions=(*abstract, *readers),
            slots=True,
        )
        found: list[Definition] = [base]
        for member in context.variants_of(shape):
            empty = member.target == UNIT
            fields = (
                () if empty else (Field("value", types.of_member(context, member)),)
            )
            writers = [self.plain.variant_writer(member)]
            if len(writes) > 1:
                writers.append(self.wire.variant_writer(member))
            if writer is not None:
                writers.append(writer.variant_writer(member))
            if events is not None:
                writers.append(events.variant_writer(member))
            found.append(
                Class(
                    name=context.names.variants[member.id],
                    base=name,
                    decorator="dataclass(slots=True)",
                    doc=docs.of_traits(member.traits),
                    fields=fields,
                    functions=(
                        *(
                            []
                            if empty
                            else self._redaction(shape, (member,), {member.id: "value"})
                        ),
                        *writers,
                    ),
                    own_imports=_DATACLASS,
                )
            )
        unknown = [self.plain.unknown_writer(method) for method in writes]
        if writer is not None:
            unknown.append(writer.unknown_writer())
        found.append(self._unknown(shape, unknown))
        return found

    def _unknown(self, shape: UnionShape, writers: list[Function]) -> Class:
        any_type = Text("Any", frozenset({Import("typing", "Any")}))
        return Class(
            name=self.context.names.variants[shape.id],
            base=self.context.names.models[shape.id],
            decorator="dataclass(slots=True)",
            doc="A member that the model does not know, as it came.",
            fields=(Field("tag", _STR), Field("value", any_type)),
            functions=(
                *self._hiding(["value"] if shape.traits.has(Sensitive) else []),
                *writers,
            ),
            own_imports=_DATACLASS,
        )

    def enum(self, shape: EnumShape | IntEnumShape) -> Enum:
        names = self.context.names
        base = "OpenEnum" if isinstance(shape, EnumShape) else "OpenIntEnum"
        return Enum(
            name=names.models[shape.id],
            base=base,
            doc=docs.of_traits(shape.traits),
            members=tuple(
                EnumMember(
                    names.enum_members[member.id],
                    literals.constant(member.value),
                    docs.of_traits(member.traits),
                )
                for member in shape.members
            ),
            imports=frozenset({runtime.symbol(f"enums.{base}")}),
        )

    def alias(self, shape: SimpleShape) -> Alias:
        base = types.SIMPLE[shape.type]
        return Alias(
            self.context.names.models[shape.id],
            (types.annotated(base, shape.traits),),
            docs.of_traits(shape.traits),
        )


def no_differences() -> Differences:
    return Differences(frozenset(), frozenset())

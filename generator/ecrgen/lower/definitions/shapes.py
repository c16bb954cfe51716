"""Structures, unions, enums and simple types as definitions."""

from __future__ import annotations

from collections.abc import Mapping
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
from ...model.traits import Sensitive
from ...prose import docs
from .. import runtime
from ..names.context import Context, default_of, is_required
from ..serde.form import Form
from ..values import defaults, types

_DATACLASS = frozenset({Import("dataclasses", "dataclass")})
_VALUES = runtime.module("values")
_STR = Text("str")


@dataclass(frozen=True, slots=True)
class ShapeLowering:
    """Makes the definitions of shapes, with the methods that `forms` give them."""

    context: Context
    forms: tuple[Form, ...]

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
        fields = self.context.names.fields
        return Class(
            name=self.context.names.models[shape.id],
            base="",
            decorator="dataclass(slots=True, kw_only=True)",
            doc=docs.of_traits(shape.traits),
            fields=tuple(self._field(member, fields[member.id]) for member in members),
            functions=(
                *self._redaction(shape, members, fields),
                *(each for form in self.forms for each in form.of_structure(shape)),
            ),
            own_imports=_DATACLASS | self._default_imports(members),
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
        fields: Mapping[ShapeId, str],
    ) -> list[Function]:
        """A `__repr__` without what is sensitive, where anything is ("sensitive"
        trait).
        """
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
        """The base class, a variant for each member, and the one for members that the
        model does not know.
        """
        names = self.context.names
        methods = [each for form in self.forms for each in form.of_union(shape)]
        # What variants override comes first.
        methods.sort(key=lambda method: method.decorator == "classmethod")
        base = Class(
            name=names.models[shape.id],
            base="",
            decorator="",
            doc=docs.of_traits(shape.traits),
            functions=tuple(methods),
            slots=True,
        )
        variants = self.context.variants_of(shape)
        return [
            base,
            *(self._variant(shape, member) for member in variants),
            self._unknown(shape),
        ]

    def _variant(self, union: UnionShape, member: Member) -> Class:
        names = self.context.names
        fields: tuple[Field, ...] = ()
        redaction: list[Function] = []
        if member.target != UNIT:
            fields = (Field("value", types.of_member(self.context, member)),)
            redaction = self._redaction(union, (member,), {member.id: "value"})
        return Class(
            name=names.variants[member.id],
            base=names.models[union.id],
            decorator="dataclass(slots=True)",
            doc=docs.of_traits(member.traits),
            fields=fields,
            functions=(
                *redaction,
                *(
                    each
                    for form in self.forms
                    for each in form.of_variant(union, member)
                ),
            ),
            own_imports=_DATACLASS,
        )

    def _unknown(self, union: UnionShape) -> Class:
        any_type = Text("Any", frozenset({Import("typing", "Any")}))
        return Class(
            name=self.context.names.variants[union.id],
            base=self.context.names.models[union.id],
            decorator="dataclass(slots=True)",
            doc="A member that the model does not know, as it came.",
            fields=(Field("tag", _STR), Field("value", any_type)),
            functions=(
                *self._hiding(["value"] if union.traits.has(Sensitive) else []),
                *(each for form in self.forms for each in form.of_unknown(union)),
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

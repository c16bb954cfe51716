"""The methods that read structures and unions from XML elements (Smithy 2.0, "XML
bindings").

Every package has them for its errors, and those of protocols that answer in XML for
outputs. Same shape of code as `serde`: one statement a member.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...ir import literals
from ...ir.code import (
    Block,
    Brackets,
    Comprehension,
    Expression,
    Item,
    Line,
    Statement,
    Text,
    call,
    text as one_line,
)
from ...ir.imports import NO_IMPORTS, Import
from ...ir.modules import Function, Parameter
from ...model.ids import ShapeId
from ...model.prelude import UNIT
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
from ...model.traits import Streaming, XmlAttribute, XmlFlattened
from .. import runtime
from ..names.context import Context, is_required
from ..values import defaults, streaming
from ..values.codecs import XML_READERS, XML_TIMESTAMPS, timestamp_format, xml_name
from .form import Form

METHOD = "from_xml"

_XML = runtime.module("xml")
_SELF = Text("Self", frozenset({Import("typing", "Self")}))
# Services write it with or without a capital, whatever the model says, and whether it
# says so or not.
_MESSAGE = "if (item := xml.message(value)) is not None:"
_ELEMENT = Text("xml.Element", frozenset({_XML}))


def xml_of_errors(context: Context) -> XmlReadForm:
    """XML of errors alone, for protocols that have no XML."""
    return XmlReadForm(context, context.error_shapes)


@dataclass(frozen=True, slots=True)
class XmlReadForm(Form):
    """`from_xml` methods, which the exceptions have and `shapes`."""

    context: Context
    shapes: frozenset[ShapeId]

    methods = frozenset({METHOD})

    def of_structure(self, shape: StructureShape) -> list[Function]:
        if shape.id not in self.shapes:
            return []
        return [self._reader(shape, self.context.names.fields)]

    def of_union(self, union: UnionShape) -> list[Function]:
        if union.id not in self.shapes or union.traits.has(Streaming):
            return []
        return [self._union_reader(union)]

    def of_error(self, shape: StructureShape) -> list[Function]:
        return [self._reader(shape, self.context.names.error_fields, error=True)]

    def is_message(self, member: Member) -> bool:
        return xml_name(member) == "message"

    def _reader(
        self,
        shape: StructureShape,
        fields: Mapping[ShapeId, str],
        *,
        error: bool = False,
    ) -> Function:
        """`from_xml(cls, value)` of a structure, or of the exception that an error
        structure becomes.
        """
        members = tuple(shape.members.values())
        arguments, after = self.reading(members, fields, error=error)
        if error and all(fields[each.id] != "message" for each in members):
            assign = Line("out.message = ", Text("xml.text(item)"))
            after.append(Block(_MESSAGE, (assign,), frozenset({_XML})))
        made = Brackets("cls(", tuple(arguments), ")")
        if not after:
            return _function((Line("return ", made),))
        return _function((Line("out = ", made), *after, Line("return ", Text("out"))))

    def reading(
        self,
        members: Iterable[Member],
        fields: Mapping[ShapeId, str],
        *,
        error: bool = False,
    ) -> tuple[list[Item], list[Statement]]:
        """What the element `value` gives: arguments of the class, and statements for
        the members that are there.
        """
        arguments: list[Item] = []
        after: list[Statement] = []
        for member in members:
            field = fields[member.id]
            if self.context.streams(member):
                if self.context.is_received_stream(member):
                    empty = streaming.read(self.context, member)
                    arguments.append(Item(empty, f"{field}="))
                continue
            if is_required(member):
                corrected = defaults.corrected(
                    self.context, member, lambda _: "from_value"
                )
                arguments.append(Item(corrected, f"{field}="))
            tag, found = _tag(member), "item"
            if member.traits.has(XmlAttribute):
                condition = f"if (item := xml.attribute(value, {tag})) is not None:"
            elif self._is_flattened(member):
                # A name of its own: a variable has one type.
                condition = f"if items := list(xml.children(value, {tag})):"
                found = "items"
            elif error and field == "message" and tag.lower() == '"message"':
                condition = _MESSAGE
            else:
                condition = f"if (item := xml.child(value, {tag})) is not None:"
            assign = Line(f"out.{field} = ", self.decode(member, found))
            after.append(Block(condition, (assign,), frozenset({_XML})))
        return arguments, after

    def _union_reader(self, union: UnionShape) -> Function:
        names = self.context.names
        cases: list[Statement] = []
        for member in self.context.variants_of(union):
            tag = _tag(member)
            flat = f"xml.children(value, {tag})"
            item = flat if self._is_flattened(member) else "item"
            held = () if member.target == UNIT else (Item(self.decode(member, item)),)
            made = Brackets(f"{names.variants[member.id]}(", held, ")")
            cases.append(
                Block(f"if xml.name(item) == {tag}:", (Line("return ", made),))
            )
        unknown = names.variants[union.id]
        other = Text(f"{unknown}(xml.name(item), xml.text(item))", frozenset({_XML}))
        loop = Block("for item in value:", (*cases, Line("return ", other)))
        nothing = Line("return ", Text(f'{unknown}("", None)'))
        return _function((loop, nothing), Text(names.models[union.id]))

    def decode(self, member: Member, value: str, depth: int = 0) -> Expression:
        """The Python value of the element `value`."""
        target = self.context.target(member)
        match target:
            case StructureShape() | UnionShape():
                name, imported = self.context.reference(target.id)
                return call(f"{name}.{METHOD}", Text(value), imports={imported})
            case EnumShape():
                name, imported = self.context.reference(target.id)
                read = Text(f"xml.text({value})")
                return call(name, read, imports={imported, _XML})
            case IntEnumShape():
                name, imported = self.context.reference(target.id)
                read = Text(f"xml.integer({value})")
                return call(name, read, imports={imported, _XML})
            case ListShape():
                each = "each" if depth == 0 else f"each{depth + 1}"
                element = self.decode(target.member, each, depth + 1)
                source = value
                if not self._is_flattened(member):
                    source = f"xml.children({value}, {_tag(target.member)})"
                return _comprehension("[", element, "", f"for {each} in {source}", "]")
            case MapShape():
                return self._decode_map(member, target, value, depth)
            case SimpleShape(type=SimpleType.TIMESTAMP):
                found = timestamp_format(self.context, member) or "date-time"
                return XML_TIMESTAMPS[found].expression(value)
            case SimpleShape():
                leaf = XML_READERS[target.type]
                return leaf.expression(value)
            case _:
                raise TypeError(target.id)

    def _is_flattened(self, member: Member) -> bool:
        return member.traits.has(XmlFlattened) and isinstance(
            self.context.target(member), ListShape | MapShape
        )

    def _decode_map(
        self, member: Member, target: MapShape, value: str, depth: int
    ) -> Expression:
        suffix = "" if depth == 0 else str(depth + 1)
        key, each = f"key{suffix}", f"each{suffix}"
        entry = self.decode(target.value, each, depth + 1)
        key_shape = self.context.target(target.key)
        wire_key = key
        imports = frozenset({_XML})
        if isinstance(key_shape, EnumShape):
            name, imported = self.context.reference(key_shape.id)
            wire_key = f"{name}({key})"
            imports |= {imported}
        source = value
        if not self._is_flattened(member):
            source = f'xml.children({value}, "entry")'
        tags = f"{_tag(target.key)}, {_tag(target.value)}"
        clause = f"for {key}, {each} in xml.entries({source}, {tags})"
        return _comprehension("{", entry, f"{wire_key}: ", clause, "}", imports)


def _tag(member: Member) -> str:
    """The local name of a member's element or attribute: the prefix of an xmlName only
    stands for a namespace.
    """
    return literals.string(xml_name(member).rpartition(":")[2])


def _comprehension(
    bracket: str,
    element: Expression,
    prefix: str,
    clause: str,
    close: str,
    imports: frozenset[Import] = NO_IMPORTS,
) -> Comprehension:
    parts = (prefix + one_line(element), clause)
    return Comprehension(bracket, parts, close, element.imports | imports | {_XML})


def _function(body: tuple[Statement, ...], returns: Expression = _SELF) -> Function:
    parameters = (Parameter("cls"), Parameter("value", _ELEMENT))
    return Function(METHOD, parameters, returns, body, decorator="classmethod")

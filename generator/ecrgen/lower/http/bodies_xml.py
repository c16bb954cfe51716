"""The bodies of restXml (Smithy 2.0, "AWS restXml protocol")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...ir import literals
from ...ir.code import Brackets, Expression, Item, Line, Statement, Text, call
from ...model.ids import ShapeId
from ...model.shapes import Member, OperationShape, Shape
from ...model.traits import XmlAttribute, XmlName
from .. import runtime
from ..names.context import Context
from ..serde.xml_read import METHOD as READ, XmlReadForm
from ..serde.xml_write import METHOD as WRITE, XmlWriteForm, namespace

_RESTXML = frozenset({runtime.module("restxml")})
_XML_WRITE = frozenset({runtime.module("xml_write")})
# The document of the operation's output is the one member that it has.
_UNWRAPPED = "aws.customizations#s3UnwrappedXmlOutput"


@dataclass(frozen=True, slots=True)
class XmlBodies:
    """Bodies in XML. The root of a document has the name and namespace of its shape, if
    the service has none.
    """

    context: Context
    read: XmlReadForm
    write: XmlWriteForm

    content_type = "application/xml"
    absent_structure = None

    def write_input(self, operation: OperationShape) -> Expression:
        shape = self.context.shape(operation.input)
        return self._written("value", shape)

    def write_members(
        self, operation: OperationShape, members: tuple[Member, ...]
    ) -> tuple[tuple[Statement, ...], Expression]:
        shape = self.context.shape(operation.input)
        fields = self.context.names.fields
        statements = [
            *self.write.statements(members, lambda member: f"value.{fields[member.id]}")
        ]
        declared = namespace(shape, self.context.service)
        arguments = [Text(literals.string(_root(shape))), Text("out")]
        if any(member.traits.has(XmlAttribute) for member in members):
            start = Text(literals.string(declared))
            statements.insert(0, Line("attributes = ", start))
            arguments.append(Text("attributes"))
        elif declared:
            arguments.append(Text(literals.string(declared)))
        items = tuple(Item(each) for each in arguments)
        element = Brackets("xml_write.element(", items, ").encode()", _XML_WRITE)
        return tuple(statements), element

    def write_payload(self, member: Member, value: str) -> Expression:
        return self._written(value, member, self.context.target(member))

    def read_members(
        self, members: Iterable[Member], fields: Mapping[ShapeId, str]
    ) -> tuple[Line, list[Item], list[Statement]]:
        arguments, after = self.read.reading(members, fields)
        source = Text("restxml.members(response.body)", _RESTXML)
        return Line("value = ", source), arguments, after

    def read_payload(self, member: Member) -> Expression:
        name, imported = self.context.reference(member.target)
        source = Text("restxml.members(response.body)", _RESTXML)
        return call(f"{name}.{READ}", source, imports={imported})

    def read_method(self, output: ShapeId) -> str:
        return READ

    def deserialize(
        self, operation: OperationShape, read: str, *, is_whole: bool
    ) -> Expression:
        function = "deserialize_response" if is_whole else "deserialize"
        arguments = ("response", "cls.name", read, "cls.error_of_xml")
        items = [Item(Text(each)) for each in arguments]
        if _UNWRAPPED in operation.traits and not is_whole:
            items.append(Item(Text("True"), "unwrapped="))
        return Brackets(f"restxml.{function}(", tuple(items), ")", _RESTXML)

    def _written(self, value: str, *named: Member | Shape) -> Expression:
        """The document of a structure or union, which is called what the first of
        `named` with a name is.
        """
        arguments = [Text(literals.string(_root(*named)))]
        declared = namespace(*named, self.context.service)
        if declared:
            arguments.append(Text(literals.string(declared)))
        items = tuple(Item(each) for each in arguments)
        return Brackets(f"{value}.{WRITE}(", items, ").encode()")


def _root(*named: Member | Shape) -> str:
    """The name of a document: an xmlName of the payload's member or of the shape, else
    the shape's own name.
    """
    for each in named:
        found = each.traits.get(XmlName)
        if found is not None:
            return found.value
    return named[-1].id.name

"""The methods that write structures and unions as XML elements (Smithy 2.0, "XML
bindings").

`to_xml(self, tag, attributes)` gives the element called `tag`: its name belongs to the
member that targets the structure, or to the document, and so do the namespaces that
`attributes` declares. Same shape of code as `serde`: one statement a member.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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
from ...ir.modules import Function, Parameter
from ...model.ids import ShapeId
from ...model.prelude import UNIT
from ...model.shapes import (
    EnumShape,
    IntEnumShape,
    ListShape,
    MapShape,
    Member,
    Shape,
    StructureShape,
    UnionShape,
)
from ...model.traits import Sparse, XmlAttribute, XmlFlattened, XmlNamespace
from .. import runtime
from ..names.context import Context, is_always_set
from ..values.codecs import text_leaves, xml_name
from .form import NOT_A_VARIANT, Form

METHOD = "to_xml"

_IMPORTS = frozenset({runtime.module("xml_write")})
_STR = Text("str")
_PARAMETERS = (
    Parameter("self"),
    Parameter("tag", _STR),
    Parameter("attributes", _STR, Text('""')),
)
_LEAVES = text_leaves("xml_write")


@dataclass(frozen=True, slots=True)
class XmlWriteForm(Form):
    """`to_xml` methods, which `shapes` have."""

    context: Context
    shapes: frozenset[ShapeId]

    methods = frozenset({METHOD})

    def of_structure(self, shape: StructureShape) -> list[Function]:
        if shape.id not in self.shapes:
            return []
        fields = self.context.names.fields
        body = self.statements(
            shape.members.values(), lambda member: f"self.{fields[member.id]}"
        )
        return [_function(body, Text("out"))]

    def of_union(self, union: UnionShape) -> list[Function]:
        if union.id not in self.shapes:
            return []
        return [Function(METHOD, _PARAMETERS, _STR, (NOT_A_VARIANT,))]

    def of_variant(self, union: UnionShape, member: Member) -> list[Function]:
        if union.id not in self.shapes:
            return []
        return [_function((), self._written(member, "self.value"))]

    def of_unknown(self, union: UnionShape) -> list[Function]:
        if union.id not in self.shapes:
            return []
        element = Text("xml_write.unknown(self.tag, self.value)", _IMPORTS)
        return [_function((), element)]

    def statements(
        self, members: Iterable[Member], value_of: Callable[[Member], str]
    ) -> Iterator[Statement]:
        """What leaves the elements of members in `out`, and adds those that are
        attributes to `attributes`.
        """
        yield Line("out = ", Text('""'))
        for member in members:
            value = value_of(member)
            if member.traits.has(XmlAttribute):
                leaf = self._leaf(member, value)
                made = call(
                    "xml_write.attribute", _name(member), leaf, imports=_IMPORTS
                )
                add = Line("attributes += ", made)
            else:
                add = Line("out += ", self._written(member, value))
            if is_always_set(self.context, member):
                yield add
            else:
                yield Block(f"if {value} is not None:", (add,))

    def _written(self, member: Member, value: str) -> Expression:
        """The element of `value`, of the member's target; the elements where it is
        flattened.
        """
        target = self.context.target(member)
        name, declared = _name(member), namespace(member)
        if not member.traits.has(XmlFlattened):
            return self._element(member, value, name, declared)
        match target:
            case ListShape():
                # "The XML namespace of the flattened list's member is used" (the
                # suite's XmlLists).
                declared = namespace(target.member) or declared
                element = self._element(target.member, "each", name, declared, 1)
                elements = _comprehension(element, target, value)
            case MapShape():
                elements = _comprehension(
                    self._entry(target, name, declared), target, value
                )
            case _:
                return self._element(member, value, name, declared)
        return call("xml_write.siblings", elements, imports=_IMPORTS)

    def _element(
        self, member: Member, value: str, name: Text, declared: str, depth: int = 0
    ) -> Expression:
        """The element `name` of `value`, a value of the member's target."""
        target = self.context.target(member)
        if target.id == UNIT:
            return _call("element", name, Text('""'), declared)
        match target:
            case StructureShape() | UnionShape():
                return call(f"{value}.{METHOD}", name, *_given(declared))
            case ListShape():
                inner, each = target.member, _variable("each", depth)
                element = self._element(
                    inner, each, _name(inner), namespace(inner), depth + 1
                )
            case MapShape():
                element = self._entry(target, Text('"entry"'), "", depth)
            case _:
                return _call("text", name, self._leaf(member, value), declared)
        elements = _comprehension(element, target, value, depth)
        return _call("container", name, elements, declared)

    def _entry(
        self, target: MapShape, name: Text, declared: str, depth: int = 0
    ) -> Expression:
        """The element `name` of an entry of a map, whose key and value are in
        variables.
        """
        key, each = _variable("key", depth), _variable("each", depth)
        parts = tuple(
            Item(
                self._element(
                    member, value, _name(member), namespace(member), depth + 1
                )
            )
            for member, value in ((target.key, key), (target.value, each))
        )
        return _call("container", name, Brackets("[", parts, "]"), declared)

    def _leaf(self, member: Member, value: str) -> Expression:
        match self.context.target(member):
            case EnumShape():
                return Text(value)
            case IntEnumShape():
                return Text(f"str(int({value}))")
            case _:
                return _LEAVES.write_leaf(self.context, member).expression(value)


def namespace(*holders: Member | Shape) -> str:
    """The declaration of the namespace that the first of `holders` to have one is in,
    with a space before it.
    """
    for holder in holders:
        found = holder.traits.get(XmlNamespace)
        if found is not None:
            # Imported for those who need it: it brings half of urllib with it.
            from xml.sax.saxutils import quoteattr

            prefix = "" if found.prefix is None else f":{found.prefix}"
            return f" xmlns{prefix}={quoteattr(found.uri)}"
    return ""


def _comprehension(
    element: Expression, target: ListShape | MapShape, value: str, depth: int = 0
) -> Comprehension:
    """The elements of what is in `value`. XML has no null."""
    each, key = _variable("each", depth), _variable("key", depth)
    if isinstance(target, ListShape):
        clause = f"for {each} in {value}"
    else:
        clause = f"for {key}, {each} in {value}.items()"
    kept = (f"if {each} is not None",) if target.traits.has(Sparse) else ()
    return Comprehension("[", (one_line(element), clause, *kept), "]", element.imports)


def _given(declared: str) -> tuple[Text, ...]:
    """The argument `attributes`, where there are any."""
    return (Text(literals.string(declared)),) if declared else ()


def _call(function: str, name: Text, content: Expression, declared: str) -> Brackets:
    arguments = (name, content, *_given(declared))
    return call(f"xml_write.{function}", *arguments, imports=_IMPORTS)


def _name(member: Member) -> Text:
    return Text(literals.string(xml_name(member)))


def _variable(name: str, depth: int) -> str:
    return name if depth == 0 else f"{name}{depth + 1}"


def _function(body: Iterable[Statement], content: Expression) -> Function:
    made = call(
        "xml_write.element", Text("tag"), content, Text("attributes"), imports=_IMPORTS
    )
    return Function(METHOD, _PARAMETERS, _STR, (*body, Line("return ", made)))

"""The methods that make events of messages and messages of events (Smithy 2.0, "Amazon
Event Stream Specification").

A union that streams has `from_event` and `error_of_event` where it is received and
`to_event` where it is sent; so have the structures that are its events. Members are
headers, the payload, or members of the document in the payload.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...ir import literals
from ...ir.code import Block, Brackets, Expression, Item, Line, Statement, Text, call
from ...ir.imports import NO_IMPORTS, Import
from ...ir.modules import Function, Parameter
from ...model.ids import ShapeId
from ...model.prelude import UNIT
from ...model.shapes import (
    EnumShape,
    IntEnumShape,
    Member,
    SimpleShape,
    SimpleType,
    StructureShape,
    UnionShape,
)
from ...model.streams import event_streams, events_of, exceptions_of
from ...model.traits import Error, EventHeader, EventPayload
from .. import runtime
from ..names.context import Context, is_required
from ..serde.form import NOT_A_VARIANT, Form
from ..serde.tree import TreeForm

_TYPED = frozenset({Import("typing", "Any")})
_SELF = Text("Self", frozenset({Import("typing", "Self")}))
_MESSAGES = frozenset({runtime.module("event_messages")})
_STREAMS = frozenset({runtime.module("event_streams")})
_ERRORS = frozenset({Import(".", "errors")})
_MESSAGE = Text("event_messages.Message", _MESSAGES)

# Headers by the type of their member: what reads one, and the class that says how many
# bytes it is sent in.
_READERS = {
    SimpleType.BLOB: "blob",
    SimpleType.BOOLEAN: "boolean",
    SimpleType.STRING: "text",
    SimpleType.TIMESTAMP: "timestamp",
}
_SIZES = {
    SimpleType.BYTE: "Byte",
    SimpleType.SHORT: "Short",
    SimpleType.INTEGER: "Integer",
    SimpleType.LONG: "Long",
}


@dataclass(frozen=True, slots=True)
class EventFormat:
    """How a protocol has documents in payloads."""

    media_type: str
    # What reads structures takes of a payload, and the payload of what they write.
    load: Callable[[str], Text]
    dump: Callable[[Expression], Expression]
    # What the method that reads is called where it is not the one of the protocol's
    # tree codec.
    read_method: str = ""


def json_events() -> EventFormat:
    """Documents in JSON."""
    return tree_events("json", "application/json")


def tree_events(module: str, media_type: str) -> EventFormat:
    """Documents that a module of the runtime loads and dumps as trees of members."""
    codec = runtime.module(module)

    def load(payload: str) -> Text:
        imports = frozenset({codec, runtime.module("answers")})
        return Text(f"answers.members({module}.load, {payload})", imports)

    def dump(value: Expression) -> Expression:
        return call(f"{module}.dump", value, imports={codec})

    return EventFormat(media_type, load, dump)


def xml_events() -> EventFormat:
    """Documents in XML, which are read only."""
    imports = frozenset({runtime.module("xml")})
    return EventFormat(
        "application/xml",
        lambda payload: Text(f"xml.load({payload})", imports),
        _unwritten,
        "from_xml",
    )


def _unwritten(value: Expression) -> Expression:
    raise TypeError("events are not written in XML")


@dataclass(frozen=True, slots=True)
class EventForm(Form):
    """These methods. `sent` and `received` are the unions that stream, with the events
    in them.
    """

    context: Context
    wire: TreeForm
    format: EventFormat
    sent: frozenset[ShapeId]
    received: frozenset[ShapeId]

    methods = frozenset({"from_event", "error_of_event", "to_event"})

    # --- Unions --------------------------------------------------------------------------------------------------

    def of_union(self, union: UnionShape) -> list[Function]:
        found: list[Function] = []
        if union.id in self.sent:
            found.append(_writer((NOT_A_VARIANT,)))
        if union.id in self.received:
            found += [self._union_reader(union), self._error_reader(union)]
        return found

    def _union_reader(self, union: UnionShape) -> Function:
        names = self.context.names
        cases: list[Statement] = []
        for member in events_of(self.context.model, union):
            held: tuple[Item, ...] = ()
            if member.target != UNIT:
                name, imported = self.context.reference(member.target)
                event = Text(f"{name}.from_event(event)", frozenset({imported}))
                held = (Item(event),)
            made = Brackets(f"{names.variants[member.id]}(", held, ")")
            key = literals.string(member.name)
            cases.append(Block(f"if tag == {key}:", (Line("return ", made),)))
        unknown = Text(f"{names.variants[union.id]}(tag, event.payload)")
        body = (
            Line("tag = ", Text("event.type")),
            *cases,
            Line("return ", unknown),
        )
        return _reader("from_event", Text(names.models[union.id]), body)

    def _error_reader(self, union: UnionShape) -> Function:
        """The error of an exception in the stream: the classes of `errors`, by the
        names of the members.
        """
        cases: list[Statement] = []
        for member in exceptions_of(self.context.model, union):
            name = f"errors.{self.context.names.errors[member.target]}"
            found = self._document(name, member.target, _ERRORS)
            key = literals.string(member.name)
            cases.append(Block(f"if event.type == {key}:", (Line("return ", found),)))
        unknown = Text("event_streams.unmodelled(event)", _STREAMS)
        body = (*cases, Line("return ", unknown))
        return _reader("error_of_event", Text("errors.ServiceError", _ERRORS), body)

    def of_variant(self, union: UnionShape, member: Member) -> list[Function]:
        """`to_event(self)` of a variant."""
        if union.id not in self.sent:
            return []
        tag = literals.string(member.name)
        made = (
            Text(f"event_messages.event({tag})", _MESSAGES)
            if member.target == UNIT
            else Text(f"self.value.to_event({tag})")
        )
        return [_writer((Line("return ", made),))]

    # --- Structures ----------------------------------------------------------------------------------------------

    def of_structure(self, shape: StructureShape) -> list[Function]:
        """The methods of a structure that is an event."""
        fields = self.context.names.fields
        found: list[Function] = []
        if shape.id in self.sent:
            found.append(self._event_writer(shape, fields))
        if shape.id in self.received and not shape.traits.has(Error):
            found.append(self._event_reader(shape, fields))
        return found

    def _event_reader(
        self, shape: StructureShape, fields: Mapping[ShapeId, str]
    ) -> Function:
        headers, payload, document = _parts(shape)
        if document:
            start = self._document("cls", shape.id, NO_IMPORTS)
        else:
            start = Text("cls.from_value({})")
        body: list[Statement] = []
        for member in headers:
            key = literals.string(member.name)
            read = f"event_messages.{self._header_reader(member)}(event, {key})"
            condition = f"if (item := {read}) is not None:"
            value = self._header_value(member)
            assign = Line(f"out.{fields[member.id]} = ", value)
            body.append(Block(condition, (assign,), _MESSAGES))
        if payload is not None:
            body.append(self._payload_reader(payload, fields[payload.id]))
        if not body:
            return _reader("from_event", _SELF, (Line("return ", start),))
        last = Line("return ", Text("out"))
        return _reader("from_event", _SELF, (Line("out = ", start), *body, last))

    def _payload_reader(self, member: Member, field: str) -> Statement:
        target = self.context.target(member)
        if isinstance(target, SimpleShape) and target.type is SimpleType.BLOB:
            return Line(f"out.{field} = ", Text("event.payload"))
        if isinstance(target, StructureShape | UnionShape):
            name, imported = self.context.reference(target.id)
            found = self._document(name, target.id, frozenset({imported}))
            assign = Line(f"out.{field} = ", found)
            return Block("if event.payload:", (assign,))
        text = Text("event_messages.payload_text(event)", _MESSAGES)
        if isinstance(target, EnumShape):
            name, imported = self.context.reference(target.id)
            text = Text(f"{name}({text.text})", _MESSAGES | {imported})
        return Line(f"out.{field} = ", text)

    def _document(
        self, kind: str, shape: ShapeId, imports: frozenset[Import]
    ) -> Expression:
        """`kind`, the class of `shape`, read from the document in the payload."""
        method = self.format.read_method or self.wire.read_method(shape)
        return call(
            f"{kind}.{method}", self.format.load("event.payload"), imports=imports
        )

    def _event_writer(
        self, shape: StructureShape, fields: Mapping[ShapeId, str]
    ) -> Function:
        headers, payload, document = _parts(shape)
        body: list[Statement] = []
        arguments: list[Expression] = [Text("tag")]
        media_type = Text(literals.string(self.format.media_type))
        function = "event"
        if payload is not None:
            function, extra = self._payload_writer(
                payload, f"self.{fields[payload.id]}"
            )
            arguments += extra
        elif document and not headers:
            method = self.wire.write_method(shape.id)
            arguments += [self.format.dump(Text(f"self.{method}()")), media_type]
        elif document:
            start, more = self.wire.writing(document, fields, "self", "payload")
            body += (Line("payload: dict[str, Any] = ", start, _TYPED), *more)
            arguments += [self.format.dump(Text("payload")), media_type]
        elif shape.traits.has(Error):
            arguments += [self.format.dump(Text("{}")), media_type]
        items = [Item(each) for each in arguments]
        if shape.traits.has(Error):
            items.append(Item(Text('"exception"'), "kind="))
        made = Brackets(f"event_messages.{function}(", tuple(items), ")", _MESSAGES)
        if not headers:
            return _writer((*body, Line("return ", made)), has_tag=True)
        body.append(Line("out = ", made))
        for member in headers:
            body.append(self._header_writer(member, f"self.{fields[member.id]}"))
        return _writer((*body, Line("return ", Text("out"))), has_tag=True)

    def _payload_writer(
        self, member: Member, value: str
    ) -> tuple[str, list[Expression]]:
        """The function that makes the message, and its arguments after the tag."""
        target = self.context.target(member)
        if isinstance(target, SimpleShape) and target.type is SimpleType.BLOB:
            return "of_blob", [Text(value)]
        if isinstance(target, StructureShape | UnionShape):
            written = f"{value}.{self.wire.write_method(target.id)}()"
            if not is_required(member):
                written = f"{{}} if {value} is None else {written}"
            media_type = Text(literals.string(self.format.media_type))
            return "event", [self.format.dump(Text(written)), media_type]
        return "of_text", [Text(value)]

    # --- Headers -------------------------------------------------------------------------------------------------

    def _header_reader(self, member: Member) -> str:
        match self.context.target(member):
            case EnumShape():
                return "text"
            case SimpleShape(type=kind):
                return _READERS.get(kind, "integer")
            case _:
                return "integer"

    def _header_value(self, member: Member) -> Expression:
        target = self.context.target(member)
        if isinstance(target, EnumShape | IntEnumShape):
            name, imported = self.context.reference(target.id)
            return call(name, Text("item"), imports={imported})
        return Text("item")

    def _header_writer(self, member: Member, value: str) -> Statement:
        target = self.context.target(member)
        written: Expression = Text(value)
        if isinstance(target, EnumShape):
            written = call("str", Text(value))
        elif isinstance(target, IntEnumShape):
            written = call("event_messages.Integer", Text(value), imports=_MESSAGES)
        elif isinstance(target, SimpleShape) and target.type in _SIZES:
            size = f"event_messages.{_SIZES[target.type]}"
            written = call(size, Text(value), imports=_MESSAGES)
        assign = Line(f"out[{literals.string(member.name)}] = ", written)
        if is_required(member):
            return assign
        return Block(f"if {value} is not None:", (assign,))


def event_form(context: Context, wire: TreeForm, format: EventFormat) -> EventForm:
    """The form of the service's event streams."""
    model, operations = context.model, context.closure.operations
    sides: list[frozenset[ShapeId]] = []
    for structures in (
        [each.input for each in operations],
        [each.output for each in operations],
    ):
        unions = event_streams(model, structures)
        events = {
            member.target
            for union in unions
            if isinstance(shape := model[union], UnionShape)
            for member in shape.members.values()
        }
        sides.append(unions | events)
    return EventForm(context, wire, format, *sides)


def _parts(
    shape: StructureShape,
) -> tuple[list[Member], Member | None, list[Member]]:
    """The members that are headers, the one that is the payload, and those of the
    document in it.
    """
    members = shape.members.values()
    headers = [each for each in members if each.traits.has(EventHeader)]
    payload = next((each for each in members if each.traits.has(EventPayload)), None)
    others = [each for each in members if each not in headers and each is not payload]
    return headers, payload, others


def _reader(name: str, returns: Expression, body: tuple[Statement, ...]) -> Function:
    parameters = (Parameter("cls"), Parameter("event", _MESSAGE))
    return Function(name, parameters, returns, body, decorator="classmethod")


def _writer(body: tuple[Statement, ...], *, has_tag: bool = False) -> Function:
    parameters = [Parameter("self")]
    if has_tag:
        parameters.append(Parameter("tag", Text("str")))
    return Function("to_event", tuple(parameters), _MESSAGE, body)

"""What reads outputs and errors from HTTP responses (Smithy 2.0, "HTTP binding
traits").

`from_response(cls, response)` reads an output with bindings, `read_response(self,
response)` the members of an error that are not in its document.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...ir import literals
from ...ir.code import Block, Brackets, Expression, Item, Line, Statement, Text, call
from ...ir.imports import Import
from ...ir.modules import Function, Parameter
from ...model.ids import ShapeId
from ...model.shapes import (
    EnumShape,
    Member,
    OperationShape,
    SimpleShape,
    SimpleType,
    StructureShape,
)
from .. import runtime
from ..exchange import Answer
from ..names.context import Context, default_of, is_required
from ..serde.form import Form
from ..values import defaults, streaming
from .bindings import Bindings, of_output
from .bodies import Bodies
from .leaves import REST, is_text, read_header

METHOD = "from_response"
ERROR_METHOD = "read_response"

_SELF = Text("Self", frozenset({Import("typing", "Self")}))
_RESPONSE = Text("http.Response", frozenset({runtime.module("http")}))


@dataclass(frozen=True, slots=True)
class ResponseForm(Form):
    """Reads errors, and outputs with bindings, which `shapes` are."""

    context: Context
    bodies: Bodies
    shapes: frozenset[ShapeId]

    methods = frozenset({METHOD, ERROR_METHOD})

    def answer(self, operation: OperationShape) -> Answer:
        """How the output is read from `response`."""
        output = self.context.output_of(operation)
        is_whole = output.id in self.shapes
        method = METHOD if is_whole else self.bodies.read_method(output.id)
        read = f"{self.context.names.models[output.id]}.{method}"
        return Answer(self.bodies.deserialize(operation, read, is_whole=is_whole))

    def is_message(self, member: Member) -> bool:
        return of_output((member,)).is_document

    def of_structure(self, shape: StructureShape) -> list[Function]:
        """`from_response(cls, response)` of an output."""
        if shape.id not in self.shapes:
            return []
        fields = self.context.names.fields
        bindings = of_output(shape.members.values())
        arguments: list[Item] = []
        before: list[Statement] = []
        after: list[Statement] = []
        if bindings.document:
            source, arguments, after = self.bodies.read_members(
                bindings.document, fields
            )
            before.append(source)
        for member in _elsewhere(bindings):
            field = fields[member.id]
            direct = self._argument(bindings, member)
            if direct is not None:
                arguments.append(Item(direct, f"{field}="))
                continue
            if is_required(member):
                arguments.append(Item(self._corrected(member), f"{field}="))
            after.append(self._reading(bindings, member, f"out.{field}"))
        made = Brackets("cls(", tuple(arguments), ")")
        if not after:
            return [_reader((*before, Line("return ", made)))]
        last = Line("return ", Text("out"))
        return [_reader((*before, Line("out = ", made), *after, last))]

    def of_error(self, shape: StructureShape) -> list[Function]:
        """`read_response(self, response)`, where there is something that is not in the
        error's document.
        """
        fields = self.context.names.error_fields
        bindings = of_output(shape.members.values())
        body: list[Statement] = []
        for member in _elsewhere(bindings):
            body.append(self._reading(bindings, member, f"self.{fields[member.id]}"))
        if not body:
            return []
        parameters = (Parameter("self"), Parameter("response", _RESPONSE))
        return [Function(ERROR_METHOD, parameters, Text("None"), tuple(body))]

    def _argument(self, bindings: Bindings, member: Member) -> Expression | None:
        """The value that can be given to the class in any case; None where there is
        more to do.
        """
        if member is bindings.status:
            return Text("response.status")
        if self.context.is_received_stream(member):
            return streaming.output(self.context, member)
        if bindings.prefix_headers is not None and member is bindings.prefix_headers[1]:
            # A map even where there are none ("HttpPrefixHeadersAreNotPresent" of the
            # compliance suite).
            return _prefix_headers(bindings.prefix_headers[0])
        if default_of(self.context, member) is not None:
            return None
        zero = f" or {defaults.falsy(self.context, member)}"
        if member is bindings.payload and self._is_blob(member):
            # A body without bytes is none.
            return Text(
                "response.body" if is_required(member) else "response.body or None"
            )
        for name, each in bindings.headers:
            if each is member and is_text(self.context, member):
                found = f"response.header({literals.string(name)})"
                return Text(found + (zero if is_required(member) else ""))
        return None

    def _reading(self, bindings: Bindings, member: Member, target: str) -> Statement:
        """Sets `target` to what the response has for `member`, where it has something."""
        if member is bindings.status:
            return Line(f"{target} = ", Text("response.status"))
        if member is bindings.payload:
            read = self._payload(member)
            return Block("if response.body:", (Line(f"{target} = ", read),))
        if bindings.prefix_headers is not None and member is bindings.prefix_headers[1]:
            return Line(f"{target} = ", _prefix_headers(bindings.prefix_headers[0]))
        name = next(name for name, each in bindings.headers if each is member)
        read = read_header(self.context, member, "header")
        found = f"response.header({literals.string(name)})"
        condition = f"if (header := {found}) is not None:"
        return Block(condition, (Line(f"{target} = ", read),))

    def _payload(self, member: Member) -> Expression:
        target = self.context.target(member)
        match target:
            case SimpleShape(type=SimpleType.BLOB):
                return Text("response.body")
            case SimpleShape(type=SimpleType.STRING):
                return Text("response.body.decode()")
            case EnumShape():
                name, imported = self.context.reference(target.id)
                return call(name, Text("response.body.decode()"), imports={imported})
            case _:
                return self.bodies.read_payload(member)

    def _corrected(self, member: Member) -> Expression:
        """What a required member is when the service left it out."""
        return defaults.corrected(self.context, member, lambda _: "from_value")

    def _is_blob(self, member: Member) -> bool:
        target = self.context.target(member)
        return isinstance(target, SimpleShape) and target.type is SimpleType.BLOB


def _elsewhere(bindings: Bindings) -> list[Member]:
    """The members that are not in the document."""
    found = [member for _, member in bindings.headers]
    if bindings.prefix_headers is not None:
        found.append(bindings.prefix_headers[1])
    for member in (bindings.payload, bindings.status):
        if member is not None:
            found.append(member)
    return found


def _prefix_headers(prefix: str) -> Expression:
    arguments = (Text("response.headers"), Text(literals.string(prefix)))
    return call("rest.read_prefix_headers", *arguments, imports=REST)


def _reader(body: tuple[Statement, ...]) -> Function:
    parameters = (Parameter("cls"), Parameter("response", _RESPONSE))
    return Function(METHOD, parameters, _SELF, body, decorator="classmethod")

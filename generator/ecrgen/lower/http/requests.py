"""How requests are made by protocols with HTTP bindings (Smithy 2.0, "Serializing HTTP
messages").

Straight-line: query, headers and body are put together member by member, and the
request last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from ...ir import literals
from ...ir.code import (
    Block,
    Brackets,
    Comprehension,
    Expression,
    Item,
    Line,
    Literal,
    Statement,
    Text,
    call,
    text as one_line,
)
from ...ir.imports import Import, union
from ...model.prelude import UNIT
from ...model.shapes import (
    EnumShape,
    ListShape,
    Member,
    OperationShape,
    SimpleShape,
    SimpleType,
    StructureShape,
)
from ...model.streams import is_event_stream
from ...model.traits import Http, MediaType
from .. import runtime
from ..exchange import Request
from ..names.context import Context, is_always_set
from ..values import hostlabels, streaming
from ..values.tokens import idempotency_token
from .bindings import Bindings, of_input
from .bodies import Bodies
from .leaves import REST, URI, write, write_header

_LABEL = re.compile(r"\{([^{}]*)\}")
# What a path may have beside unreserved characters (RFC 3986, "Path"); what is encoded
# already stays.
_OF_PATHS = "/%!$&'()*+,;=:@"
_HTTP = frozenset({runtime.module("http")})
_TOKEN = frozenset(
    {
        Import("dataclasses", "replace"),
        runtime.symbol("tokens.idempotency_token"),
    }
)


@dataclass(frozen=True, slots=True)
class HttpRequests:
    """Makes requests of the input `value`."""

    context: Context
    bodies: Bodies

    def request(self, operation: OperationShape) -> Request:
        http = operation.traits.get(Http)
        if http is None:
            raise TypeError(operation.id)
        members = (
            ()
            if operation.input == UNIT
            else tuple(self.context.model.structure(operation.input).members.values())
        )
        bindings = of_input(members)
        target, _, constants = http.uri.partition("?")
        body = _Body(())
        if bindings.payload is not None:
            body = self._payload(bindings.payload)
        elif bindings.document:
            body = self._document(operation, bindings)
        query = self._query(bindings, constants)
        headers = self._headers(bindings, body)
        arguments = [
            Item(Text(literals.string(http.method)), "method="),
            Item(self._path(bindings, target), "path="),
        ]
        if query:
            arguments.append(Item(Text("query"), "query="))
        if headers:
            arguments.append(Item(Text("headers"), "headers="))
        if body.value is not None:
            arguments.append(Item(body.value, "body="))
        prefix = hostlabels.expression(self.context, operation)
        if prefix is not None:
            arguments.append(Item(prefix, "host_prefix="))
        made = Brackets("http.Request(", tuple(arguments), ")", _HTTP)
        if body.stream is not None:
            made = streaming.attach(self.context, made, *body.stream)
        before = (*self._token(operation), *query, *headers, *body.statements)
        return Request(before, made)

    # --- The token ---------------------------------------------------------------------------------------------

    def _token(self, operation: OperationShape) -> Iterator[Statement]:
        """Fills in the idempotency token, wherever it is bound to; the caller's input
        stays as it is.
        """
        token = idempotency_token(self.context, operation)
        if token is None:
            return
        field = self.context.names.fields[token.id]
        filled = Text(f"replace(value, {field}=idempotency_token())", _TOKEN)
        yield Block(f"if value.{field} is None:", (Line("value = ", filled),))

    # --- The URI -----------------------------------------------------------------------------------------------

    def _path(self, bindings: Bindings, target: str) -> Expression:
        # `split` with a group alternates literal text and label names.
        parts = _LABEL.split(target)
        texts = [quote(each, safe=_OF_PATHS) for each in parts[::2]]
        labels = [self._label(bindings, name) for name in parts[1::2]]
        if not labels:
            return Text(literals.string(texts[0]))
        sources = [each.text for each in labels]
        parts = [
            literals.fstring([before, ""], [source])
            for before, source in zip(texts, sources, strict=False)
        ]
        if texts[-1] and len(parts) == 1:
            parts.append(literals.string(texts[-1]))
        else:
            parts[-1] = literals.fstring(texts[-2:], sources[-1:])
        imports = union(each.imports for each in labels)
        return Literal(literals.fstring(texts, sources), tuple(parts), imports)

    def _label(self, bindings: Bindings, name: str) -> Text:
        member = bindings.labels[name.removesuffix("+")]
        function = "greedy_label" if name.endswith("+") else "label"
        value = f"value.{self.context.names.fields[member.id]}"
        written = write(self.context, URI, member, value)
        source = one_line(written)
        if source != value and not is_always_set(self.context, member):
            source = f"None if {value} is None else {source}"
        # Within an f-string, which is in double quotes.
        shown = f"rest.{function}('{member.name}', {source})"
        return Text(shown, written.imports | REST)

    def _query(self, bindings: Bindings, constants: str) -> tuple[Statement, ...]:
        first = [
            _pair(unquote(key), Text(literals.string(unquote(value))))
            for key, _, value in (
                each.partition("=") for each in constants.split("&") if each
            )
        ]
        rest: list[Statement] = []
        for name, member in bindings.query:
            value = f"value.{self.context.names.fields[member.id]}"
            target = self.context.target(member)
            if isinstance(target, ListShape):
                element = _pair(name, write(self.context, URI, target.member, "each"))
                parts = (one_line(element), f"for each in {value}")
                found = Comprehension("[", parts, "]", element.imports)
                statement = Line("query += ", found)
            else:
                pair = _pair(name, write(self.context, URI, member, value))
                statement = Line("", call("query.append", pair))
                if is_always_set(self.context, member) and not rest:
                    first.append(pair)
                    continue
            rest.append(self._if_set(member, value, statement))
        if (params := bindings.query_params) is not None:
            value = f"value.{self.context.names.fields[params.id]}"
            # Behind the others, which win ("httpQueryParams trait").
            added = call("rest.query_params", Text("query"), Text(value), imports=REST)
            rest.append(self._if_set(params, value, Line("query += ", added)))
        if not first and not rest:
            return ()
        start = Brackets("[", tuple(Item(each) for each in first), "]")
        typed = "query = " if first else "query: list[tuple[str, str]] = "
        return (Line(typed, start), *rest)

    def _if_set(self, member: Member, value: str, statement: Statement) -> Statement:
        if is_always_set(self.context, member):
            return statement
        return Block(f"if {value} is not None:", (statement,))

    # --- Headers -----------------------------------------------------------------------------------------------

    def _headers(self, bindings: Bindings, body: _Body) -> tuple[Statement, ...]:
        first: list[Item] = []
        rest: list[Statement] = []
        if body.content_type:
            kind = Text(literals.string(body.content_type))
            if body.is_set and body.assigned is None:
                typed = Line('headers["Content-Type"] = ', kind)
                rest.append(Block(f"if {body.is_set}:", (typed,)))
            elif body.assigned is None:
                first.append(Item(kind, '"Content-Type": '))
            else:
                typed = Line('headers["Content-Type"] = ', kind)
                given = (typed, Line("body = ", body.assigned))
                rest.append(Line("body = ", Text('b""')))
                rest.append(Block(f"if {body.is_set}:", given))
        for name, member in bindings.headers:
            value = f"value.{self.context.names.fields[member.id]}"
            # Under the one spelling that is set here, so that the member's value is the
            # only one.
            key = literals.string(
                "Content-Type" if name.lower() == "content-type" else name
            )
            written = write_header(self.context, member, value)
            statement = Line(f"headers[{key}] = ", written)
            if is_always_set(self.context, member) and not rest:
                first = [each for each in first if each.prefix != f"{key}: "]
                first.append(Item(written, f"{key}: "))
            else:
                rest.append(self._if_set(member, value, statement))
        if bindings.prefix_headers is not None:
            prefix, member = bindings.prefix_headers
            value = f"value.{self.context.names.fields[member.id]}"
            # Behind the others, which win ("httpPrefixHeaders trait").
            arguments = (
                Text("headers"),
                Text(literals.string(prefix)),
                Text(value),
            )
            added = call("rest.prefix_headers", *arguments, imports=REST)
            rest.append(self._if_set(member, value, Line("headers |= ", added)))
        if not first and not rest:
            return ()
        start = "headers = " if first else "headers: dict[str, str] = "
        return (Line(start, Brackets("{", tuple(first), "}")), *rest)

    # --- The body ----------------------------------------------------------------------------------------------

    def _document(self, operation: OperationShape, bindings: Bindings) -> _Body:
        kind = self.bodies.content_type
        if bindings.is_document:
            return _Body((), self.bodies.write_input(operation), kind)
        statements, body = self.bodies.write_members(operation, bindings.document)
        return _Body(statements, body, kind)

    def _payload(self, member: Member) -> _Body:
        """The body that a member is; where it is not set, there is none, nor a type of
        content.
        """
        value = f"value.{self.context.names.fields[member.id]}"
        if self.context.streams(member):
            return self._stream(member, value)
        written, kind = self._written_payload(member, value)
        if is_always_set(self.context, member):
            return _Body((), written, kind)
        absent = self.bodies.absent_structure
        is_structure = isinstance(self.context.target(member), StructureShape)
        if is_structure and absent is not None:
            source = f"{absent.text} if {value} is None else {one_line(written)}"
            return _Body((), Text(source, written.imports), kind)
        return _Body((), Text("body"), kind, f"{value} is not None", written)

    def _stream(self, member: Member, value: str) -> _Body:
        """The body that is attached to the request when it is made."""
        stream = (member, value)
        if is_event_stream(self.context.model, member):
            return _Body((), stream=stream)
        media = self.context.target(member).traits.get(MediaType)
        kind = "application/octet-stream" if media is None else media.value
        condition = f"{value} is not None"
        if is_always_set(self.context, member):
            condition = ""
        return _Body((), None, kind, condition, stream=stream)

    def _written_payload(self, member: Member, value: str) -> tuple[Expression, str]:
        """The bytes of a payload, and its media type."""
        target = self.context.target(member)
        media = target.traits.get(MediaType)
        match target:
            case SimpleShape(type=SimpleType.BLOB):
                written: Expression = Text(value)
                kind = "application/octet-stream"
            case SimpleShape(type=SimpleType.STRING) | EnumShape():
                written, kind = Text(f"{value}.encode()"), "text/plain"
            case _:
                written = self.bodies.write_payload(member, value)
                kind = self.bodies.content_type
        return written, kind if media is None else media.value


@dataclass(frozen=True, slots=True)
class _Body:
    """Statements and then an expression of bytes; none where there is no body."""

    statements: tuple[Statement, ...]
    value: Expression | None = None
    content_type: str = ""
    # The condition under which there is a body, and what it is then; nothing where
    # there always is one.
    is_set: str = ""
    assigned: Expression | None = None
    # The member that the body streams from, and its value.
    stream: tuple[Member, str] | None = None


def _pair(name: str, value: Expression) -> Brackets:
    return Brackets("(", (Item(Text(literals.string(name))), Item(value)), ")")

"""Members that stream: their types, and what stands in for them where values are plain."""

from __future__ import annotations

from ...ir.code import Brackets, Expression, Item, Text, call
from ...model.ids import ShapeId
from ...model.shapes import Member, UnionShape
from ...model.streams import is_event_stream
from ...model.traits import RequiresLength
from .. import runtime
from ..names.context import Context

_STREAMS = frozenset({runtime.module("streams")})
_SOURCES = frozenset({runtime.module("sources")})
_EVENTS = frozenset({runtime.module("event_streams")})


def type_of(context: Context, member: Member) -> Expression:
    """The type of a field that streams, or of the parameter for it."""
    return (
        _received(context, member.target)
        if context.is_received_stream(member)
        else sent(context, member.target)
    )


def _received(context: Context, target: ShapeId) -> Expression:
    if not isinstance(context.shape(target), UnionShape):
        return Text("streams.ByteStream", _STREAMS)
    name, imported = context.reference(target)
    item = Item(Text(name, frozenset({imported})))
    return Brackets("event_streams.EventStream[", (item,), "]", _EVENTS)


def sent(context: Context, target: ShapeId) -> Expression:
    """The type of what a stream of an input is given as."""
    if not isinstance(context.shape(target), UnionShape):
        return Text("sources.Streamable", _SOURCES)
    name, imported = context.reference(target)
    item = Item(Text(name, frozenset({imported})))
    return Brackets("event_streams.Sendable[", (item,), "]", _EVENTS)


def attach(
    context: Context, request: Expression, member: Member, value: str
) -> Brackets:
    """`request` with the stream `value` for its body."""
    module, imports = "sources", _SOURCES
    if is_event_stream(context.model, member):
        module, imports = "event_streams", _EVENTS
    items = [Item(request), Item(Text(value))]
    if context.target(member).traits.has(RequiresLength):
        items.append(Item(Text("True"), "requires_length="))
    return Brackets(f"{module}.attach(", tuple(items), ")", imports)


def output(context: Context, member: Member) -> Expression:
    """The stream that the body of `response` is."""
    if not is_event_stream(context.model, member):
        return Text("streams.output(response)", _STREAMS)
    name, imported = context.reference(member.target)
    return Text(f"event_streams.output(response, {name})", _EVENTS | {imported})


def write(context: Context, member: Member, value: str) -> Expression | None:
    """The plain form of a stream: the bytes of a blob. Events have none."""
    if is_event_stream(context.model, member):
        return None
    return call("streams.content", Text(value), imports=_STREAMS)


def read(context: Context, member: Member, value: str = "") -> Expression:
    """The stream of an output from its plain form; without a value, one that has
    nothing in it.
    """
    if is_event_stream(context.model, member):
        return Text("event_streams.EventStream()", _EVENTS)
    arguments = [Text(value)] if value else []
    return call("streams.ByteStream", *arguments, imports=_STREAMS)

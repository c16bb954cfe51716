"""Event streams of the RPC protocols, where the members beside the stream are an event
too.

The event is called `initial-request` or `initial-response` (Smithy 2.0, "Initial
Message Events").
"""

from __future__ import annotations

from ...ir import literals
from ...ir.code import Brackets, Expression, Item, Line, Statement, Text
from ...model.shapes import Model, OperationShape
from ...model.streams import is_event_stream, stream_of
from .. import runtime
from ..names.context import Context
from ..values import streaming

_STREAMS = frozenset({runtime.module("event_streams")})


def refusal(model: Model, operation: OperationShape) -> str:
    """Why an RPC protocol cannot do an operation: its body is a document, which has no
    place for a stream of bytes.
    """
    for target, side in ((operation.input, "input"), (operation.output, "output")):
        member = stream_of(model, target)
        if member is not None and not is_event_stream(model, member):
            return (
                f"its {side} has a streaming blob, which the protocol has no place for"
            )
    return ""


def expecting(
    context: Context, operation: OperationShape, made: Expression
) -> Expression:
    """The request `made`, asking for events where the output has some (Smithy RPC v2,
    "Event streams").
    """
    if stream_of(context.model, operation.output) is None:
        return made
    return Brackets("event_streams.expecting(", (Item(made),), ")", _STREAMS)


def request(
    context: Context, operation: OperationShape, made: Expression, media_type: str
) -> Expression:
    """The request `made` with the events of the input behind it."""
    member = stream_of(context.model, operation.input)
    if member is None:
        return made
    items = (
        Item(made),
        Item(Text(f"value.{context.names.fields[member.id]}")),
        Item(Text(literals.string(media_type))),
    )
    return Brackets("event_streams.attach_after(", items, ")", _STREAMS)


def source(
    context: Context, operation: OperationShape
) -> tuple[str, tuple[Statement, ...]]:
    """The response that an output is read from, and what has to be there before."""
    member = stream_of(context.model, operation.output)
    if member is None:
        return "response", ()
    return "stream.initial", (Line("stream = ", streaming.output(context, member)),)


def rest(context: Context, operation: OperationShape) -> tuple[Statement, ...]:
    """What gives the output `out` its stream."""
    member = stream_of(context.model, operation.output)
    if member is None:
        return ()
    return (Line(f"out.{context.names.fields[member.id]} = ", Text("stream")),)

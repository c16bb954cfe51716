"""Streaming blobs and event streams of inputs and outputs (Smithy 2.0, "Streaming")."""

from __future__ import annotations

from collections.abc import Iterable

from .closure import Closure, members_of
from .ids import ShapeId
from .shapes import Member, Model, OperationShape, UnionShape
from .traits import Error, Streaming


def stream_of(model: Model, structure: ShapeId) -> Member | None:
    """The streaming member of an input or output; there is at most one."""
    return next(
        (
            member
            for member in members_of(model[structure])
            if model[member.target].traits.has(Streaming)
        ),
        None,
    )


def is_event_stream(model: Model, member: Member) -> bool:
    target = model[member.target]
    return isinstance(target, UnionShape) and target.traits.has(Streaming)


def event_streams(model: Model, structures: Iterable[ShapeId]) -> frozenset[ShapeId]:
    """The event stream unions of the given inputs or outputs."""
    streams = (stream_of(model, structure) for structure in structures)
    return frozenset(
        member.target for member in streams if member and is_event_stream(model, member)
    )


def events_of(model: Model, union: UnionShape) -> tuple[Member, ...]:
    """The members that are events, not exceptions."""
    return tuple(
        member
        for member in union.members.values()
        if not model[member.target].traits.has(Error)
    )


def exceptions_of(model: Model, union: UnionShape) -> tuple[Member, ...]:
    """The members that end the stream, as errors of the operation."""
    return tuple(
        member
        for member in union.members.values()
        if model[member.target].traits.has(Error)
    )


def raised(model: Model, closure: Closure) -> frozenset[ShapeId]:
    """The exceptions of event streams that clients only receive.

    They are raised, so that users never see them as values.
    """
    sent = event_streams(model, (operation.input for operation in closure.operations))
    received = event_streams(
        model, (operation.output for operation in closure.operations)
    )
    return frozenset(
        member.id
        for union in received - sent
        if isinstance(shape := model[union], UnionShape)
        for member in exceptions_of(model, shape)
    )


def stream_errors(model: Model, operation: OperationShape) -> tuple[ShapeId, ...]:
    """The errors that the output's stream may end with."""
    member = stream_of(model, operation.output)
    shape = None if member is None else model[member.target]
    if not isinstance(shape, UnionShape):
        return ()
    return tuple(exception.target for exception in exceptions_of(model, shape))

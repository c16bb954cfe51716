"""Smithy 2.0, "Streaming".

Streams are top-level members of inputs and outputs, one at most in each.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.shapes import Model, SimpleShape, StructureShape, UnionShape
from ..model.traits import Default, Required, Streaming
from ..problems.diagnostics import Diagnostic
from ._support import all_members, is_mixin, operations, problem


def check(model: Model) -> Iterator[Diagnostic]:
    tops = {name for op in operations(model) for name in (op.input, op.output)}
    streams: dict[str, str] = {}
    for owner, member in all_members(model):
        target = model[member.target]
        if not target.traits.has(Streaming) or is_mixin(owner):
            continue
        if not isinstance(owner, StructureShape):
            yield problem("E370", "a stream has to be a member of a structure", member)
        elif owner.id not in tops:
            yield problem(
                "W370",
                f"a stream, but {owner.id} is not the input or output of an operation",
                member,
            )
        elif streams.setdefault(owner.id, member.name) != member.name:
            yield problem("E370", f"{streams[owner.id]!r} is a stream already", member)
        if (
            isinstance(owner, StructureShape)
            and isinstance(target, SimpleShape)
            and not (member.traits.has(Required) or member.traits.has(Default))
        ):
            yield problem(
                "E371", "a streaming blob has to be required or have a default", member
            )
    yield from _events(model)


def _events(model: Model) -> Iterator[Diagnostic]:
    for shape in model:
        if isinstance(shape, UnionShape) and shape.traits.has(Streaming):
            for member in shape.members.values():
                if not isinstance(model[member.target], StructureShape):
                    yield problem("E372", "an event has to be a structure", member)

"""Recursion that no value can satisfy (Smithy 2.0, "Recursive shape definitions")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..model.closure import is_circle, members_of, strongly_connected
from ..model.ids import ShapeId
from ..model.shapes import ListShape, MapShape, Model, StructureShape, UnionShape
from ..model.traits import Required
from ..problems.diagnostics import Diagnostic
from ._support import problem


def check(model: Model) -> Iterator[Diagnostic]:
    containers = {
        shape.id: [member.target for member in members_of(shape)]
        for shape in model
        if isinstance(shape, (ListShape, MapShape))
    }
    for circle in _circles(containers):
        yield problem(
            "E308",
            f"lists and maps that contain only each other: {', '.join(circle)}",
            model[circle[0]],
            "a structure or union has to come between them",
        )
    for circle in _circles(_without_value(model)):
        yield problem(
            "E309",
            f"no value can ever be complete: {', '.join(circle)} require each other",
            model[circle[0]],
            "make one of the members in the circle optional",
        )


def _circles(
    edges: Mapping[ShapeId, Iterable[ShapeId]],
) -> Iterator[tuple[ShapeId, ...]]:
    inside = {k: sorted({t for t in v if t in edges}) for k, v in edges.items()}
    for component in strongly_connected(inside):
        if is_circle(component, inside):
            yield component


def _without_value(model: Model) -> dict[ShapeId, list[ShapeId]]:
    """The structures and unions without a finite value, and the targets that block
    them.

    Lists, maps and simple shapes always have a finite value. A structure has one when
    all its required members have one, a union when one of its members has one.
    """
    waits: dict[ShapeId, set[ShapeId]] = {}
    waiting_for: dict[ShapeId, list[ShapeId]] = {}
    for shape in model:
        if isinstance(shape, StructureShape):
            members = [m for m in shape.members.values() if m.traits.has(Required)]
        elif isinstance(shape, UnionShape):
            members = list(shape.members.values())
        else:
            continue
        targets = {member.target for member in members}
        hard = {
            t for t in targets if isinstance(model[t], (StructureShape, UnionShape))
        }
        if hard and (isinstance(shape, StructureShape) or hard == targets):
            waits[shape.id] = hard
            for target in hard:
                waiting_for.setdefault(target, []).append(shape.id)
    ready = [name for name in waiting_for if name not in waits]
    while ready:
        done = ready.pop()
        for name in waiting_for.get(done, ()):
            if name in waits:
                waits[name].discard(done)
                if isinstance(model[name], UnionShape) or not waits[name]:
                    del waits[name]
                    ready.append(name)
    return {name: sorted(targets) for name, targets in waits.items()}

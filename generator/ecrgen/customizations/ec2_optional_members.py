"""Members that have a default value are left out of requests unless they are given.

EC2's older models say `Integer` and `Boolean` where the service tells 0 and false from nothing, such as MaxResults;
AWS's own clients take such members for optional too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..model.closure import closure
from ..model.ids import ShapeId
from ..model.shapes import Member, Model, StructureShape
from ..model.traits import ClientOptional, Default
from ._edit import replaced, with_traits

SERVICES = ("EC2",)


def apply(model: Model, service: ShapeId) -> Model:
    return replaced(model, _changed(model, service))


def _changed(model: Model, service: ShapeId) -> Iterator[StructureShape]:
    for target in closure(model, model.service(service)).shapes:
        shape = model[target]
        if isinstance(shape, StructureShape):
            members = {name: _optional(each) for name, each in shape.members.items()}
            if members != shape.members:
                yield replace(shape, members=members)


def _optional(member: Member) -> Member:
    if not member.traits.has(Default):
        return member
    return replace(member, traits=with_traits(member.traits, {ClientOptional.ID: {}}))

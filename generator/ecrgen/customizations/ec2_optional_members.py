"""Members that have a default value are left out of requests unless they are given.

Older models of EC2 give members such as MaxResults the default 0 or false, although the
service tells these values from an absent one. AWS's own clients treat such members as
optional too.
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
            members = {
                name: _optional(member) for name, member in shape.members.items()
            }
            if members != shape.members:
                yield replace(shape, members=members)


def _optional(member: Member) -> Member:
    if not member.traits.has(Default):
        return member
    return replace(member, traits=with_traits(member.traits, {ClientOptional.ID: {}}))

"""IDs may be given as the service answers with them, with a path before: `/hostedzone/Z1` stands for `Z1`."""

from __future__ import annotations

from ..model.customizations import LastSegment
from ..model.ids import ShapeId
from ..model.shapes import Member, Model
from ..model.traits import Traits
from ._edit import each_input, with_traits

SERVICES = ("Route 53",)
_IDS = frozenset({"ResourceId", "ChangeId", "DelegationSetId"})


def apply(model: Model, service: ShapeId) -> Model:
    def change(member: Member) -> Traits | None:
        if member.target.name not in _IDS:
            return None
        return with_traits(member.traits, {LastSegment.ID: {}})

    return each_input(model, service, change)

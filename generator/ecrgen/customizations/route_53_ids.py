"""IDs may be given with a path, as the service returns them: `/hostedzone/Z1`."""

from __future__ import annotations

from ..model.customizations import LastSegment
from ..model.ids import ShapeId
from ..model.shapes import Member, Model
from ..model.traits import Traits
from ._edit import with_input_traits, with_traits

SERVICES = ("Route 53",)
_IDS = frozenset({"ResourceId", "ChangeId", "DelegationSetId"})


def apply(model: Model, service: ShapeId) -> Model:
    def change(member: Member) -> Traits | None:
        if member.target.name not in _IDS:
            return None
        return with_traits(member.traits, {LastSegment.ID: {}})

    return with_input_traits(model, service, change)

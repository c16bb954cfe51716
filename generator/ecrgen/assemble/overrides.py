"""What overlays say, applied last: it replaces or takes away what the model says."""

from __future__ import annotations

from collections.abc import Iterable

from ..frontends.operations import ApplyTrait, RemoveTrait
from ..model.ids import ShapeId
from ..problems.diagnostics import Diagnostics
from .drafts import Applied, Drafts
from .lookup import unknown_member, unknown_shape


def override(
    operations: Iterable[ApplyTrait | RemoveTrait],
    drafts: Drafts,
    diagnostics: Diagnostics,
) -> None:
    for operation in operations:
        owner, _, name = operation.target.partition("$")
        draft = drafts.get(ShapeId(owner))
        if draft is None:
            unknown_shape(operation.target, operation.location, drafts, diagnostics)
            continue
        if name and name not in draft.members:
            unknown_member(
                draft.members, operation.target, operation.location, diagnostics
            )
            continue
        traits = draft.members[name].traits if name else draft.traits
        if isinstance(operation, RemoveTrait):
            traits.pop(operation.trait, None)
        else:
            traits[operation.trait] = Applied(operation.value, operation.location)

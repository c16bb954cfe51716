"""Applies what overlays change, last: sets traits or removes those of the model."""

from __future__ import annotations

from collections.abc import Iterable

from ..frontends.operations import ApplyTrait, RemoveTrait
from ..model.ids import ShapeId
from ..problems.diagnostics import Diagnostics
from .drafts import Applied, Drafts
from .lookup import unknown_member, unknown_shape


def override(
    changes: Iterable[ApplyTrait | RemoveTrait],
    drafts: Drafts,
    diagnostics: Diagnostics,
) -> None:
    for change in changes:
        owner, _, name = change.target.partition("$")
        draft = drafts.get(ShapeId(owner))
        if draft is None:
            unknown_shape(change.target, change.location, drafts, diagnostics)
            continue
        if name and name not in draft.members:
            unknown_member(draft.members, change.target, change.location, diagnostics)
            continue
        traits = draft.members[name].traits if name else draft.traits
        if isinstance(change, RemoveTrait):
            traits.pop(change.trait, None)
        else:
            traits[change.trait] = Applied(change.value, change.location)

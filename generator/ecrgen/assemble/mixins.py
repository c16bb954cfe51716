"""Flattens mixins (Smithy 2.0, "Mixins"): shapes take over what their mixins say.

Mixins themselves stay in the model as shapes that carry the mixin trait; nothing but shapes that
mix them in may refer to them, so they are in no service's closure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..documents.nodes import is_list, is_object, same_node
from ..model.ids import ShapeId
from ..model.prelude import UNIT
from ..problems.diagnostics import Diagnostics
from ..problems.suggest import an
from .drafts import Drafts, MemberDraft, ShapeDraft, TraitValues, reference
from .elision import fill_elided
from .lookup import unknown_member, unknown_target

MIXIN = ShapeId("smithy.api#mixin")


def flatten(drafts: Drafts, diagnostics: Diagnostics) -> None:
    for draft in _mixins_first(drafts, diagnostics):
        fill_elided(draft, drafts, diagnostics)
        if MIXIN in draft.traits:
            _check_mixin(draft, diagnostics)
        if draft.mixins:
            _mix(draft, drafts, diagnostics)
        for name, traits in draft.inherited.items():
            for applied in list(traits.values())[:1]:
                unknown_member(
                    draft.members,
                    draft.id.with_member(name),
                    applied.location,
                    diagnostics,
                )


def _mixins_first(drafts: Drafts, diagnostics: Diagnostics) -> Iterator[ShapeDraft]:
    """Every draft after the mixins it uses. Iterative: how deep they go is the author's choice."""
    done: set[ShapeId] = set()
    for root in drafts.values():
        if not root.mixins:
            # Most shapes: nothing to wait for.
            if root.id not in done:
                done.add(root.id)
                yield root
            continue
        path: dict[ShapeId, Iterator[tuple[int, ShapeId]]] = {}
        stack = [root]
        while stack:
            draft = stack[-1]
            if draft.id in done:
                stack.pop()
                continue
            if draft.id not in path:
                _resolve(draft, drafts, diagnostics)
                path[draft.id] = iter(list(enumerate(draft.mixins)))
            below = next(path[draft.id], None)
            if below is None:
                del path[draft.id]
                stack.pop()
                done.add(draft.id)
                yield draft
            elif below[1] in path:
                _cycle(draft, below[1], list(path), diagnostics)
                draft.mixins = tuple(m for m in draft.mixins if m != below[1])
            elif below[1] not in done:
                stack.append(drafts[below[1]])


def _cycle(
    draft: ShapeDraft, mixin: ShapeId, path: list[ShapeId], diagnostics: Diagnostics
) -> None:
    round_trip = [*path[path.index(mixin) :], mixin]
    diagnostics.add(
        "E122",
        f"mixins in a circle: {' -> '.join(round_trip)}",
        location=draft.location.child("mixins"),
        shape=draft.id,
    )


def _check_mixin(draft: ShapeDraft, diagnostics: Diagnostics) -> None:
    """What operations and resources cannot say as mixins (Smithy 2.0, "Mixins")."""
    parts: list[str]
    if draft.type == "operation":
        parts = [
            key
            for key in ("input", "output")
            if key in draft.properties and reference(draft.properties[key]) != UNIT
        ]
    elif draft.type == "resource":
        parts = sorted(draft.properties)
    else:
        return
    for part in parts:
        diagnostics.add(
            "E126",
            f"{an(draft.type)} that is a mixin cannot have {part!r}",
            location=draft.location.child(part),
            shape=draft.id,
            hint=f"say it in the {draft.type}s that use the mixin",
        )


def _resolve(draft: ShapeDraft, drafts: Drafts, diagnostics: Diagnostics) -> None:
    """Leaves only those mixins that can be used."""
    usable: list[ShapeId] = []
    for index, mixin in enumerate(draft.mixins):
        at = draft.location.child("mixins", index)
        found = drafts.get(mixin)
        if found is None:
            unknown_target(mixin, at, draft.id, drafts, diagnostics)
        elif MIXIN not in found.traits:
            diagnostics.add(
                "E120",
                f"{mixin} is not a mixin",
                location=at,
                shape=draft.id,
                hint="a shape that others mix in has the trait smithy.api#mixin",
            )
        elif found.type != draft.type:
            diagnostics.add(
                "E121",
                f"{an(found.type)} cannot be mixed into {an(draft.type)}",
                location=at,
                shape=draft.id,
            )
        else:
            usable.append(mixin)
    draft.lacks_mixin = len(usable) < len(draft.mixins)
    draft.mixins = tuple(usable)


def _mix(draft: ShapeDraft, drafts: Drafts, diagnostics: Diagnostics) -> None:
    mixins = [drafts[name] for name in draft.mixins]
    traits: TraitValues = {}
    members: dict[str, MemberDraft] = {}
    for mixin in mixins:
        local = _local_traits(mixin)
        traits.update(
            (name, value) for name, value in mixin.traits.items() if name not in local
        )
        for name, member in mixin.members.items():
            _mix_member(draft, members, name, member, diagnostics)
    # What the shape itself says takes precedence over what it inherits.
    draft.traits = traits | draft.traits
    for name, member in draft.members.items():
        _mix_member(draft, members, name, member, diagnostics)
    for name in list(draft.inherited):
        if name in members:
            members[name].traits |= draft.inherited.pop(name)
    draft.members = members
    draft.properties = _properties([*mixins, draft])


def _mix_member(
    draft: ShapeDraft,
    members: dict[str, MemberDraft],
    name: str,
    member: MemberDraft,
    diagnostics: Diagnostics,
) -> None:
    present = members.get(name)
    if present is None:
        members[name] = MemberDraft(
            draft.id.with_member(name),
            member.target,
            member.location,
            dict(member.traits),
        )
    elif present.target != member.target:
        diagnostics.add(
            "E123",
            f"the member {name!r} targets {member.target} here, "
            f"and {present.target} in a mixin",
            location=member.location,
            shape=draft.id.with_member(name),
            hint="a member that is redefined has to keep its target",
        )
    else:
        # The place of the first definition, the traits of the last.
        present.traits |= member.traits
        present.location = member.location


def _local_traits(mixin: ShapeDraft) -> set[str]:
    value = mixin.traits[MIXIN].value
    listed = value.get("localTraits") if is_object(value) else None
    return {MIXIN, *(map(str, listed) if is_list(listed) else ())}


def _properties(sources: list[ShapeDraft]) -> dict[str, Any]:
    """Merges lists and maps; of scalars, and of the entries of maps, the last one stays."""
    merged: dict[str, Any] = {}
    for source in sources:
        for key, value in source.properties.items():
            present = merged.get(key)
            if is_list(present) and is_list(value):
                new = [v for v in value if not any(same_node(v, p) for p in present)]
                merged[key] = present + new
            elif is_object(present) and is_object(value) and "target" not in value:
                merged[key] = present | value
            else:
                merged[key] = value
    return merged

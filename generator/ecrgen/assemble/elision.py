"""Members written `$name` (Smithy 2.0, "Target Elision")."""

from __future__ import annotations

from typing import Any

from ..frontends.operations import ELIDED
from ..model.ids import ShapeId
from ..problems.diagnostics import Diagnostics
from .drafts import Drafts, ShapeDraft, reference
from .lookup import unknown_target


def fill_elided(draft: ShapeDraft, drafts: Drafts, diagnostics: Diagnostics) -> None:
    """Gives elided members the target of a resource or mixin. Mixins are complete."""
    resource, is_usable = _resource(draft, drafts, diagnostics)
    elided = [each for each in draft.members.values() if each.target == ELIDED]
    for member in elided:
        target = _target(member.name, draft, resource, drafts)
        if target is not None:
            member.target = target
            continue
        del draft.members[member.name]
        if is_usable and not draft.lacks_mixin:
            diagnostics.add(
                "E124",
                "Member target was elided, but no bound resource or mixin "
                "contained a matching identifier or member name.",
                location=member.location,
                shape=member.id,
                hint="write the target of the member, or mix in what has this member",
            )


def _resource(
    draft: ShapeDraft, drafts: Drafts, diagnostics: Diagnostics
) -> tuple[ShapeDraft | None, bool]:
    """What the shape says that it is `for`, and whether that can be used."""
    if draft.resource is None:
        return None, True
    resource = drafts.get(draft.resource)
    at = draft.location.child("for")
    if resource is None:
        unknown_target(draft.resource, at, draft.id, drafts, diagnostics)
        return None, False
    if resource.type != "resource":
        diagnostics.add(
            "E125",
            "The target of the `for` production must be a resource shape, "
            f"but found a {resource.type} shape: {resource.id}",
            location=at,
            shape=draft.id,
            hint="write `with [...]` to take members from a mixin",
        )
        return None, False
    return resource, True


def _target(
    name: str, draft: ShapeDraft, resource: ShapeDraft | None, drafts: Drafts
) -> ShapeId | None:
    if resource is not None:
        for key in ("properties", "identifiers"):
            targets: dict[str, Any] = resource.properties.get(key, {})
            if name in targets:
                return reference(targets[name])
    for mixin in draft.mixins:
        member = drafts[mixin].members.get(name)
        if member is not None:
            return member.target
    return None

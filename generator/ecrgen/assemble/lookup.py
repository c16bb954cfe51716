"""Diagnostics for references to what is not there."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.ids import ShapeId
from ..model.prelude import PRELUDE
from ..problems.diagnostics import Diagnostics
from ..problems.locations import Location
from ..problems.suggest import closest, did_you_mean
from .drafts import Drafts


def unknown_shape(
    shape_id: ShapeId, location: Location, drafts: Drafts, diagnostics: Diagnostics
) -> None:
    """Traits or members were given to a shape that nothing defines."""
    owner = shape_id.without_member
    if _is_absent(owner, location, drafts):
        return
    if owner in PRELUDE:
        message = f"{owner} belongs to the prelude, which cannot be changed"
    else:
        message = f"there is no shape {owner}"
    diagnostics.add(
        "E105",
        message,
        location=location,
        shape=shape_id,
        hint=_nearest(owner, drafts, diagnostics),
    )


def unknown_member(
    members: Iterable[str],
    shape_id: ShapeId,
    location: Location,
    diagnostics: Diagnostics,
) -> None:
    owner, _, name = shape_id.partition("$")
    diagnostics.add(
        "E106",
        f"{owner} has no member {name!r}",
        location=location,
        shape=shape_id,
        hint=did_you_mean(name, members),
    )


def unknown_target(
    target: ShapeId,
    location: Location,
    shape_id: ShapeId,
    drafts: Drafts,
    diagnostics: Diagnostics,
) -> None:
    """A member, operation, resource or service refers to a shape that nothing defines."""
    if _is_absent(target, location, drafts):
        return
    diagnostics.add(
        "E110",
        f"there is no shape {target}",
        location=location,
        shape=shape_id,
        hint=_nearest(target, [*drafts, *PRELUDE], diagnostics),
    )


def _is_absent(target: ShapeId, location: Location, drafts: Drafts) -> bool:
    """Whether a shape belongs to a package that is not there; all of them make one diagnostic."""
    if target.is_prelude or target.namespace in drafts.namespaces:
        return False
    drafts.absent.setdefault(target, location)
    return True


# Looking for the nearest name takes a while: a model that is wrong all over gets no more hints.
_MANY = 100


def _nearest(
    target: ShapeId, known: Iterable[ShapeId], diagnostics: Diagnostics
) -> str | None:
    """The shape that was probably meant, of the same namespace if possible."""
    if len(diagnostics.items) > _MANY:
        return None
    by_name: dict[str, ShapeId] = {}
    for shape in known:
        if shape.namespace == target.namespace or shape.name not in by_name:
            by_name[shape.name] = shape
    nearest = closest(target.name, by_name)
    return f"did you mean {by_name[nearest]}?" if nearest else None

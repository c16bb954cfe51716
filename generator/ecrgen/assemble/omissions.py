"""Removes the operations and members that an overlay marks with `omit`."""

from __future__ import annotations

from typing import Any

from ..model.ids import ShapeId
from ..model.traits import Omit
from .drafts import Drafts, reference

_BINDINGS = ("operations", "collectionOperations")
_LIFECYCLE = ("create", "put", "read", "update", "delete", "list")


def leave_out(drafts: Drafts) -> None:
    operations = {
        draft.id
        for draft in drafts.values()
        if draft.type == "operation" and Omit.ID in draft.traits
    }
    for operation in operations:
        del drafts[operation]
    for draft in drafts.values():
        for name in [m.name for m in draft.members.values() if Omit.ID in m.traits]:
            del draft.members[name]
        if operations and draft.type in ("service", "resource"):
            _unbind(draft.properties, operations)


def _unbind(properties: dict[str, Any], operations: set[ShapeId]) -> None:
    for key in _BINDINGS:
        if key in properties:
            properties[key] = [
                n for n in properties[key] if reference(n) not in operations
            ]
    for key in _LIFECYCLE:
        if key in properties and reference(properties[key]) in operations:
            del properties[key]

"""Smithy 1.0 -> 2.0 (Smithy 2.0, "Migrating from Smithy 1.0 to 2.0"), on flattened
drafts.

In 1.0 a number or boolean has a zero value unless it is boxed; 2.0 expresses this with
the default trait. The enum trait on a string, deprecated but legal in 2.0, becomes an
enum shape.
"""

from __future__ import annotations

import re
from typing import Any

from ..documents.nodes import is_list, is_object
from ..model.ids import ShapeId, is_identifier
from ..model.prelude import PRELUDE, UNIT
from ..model.shapes import SimpleShape
from .drafts import Applied, Drafts, MemberDraft, ShapeDraft

BOX = ShapeId("smithy.api#box")
DEFAULT = ShapeId("smithy.api#default")
ENUM = ShapeId("smithy.api#enum")
ENUM_VALUE = ShapeId("smithy.api#enumValue")
REQUIRED = ShapeId("smithy.api#required")
STREAMING = ShapeId("smithy.api#streaming")
UNIQUE_ITEMS = ShapeId("smithy.api#uniqueItems")

_ZERO: dict[str, Any] = {
    "boolean": False,
    **dict.fromkeys(("byte", "short", "integer", "long", "float", "double"), 0),
}


def upgrade(drafts: Drafts) -> None:
    ones = [draft for draft in drafts.values() if draft.version == "1.0"]
    for draft in drafts.values():
        if draft.type == "set":
            draft.type = "list"
            draft.traits.setdefault(UNIQUE_ITEMS, Applied({}, draft.location))
        elif draft.type == "string" and ENUM in draft.traits:
            _enum(draft)
    for draft in ones:
        if draft.type in _ZERO and BOX not in draft.traits:
            zero = Applied(_ZERO[draft.type], draft.location)
            draft.traits.setdefault(DEFAULT, zero)
    for draft in ones:
        if draft.type == "structure":
            for member in draft.members.values():
                _default(member, drafts)
    # 2.0 has no box trait: defaults, or their absence, express the same now.
    for draft in ones:
        draft.traits.pop(BOX, None)
        for member in draft.members.values():
            member.traits.pop(BOX, None)


def _default(member: MemberDraft, drafts: Drafts) -> None:
    if DEFAULT in member.traits:
        return
    kind, target_has_default, streams = _facts(member.target, drafts)
    if kind in _ZERO and target_has_default:
        # A boxed member removes the default of its target.
        zero = None if BOX in member.traits else _ZERO[kind]
        member.traits[DEFAULT] = Applied(zero, member.location)
    elif kind == "blob" and streams and REQUIRED not in member.traits:
        # In 2.0 a streaming blob is required or has a default.
        member.traits[DEFAULT] = Applied("", member.location)


def _facts(target: ShapeId, drafts: Drafts) -> tuple[str, bool, bool]:
    draft = drafts.get(target)
    if draft is not None:
        return draft.type, DEFAULT in draft.traits, STREAMING in draft.traits
    shape = PRELUDE.get(target)
    if isinstance(shape, SimpleShape):
        return shape.type, DEFAULT in shape.traits, False
    return "", False, False


# --- The enum trait

_SEPARATORS = re.compile(r"[-.:/\s]+", re.ASCII)


def _enum(draft: ShapeDraft) -> None:
    """Makes an enum of a string, unless an entry's value cannot be turned
    into a name.
    """
    applied = draft.traits[ENUM]
    members: dict[str, MemberDraft] = {}
    for index, entry in enumerate(applied.value if is_list(applied.value) else ()):
        if not is_object(entry):
            return
        value = entry.get("value")
        name = entry.get("name")
        if not isinstance(value, str):
            return
        if name is None:
            name = _SEPARATORS.sub("_", value)
        if not isinstance(name, str) or not is_identifier(name) or name in members:
            return
        at = applied.location.child(index)
        member = MemberDraft(draft.id.with_member(name), UNIT, at)
        member.traits[ENUM_VALUE] = Applied(value, at)
        for trait, node in _entry_traits(entry):
            member.traits[ShapeId(f"smithy.api#{trait}")] = Applied(node, at)
        members[name] = member
    if members:
        draft.type = "enum"
        draft.members = members
        del draft.traits[ENUM]


def _entry_traits(entry: dict[str, Any]) -> list[tuple[str, Any]]:
    traits: list[tuple[str, Any]] = []
    if "documentation" in entry:
        traits.append(("documentation", entry["documentation"]))
    tags = entry.get("tags")
    if tags:
        traits.append(("tags", tags))
    if entry.get("deprecated") is True:
        traits.append(("deprecated", {}))
    if is_list(tags) and "internal" in tags:
        traits.append(("internal", {}))
    return traits

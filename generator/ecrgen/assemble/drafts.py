"""Shapes during assembly: mutable, with unresolved targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..model.ids import ShapeId
from ..problems.locations import Location


@dataclass(frozen=True, slots=True)
class Applied:
    """A trait value and where it was applied."""

    value: Any
    location: Location


TraitValues = dict[ShapeId, Applied]


@dataclass(slots=True)
class MemberDraft:
    id: ShapeId
    target: ShapeId
    location: Location
    traits: TraitValues = field(default_factory=dict[ShapeId, Applied])

    @property
    def name(self) -> str:
        return self.id.partition("$")[2]


@dataclass(slots=True)
class ShapeDraft:
    id: ShapeId
    type: str
    location: Location
    version: str
    mixins: tuple[ShapeId, ...]
    properties: dict[str, Any]
    members: dict[str, MemberDraft] = field(default_factory=dict[str, MemberDraft])
    traits: TraitValues = field(default_factory=dict[ShapeId, Applied])
    # Traits applied to members that the shape gets from a mixin.
    inherited: dict[str, TraitValues] = field(default_factory=dict[str, TraitValues])


Drafts = dict[ShapeId, ShapeDraft]


def reference(node: Any) -> ShapeId:
    """The target of a shape reference; front ends have checked its form."""
    return ShapeId(node["target"])


def references(node: list[Any] | None) -> Iterator[tuple[int, ShapeId]]:
    return ((index, reference(item)) for index, item in enumerate(node or ()))

"""Shapes during assembly: mutable, with unresolved targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
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
    # What members without target refer to before the mixins.
    resource: ShapeId | None = None
    # Whether one of its mixins could not be used, which has its diagnostic.
    lacks_mixin: bool = False


class Drafts(dict[ShapeId, ShapeDraft]):
    """The shapes by ID, and what they need of packages that are not there."""

    def __init__(self) -> None:
        super().__init__()
        # Shapes that nothing defines in namespaces of which nothing is there, each with
        # a place that needs it.
        self.absent: dict[ShapeId, Location] = {}

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """The namespaces that the model has shapes of. Asked for once all of them are
        known.
        """
        return frozenset(shape.namespace for shape in self)


def reference(node: Any) -> ShapeId:
    """The target of a shape reference; front ends have checked its form."""
    return ShapeId(node["target"])


def references(node: list[Any] | None) -> Iterator[tuple[int, ShapeId]]:
    return ((index, reference(item)) for index, item in enumerate(node or ()))

"""The shapes, members and traits that an overlay can refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..frontends.operations import ApplyTrait, DefineMember, DefineShape, LoadOperation
from ..model.ids import ShapeId
from ..model.traits import Required

_ENUM = "smithy.api#enum"


@dataclass(slots=True)
class Targets:
    types: dict[ShapeId, str] = field(default_factory=dict[ShapeId, str])
    traits: set[ShapeId] = field(default_factory=set[ShapeId])
    _members: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    _mixins: dict[str, tuple[ShapeId, ...]] = field(
        default_factory=dict[str, tuple[ShapeId, ...]]
    )
    _required: set[str] = field(default_factory=set[str])
    _enum_traits: set[str] = field(default_factory=set[str])

    @classmethod
    def of(cls, load_operations: Iterable[LoadOperation]) -> Targets:
        targets = cls()
        for load_operation in load_operations:
            match load_operation:
                case DefineShape():
                    targets.types[load_operation.id] = load_operation.type
                    targets._mixins[load_operation.id] = load_operation.mixins
                case DefineMember():
                    owner, _, name = load_operation.id.partition("$")
                    targets._members.setdefault(owner, []).append(name)
                case ApplyTrait():
                    targets.traits.add(load_operation.trait)
                    if load_operation.trait == Required.ID:
                        targets._required.add(load_operation.target)
                    elif load_operation.trait == _ENUM:
                        targets._enum_traits.add(load_operation.target)
                        targets.types[load_operation.target] = "enum"
                case _:
                    pass
        return targets

    def names_in(self, namespace: str) -> list[str]:
        return [shape.name for shape in self.types if shape.namespace == namespace]

    def members_of(self, shape: ShapeId) -> set[str] | None:
        """The names of a shape's members, or `None` where they are not known yet.

        Assembly makes the members of an enum that is written as an enum trait (Smithy
        1.0).
        """
        if shape in self._enum_traits:
            return None
        return {
            name
            for origin in self._origins(shape)
            for name in self._members.get(origin, ())
        }

    def is_required(self, member: ShapeId) -> bool:
        shape, name = member.without_member, member.member
        return any(
            f"{origin}${name}" in self._required for origin in self._origins(shape)
        )

    def _origins(self, shape: ShapeId) -> Iterator[ShapeId]:
        """The shape and all its mixins, direct or not."""
        seen = {shape}
        todo = [shape]
        while todo:
            current = todo.pop()
            yield current
            fresh = [
                mixin for mixin in self._mixins.get(current, ()) if mixin not in seen
            ]
            seen.update(fresh)
            todo.extend(fresh)

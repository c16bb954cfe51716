"""What an overlay can speak about: the shapes, members and traits that load operations mention."""

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
    def of(cls, operations: Iterable[LoadOperation]) -> Targets:
        found = cls()
        for operation in operations:
            match operation:
                case DefineShape():
                    found.types[operation.id] = operation.type
                    found._mixins[operation.id] = operation.mixins
                case DefineMember():
                    owner, _, name = operation.id.partition("$")
                    found._members.setdefault(owner, []).append(name)
                case ApplyTrait():
                    found.traits.add(operation.trait)
                    if operation.trait == Required.ID:
                        found._required.add(operation.target)
                    elif operation.trait == _ENUM:
                        found._enum_traits.add(operation.target)
                        found.types[operation.target] = "enum"
                case _:
                    pass
        return found

    def names_in(self, namespace: str) -> list[str]:
        return [shape.name for shape in self.types if shape.namespace == namespace]

    def members_of(self, shape: ShapeId) -> set[str] | None:
        """The names of a shape's members, or `None` where assembly is going to make them.

        That is where the members of an enum come from the enum trait of Smithy 1.0.
        """
        if shape in self._enum_traits:
            return None
        return {
            name
            for each in self._origins(shape)
            for name in self._members.get(each, ())
        }

    def is_required(self, member: ShapeId) -> bool:
        shape, name = member.without_member, member.member
        return any(
            f"{origin}${name}" in self._required for origin in self._origins(shape)
        )

    def _origins(self, shape: ShapeId) -> Iterator[ShapeId]:
        """The shape and all that is mixed into it."""
        seen = {shape}
        todo = [shape]
        while todo:
            each = todo.pop()
            yield each
            fresh = [mixin for mixin in self._mixins.get(each, ()) if mixin not in seen]
            seen.update(fresh)
            todo.extend(fresh)

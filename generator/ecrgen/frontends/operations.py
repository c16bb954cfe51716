"""Load operations: what every front end turns its syntax into.

A front end reads one syntax and yields these small facts with their locations; it resolves and validates nothing
but the syntax. `assemble` is the only reader. The order of operations matters in two places only: members of a
shape keep the order in which they were defined, and a later trait value of the same trait conflicts with or
merges into an earlier one as the specification says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, Literal, TypeAlias

from ..model.ids import ShapeId
from ..problems.locations import Location


class Omitted(Enum):
    """The value of a trait without one; what it is follows from the trait's definition."""

    VALUE = "omitted"


OMITTED: Final = Omitted.VALUE
# The target of a member written `$name`: that of the resource or mixin.
ELIDED: Final = ShapeId("")


@dataclass(frozen=True, slots=True)
class DefineShape:
    """A shape without its members and traits.

    `type` is a type name of the JSON AST ("structure", "set", ...). `properties` holds what services, resources
    and operations have besides traits, as JSON AST values ("version", "operations", "input", "rename", ...).
    `version` is the Smithy version of the source, "1.0" or "2.0". `resource` is what elided members refer to first.
    """

    id: ShapeId
    type: str
    location: Location
    version: str = "2.0"
    mixins: tuple[ShapeId, ...] = ()
    properties: Mapping[str, Any] = field(default_factory=dict[str, Any])
    resource: ShapeId | None = None


@dataclass(frozen=True, slots=True)
class DefineMember:
    """A member (`id` has `$name`); list members are `$member`, map members `$key` and `$value`."""

    id: ShapeId
    target: ShapeId
    location: Location


@dataclass(frozen=True, slots=True)
class ApplyTrait:
    """A trait on a shape or a member, from its definition or from an `apply` statement."""

    target: ShapeId
    trait: ShapeId
    value: Any
    location: Location
    # Overlays replace what a model says; in models, two different values of one trait conflict.
    replace: bool = False


@dataclass(frozen=True, slots=True)
class RemoveTrait:
    """Takes a trait away. Only overlays do that."""

    target: ShapeId
    trait: ShapeId
    location: Location


@dataclass(frozen=True, slots=True)
class PutMetadata:
    key: str
    value: Any
    location: Location


@dataclass(frozen=True, slots=True)
class NameShape:
    """A shape that a source names: in a `use` statement, as a trait, or as a word.

    Words are shape IDs without quotes in values. Not all syntaxes say these names; where
    one does, what is named has to be there.
    """

    id: ShapeId
    form: Literal["use", "trait", "word"]
    location: Location


@dataclass(frozen=True, slots=True)
class NameDependency:
    """A package that the model is said to need. Nothing is fetched."""

    name: str
    location: Location


LoadOperation: TypeAlias = (
    DefineShape
    | DefineMember
    | ApplyTrait
    | RemoveTrait
    | PutMetadata
    | NameShape
    | NameDependency
)

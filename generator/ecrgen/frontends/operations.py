"""Load operations, the result of every front end.

A front end reads one syntax and returns these small facts with their locations. It
validates the syntax and resolves nothing. Only `assemble` reads them. Their order
matters twice: members keep the order of their definitions, and a second value of a
trait conflicts with the first or merges into it, as the specification says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ..model.ids import ShapeId
from ..problems.locations import Location


@dataclass(frozen=True, slots=True)
class DefineShape:
    """A shape without its members and traits.

    `type` is a type name of the JSON AST ("structure", "set", ...). `properties` holds
    the properties of services, resources and operations ("version", "operations",
    "input", "rename", ...) as JSON AST values. `version` is the Smithy version of the
    source, "1.0" or "2.0".
    """

    id: ShapeId
    type: str
    location: Location
    version: str = "2.0"
    mixins: tuple[ShapeId, ...] = ()
    properties: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class DefineMember:
    """A member; `id` ends with `$name`, or `$member`, `$key` and `$value`."""

    id: ShapeId
    target: ShapeId
    location: Location


@dataclass(frozen=True, slots=True)
class ApplyTrait:
    """A trait on a shape or a member, from its definition or from an
    `apply` statement.
    """

    target: ShapeId
    trait: ShapeId
    value: Any
    location: Location
    # True in overlays, which replace values. In models, two values of one trait
    # conflict.
    replace: bool = False


@dataclass(frozen=True, slots=True)
class RemoveTrait:
    """Removes a trait. Only overlays do that."""

    target: ShapeId
    trait: ShapeId
    location: Location


@dataclass(frozen=True, slots=True)
class PutMetadata:
    key: str
    value: Any
    location: Location


LoadOperation: TypeAlias = (
    DefineShape | DefineMember | ApplyTrait | RemoveTrait | PutMetadata
)

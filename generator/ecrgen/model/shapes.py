"""The semantic model: frozen shapes as the Smithy 2.0 specification defines them.

Nothing here depends on a syntax or a Python name: 1.0 models are upgraded and mixins
flattened before. Locations take no part in equality. Every reference in a `Model`
resolves: `assemble` reports those that do not, and drops them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from ..problems.locations import Location
from .ids import ShapeId
from .traits import Traits


class SimpleType(StrEnum):
    """Simple types other than the two enums (Smithy 2.0, "Simple types")."""

    BLOB = "blob"
    BOOLEAN = "boolean"
    STRING = "string"
    BYTE = "byte"
    SHORT = "short"
    INTEGER = "integer"
    LONG = "long"
    FLOAT = "float"
    DOUBLE = "double"
    BIG_INTEGER = "bigInteger"
    BIG_DECIMAL = "bigDecimal"
    TIMESTAMP = "timestamp"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an aggregate shape. `id` is the absolute id with `$name`."""

    id: ShapeId
    target: ShapeId
    traits: Traits
    location: Location = field(compare=False)

    @property
    def name(self) -> str:
        return self.id.partition("$")[2]


@dataclass(frozen=True, slots=True)
class EnumMember:
    """A value of an enum (`str`) or intEnum (`int`), with its member name."""

    id: ShapeId
    value: str | int
    traits: Traits
    location: Location = field(compare=False)

    @property
    def name(self) -> str:
        return self.id.partition("$")[2]


@dataclass(frozen=True, slots=True)
class SimpleShape:
    id: ShapeId
    traits: Traits
    location: Location = field(compare=False)
    type: SimpleType


@dataclass(frozen=True, slots=True)
class EnumShape:
    id: ShapeId
    traits: Traits
    location: Location = field(compare=False)
    members: tuple[EnumMember, ...]


@dataclass(frozen=True, slots=True)
class IntEnumShape:
    id: ShapeId
    traits: Traits
    location: Location = field(compare=False)
    members: tuple[EnumMember, ...]


@dataclass(frozen=True, slots=True)
class ListShape:
    """A list. A `set` of Smithy 1.0 is a list with `uniqueItems`."""

    id: ShapeId
    traits: Traits
    location: Location = field(compare=False)
    member: Member


@dataclass(frozen=True, slots=True)
class MapShape:
    id: ShapeId
    traits: Traits
    location: Location = field(compare=False)
    key: Member
    value: Member


@dataclass(frozen=True, slots=True)
class StructureShape:
    id: ShapeId
    traits: Traits
    location: Location = field(compare=False)
    members: Mapping[str, Member]


@dataclass(frozen=True, slots=True)
class UnionShape:
    id: ShapeId
    traits: Traits
    location: Location = field(compare=False)
    members: Mapping[str, Member]


@dataclass(frozen=True, slots=True)
class OperationShape:
    """`input` and `output` are `smithy.api#Unit` where the model names none."""

    id: ShapeId
    traits: Traits
    location: Location = field(compare=False)
    input: ShapeId
    output: ShapeId
    errors: tuple[ShapeId, ...]


@dataclass(frozen=True, slots=True)
class ResourceShape:
    id: ShapeId
    traits: Traits
    location: Location = field(compare=False)
    identifiers: Mapping[str, ShapeId]
    properties: Mapping[str, ShapeId]
    # Lifecycle operations by name: create, put, read, update, delete, list.
    lifecycle: Mapping[str, ShapeId]
    operations: tuple[ShapeId, ...]
    collection_operations: tuple[ShapeId, ...]
    resources: tuple[ShapeId, ...]


@dataclass(frozen=True, slots=True)
class ServiceShape:
    id: ShapeId
    traits: Traits
    location: Location = field(compare=False)
    version: str
    operations: tuple[ShapeId, ...]
    resources: tuple[ShapeId, ...]
    errors: tuple[ShapeId, ...]
    rename: Mapping[ShapeId, str]


Shape: TypeAlias = (
    SimpleShape
    | EnumShape
    | IntEnumShape
    | ListShape
    | MapShape
    | StructureShape
    | UnionShape
    | OperationShape
    | ResourceShape
    | ServiceShape
)


@dataclass(frozen=True, slots=True)
class Model:
    """Every shape by ID, those of the prelude too.

    Iteration gives the model's own shapes, sorted by ID.
    """

    shapes: Mapping[ShapeId, Shape]
    metadata: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __getitem__(self, shape: ShapeId) -> Shape:
        return self.shapes[shape]

    def __contains__(self, shape: object) -> bool:
        return shape in self.shapes

    def __iter__(self) -> Iterator[Shape]:
        return (
            self.shapes[name] for name in sorted(self.shapes) if not name.is_prelude
        )

    def services(self) -> tuple[ServiceShape, ...]:
        return tuple(shape for shape in self if isinstance(shape, ServiceShape))

    def structure(self, shape: ShapeId) -> StructureShape:
        structure = self.shapes[shape]
        assert isinstance(structure, StructureShape), shape
        return structure

    def service(self, shape: ShapeId) -> ServiceShape:
        service = self.shapes[shape]
        assert isinstance(service, ServiceShape), shape
        return service

    def operation(self, shape: ShapeId) -> OperationShape:
        operation = self.shapes[shape]
        assert isinstance(operation, OperationShape), shape
        return operation

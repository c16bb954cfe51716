"""The prelude's shapes that models target (Smithy 2.0, "Prelude"), without trait definitions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ..problems.locations import Document, Location
from .ids import ShapeId
from .shapes import Shape, SimpleShape, SimpleType, StructureShape
from .traits import NO_TRAITS, TraitError, Traits, parse_traits

_LOCATION = Location(Document("prelude", ""))

UNIT = ShapeId("smithy.api#Unit")

_NAMES = {
    "Blob": SimpleType.BLOB,
    "Boolean": SimpleType.BOOLEAN,
    "String": SimpleType.STRING,
    "Byte": SimpleType.BYTE,
    "Short": SimpleType.SHORT,
    "Integer": SimpleType.INTEGER,
    "Long": SimpleType.LONG,
    "Float": SimpleType.FLOAT,
    "Double": SimpleType.DOUBLE,
    "BigInteger": SimpleType.BIG_INTEGER,
    "BigDecimal": SimpleType.BIG_DECIMAL,
    "Timestamp": SimpleType.TIMESTAMP,
    "Document": SimpleType.DOCUMENT,
}
_PRIMITIVE = ("Boolean", "Byte", "Short", "Integer", "Long", "Float", "Double")


def _fail(trait: str, error: TraitError) -> None:
    raise AssertionError(f"{trait}: {error}")


def _traits(raw: dict[str, Any]) -> Traits:
    return parse_traits(raw, _fail)


def _shapes() -> dict[ShapeId, Shape]:
    found: dict[ShapeId, Shape] = {}
    for name, kind in _NAMES.items():
        shape_id = ShapeId(f"smithy.api#{name}")
        found[shape_id] = SimpleShape(shape_id, NO_TRAITS, _LOCATION, kind)
    for name in _PRIMITIVE:
        shape_id = ShapeId(f"smithy.api#Primitive{name}")
        zero = _traits({"smithy.api#default": False if name == "Boolean" else 0})
        found[shape_id] = SimpleShape(shape_id, zero, _LOCATION, _NAMES[name])
    unit = _traits({"smithy.api#unitType": {}})
    found[UNIT] = StructureShape(UNIT, unit, _LOCATION, MappingProxyType({}))
    return found


PRELUDE: Mapping[ShapeId, Shape] = MappingProxyType(_shapes())

# Every trait of the namespace smithy.api by the type of its definition: a trait without
# value is {} where that is a structure or map, and [] where it is a list (Smithy 2.0,
# "Omitted trait values").
_TRAITS_BY_TYPE = {
    "structure": """
        addedDefault authDefinition box clientOptional cors deprecated endpoint
        eventHeader eventPayload hostLabel http httpApiKeyAuth httpBasicAuth
        httpBearerAuth httpChecksumRequired httpDigestAuth httpLabel httpPayload
        httpQueryParams httpResponseCode idRef idempotencyToken idempotent input
        internal length longPoll metadata mixin nestedProperties noReplace notProperty
        optionalAuth output paginated private property protocolDefinition range readonly
        recommended requestCompression required requiresLength retryable sensitive
        sparse streaming trait uniqueItems unitType unstable xmlAttribute xmlFlattened
        xmlNamespace
    """,
    "map": "externalDocumentation traitValidators",
    "list": "auth enum examples references suppress tags",
    "string": """
        documentation httpHeader httpPrefixHeaders httpQuery jsonName mediaType pattern
        resourceIdentifier since title xmlName
    """,
    "enum": "error timestampFormat",
    "integer": "httpError",
    "document": "default enumValue",
}
PRELUDE_TRAITS: Mapping[str, str] = MappingProxyType(
    {name: kind for kind, names in _TRAITS_BY_TYPE.items() for name in names.split()}
)
# What a name without namespace can mean in the IDL. Private shapes are the prelude's.
PRELUDE_NAMES = frozenset({*PRELUDE_TRAITS, *(shape.name for shape in PRELUDE)})

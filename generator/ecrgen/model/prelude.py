"""The prelude's shapes that models target (Smithy 2.0, "Prelude"),
without trait definitions.
"""

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
    shapes: dict[ShapeId, Shape] = {}
    for name, kind in _NAMES.items():
        shape_id = ShapeId(f"smithy.api#{name}")
        shapes[shape_id] = SimpleShape(shape_id, NO_TRAITS, _LOCATION, kind)
    for name in _PRIMITIVE:
        shape_id = ShapeId(f"smithy.api#Primitive{name}")
        zero = _traits({"smithy.api#default": False if name == "Boolean" else 0})
        shapes[shape_id] = SimpleShape(shape_id, zero, _LOCATION, _NAMES[name])
    unit = _traits({"smithy.api#unitType": {}})
    shapes[UNIT] = StructureShape(UNIT, unit, _LOCATION, MappingProxyType({}))
    return shapes


PRELUDE: Mapping[ShapeId, Shape] = MappingProxyType(_shapes())

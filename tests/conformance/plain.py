"""The `params` of a compliance case as plain values of the generated packages.

In `params`, timestamps are epoch seconds, blobs are their bytes as text, and NaN and
the infinities are strings (Smithy 2.0, "Parameter format").
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from ecrgen.documents.nodes import LongDecimal, is_list, is_object
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import (
    ListShape,
    MapShape,
    Model,
    SimpleShape,
    SimpleType,
    StructureShape,
    UnionShape,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def plain(model: Model, target: ShapeId, value: Any) -> Any:
    shape = model[target]
    if value is None:
        return None
    match shape:
        case StructureShape() | UnionShape():
            members = shape.members
            return {
                key: plain(model, members[key].target, member_value)
                for key, member_value in value.items()
                # A null member is an unset one; entries of lists and maps may be null.
                if member_value is not None
            }
        case ListShape():
            return [plain(model, shape.member.target, item) for item in value]
        case MapShape():
            return {
                key: plain(model, shape.value.target, entry)
                for key, entry in value.items()
            }
        case SimpleShape(type=SimpleType.TIMESTAMP):
            return _EPOCH + timedelta(microseconds=int(_decimal(value) * 1_000_000))
        case SimpleShape(type=SimpleType.BLOB):
            return value.encode()
        case SimpleShape(type=SimpleType.FLOAT | SimpleType.DOUBLE):
            return float(value)
        case SimpleShape(type=SimpleType.BIG_DECIMAL):
            return _decimal(value)
        case _:
            return value


def _decimal(value: int | float) -> Decimal:
    """A number of a case with all digits that are written there."""
    return Decimal(value.literal if isinstance(value, LongDecimal) else str(value))


def same(actual: Any, expected: Any) -> bool:
    """Equality of plain values: types must be the same, and NaN equals itself."""
    if is_object(expected):
        return (
            is_object(actual)
            and actual.keys() == expected.keys()
            and all(same(actual[key], entry) for key, entry in expected.items())
        )
    if is_list(expected):
        return (
            is_list(actual)
            and len(actual) == len(expected)
            and all(map(same, actual, expected))
        )
    match expected:
        case float() if math.isnan(expected):
            return isinstance(actual, float) and math.isnan(actual)
        case bool():
            return actual is expected
        case int() | float():
            return (
                isinstance(actual, int | float)
                and not isinstance(actual, bool)
                and actual == expected
            )
        case _:
            return type(actual) is type(expected) and bool(actual == expected)

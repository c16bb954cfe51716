"""The `params` of a compliance case as plain values of the generated packages.

In `params`, timestamps are epoch seconds, blobs are their bytes as text, and floats that JSON has no number for are
strings (Smithy 2.0, "Parameter format").
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
                key: plain(model, members[key].target, each)
                for key, each in value.items()
                # A member that is null is not set; entries of lists and maps may be null.
                if each is not None
            }
        case ListShape():
            return [plain(model, shape.member.target, each) for each in value]
        case MapShape():
            return {
                key: plain(model, shape.value.target, each)
                for key, each in value.items()
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


def same(found: Any, expected: Any) -> bool:
    """Equality of plain values: of the same types, and with NaN equal to itself."""
    if is_object(expected):
        return (
            is_object(found)
            and found.keys() == expected.keys()
            and all(same(found[key], each) for key, each in expected.items())
        )
    if is_list(expected):
        return (
            is_list(found)
            and len(found) == len(expected)
            and all(map(same, found, expected))
        )
    match expected:
        case float() if math.isnan(expected):
            return isinstance(found, float) and math.isnan(found)
        case bool():
            return found is expected
        case int() | float():
            return (
                isinstance(found, int | float)
                and not isinstance(found, bool)
                and found == expected
            )
        case _:
            return type(found) is type(expected) and bool(found == expected)

"""The `params` of a compliance case as plain values of the generated packages.

In `params`, timestamps are epoch seconds, blobs are their bytes as text, and floats that JSON has no number for are
strings (Smithy 2.0, "Parameter format").
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from ecrgen.documents.nodes import is_list, is_object
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
            return _EPOCH + timedelta(microseconds=int(Decimal(value) * 1_000_000))
        case SimpleShape(type=SimpleType.BLOB):
            return value.encode()
        case SimpleShape(type=SimpleType.FLOAT | SimpleType.DOUBLE):
            return float(value)
        case SimpleShape(type=SimpleType.BIG_DECIMAL):
            return Decimal(value)
        case _:
            return _document(value)


def _document(value: Any) -> Any:
    """JSON as Python reads it: the numbers of cases are read as decimals."""
    if is_object(value):
        return {key: _document(each) for key, each in value.items()}
    if is_list(value):
        return [_document(each) for each in value]
    return float(value) if isinstance(value, Decimal) else value


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

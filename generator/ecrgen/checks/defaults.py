"""Smithy 2.0, "Default value constraints".

Default values are valid for their shape.
"""

from __future__ import annotations

import base64
import binascii
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ..documents.nodes import is_list, is_object, kind_of, same_node, show
from ..model.shapes import (
    EnumShape,
    IntEnumShape,
    ListShape,
    MapShape,
    Member,
    Model,
    Shape,
    SimpleShape,
    SimpleType,
)
from ..model.traits import Default, Length, Range
from ..problems.diagnostics import Diagnostic
from ..problems.suggest import an
from ._support import is_number, problem, structure_members, type_of

_BITS = {
    SimpleType.BYTE: 8,
    SimpleType.SHORT: 16,
    SimpleType.INTEGER: 32,
    SimpleType.LONG: 64,
}
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z", re.ASCII)
# The first second of the year 1, and the first second after the year 9999.
_EARLIEST, _LATEST = -62_135_596_800, 253_402_300_800
_NON_NUMERIC = ("NaN", "Infinity", "-Infinity")


def check(model: Model) -> Iterator[Diagnostic]:
    for shape in model:
        default = shape.traits.get(Default)
        if default is not None:
            if default.value is None:
                yield problem("E310", "only members can have the default null", shape)
            else:
                yield from _value(shape, shape, default.value)
    for _, member in structure_members(model):
        target = model[member.target]
        default = member.traits.get(Default)
        if default is not None and default.value is not None:
            yield from _value(member, target, default.value)
        yield from _agrees(member, target)


def _agrees(member: Member, target: Shape) -> Iterator[Diagnostic]:
    """A member repeats the default of its target, or removes it with null."""
    inherited, own = target.traits.get(Default), member.traits.get(Default)
    if inherited is None or (own is not None and own.value is None):
        return
    if own is None or not same_node(inherited.value, own.value):
        yield problem(
            "E311",
            f"the target {target.id} has the default {show(inherited.value)}, "
            "which the member has to repeat",
            member,
            "write null where the member has no default",
        )


def _value(where: Shape | Member, target: Shape, value: Any) -> Iterator[Diagnostic]:
    wrong = _mismatch(target, value)
    if wrong:
        yield problem("E310", f"the default {show(value)} is {wrong}", where)
        return
    yield from _constraints(where, target, value)


def _mismatch(target: Shape, value: Any) -> str | None:
    """Why the value is not valid, in words that follow "is"."""
    match target:
        case SimpleShape():
            return _simple_mismatch(target.type, value)
        case EnumShape() | IntEnumShape():
            known = [member.value for member in target.members]
            fits = not isinstance(value, bool) and value in known
            return None if fits else f"no value of {target.id}"
        case ListShape():
            return None if is_list(value) and not value else "not an empty list"
        case MapShape():
            return None if is_object(value) and not value else "not an empty map"
        case _:
            return f"not possible: {an(type_of(target))} has no default"


def _simple_mismatch(kind: SimpleType, value: Any) -> str | None:
    is_bool = isinstance(value, bool)
    mismatch = f"{kind_of(value)}, not {an(kind.value)}"
    match kind:
        case SimpleType.BOOLEAN:
            return None if is_bool else mismatch
        case SimpleType.STRING:
            return None if isinstance(value, str) else mismatch
        case SimpleType.BLOB:
            return (
                None if isinstance(value, str) and _is_base64(value) else "not base64"
            )
        case SimpleType.TIMESTAMP:
            if is_bool or not isinstance(value, (str, int, float)):
                return mismatch
            return None if _is_timestamp(value) else "not a point in time"
        case SimpleType.DOCUMENT:
            fits = not (is_list(value) or is_object(value)) or not value
            return None if fits else "neither empty nor a simple value"
        case SimpleType.FLOAT | SimpleType.DOUBLE if value in _NON_NUMERIC:
            return None
        case SimpleType.FLOAT | SimpleType.DOUBLE | SimpleType.BIG_DECIMAL:
            if is_bool or not isinstance(value, (int, float)):
                return mismatch
            fits = kind is SimpleType.BIG_DECIMAL or abs(value) <= sys.float_info.max
            return None if fits else f"out of the range of {an(kind.value)}"
        case _:
            if is_bool or not isinstance(value, (int, float)) or value != int(value):
                return mismatch
            bits = _BITS.get(kind)
            fits = bits is None or -(1 << bits - 1) <= value < 1 << bits - 1
            return None if fits else f"out of the range of {an(kind.value)}"


def _is_timestamp(value: str | float) -> bool:
    """Whether Python can represent the value, RFC 3339 in UTC or epoch seconds."""
    if not isinstance(value, str):
        return _EARLIEST <= value < _LATEST
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return _DATE_TIME.fullmatch(value) is not None


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _constraints(
    where: Shape | Member, target: Shape, value: Any
) -> Iterator[Diagnostic]:
    # Smithy 1.0 gives numbers the default zero, often outside their range: harmless.
    if not value:
        return
    bounds: Range | Length | None
    if is_number(target) and isinstance(value, (int, float)):
        bounds, size = where.traits.get(Range) or target.traits.get(Range), value
    elif isinstance(value, str):
        bounds, size = where.traits.get(Length) or target.traits.get(Length), len(value)
    else:
        return
    if bounds is None:
        return
    if bounds.min is not None and size < bounds.min:
        limit = f"less than the minimum {bounds.min}"
    elif bounds.max is not None and size > bounds.max:
        limit = f"more than the maximum {bounds.max}"
    else:
        return
    yield problem("W310", f"the default {show(value)} is {limit}", where)

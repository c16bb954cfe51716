"""Smithy 2.0, "enum", "intEnum".

Enums have members with unique values of the right type.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.shapes import EnumShape, IntEnumShape, Model
from ..problems.diagnostics import Diagnostic
from ..problems.suggest import an
from ._support import is_mixin, problem, type_of

_INT32 = range(-(2**31), 2**31)


def check(model: Model) -> Iterator[Diagnostic]:
    for shape in model:
        if isinstance(shape, (EnumShape, IntEnumShape)):
            if not shape.members and not is_mixin(shape):
                yield problem("E302", f"{an(type_of(shape))} needs a member", shape)
            yield from _values(shape)


def _values(shape: EnumShape | IntEnumShape) -> Iterator[Diagnostic]:
    is_text = isinstance(shape, EnumShape)
    seen: dict[str | int, str] = {}
    for member in shape.members:
        value = member.value
        if isinstance(value, str) is not is_text:
            kind = "a string" if is_text else "an integer"
            yield problem("E302", f"the value {value!r} is not {kind}", member)
        elif value == "":
            yield problem("E302", "the value is empty", member)
        elif isinstance(value, int) and value not in _INT32:
            yield problem("E302", f"the value {value} does not fit 32 bits", member)
        elif value in seen:
            yield problem(
                "E302", f"{seen[value]!r} has the value {value!r} too", member
            )
        else:
            seen[value] = member.name

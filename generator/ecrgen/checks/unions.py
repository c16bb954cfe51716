"""Unions have members (Smithy 2.0, "Union")."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.shapes import Model, UnionShape
from ..problems.diagnostics import Diagnostic
from ._support import is_mixin, problem


def check(model: Model) -> Iterator[Diagnostic]:
    for shape in model:
        if isinstance(shape, UnionShape) and not shape.members and not is_mixin(shape):
            yield problem("E306", "a union needs a member", shape)

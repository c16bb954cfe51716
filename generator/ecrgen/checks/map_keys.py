"""The keys of maps are strings or enums (Smithy 2.0, "Map")."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.shapes import MapShape, Model
from ..problems.diagnostics import Diagnostic
from ._support import is_stringish, problem


def check(model: Model) -> Iterator[Diagnostic]:
    for shape in model:
        if isinstance(shape, MapShape) and not is_stringish(model[shape.key.target]):
            yield problem(
                "E307",
                f"the key of a map has to be a string, which {shape.key.target} is not",
                shape.key,
            )

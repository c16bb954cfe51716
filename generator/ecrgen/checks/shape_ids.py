"""Shape IDs differ by more than case (Smithy 2.0, "Shape ID conflicts")."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.shapes import Model
from ..problems.diagnostics import Diagnostic
from ._support import problem


def check(model: Model) -> Iterator[Diagnostic]:
    seen: dict[str, str] = {}
    for shape in model:
        other = seen.setdefault(shape.id.lower(), shape.id)
        if other != shape.id:
            yield problem(
                "E301", f"this shape ID and {other} differ in case only", shape
            )

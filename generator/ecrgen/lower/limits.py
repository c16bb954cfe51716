"""What a model may say but Python cannot hold."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.closure import components, members_of
from ..model.ids import ShapeId
from ..model.shapes import ListShape, MapShape, Model
from ..problems.diagnostics import Diagnostics

# A list of lists becomes a comprehension in a comprehension; Python has room for 20
# blocks inside of each other, and its version 3.13 crashes somewhat above that.
_MAX_DEPTH = 16


def check(model: Model, shapes: Iterable[ShapeId], diagnostics: Diagnostics) -> None:
    """Reports the lists and maps that nest too deeply (E508); those around them go
    without saying.
    """
    depths: dict[ShapeId, int] = {}
    # What is targeted comes first, and lists and maps alone are in no circle.
    for component in components(model, shapes):
        for shape_id in component:
            shape = model[shape_id]
            if isinstance(shape, ListShape | MapShape):
                below = max(depths.get(each.target, 0) for each in members_of(shape))
                depths[shape_id] = below + 1
                if below == _MAX_DEPTH:
                    diagnostics.add(
                        "E508",
                        f"lists and maps are nested more than {_MAX_DEPTH} levels deep",
                        location=shape.location,
                        shape=shape_id,
                        hint="put a structure between them",
                    )

"""An answer of status 200 whose body is an error is a failure of the service, and may be sent again.

Copies and completed uploads take so long that the status is sent before their outcome is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..model.customizations import ErrorsInSuccess
from ..model.ids import ShapeId
from ..model.shapes import Model, Shape, SimpleShape, StructureShape, UnionShape
from ..model.traits import Streaming
from ._edit import operations, replaced, with_traits

SERVICES = ("S3",)


def apply(model: Model, service: ShapeId) -> Model:
    return replaced(model, _changed(model, service))


def _changed(model: Model, service: ShapeId) -> Iterator[Shape]:
    """All operations but those whose body is a blob, text or a stream, which might well look like an error."""
    for operation in operations(model, service):
        output = model[operation.output]
        if isinstance(output, StructureShape) and not _has_free_body(model, output):
            traits = with_traits(operation.traits, {ErrorsInSuccess.ID: {}})
            yield replace(operation, traits=traits)


def _has_free_body(model: Model, output: StructureShape) -> bool:
    for member in output.members.values():
        target = model[member.target]
        if target.traits.has(Streaming) and isinstance(target, UnionShape):
            return True
        if "smithy.api#httpPayload" in member.traits and isinstance(
            target, SimpleShape
        ):
            return True
    return False

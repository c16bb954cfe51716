"""A response of status 200 with an error in its body is a server error, and retried.

Copies and completed uploads take so long that the service sends the status before it
knows the outcome.
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
    """All operations except those whose body may be anything, even look
    like an error.
    """
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

"""`Predict` is sent to the endpoint in its input: each model has an endpoint."""

from __future__ import annotations

from dataclasses import replace

from ..model.ids import ShapeId
from ..model.shapes import Model
from ..model.traits import ContextParam
from ._edit import input_of, operations, replaced, with_traits

SERVICES = ("Machine Learning",)


def apply(model: Model, service: ShapeId) -> Model:
    # The endpoint parameter for a custom endpoint, which takes precedence over the
    # client's.
    context_param = {ContextParam.ID: {"name": "Endpoint"}}
    for operation in operations(model, service):
        shape = input_of(model, operation)
        if operation.id.name != "Predict" or shape is None:
            continue
        member = shape.members.get("PredictEndpoint")
        if member is not None:
            changed = replace(member, traits=with_traits(member.traits, context_param))
            members = {**shape.members, member.name: changed}
            model = replaced(model, [replace(shape, members=members)])
    return model

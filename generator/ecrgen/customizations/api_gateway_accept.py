"""Requests have an `Accept: application/json` header.

Without it, some responses are HAL, which the model does not describe.
"""

from __future__ import annotations

from dataclasses import replace

from ..model.customizations import RequestHeaders
from ..model.ids import ShapeId
from ..model.shapes import Model
from ._edit import replaced, with_traits

SERVICES = ("API Gateway",)


def apply(model: Model, service: ShapeId) -> Model:
    shape = model.service(service)
    headers = {RequestHeaders.ID: {"Accept": "application/json"}}
    return replaced(model, [replace(shape, traits=with_traits(shape.traits, headers))])

"""Requests name the API version in the header `X-Amz-Glacier-Version`, as required."""

from __future__ import annotations

from dataclasses import replace

from ..model.customizations import RequestHeaders
from ..model.ids import ShapeId
from ..model.shapes import Model
from ._edit import replaced, with_traits

SERVICES = ("Glacier",)


def apply(model: Model, service: ShapeId) -> Model:
    shape = model.service(service)
    headers = {RequestHeaders.ID: {"X-Amz-Glacier-Version": shape.version}}
    return replaced(model, [replace(shape, traits=with_traits(shape.traits, headers))])

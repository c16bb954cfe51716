"""Signatures cover paths as sent; a header has the body's hash, unless presigned.

Object keys look like paths but are none, so they are neither normalized nor encoded a
second time (Amazon S3 API Reference, "Signature Calculations for the Authorization
Header"). A presigned URL is valid for any body.
"""

from __future__ import annotations

from dataclasses import replace

from ..model.customizations import SigningRules
from ..model.ids import ShapeId
from ..model.shapes import Model
from ._edit import replaced, with_traits

SERVICES = ("S3", "S3 Control")
_RULES = {
    "doubleEncode": False,
    "normalize": False,
    "payloadHeader": True,
    "presignsBody": False,
}


def apply(model: Model, service: ShapeId) -> Model:
    shape = model.service(service)
    traits = with_traits(shape.traits, {SigningRules.ID: _RULES})
    return replaced(model, [replace(shape, traits=traits)])

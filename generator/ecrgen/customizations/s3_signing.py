"""Signatures cover paths as they are sent, the hash of the body is a header, and presigned URLs are for any body.

Object keys look like paths and are none: what is sent is what names the object (Amazon S3 API Reference, "Signature
Calculations for the Authorization Header").
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

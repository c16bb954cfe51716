"""Uploads have the SHA-256 hash and the SHA-256 tree hash of their body in headers, unless the caller gives them."""

from __future__ import annotations

from dataclasses import replace

from ..model.customizations import TreeHash
from ..model.ids import ShapeId
from ..model.shapes import Model
from ._edit import operations, replaced, with_traits

SERVICES = ("Glacier",)
_UPLOADS = frozenset({"UploadArchive", "UploadMultipartPart"})


def apply(model: Model, service: ShapeId) -> Model:
    return replaced(
        model,
        [
            replace(each, traits=with_traits(each.traits, {TreeHash.ID: {}}))
            for each in operations(model, service)
            if each.id.name in _UPLOADS
        ],
    )

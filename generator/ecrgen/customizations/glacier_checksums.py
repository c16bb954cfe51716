"""Uploads send SHA-256 and tree hash of their body unless the caller gives them."""

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
            replace(operation, traits=with_traits(operation.traits, {TreeHash.ID: {}}))
            for operation in operations(model, service)
            if operation.id.name in _UPLOADS
        ],
    )

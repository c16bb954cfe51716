"""Customizations: behaviour of single services that their models do not describe.

Each is a module of this package; modules are found, not registered. A module has
`SERVICES`, the SDK IDs of `aws.api#service`, and `apply`, which returns a changed
model. Most changes add traits of Smithy or of `model.customizations`. They are applied
at one point, between the checks and the lowering, so that no other stage knows a
service. The first line of a module's docstring is also its line in
docs/customizations.md.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from ..model.shapes import Model, ServiceShape
from ..model.traits import AwsService


def found() -> list[ModuleType]:
    """Every customization module, sorted by name."""
    return [
        importlib.import_module(f"{__name__}.{info.name}")
        for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name)
        if not info.name.startswith("_")
    ]


def customized(model: Model, service: ServiceShape) -> Model:
    """The model with the customizations of its service."""
    aws = service.traits.get(AwsService)
    if aws is None:
        return model
    for module in found():
        if aws.sdk_id in module.SERVICES:
            model = module.apply(model, service.id)
    return model

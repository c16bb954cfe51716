"""What single services do that their models do not say: one oddity a file, found by looking, registered nowhere.

A module here has `SERVICES`, service IDs as models have them in `aws.api#service`, and `apply`, which makes a model of
a model, most often by traits of Smithy's own or of `model.oddities`. They are applied at one point, between the checks
of the model and its lowering: no other stage knows a service. The first line of a module's docstring is what the
table in docs/customizations.md says of it.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from ..model.shapes import Model, ServiceShape
from ..model.traits import AwsService


def found() -> list[ModuleType]:
    """Every customization, by the name of its module."""
    return [
        importlib.import_module(f"{__name__}.{info.name}")
        for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name)
        if not info.name.startswith("_")
    ]


def customized(model: Model, service: ServiceShape) -> Model:
    """The model with what is customized for its service."""
    aws = service.traits.get(AwsService)
    if aws is None:
        return model
    for module in found():
        if aws.sdk_id in module.SERVICES:
            model = module.apply(model, service.id)
    return model

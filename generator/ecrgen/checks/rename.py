"""Smithy 2.0, "Disambiguating shapes".

Services rename data shapes of their closure.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.closure import closure
from ..model.shapes import Model, OperationShape, ResourceShape, ServiceShape
from ..problems.diagnostics import Diagnostic
from ._support import is_mixin, problem


def check(model: Model) -> Iterator[Diagnostic]:
    for service in model.services():
        if not service.rename or is_mixin(service):
            continue
        shapes = frozenset(closure(model, service).shapes)
        for name in sorted(service.rename):
            if isinstance(model[name], (ServiceShape, ResourceShape, OperationShape)):
                message = f"{name} cannot be renamed: only data shapes can"
            elif name not in shapes and not name.is_prelude:
                message = f"{name} is renamed, but is not in the closure of the service"
            else:
                continue
            yield problem("E350", message, service)

"""Which service a model is of: a package is generated for one."""

from __future__ import annotations

from collections.abc import Sequence

from ..frontends.operations import DefineShape, LoadOperation
from ..model.shapes import Model, ServiceShape
from ..problems.diagnostics import input_error
from ..problems.locations import Document, Location


def only_service(model: Model, source: str) -> ServiceShape:
    """The service of a model. `source` is what the user called the model."""
    services = model.services()
    if len(services) == 1:
        return services[0]
    if not services:
        raise input_error(
            "E501",
            "the model has no service",
            location=Location(Document(source, "")),
            hint="a package is generated for a service shape: add one, or the file that has it",
        )
    names = ", ".join(service.id for service in services)
    raise input_error(
        "E502",
        f"the model has more than one service: {names}",
        location=Location(Document(source, "")),
        hint="split the model, so that each package has one service",
    )


def service_namespace(operations: Sequence[LoadOperation]) -> str:
    """The namespace of the service: where an overlay finds the shapes that it names without one."""
    return next(
        (
            operation.id.namespace
            for operation in operations
            if isinstance(operation, DefineShape) and operation.type == "service"
        ),
        "",
    )

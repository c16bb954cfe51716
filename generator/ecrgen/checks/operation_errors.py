"""Smithy 2.0, "error trait".

The errors of operations and services are error structures.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.shapes import Model, OperationShape, ServiceShape
from ..model.traits import Error
from ..problems.diagnostics import Diagnostic
from ._support import problem


def check(model: Model) -> Iterator[Diagnostic]:
    for shape in model:
        if isinstance(shape, (OperationShape, ServiceShape)):
            for error in shape.errors:
                if not model[error].traits.has(Error):
                    yield problem(
                        "E304",
                        f"{error} is not an error",
                        shape,
                        'errors have the trait smithy.api#error with "client" or "server"',
                    )
        if isinstance(shape, OperationShape):
            for kind, name in (("input", shape.input), ("output", shape.output)):
                if model[name].traits.has(Error):
                    yield problem(
                        "E305", f"the {kind} {name} is an error structure", shape
                    )

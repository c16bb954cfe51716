"""Smithy 2.0, "aws.protocols#awsQueryError".

The errors of a service differ by their codes.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.closure import closure
from ..model.ids import ShapeId
from ..model.shapes import Model
from ..model.traits import AwsQueryError, Error
from ..problems.diagnostics import Diagnostic
from ._support import is_mixin, problem


def check(model: Model) -> Iterator[Diagnostic]:
    for service in model.services():
        if is_mixin(service):
            continue
        seen: dict[str, ShapeId] = {}
        for name in closure(model, service).shapes:
            shape = model[name]
            query = shape.traits.get(AwsQueryError)
            if query is None or not shape.traits.has(Error):
                continue
            other = seen.setdefault(query.code, name)
            if other != name:
                yield problem(
                    "W350",
                    f"{other} has the awsQuery error code {query.code!r} too",
                    shape,
                )

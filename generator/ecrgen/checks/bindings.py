"""Smithy 2.0, "Service closure".

Operations and resources are bound once, and not in circles.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.closure import bound, bound_operations, is_circle, strongly_connected
from ..model.ids import ShapeId
from ..model.shapes import Model, ResourceShape, ServiceShape
from ..problems.diagnostics import Diagnostic
from ._support import is_mixin, problem


def check(model: Model) -> Iterator[Diagnostic]:
    edges = {s.id: s.resources for s in model if isinstance(s, ResourceShape)}
    for circle in strongly_connected(edges):
        if is_circle(circle, edges):
            yield problem(
                "E340",
                f"resources contain each other: {', '.join(circle)}",
                model[circle[0]],
            )
    for service in model.services():
        if not is_mixin(service):
            yield from _bound_once(model, service)


def _bound_once(model: Model, service: ServiceShape) -> Iterator[Diagnostic]:
    binder: dict[ShapeId, ShapeId] = {}
    resources = bound(model, service)[1]
    owners: list[ServiceShape | ResourceShape] = [service]
    owners += (resources[name] for name in sorted(resources))
    for owner in owners:
        # One resource may bind an operation both by its lifecycle and in a list.
        for name in (*dict.fromkeys(bound_operations(owner)), *owner.resources):
            other = binder.setdefault(name, owner.id)
            if other != owner.id:
                yield problem(
                    "E341",
                    f"in the service {service.id}, both {other} and {owner.id} bind it",
                    model[name],
                )

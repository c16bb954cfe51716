"""Endpoint rules put the account ID into the host name, so host prefixes do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..model.ids import ShapeId
from ..model.shapes import Model, Shape
from ..model.traits import Endpoint
from ._edit import operations, replaced, with_traits

SERVICES = ("S3 Control",)
_PREFIX = "{AccountId}."


def apply(model: Model, service: ShapeId) -> Model:
    if "smithy.rules#endpointRuleSet" not in model.service(service).traits:
        return model
    return replaced(model, _without_prefix(model, service))


def _without_prefix(model: Model, service: ShapeId) -> Iterator[Shape]:
    for operation in operations(model, service):
        endpoint = operation.traits.get(Endpoint)
        if endpoint is not None and endpoint.host_prefix == _PREFIX:
            traits = with_traits(operation.traits, {}, without=[Endpoint.ID])
            yield replace(operation, traits=traits)

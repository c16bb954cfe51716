"""Endpoint rules place the bucket in host name or path, so URIs do not repeat it.

A model without endpoint rules gets some: the bucket in the host name, or in the path if
its name is not a valid host name or `force_path_style` is set; transfer acceleration,
dual-stack and FIPS endpoints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..model.ids import ShapeId
from ..model.shapes import Member, Model, Shape
from ..model.traits import ClientContextParams, ContextParam, Http, Traits
from ._edit import operations, replaced, with_input_traits, with_traits
from ._s3_rules import rule_set

SERVICES = ("S3",)
_RULES = ShapeId("smithy.rules#endpointRuleSet")
_BUCKET = "/{Bucket}"


def apply(model: Model, service: ShapeId) -> Model:
    model = replaced(model, _shorter_paths(model, service))
    shape = model.service(service)
    if _RULES in shape.traits:
        return model
    added = {_RULES: rule_set(), ClientContextParams.ID: _SETTINGS}
    changed = replace(shape, traits=with_traits(shape.traits, added))
    return with_input_traits(replaced(model, [changed]), service, _bind)


def _shorter_paths(model: Model, service: ShapeId) -> Iterator[Shape]:
    for operation in operations(model, service):
        http = operation.traits.get(Http)
        if http is None or not http.uri.startswith(_BUCKET):
            continue
        rest = http.uri.removeprefix(_BUCKET)
        if rest[:1] not in ("", "/", "?"):
            continue
        uri = rest if rest.startswith("/") else f"/{rest}"
        node = {**operation.traits.raw[Http.ID], "uri": uri}
        yield replace(operation, traits=with_traits(operation.traits, {Http.ID: node}))


def _bind(member: Member) -> Traits | None:
    if member.name != "Bucket" or "smithy.api#httpLabel" not in member.traits:
        return None
    return with_traits(member.traits, {ContextParam.ID: {"name": "Bucket"}})


_SETTINGS = {
    "ForcePathStyle": {
        "type": "boolean",
        "documentation": "Whether the bucket is in the path and never in the host name.",
    },
    "Accelerate": {
        "type": "boolean",
        "documentation": "Whether requests go to the endpoint for transfer acceleration.",
    },
}

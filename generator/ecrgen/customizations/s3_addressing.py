"""The bucket is in the host name or in the path as the endpoint rules say, so that paths do not have it once more.

A model without endpoint rules gets some: virtual hosting, a path for names that are no host name or on demand
(`force_path_style`), transfer acceleration, dual-stack and FIPS endpoints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..model.ids import ShapeId
from ..model.shapes import Member, Model, Shape
from ..model.traits import ClientContextParams, ContextParam, Http, Traits
from ._edit import each_input, operations, replaced, with_traits
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
    return each_input(replaced(model, [changed]), service, _bind)


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

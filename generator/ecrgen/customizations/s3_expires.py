"""`Expires` is unset unless it is a date; `ExpiresString` holds the text as sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..model.customizations import MayBeInvalid
from ..model.ids import ShapeId
from ..model.shapes import Member, Model, Shape, StructureShape
from ..model.traits import NO_TRAITS, HttpHeader
from ._edit import operations, replaced, with_traits

SERVICES = ("S3",)
_STRING = ShapeId("smithy.api#String")
_NAME, _TEXT = "Expires", "ExpiresString"


def apply(model: Model, service: ShapeId) -> Model:
    return replaced(model, _changed(model, service))


def _changed(model: Model, service: ShapeId) -> Iterator[Shape]:
    for operation in operations(model, service):
        output = model[operation.output]
        if isinstance(output, StructureShape) and _NAME in output.members:
            yield replace(output, members=dict(_members(output)))


def _members(output: StructureShape) -> Iterator[tuple[str, Member]]:
    for name, member in output.members.items():
        header = member.traits.get(HttpHeader)
        if name != _NAME or header is None:
            yield name, member
            continue
        traits = with_traits(member.traits, {MayBeInvalid.ID: {}})
        yield name, replace(member, traits=traits)
        if _TEXT not in output.members:
            text = {HttpHeader.ID: header.value}
            yield _TEXT, Member(
                id=output.id.with_member(_TEXT),
                target=_STRING,
                traits=with_traits(NO_TRAITS, text),
                location=member.location,
            )

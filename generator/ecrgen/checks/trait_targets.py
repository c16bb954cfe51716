"""Traits are applied where they have a meaning (Smithy 2.0, each "Trait selector").

A misplaced trait is an error where generated code would be wrong, and a warning where
it would only be ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ..model.closure import members_of
from ..model.shapes import (
    EnumShape,
    IntEnumShape,
    ListShape,
    MapShape,
    Member,
    Model,
    OperationShape,
    ServiceShape,
    Shape,
    SimpleShape,
    SimpleType,
    StructureShape,
    UnionShape,
)
from ..model.traits import Error
from ..problems.diagnostics import Diagnostic
from ._support import is_stringish, problem


@dataclass(frozen=True, slots=True)
class _Place:
    """A shape, or a member with the shape it belongs to and the one it targets."""

    owner: Shape
    member: Member | None
    target: Shape


_Test: TypeAlias = Callable[[_Place], bool]


def _shape(*kinds: type[Shape]) -> _Test:
    return lambda place: place.member is None and isinstance(place.owner, kinds)


def _structure_member(place: _Place) -> bool:
    return place.member is not None and isinstance(place.owner, StructureShape)


def _string_member(place: _Place) -> bool:
    return _structure_member(place) and is_stringish(place.target)


def _named_member(place: _Place) -> bool:
    owners = (StructureShape, UnionShape)
    return place.member is not None and isinstance(place.owner, owners)


def _collection_member(place: _Place) -> bool:
    return _named_member(place) and isinstance(place.target, (ListShape, MapShape))


def _attribute(place: _Place) -> bool:
    target = place.target
    if not _structure_member(place):
        return False
    if isinstance(target, SimpleShape):
        return target.type not in (SimpleType.BLOB, SimpleType.DOCUMENT)
    return isinstance(target, (EnumShape, IntEnumShape))


def _is_error(place: _Place) -> bool:
    return place.member is None and place.owner.traits.has(Error)


def _streamable(place: _Place) -> bool:
    owner = place.owner
    is_blob = isinstance(owner, SimpleShape) and owner.type is SimpleType.BLOB
    return place.member is None and (is_blob or isinstance(owner, UnionShape))


def _timestamp(place: _Place) -> bool:
    target = place.target
    return isinstance(target, SimpleShape) and target.type is SimpleType.TIMESTAMP


def _can_default(place: _Place) -> bool:
    if place.member is None:
        others = (StructureShape, UnionShape, OperationShape, ServiceShape)
        return not isinstance(place.owner, others)
    return isinstance(place.owner, StructureShape)


# Trait -> code of the diagnostic, where it may stand, and that place in words.
_PLACES: dict[str, tuple[str, _Test, str]] = {
    "smithy.api#error": ("E360", _shape(StructureShape), "structures"),
    "smithy.api#streaming": ("E360", _streamable, "blobs and unions"),
    "smithy.api#http": ("E360", _shape(OperationShape), "operations"),
    "smithy.api#endpoint": ("E360", _shape(OperationShape), "operations"),
    "smithy.api#paginated": (
        "E360",
        _shape(OperationShape, ServiceShape),
        "operations and services",
    ),
    "smithy.api#required": ("E360", _structure_member, "members of structures"),
    "smithy.api#default": (
        "E360",
        _can_default,
        "members of structures, simple shapes, lists and maps",
    ),
    "smithy.api#sparse": ("E360", _shape(ListShape, MapShape), "lists and maps"),
    "smithy.api#timestampFormat": ("E360", _timestamp, "timestamps"),
    "smithy.api#jsonName": ("E360", _named_member, "members of structures and unions"),
    "smithy.api#hostLabel": ("E360", _string_member, "string members of structures"),
    "smithy.api#idempotencyToken": (
        "E360",
        _string_member,
        "string members of structures",
    ),
    "smithy.api#xmlFlattened": (
        "E360",
        _collection_member,
        "members of structures and unions that target lists and maps",
    ),
    "smithy.api#xmlAttribute": (
        "E360",
        _attribute,
        "members of structures that target booleans, numbers, strings and timestamps",
    ),
    "smithy.api#clientOptional": ("W360", _structure_member, "members of structures"),
    "smithy.api#input": ("W360", _shape(StructureShape), "structures"),
    "smithy.api#output": ("W360", _shape(StructureShape), "structures"),
    "smithy.api#retryable": ("W360", _is_error, "errors"),
    "smithy.api#httpError": ("W360", _is_error, "errors"),
    "aws.protocols#awsQueryError": ("W360", _is_error, "errors"),
    "aws.api#service": ("W360", _shape(ServiceShape), "services"),
}


def check(model: Model) -> Iterator[Diagnostic]:
    for shape in model:
        if shape.traits.raw:
            yield from _misplaced(shape, _Place(shape, None, shape))
        for member in members_of(shape):
            if member.traits.raw:
                yield from _misplaced(
                    member, _Place(shape, member, model[member.target])
                )


def _misplaced(where: Shape | Member, place: _Place) -> Iterator[Diagnostic]:
    for trait in where.traits:
        known = _PLACES.get(trait)
        if known is not None and not known[1](place):
            code, _, wanted = known
            yield problem(code, f"{trait} can only be applied to {wanted}", where)

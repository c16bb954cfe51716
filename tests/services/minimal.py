"""The smallest input that a model allows: only required members, at all depths.

Values are plain, as `from_value` takes them. They come from the model and not from
generated code, so that they can judge it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import (
    EnumShape,
    IntEnumShape,
    ListShape,
    MapShape,
    Member,
    Model,
    SimpleShape,
    SimpleType,
    StructureShape,
    UnionShape,
)
from ecrgen.model.traits import (
    NO_TRAITS,
    Length,
    Range,
    Required,
    Streaming,
    Traits,
)

_LABELS = frozenset(
    {"smithy.api#httpLabel", "smithy.api#hostLabel", "smithy.rules#contextParam"}
)


class EndlessError(Exception):
    """A shape without a finite value."""


def minimal(
    model: Model,
    target: ShapeId,
    traits: Traits = NO_TRAITS,
    above: frozenset[ShapeId] = frozenset(),
) -> Any:
    """The smallest valid value of a shape, without event streams and regardless of
    patterns.

    `traits` are those of the member that targets the shape; `above` are the shapes
    around it. Raises `EndlessError` if the shape requires itself.
    """
    shape = model[target]
    length = traits.get(Length) or shape.traits.get(Length)
    least = (length and length.min) or 0
    if target in above:
        raise EndlessError(target)
    match shape:
        case StructureShape():
            return {
                name: _member(model, member, above | {target})
                for name, member in shape.members.items()
                if member.traits.has(Required) and not is_event_stream(model, member)
            }
        case UnionShape():
            for name, member in shape.members.items():
                try:
                    return {name: _member(model, member, above | {target})}
                except EndlessError:
                    continue
            raise EndlessError(target)
        case ListShape():
            return [_member(model, shape.member, above) for _ in range(least)]
        case MapShape():
            value = shape.value
            return {f"key{n}": _member(model, value, above) for n in range(least)}
        case EnumShape() | IntEnumShape():
            return shape.members[0].value
        case SimpleShape(type=SimpleType.STRING):
            # A label must not be empty (Smithy 2.0, "httpLabel trait" and "hostLabel
            # trait").
            return "a" * (least or int(not _LABELS.isdisjoint(traits)))
        case SimpleShape(type=SimpleType.BLOB):
            return b"a" * least
        case SimpleShape(type=SimpleType.BOOLEAN):
            return False
        case SimpleShape(type=SimpleType.TIMESTAMP):
            return datetime(1970, 1, 1, tzinfo=UTC)
        case SimpleShape(type=SimpleType.DOCUMENT):
            return {}
        case SimpleShape():
            bounds = traits.get(Range) or shape.traits.get(Range)
            low, high = (bounds.min, bounds.max) if bounds else (None, None)
            return max(low or 0, 0) if high is None else min(max(low or 0, 0), high)
        case _:
            raise AssertionError(f"{target} is no shape of data")


def is_event_stream(model: Model, member: Member) -> bool:
    shape = model[member.target]
    return isinstance(shape, UnionShape) and shape.traits.has(Streaming)


def _member(model: Model, member: Member, above: frozenset[ShapeId]) -> Any:
    return minimal(model, member.target, member.traits, above)

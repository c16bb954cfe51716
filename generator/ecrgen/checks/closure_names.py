"""Smithy 2.0, "Service closure".

Names are unique in a service's closure, whatever their case.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.closure import Closure, closure
from ..model.ids import ShapeId
from ..model.shapes import (
    EnumShape,
    IntEnumShape,
    ListShape,
    Model,
    Shape,
    SimpleShape,
)
from ..problems.diagnostics import Diagnostic
from ._support import is_mixin, problem


def check(model: Model) -> Iterator[Diagnostic]:
    for service in model.services():
        if not is_mixin(service):
            yield from _conflicts(model, closure(model, service))


def _conflicts(model: Model, service_closure: Closure) -> Iterator[Diagnostic]:
    bound = [shape.id for shape in service_closure.operations]
    bound += (shape.id for shape in service_closure.resources)
    seen: dict[str, ShapeId] = {}
    for name in (service_closure.service.id, *bound, *service_closure.shapes):
        other = seen.setdefault(service_closure.name_of(name).lower(), name)
        if other != name and not _may_share(model, model[other], model[name]):
            yield problem(
                "E303",
                f"in the service {service_closure.service.id}, {other} has the same name",
                model[name],
                'give one of them another name in the property "rename" of the service',
            )


def _may_share(model: Model, one: Shape, other: Shape) -> bool:
    """Smithy 2.0, "Shape types allowed to conflict in a closure"."""
    if type(one) is not type(other) or one.traits != other.traits:
        return False
    match one, other:
        case SimpleShape(), SimpleShape():
            return one.type is other.type
        case (EnumShape(), EnumShape()) | (IntEnumShape(), IntEnumShape()):
            return _values(one) == _values(other)
        case ListShape(), ListShape():
            mine, theirs = model[one.member.target], model[other.member.target]
            if one.member.traits != other.member.traits:
                return False
            # Lists of lists are not compared, because they may be recursive.
            return mine is theirs or (
                not isinstance(mine, ListShape) and _may_share(model, mine, theirs)
            )
        case _:
            return False


def _values(shape: Shape) -> list[tuple[str, str | int]]:
    assert isinstance(shape, (EnumShape, IntEnumShape))
    return [(member.name, member.value) for member in shape.members]

"""How customizations change a model: shapes are frozen, so a changed one takes the place of the old."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..model.closure import closure
from ..model.ids import ShapeId
from ..model.shapes import Member, Model, OperationShape, Shape, StructureShape
from ..model.traits import TraitError, Traits, parse_traits


def replaced(model: Model, shapes: Iterable[Shape]) -> Model:
    """The model with these shapes in the place of those with their IDs."""
    return replace(model, shapes={**model.shapes, **{each.id: each for each in shapes}})


def operations(model: Model, service: ShapeId) -> tuple[OperationShape, ...]:
    """The operations of the service."""
    return closure(model, model.service(service)).operations


def input_of(model: Model, operation: OperationShape) -> StructureShape | None:
    shape = model[operation.input]
    return shape if isinstance(shape, StructureShape) else None


def with_traits(
    traits: Traits, added: Mapping[ShapeId, Any], without: Iterable[str] = ()
) -> Traits:
    """`traits` with others, and without some, by shape ID."""
    kept: dict[str, Any] = {
        name: node for name, node in traits.raw.items() if name not in {*without}
    }
    kept |= {str(name): node for name, node in added.items()}
    return parse_traits(kept, _unexpected)


def _unexpected(trait: str, error: TraitError) -> None:
    raise AssertionError(f"{trait}: {error}")


def each_input(
    model: Model, service: ShapeId, change: Callable[[Member], Traits | None]
) -> Model:
    """The model with other traits on the members of inputs for which `change` gives them."""
    return replaced(model, _changed(model, service, change))


def _changed(
    model: Model, service: ShapeId, change: Callable[[Member], Traits | None]
) -> Iterator[StructureShape]:
    for operation in operations(model, service):
        shape = input_of(model, operation)
        if shape is None:
            continue
        found = {name: change(each) for name, each in shape.members.items()}
        if any(traits is not None for traits in found.values()):
            members = {
                name: (
                    each
                    if (traits := found[name]) is None
                    else replace(each, traits=traits)
                )
                for name, each in shape.members.items()
            }
            yield replace(shape, members=members)

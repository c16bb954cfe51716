"""Functions that change a model. Shapes are frozen, so changed copies replace them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..model.closure import closure
from ..model.ids import ShapeId
from ..model.shapes import Member, Model, OperationShape, Shape, StructureShape
from ..model.traits import TraitError, Traits, parse_traits


def replaced(model: Model, shapes: Iterable[Shape]) -> Model:
    """The model with these shapes in place of those with the same IDs."""
    return replace(
        model, shapes={**model.shapes, **{shape.id: shape for shape in shapes}}
    )


def operations(model: Model, service: ShapeId) -> tuple[OperationShape, ...]:
    """The operations of the service."""
    return closure(model, model.service(service)).operations


def input_of(model: Model, operation: OperationShape) -> StructureShape | None:
    shape = model[operation.input]
    return shape if isinstance(shape, StructureShape) else None


def with_traits(
    traits: Traits, added: Mapping[ShapeId, Any], without: Iterable[str] = ()
) -> Traits:
    """`traits` with those in `added`, and without those in `without`."""
    kept: dict[str, Any] = {
        name: node for name, node in traits.raw.items() if name not in {*without}
    }
    kept |= {str(name): node for name, node in added.items()}
    return parse_traits(kept, _unexpected)


def _unexpected(trait: str, error: TraitError) -> None:
    raise AssertionError(f"{trait}: {error}")


def with_input_traits(
    model: Model, service: ShapeId, change: Callable[[Member], Traits | None]
) -> Model:
    """The model with new traits on members of inputs.

    `change` returns the traits of a member, or None to keep them.
    """
    return replaced(model, _changed(model, service, change))


def _changed(
    model: Model, service: ShapeId, change: Callable[[Member], Traits | None]
) -> Iterator[StructureShape]:
    for operation in operations(model, service):
        shape = input_of(model, operation)
        if shape is None:
            continue
        changes = {name: change(member) for name, member in shape.members.items()}
        if any(traits is not None for traits in changes.values()):
            members = {
                name: (
                    member
                    if (traits := changes[name]) is None
                    else replace(member, traits=traits)
                )
                for name, member in shape.members.items()
            }
            yield replace(shape, members=members)

"""Which module defines which class.

One file for each operation, with the input and output that only it uses; one for each
other structure, union and enum; simple types share one. Shapes that contain each other
share a file, so that no two modules import each other. Where a shape lives depends on
nothing but the shape and its cycle, and for inputs and outputs on their use: a new
member changes the file of its container alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...model.closure import Closure, components, members_of
from ...model.ids import ShapeId
from ...model.shapes import (
    EnumShape,
    IntEnumShape,
    Model,
    SimpleShape,
    StructureShape,
    UnionShape,
)
from ...model.streams import raised
from ...model.traits import Error
from .naming import Names, module_names, synthetic_input, synthetic_output

SIMPLE_TYPES = "simple_types"


@dataclass(frozen=True, slots=True)
class Placement:
    """Modules as imports name them. `groups` are the modules of models/ with the shapes
    in each.
    """

    modules: Mapping[ShapeId, str]
    operations: Mapping[ShapeId, str]
    groups: Mapping[str, tuple[ShapeId, ...]]
    simple_types: tuple[ShapeId, ...]


def place(model: Model, closure: Closure, names: Names) -> Placement:
    """Places every class of the package. `names` has already decided what each is
    called.
    """
    errors_only = raised(model, closure)
    targeted = {
        member.target
        for shape_id in closure.shapes
        for member in members_of(model[shape_id])
        if member.id not in errors_only
    }
    operations = {
        operation: f".operations.{module}"
        for operation, module in module_names(
            (operation.id, names.operations[operation.id])
            for operation in closure.operations
        ).items()
    }
    modules: dict[ShapeId, str] = {}
    uses: dict[ShapeId, int] = {}
    for operation in closure.operations:
        for target in (operation.input, operation.output):
            uses[target] = uses.get(target, 0) + 1
    for operation in closure.operations:
        for target, synthetic in (
            (operation.input, synthetic_input(operation.id)),
            (operation.output, synthetic_output(operation.id)),
        ):
            if synthetic in names.models:
                modules[synthetic] = operations[operation.id]
            elif uses[target] == 1 and target not in targeted:
                modules[target] = operations[operation.id]

    own = [
        shape_id
        for shape_id in closure.shapes
        if shape_id in names.models
        and shape_id not in modules
        and isinstance(
            model[shape_id], StructureShape | UnionShape | EnumShape | IntEnumShape
        )
        # An error is an exception in errors.py; it is data too only where a member
        # holds it.
        and (not model[shape_id].traits.has(Error) or shape_id in targeted)
    ]
    wanted = set(own)
    groups: list[tuple[ShapeId, ...]] = []
    for component in components(model, closure.shapes):
        if found := tuple(
            sorted(shape_id for shape_id in component if shape_id in wanted)
        ):
            groups.append(found)
    grouped = {shape_id for group in groups for shape_id in group}
    groups += [(shape_id,) for shape_id in own if shape_id not in grouped]
    groups.sort(key=lambda group: names.models[group[0]])
    leaders = module_names((group[0], names.models[group[0]]) for group in groups)
    by_module: dict[str, tuple[ShapeId, ...]] = {}
    for group in groups:
        module = f".models.{leaders[group[0]]}"
        by_module[module] = group
        modules |= dict.fromkeys(group, module)

    simple_types = tuple(
        shape_id
        for shape_id in sorted(names.models, key=lambda each: names.models[each])
        if shape_id in model and isinstance(model[shape_id], SimpleShape)
    )
    modules |= dict.fromkeys(simple_types, f".models.{SIMPLE_TYPES}")
    return Placement(modules, operations, by_module, simple_types)

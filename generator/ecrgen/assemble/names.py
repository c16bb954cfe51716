"""What names mean in the whole model, and those that mean nothing there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set as AbstractSet
from dataclasses import replace
from typing import Any

from ..documents.nodes import is_list, is_object
from ..frontends.operations import (
    ApplyTrait,
    DefineMember,
    DefineShape,
    LoadOperation,
    NameShape,
)
from ..model.ids import RelativeId, ShapeId
from ..model.prelude import PRELUDE_NAMES, PRELUDE_TRAITS
from ..problems.diagnostics import Diagnostics
from ..problems.locations import Location
from ..problems.suggest import an, did_you_mean
from .collect import Collected
from .drafts import Drafts

TRAIT = ShapeId("smithy.api#trait")
# Trait packages that come with Smithy or are AWS's. Models need not bring them along.
_KNOWN_PACKAGES = ("smithy.", "aws.")
_SMITHYS_OWN = "software.amazon.smithy"


def resolve(operations: Iterable[LoadOperation]) -> list[LoadOperation]:
    """Replaces what relative names mean where a shape hides one of the prelude.

    A name without namespace means the shape of this name in the namespace of its file,
    if there is one (Smithy 2.0, "Relative shape ID resolution"). Few models have shapes
    that are called as those of the prelude.
    """
    listed = list(operations)
    shadowing = {
        each.id
        for each in listed
        if isinstance(each, DefineShape)
        and each.id.name in PRELUDE_NAMES
        and not each.id.is_prelude
    }
    if not shadowing:
        return listed
    return [_resolved(each, shadowing) for each in listed]


def _resolved(
    operation: LoadOperation, shadowing: AbstractSet[ShapeId]
) -> LoadOperation:
    def meant(shape: ShapeId) -> ShapeId:
        if isinstance(shape, RelativeId) and shape.within.without_member in shadowing:
            return shape.within
        return shape

    def node(value: Any) -> Any:
        if isinstance(value, RelativeId):
            return meant(value)
        if is_object(value):
            return {key: node(each) for key, each in value.items()}
        if is_list(value):
            return [node(each) for each in value]
        return value

    match operation:
        case DefineShape():
            properties: Mapping[str, Any] = node(dict(operation.properties))
            resource = operation.resource
            return replace(
                operation,
                mixins=tuple(meant(mixin) for mixin in operation.mixins),
                properties=properties,
                resource=None if resource is None else meant(resource),
            )
        case DefineMember():
            return replace(operation, target=meant(operation.target))
        case ApplyTrait():
            return replace(
                operation,
                target=meant(operation.target),
                trait=meant(operation.trait),
                value=node(operation.value),
            )
        case NameShape():
            return replace(operation, id=meant(operation.id))
        case _:
            return operation


def check_names(collected: Collected, drafts: Drafts, diagnostics: Diagnostics) -> None:
    """Reports names without a shape; those of packages that are not there together."""
    absent: dict[ShapeId, Location] = {}
    for name in collected.names:
        shape = name.id.without_member
        if shape.is_prelude or shape.namespace in drafts.namespaces:
            _check_name(name, shape, drafts, diagnostics)
        else:
            absent.setdefault(shape, name.location)
    _report_absent(absent, collected, diagnostics)


def _check_name(
    name: NameShape, shape: ShapeId, drafts: Drafts, diagnostics: Diagnostics
) -> None:
    is_there = shape in drafts or (shape.is_prelude and shape.name in PRELUDE_NAMES)
    if name.form == "trait":
        draft = drafts.get(shape)
        if shape.is_prelude:
            is_there = shape.name in PRELUDE_TRAITS
        elif draft is not None and TRAIT not in draft.traits:
            diagnostics.add(
                "E117",
                f"{shape} is {an(draft.type)}, not a trait",
                location=name.location,
                hint="the shape that defines a trait has the trait smithy.api#trait",
            )
        if not is_there:
            diagnostics.add(
                "E117",
                f"there is no trait {shape}",
                location=name.location,
                hint=did_you_mean(shape.name, PRELUDE_TRAITS)
                or _nearest(shape, drafts),
            )
    elif is_there:
        return
    elif name.form == "use":
        diagnostics.add(
            "W003",
            f"the use statement names {shape}, which is not there",
            location=name.location,
            hint=_nearest(shape, drafts),
        )
    else:
        diagnostics.add(
            "E118",
            f"Syntactic shape ID `{shape.name}` "
            f"does not resolve to a valid shape ID: `{shape}`",
            location=name.location,
            hint="write it in double quotes if it is a string",
        )


def _report_absent(
    names: dict[ShapeId, Location], collected: Collected, diagnostics: Diagnostics
) -> None:
    """One diagnostic for what is needed, and one for what can be done without."""
    needed = collected.drafts.absent
    hint = "give the files of these packages too, or a folder that has all of them"
    packages = [
        name for name in collected.dependencies if not name.startswith(_SMITHYS_OWN)
    ]
    if packages:
        hint = f"they may be in {', '.join(packages)}: {hint}"
    if needed:
        diagnostics.add(
            "E116",
            f"the model needs shapes of packages that are not there: {_listed(needed)}",
            location=next(iter(needed.values())),
            hint=hint,
        )
    unknown = {
        shape: location
        for shape, location in names.items()
        if shape not in needed and not shape.startswith(_KNOWN_PACKAGES)
    }
    if unknown:
        diagnostics.add(
            "N100",
            "names of packages that are not there are kept as they are: "
            f"{_listed(unknown)}",
            location=next(iter(unknown.values())),
            hint=hint,
        )


def _listed(shapes: Iterable[ShapeId]) -> str:
    return ", ".join(sorted(shapes))


def _nearest(shape: ShapeId, drafts: Drafts) -> str | None:
    names = {each.name for each in drafts if each.namespace == shape.namespace}
    return did_you_mean(shape.name, names)

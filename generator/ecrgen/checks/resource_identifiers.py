"""Smithy 2.0, "Resource identifiers".

Resources and their operations carry their identifiers.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.ids import ShapeId
from ..model.shapes import Model, ResourceShape
from ..model.traits import Required
from ..problems.diagnostics import Diagnostic
from ._support import problem

_RESOURCE_IDENTIFIER = "smithy.api#resourceIdentifier"
# Lifecycle operations that act on one resource; `create` and `list` act on the
# collection.
_INSTANCE = ("put", "read", "update", "delete")


def check(model: Model) -> Iterator[Diagnostic]:
    for shape in model:
        if isinstance(shape, ResourceShape):
            yield from _children(model, shape)
            yield from _instance_operations(model, shape)


def _children(model: Model, parent: ResourceShape) -> Iterator[Diagnostic]:
    for name in parent.resources:
        child = model[name]
        if not isinstance(child, ResourceShape):
            continue
        for identifier, target in parent.identifiers.items():
            if child.identifiers.get(identifier) != target:
                yield problem(
                    "E342",
                    f"{identifier!r}, an identifier of {parent.id}, is missing or differs",
                    child,
                    "a child has all identifiers of its parent, with the same targets",
                )


def _instance_operations(model: Model, resource: ResourceShape) -> Iterator[Diagnostic]:
    bound = [resource.lifecycle[key] for key in _INSTANCE if key in resource.lifecycle]
    for name in (*bound, *resource.operations):
        operation = model.operation(name)
        identifiers = _identifiers(model, operation.input)
        for identifier in resource.identifiers:
            if identifier not in identifiers:
                yield problem(
                    "E343",
                    f"the input does not bind the identifier {identifier!r} of {resource.id}",
                    operation,
                    "bind it as a collection operation, or give it a required member",
                )


def _identifiers(model: Model, name: ShapeId) -> set[str]:
    """The identifiers that the required members of an input bind."""
    identifiers: set[str] = set()
    for member in model.structure(name).members.values():
        if member.traits.has(Required):
            identifiers.add(
                str(member.traits.raw.get(_RESOURCE_IDENTIFIER, member.name))
            )
    return identifiers

"""What a service reaches (Smithy 2.0, "Service closure"), and how its shapes depend on each other.

Everything here is iterative: how deep shapes nest is the author's choice, not the interpreter's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .ids import ShapeId
from .prelude import UNIT
from .shapes import (
    ListShape,
    MapShape,
    Member,
    Model,
    OperationShape,
    ResourceShape,
    ServiceShape,
    Shape,
    StructureShape,
    UnionShape,
)
from .traits import Streaming


@dataclass(frozen=True, slots=True)
class Closure:
    """Everything sorted by shape ID. `shapes` are the data shapes but those of the prelude."""

    service: ServiceShape
    operations: tuple[OperationShape, ...]
    resources: tuple[ResourceShape, ...]
    shapes: tuple[ShapeId, ...]

    def name_of(self, shape: ShapeId) -> str:
        """The name of a shape within the service."""
        return self.service.rename.get(shape, shape.name)

    def errors_of(self, operation: OperationShape) -> tuple[ShapeId, ...]:
        """The operation's own errors, then those that all operations of the service have."""
        return tuple(dict.fromkeys((*operation.errors, *self.service.errors)))


def closure(model: Model, service: ServiceShape) -> Closure:
    operations, resources = bound(model, service)
    roots: list[ShapeId] = list(service.errors)
    for resource in resources.values():
        roots += resource.identifiers.values()
        roots += resource.properties.values()
    for operation in operations.values():
        # An undeclared input or output does not bring the unit type into the closure.
        roots += [s for s in (operation.input, operation.output) if s != UNIT]
        roots += operation.errors
    return Closure(
        service,
        tuple(operations[name] for name in sorted(operations)),
        tuple(resources[name] for name in sorted(resources)),
        tuple(sorted(name for name in reach(model, roots) if not name.is_prelude)),
    )


def bound(
    model: Model, root: ServiceShape | ResourceShape
) -> tuple[dict[ShapeId, OperationShape], dict[ShapeId, ResourceShape]]:
    """The operations and resources below a service or resource."""
    operations: dict[ShapeId, OperationShape] = {}
    resources: dict[ShapeId, ResourceShape] = {}
    pending: list[ServiceShape | ResourceShape] = [root]
    while pending:
        owner = pending.pop()
        for name in bound_operations(owner):
            operations[name] = model.operation(name)
        for name in owner.resources:
            found = model[name]
            if name not in resources and isinstance(found, ResourceShape):
                resources[name] = found
                pending.append(found)
    return operations, resources


def bound_operations(owner: ServiceShape | ResourceShape) -> tuple[ShapeId, ...]:
    """The operations that a service or resource binds itself, lifecycle operations included."""
    if isinstance(owner, ServiceShape):
        return owner.operations
    return (
        *owner.lifecycle.values(),
        *owner.operations,
        *owner.collection_operations,
    )


def members_of(shape: Shape) -> tuple[Member, ...]:
    """The members that target other shapes (those of enums do not)."""
    match shape:
        case StructureShape() | UnionShape():
            return tuple(shape.members.values())
        case ListShape():
            return (shape.member,)
        case MapShape():
            return (shape.key, shape.value)
        case _:
            return ()


def reach(model: Model, roots: Iterable[ShapeId]) -> set[ShapeId]:
    """`roots` and every data shape that their members lead to."""
    found: set[ShapeId] = set()
    pending = list(roots)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += (member.target for member in members_of(model[name]))
    return found


def innermost(model: Model, member: Member) -> list[Member]:
    """The members below any lists and maps that `member` targets; itself where there are none."""
    target = model[member.target]
    if not isinstance(target, ListShape | MapShape):
        return [member]
    return [leaf for entry in members_of(target) for leaf in innermost(model, entry)]


def holding(
    model: Model, shapes: Iterable[ShapeId], holds: Callable[[Member], bool]
) -> frozenset[ShapeId]:
    """The structures and unions among `shapes` that have a member which `holds`, directly or through other shapes.

    Least fixed point over the graph of shapes. What streams is not asked for, and nothing is taken from it: it is
    never part of a document.
    """
    containers: dict[ShapeId, list[ShapeId]] = {}
    found: set[ShapeId] = set()
    for shape_id in shapes:
        shape = model[shape_id]
        if not isinstance(shape, StructureShape | UnionShape):
            continue
        for member in shape.members.values():
            if model[member.target].traits.has(Streaming):
                continue
            if holds(member):
                found.add(shape_id)
            for leaf in innermost(model, member):
                containers.setdefault(leaf.target, []).append(shape_id)
    pending = list(found)
    while pending:
        for container in containers.get(pending.pop(), ()):
            if container not in found:
                found.add(container)
                pending.append(container)
    return frozenset(found)


def components(
    model: Model, shapes: Iterable[ShapeId]
) -> tuple[tuple[ShapeId, ...], ...]:
    """The strongly connected components of `shapes`, what is targeted before what targets it."""
    names = sorted(shapes)
    known = set(names)
    edges = {
        name: sorted({m.target for m in members_of(model[name])} & known)
        for name in names
    }
    return tuple(strongly_connected(edges))


def strongly_connected(
    edges: Mapping[ShapeId, Iterable[ShapeId]],
) -> Iterator[tuple[ShapeId, ...]]:
    """Tarjan's algorithm with an explicit stack; each component is sorted."""
    index: dict[ShapeId, int] = {}
    low: dict[ShapeId, int] = {}
    open_nodes: list[ShapeId] = []
    is_open: set[ShapeId] = set()
    for root in edges:
        if root in index:
            continue
        work = [(root, iter(edges[root]))]
        index[root] = low[root] = len(index)
        open_nodes.append(root)
        is_open.add(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    open_nodes.append(target)
                    is_open.add(target)
                    work.append((target, iter(edges[target])))
                    break
                if target in is_open:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    component = [open_nodes.pop()]
                    while component[-1] != node:
                        component.append(open_nodes.pop())
                    is_open.difference_update(component)
                    yield tuple(sorted(component))


def is_circle(
    component: tuple[ShapeId, ...], edges: Mapping[ShapeId, Iterable[ShapeId]]
) -> bool:
    """Whether the members of a component reach themselves; a component can be a single node."""
    first = component[0]
    return any(name != first for name in component) or first in edges[first]

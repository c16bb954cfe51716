"""Pagination names members that exist and fit (Smithy 2.0, "paginated trait")."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.closure import bound
from ..model.ids import ShapeId
from ..model.shapes import (
    ListShape,
    MapShape,
    Member,
    Model,
    OperationShape,
    Shape,
    StructureShape,
)
from ..model.traits import Paginated, Required
from ..problems.diagnostics import Diagnostic
from ..problems.suggest import did_you_mean
from ._support import (
    is_integer,
    is_mixin,
    is_number,
    is_stringish,
    operations,
    problem,
)


def check(model: Model) -> Iterator[Diagnostic]:
    inherited = _of_services(model)
    for operation in operations(model):
        own = operation.traits.get(Paginated)
        if own is not None and not is_mixin(operation):
            for defaults in inherited.get(operation.id) or [None]:
                yield from _operation(model, operation, own.over(defaults))


def _of_services(model: Model) -> dict[ShapeId, list[Paginated | None]]:
    by_operation: dict[ShapeId, list[Paginated | None]] = {}
    for service in model.services():
        for name in bound(model, service)[0]:
            by_operation.setdefault(name, []).append(service.traits.get(Paginated))
    return by_operation


def _operation(
    model: Model, operation: OperationShape, paginated: Paginated
) -> Iterator[Diagnostic]:
    for key, path, root in (
        ("inputToken", paginated.input_token, operation.input),
        ("outputToken", paginated.output_token, operation.output),
        ("items", paginated.items, operation.output),
        ("pageSize", paginated.page_size, operation.input),
    ):
        if path is None:
            if key in ("inputToken", "outputToken"):
                yield problem(
                    "E320",
                    f"neither the operation nor its service gives {key}",
                    operation,
                )
            continue
        names = [path] if root == operation.input else path.split(".")
        member, missing = _resolve(model, root, names)
        if member is None:
            hint = did_you_mean(missing[1], missing[0].members) if missing else None
            yield problem(
                "E320", f"{key}: {root} has no member {path!r}", operation, hint
            )
        else:
            yield from _fits(model, operation, key, member)


def _resolve(
    model: Model, root: ShapeId, names: list[str]
) -> tuple[Member | None, tuple[StructureShape, str] | None]:
    """The member at the end of a path, or the structure and name where it
    breaks off.
    """
    shape: Shape = model[root]
    member: Member | None = None
    for name in names:
        if not isinstance(shape, StructureShape):
            return None, None
        member = shape.members.get(name)
        if member is None:
            return None, (shape, name)
        shape = model[member.target]
    return member, None


def _fits(
    model: Model, operation: OperationShape, key: str, member: Member
) -> Iterator[Diagnostic]:
    target = model[member.target]
    if key == "items":
        if not isinstance(target, (ListShape, MapShape)):
            yield problem("E321", f"items: {member.id} is not a list or map", operation)
    elif key == "pageSize":
        # Some AWS services take the page size as a string or a decimal number.
        if not (is_integer(target) or is_number(target) or is_stringish(target)):
            yield problem("E321", f"pageSize: {member.id} is not a number", operation)
    elif key == "inputToken" and member.traits.has(Required):
        yield problem("E321", f"inputToken: {member.id} is required", operation)

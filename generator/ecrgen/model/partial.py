"""Models that do not say everything: what they leave open, and what is left when that
is taken for settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeGuard

from .ids import ShapeId
from .partial_trait import Partial
from .shapes import Model, Shape


def unsaid(shape: Shape) -> Mapping[ShapeId, frozenset[str]]:
    """The facts that are not said of a shape and of its members, by ID."""
    found = {each.id: each.traits.get(Partial) for each in (shape, *_members(shape))}
    return {target: partial.facts for target, partial in found.items() if partial}


def is_partial(model: Model) -> bool:
    """Whether the model came from a source that does not say all there is to a model."""
    return any(service.traits.has(Partial) for service in model.services())


def without_partial(model: Model) -> Model:
    """The model as if its source had said everything: what code is generated from, and
    identified by.
    """
    shapes = {shape_id: _plain(shape) for shape_id, shape in model.shapes.items()}
    return replace(model, shapes=MappingProxyType(shapes))


def _members(shape: Shape) -> Iterable[Any]:
    """The members of a shape, those of enums too."""
    found: Any = getattr(shape, "members", None)
    if found is None:
        named = (getattr(shape, name, None) for name in ("member", "key", "value"))
        return [member for member in named if member is not None]
    listed: list[Any] = list(found.values() if _is_mapping(found) else found)
    return listed


def _plain(shape: Any) -> Any:
    changes: dict[str, Any] = {}
    if shape.traits.has(Partial):
        changes["traits"] = shape.traits.without(Partial)
    members: Any = getattr(shape, "members", None)
    if _is_mapping(members):
        plain = {name: _plain(member) for name, member in members.items()}
        changes["members"] = MappingProxyType(plain)
    elif members is not None:
        changes["members"] = tuple(_plain(member) for member in members)
    return replace(shape, **changes) if changes else shape


def _is_mapping(members: Any) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(members, Mapping)

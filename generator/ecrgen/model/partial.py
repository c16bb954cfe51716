"""Which facts a source does not say: the trait `ecrgen.source#partial` of shapes and members.

A source such as an OCaml page says less than a model. What is not said is never taken for "no": a shape without
constraints, from a source that has none, may have any. Whoever compares two models compares what both say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from ..documents.nodes import is_list
from .ids import ShapeId
from .trait_base import Trait, TraitError, trait

if TYPE_CHECKING:
    from .shapes import Model, Shape

# The facts that may not be said, and on what. What is listed on a shape holds for all of it.
FACTS: Mapping[str, str] = {
    # Services
    "namespace": "the namespace of the model",
    "name": "the name of a service, operation or member; a shape's where the title of its page is in doubt",
    "version": "the version of the service",
    "protocol": "the protocols of the service",
    "sdk_id": "the SDK ID of the service",
    "signing_name": "the name that requests are signed for",
    "endpoint_prefix": "the prefix of the service's host names",
    "title": "the title of the service",
    "xml_namespace": "the XML namespace of the service",
    "operations": "whether the service has more operations",
    "shape_names": "the case of the first letter of the names of shapes",
    "traits": "all traits but those that are there",
    # Operations
    "input": "the input of the operation",
    "output": "the output of the operation",
    "errors": "whether the operation has more errors",
    # Data shapes
    "type": "the type of the shape",
    "members": "whether there are more members, or values of an enum",
    "order": "the order of the members",
    "required": "which members are required",
    "union": "whether a structure is a union",
    "document": "whether a structure without members is a document",
    "error": "whether a structure is an error",
    "fault": "whose fault the error is",
    "value": "the value of an enum's member",
    "spelling": "the case of an enum value's first letter, and which characters its underscores are",
    "constraints": "the constraints of the shape",
    "documentation": "the documentation of the shape and its members",
}
# What has to be known before a client can be generated: with any other value, it would send other bytes.
NEEDED = frozenset(
    {"name", "version", "protocol", "sdk_id", "signing_name", "endpoint_prefix"}
    | {"input", "output", "type", "members", "value"}
)


@trait("ecrgen.source#partial")
@dataclass(frozen=True, slots=True)
class Partial(Trait):
    """The facts that the source does not say."""

    facts: frozenset[str]

    @classmethod
    def parse(cls, node: Any) -> Self:
        if not is_list(node) or not all(isinstance(each, str) for each in node):
            raise TraitError("expected a list of strings")
        return cls(frozenset(node))


def unsaid(shape: Shape) -> Mapping[ShapeId, frozenset[str]]:
    """The facts that are not said of a shape and of its members, by ID."""
    found = {each.id: each.traits.get(Partial) for each in (shape, *_members(shape))}
    return {target: partial.facts for target, partial in found.items() if partial}


def is_partial(model: Model) -> bool:
    """Whether the model came from a source that does not say all there is to a model."""
    return any(service.traits.has(Partial) for service in model.services())


def without_partial(model: Model) -> Model:
    """The model as if its source had said everything: what code is generated from, and identified by."""
    shapes = {shape_id: _plain(shape) for shape_id, shape in model.shapes.items()}
    return replace(model, shapes=MappingProxyType(shapes))


def _members(shape: Shape) -> Iterable[Any]:
    """The members of a shape, those of enums too."""
    members: Any = getattr(shape, "members", None)
    if members is None:
        named = (getattr(shape, name, None) for name in ("member", "key", "value"))
        return [member for member in named if member is not None]
    listed: Iterable[Any] = members
    return members.values() if isinstance(members, Mapping) else listed


def _plain(shape: Any) -> Any:
    changes: dict[str, Any] = {}
    if shape.traits.has(Partial):
        changes["traits"] = shape.traits.without(Partial)
    members = getattr(shape, "members", None)
    if isinstance(members, Mapping):
        each: Mapping[str, Any] = members
        changes["members"] = MappingProxyType({k: _plain(v) for k, v in each.items()})
    elif members is not None:
        changes["members"] = tuple(_plain(member) for member in members)
    return replace(shape, **changes) if changes else shape

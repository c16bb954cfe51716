"""The canonical JSON AST of a model (Smithy 2.0, "JSON AST"): what `ast` and `import`
write.

Equal models give equal text: shapes, traits and metadata are sorted, members keep the
model's order, mixins are flattened, and where the AST allows several spellings, only
one is written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from .ids import ShapeId
from .prose import without_prose
from .shapes import (
    EnumMember,
    EnumShape,
    IntEnumShape,
    ListShape,
    MapShape,
    Member,
    Model,
    OperationShape,
    ResourceShape,
    ServiceShape,
    Shape,
    SimpleShape,
    StructureShape,
    UnionShape,
)
from .traits import Traits

_UNIT = {"target": "smithy.api#Unit"}


def to_ast(model: Model, *, docs: bool = True) -> dict[str, Any]:
    """`docs=False` leaves out all text that was written for readers."""
    ast: dict[str, Any] = {"smithy": "2.0"}
    if model.metadata:
        ast["metadata"] = {key: model.metadata[key] for key in sorted(model.metadata)}
    ast["shapes"] = {shape.id: _shape(shape, docs) for shape in model}
    return ast


def render_ast(model: Model, *, docs: bool = True) -> str:
    ast = to_ast(model, docs=docs)
    return json.dumps(ast, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def digest(model: Model) -> str:
    """Identifies the model, whatever order and form its sources had."""
    text = json.dumps(to_ast(model), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _shape(shape: Shape, docs: bool) -> dict[str, Any]:
    match shape:
        case SimpleShape():
            node: dict[str, Any] = {"type": shape.type.value}
        case EnumShape():
            node = {"type": "enum", "members": _enum_members(shape.members, docs)}
        case IntEnumShape():
            node = {"type": "intEnum", "members": _enum_members(shape.members, docs)}
        case ListShape():
            node = {"type": "list", "member": _member(shape.member, docs)}
        case MapShape():
            key, value = _member(shape.key, docs), _member(shape.value, docs)
            node = {"type": "map", "key": key, "value": value}
        case StructureShape():
            node = {"type": "structure", "members": _members(shape.members, docs)}
        case UnionShape():
            node = {"type": "union", "members": _members(shape.members, docs)}
        case OperationShape():
            node = {
                "type": "operation",
                "input": {"target": shape.input},
                "output": {"target": shape.output},
                **_present("errors", _references(shape.errors)),
            }
        case ResourceShape():
            node = _resource(shape)
        case ServiceShape():
            node = {
                "type": "service",
                "version": shape.version,
                **_present("operations", _references(shape.operations)),
                **_present("resources", _references(shape.resources)),
                **_present("errors", _references(shape.errors)),
                **_present(
                    "rename", {k: shape.rename[k] for k in sorted(shape.rename)}
                ),
            }
    return node | _traits(shape.traits, docs)


def _resource(shape: ResourceShape) -> dict[str, Any]:
    return {
        "type": "resource",
        **_present("identifiers", _reference_map(shape.identifiers)),
        **_present("properties", _reference_map(shape.properties)),
        **_reference_map(shape.lifecycle),
        **_present("operations", _references(shape.operations)),
        **_present("collectionOperations", _references(shape.collection_operations)),
        **_present("resources", _references(shape.resources)),
    }


def _members(members: Mapping[str, Member], docs: bool) -> dict[str, Any]:
    return {name: _member(member, docs) for name, member in members.items()}


def _member(member: Member, docs: bool) -> dict[str, Any]:
    return {"target": member.target} | _traits(member.traits, docs)


def _enum_members(members: Iterable[EnumMember], docs: bool) -> dict[str, Any]:
    return {member.name: _UNIT | _traits(member.traits, docs) for member in members}


def _traits(traits: Traits, docs: bool) -> dict[str, Any]:
    raw = traits.raw if docs else without_prose(traits.raw)
    return _present("traits", {name: raw[name] for name in sorted(raw)})


def _references(targets: Iterable[ShapeId]) -> list[dict[str, str]]:
    return [{"target": target} for target in targets]


def _reference_map(targets: Mapping[str, ShapeId]) -> dict[str, dict[str, str]]:
    return {name: {"target": target} for name, target in targets.items()}


def _present(key: str, value: Any) -> dict[str, Any]:
    """A property that is left out when it is empty."""
    return {key: value} if value else {}

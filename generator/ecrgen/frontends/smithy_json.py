"""Smithy JSON AST, versions 2.0 and 1.0 (Smithy 2.0, "JSON AST")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..documents.json_text import parse_json, read_document
from ..documents.nodes import is_list, is_object, kind_of, show
from ..model.ids import ShapeId, is_identifier, is_shape_id
from ..problems.diagnostics import Diagnostics
from ..problems.locations import Document, Location
from ..problems.suggest import an, did_you_mean
from ._ast_forms import ONLY_IN_2, ONLY_MEMBERS, PROPERTIES, VERSIONS
from .operations import (
    ApplyTrait,
    DefineMember,
    DefineShape,
    LoadOperation,
    PutMetadata,
)

_TOP_LEVEL = frozenset({"smithy", "metadata", "shapes"})


def claims(source: str) -> bool:
    if source.endswith(".json"):
        return True
    try:
        with open(source, "rb") as file:
            return file.read(256).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    except (OSError, ValueError):
        return False


def load(source: str, diagnostics: Diagnostics) -> list[LoadOperation]:
    document = read_document(source, diagnostics)
    if document is None:
        return []
    node = parse_json(document, diagnostics)
    return [] if node is None else load_node(node, document, diagnostics)


def load_node(
    node: Any, document: Document, diagnostics: Diagnostics
) -> list[LoadOperation]:
    """The load operations of a parsed document."""
    reader = _Reader(document, diagnostics)
    reader.read(node)
    return reader.operations


@dataclass(slots=True)
class _Reader:
    document: Document
    diagnostics: Diagnostics
    operations: list[LoadOperation] = field(default_factory=list[LoadOperation])
    version: str = "2.0"
    # Shape IDs that were found to be well-formed: most of them occur many times.
    ids: dict[str, ShapeId] = field(default_factory=dict[str, ShapeId])

    def read(self, node: Any) -> None:
        root = Location(self.document)
        top = self.object(node, "a model", root)
        if top is None:
            return
        self.known(top, _TOP_LEVEL, "a model", root, "E012")
        self.read_version(top, root)
        metadata = self.object(
            top.get("metadata", {}), "metadata", root.child("metadata")
        )
        for key, value in (metadata or {}).items():
            at = root.child("metadata", key)
            self.operations.append(PutMetadata(key, value, at))
        at = root.child("shapes")
        for name, shape in (
            self.object(top.get("shapes", {}), "shapes", at) or {}
        ).items():
            self.read_shape(name, shape, at.child(name))

    def read_version(self, top: dict[str, Any], root: Location) -> None:
        version = top.get("smithy")
        if version is None:
            self.diagnostics.add(
                "E010",
                'not a Smithy JSON AST: the property "smithy" is missing',
                location=root,
                hint='the version of the Smithy specification, such as "smithy": "2.0"',
            )
        elif not isinstance(version, str) or version not in VERSIONS:
            self.diagnostics.add(
                "E011",
                f"unsupported Smithy version {show(version)}",
                location=root.child("smithy"),
                hint='supported are "1.0" and "2.0"',
            )
        else:
            self.version = VERSIONS[version]

    def read_shape(self, name: str, node: Any, at: Location) -> None:
        shape = self.object(node, "a shape", at, name)
        if shape is None:
            return
        kind = shape.get("type")
        if not is_shape_id(name) or ("$" in name and kind != "apply"):
            self.diagnostics.add(
                "E015",
                f"{name!r} is not an absolute shape ID",
                location=at,
                hint="shape IDs look like namespace#ShapeName",
            )
            return
        shape_id = self.ids.setdefault(name, ShapeId(name))
        properties = PROPERTIES.get(kind) if isinstance(kind, str) else None
        if properties is None or not isinstance(kind, str):
            self.unknown_type(shape_id, kind, at)
            return
        if kind == "apply":
            self.known(shape, {"type", "traits"}, "apply", at, "E017", shape_id)
        else:
            known = properties.keys() | {"type", "traits", "mixins"}
            self.known(shape, known, an(kind), at, "E017", shape_id)
            self.operations.append(
                self.definition(shape_id, kind, shape, properties, at)
            )
            self.read_members(shape_id, kind, shape, at)
        self.read_traits(shape_id, shape.get("traits"), at)

    def unknown_type(self, shape_id: ShapeId, kind: Any, at: Location) -> None:
        if kind is None:
            message = 'the property "type" is missing'
        else:
            message, at = f"unknown type of shape {show(kind)}", at.child("type")
        hint = did_you_mean(str(kind), PROPERTIES)
        self.diagnostics.add("E014", message, location=at, shape=shape_id, hint=hint)

    def definition(
        self,
        shape_id: ShapeId,
        kind: str,
        shape: dict[str, Any],
        forms: dict[str, str],
        at: Location,
    ) -> DefineShape:
        properties: dict[str, Any] = {}
        for key, form in forms.items():
            if key in shape and form not in ("member", "members"):
                where = at.child(key)
                value = self.property_value(shape[key], form, where, shape_id)
                if value is not None:
                    properties[key] = value
        if self.version == "1.0":
            self.refuse_2(shape_id, kind, shape, at)
        mixins: tuple[ShapeId, ...] = ()
        if "mixins" in shape:
            found = self.references(shape["mixins"], at.child("mixins"), shape_id)
            mixins = tuple(ShapeId(item["target"]) for item in found or ())
        return DefineShape(shape_id, kind, at, self.version, mixins, properties)

    def refuse_2(
        self, shape_id: ShapeId, kind: str, shape: dict[str, Any], at: Location
    ) -> None:
        refused = [key for key in ("mixins",) if key in shape]
        if kind in ONLY_IN_2:
            refused += sorted(ONLY_IN_2[kind] & shape.keys())
            if not ONLY_IN_2[kind]:
                refused.append("type")
        for key in refused:
            what = f"the type {kind}" if key == "type" else f"the property {key!r}"
            self.diagnostics.add(
                "E018",
                f"Smithy 1.0 does not have {what}",
                location=at.child(key),
                shape=shape_id,
                hint='say "smithy": "2.0" when the model is of that version',
            )

    def property_value(
        self, node: Any, form: str, at: Location, shape_id: ShapeId
    ) -> Any:
        if form == "references":
            return self.references(node, at, shape_id)
        if form == "reference":
            return self.reference(node, at, shape_id)
        if form == "string":
            return node if self.string(node, at, shape_id) else None
        entries = self.object(node, "a property", at, shape_id)
        if entries is None:
            return None
        found: dict[str, Any] = {}
        for key, value in entries.items():
            where = at.child(key)
            if form == "reference map":
                value = self.reference(value, where, shape_id)
                if value is not None:
                    found[key] = value
            elif self.shape_id(key, where, shape_id) and self.name(
                value, where, shape_id
            ):
                found[key] = value
        return found

    def references(
        self, node: Any, at: Location, shape_id: ShapeId
    ) -> list[dict[str, str]] | None:
        if not is_list(node):
            self.wrong_type("a list", node, at, shape_id)
            return None
        items = enumerate(node)
        found = (self.reference(item, at.child(i), shape_id) for i, item in items)
        return [item for item in found if item is not None]

    def reference(
        self, node: Any, at: Location, shape_id: ShapeId
    ) -> dict[str, str] | None:
        found = self.object(node, "a shape reference", at, shape_id)
        if found is None:
            return None
        self.known(found, {"target"}, "a shape reference", at, "E017", shape_id)
        target = self.target(found, at, shape_id)
        return None if target is None else {"target": target}

    def target(
        self, node: dict[str, Any], at: Location, shape_id: ShapeId
    ) -> ShapeId | None:
        value = node.get("target")
        if value is None:
            self.missing("target", at, shape_id)
            return None
        return self.shape_id(value, at.child("target"), shape_id)

    def read_members(
        self, shape_id: ShapeId, kind: str, shape: dict[str, Any], at: Location
    ) -> None:
        for name in ONLY_MEMBERS.get(kind, ()):
            if name in shape:
                self.read_member(
                    shape_id.with_member(name), shape[name], at.child(name)
                )
        if "members" not in shape or "members" not in PROPERTIES[kind]:
            return
        below = at.child("members")
        members = self.object(shape["members"], "members", below, shape_id)
        for name, member in (members or {}).items():
            where = below.child(name)
            if self.name(name, where, shape_id):
                self.read_member(shape_id.with_member(name), member, where)

    def read_member(self, member_id: ShapeId, node: Any, at: Location) -> None:
        member = self.object(node, "a member", at, member_id)
        if member is None:
            return
        self.known(member, {"target", "traits"}, "a member", at, "E017", member_id)
        target = self.target(member, at, member_id)
        if target is not None:
            self.operations.append(DefineMember(member_id, target, at))
            self.read_traits(member_id, member.get("traits"), at)

    def read_traits(self, shape_id: ShapeId, node: Any, at: Location) -> None:
        if node is None:
            return
        below = at.child("traits")
        traits = self.object(node, "traits", below, shape_id)
        for name, value in (traits or {}).items():
            where = below.child(name)
            trait = self.shape_id(name, where, shape_id)
            if trait is not None:
                self.operations.append(ApplyTrait(shape_id, trait, value, where))

    # --- Forms of values

    def object(
        self, node: Any, what: str, at: Location, shape: str | None = None
    ) -> dict[str, Any] | None:
        if is_object(node):
            return node
        self.wrong_type(f"{what} to be an object", node, at, shape)
        return None

    def string(self, node: Any, at: Location, shape: str) -> bool:
        if isinstance(node, str):
            return True
        self.wrong_type("a string", node, at, shape)
        return False

    def name(self, node: Any, at: Location, shape: str) -> bool:
        if not self.string(node, at, shape):
            return False
        if is_identifier(node):
            return True
        self.diagnostics.add(
            "E019",
            f"{node!r} is not a name",
            location=at,
            shape=shape,
            hint="names are ASCII letters, digits and underscores, and do not begin with a digit",
        )
        return False

    def shape_id(self, node: Any, at: Location, shape: str) -> ShapeId | None:
        if not self.string(node, at, shape):
            return None
        known = self.ids.get(node)
        if known is None:
            if not is_shape_id(node):
                self.diagnostics.add(
                    "E015",
                    f"{node!r} is not an absolute shape ID",
                    location=at,
                    shape=shape,
                    hint="shape IDs look like namespace#ShapeName",
                )
                return None
            known = self.ids[node] = ShapeId(node)
        return known

    def known(
        self,
        node: dict[str, Any],
        allowed: Iterable[str],
        what: str,
        at: Location,
        code: str,
        shape: str | None = None,
    ) -> None:
        for key in node.keys() - allowed:
            self.diagnostics.add(
                code,
                f"{what} has no property {key!r}",
                location=at.child(key),
                shape=shape,
                hint=did_you_mean(key, allowed),
            )

    def missing(self, name: str, at: Location, shape: str) -> None:
        self.diagnostics.add(
            "E016",
            f"the property {name!r} is missing",
            location=at,
            shape=shape,
        )

    def wrong_type(
        self, expected: str, node: Any, at: Location, shape: str | None
    ) -> None:
        self.diagnostics.add(
            "E013",
            f"expected {expected}, found {kind_of(node)}",
            location=at,
            shape=shape,
        )

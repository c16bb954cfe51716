"""Drafts -> frozen shapes. Every reference of the result resolves to a shape of a fitting type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..model.ids import ShapeId
from ..model.prelude import PRELUDE, UNIT
from ..model.shapes import (
    EnumMember,
    EnumShape,
    IntEnumShape,
    ListShape,
    MapShape,
    Member,
    OperationShape,
    ResourceShape,
    ServiceShape,
    Shape,
    SimpleShape,
    SimpleType,
    StructureShape,
    UnionShape,
)
from ..model.traits import NO_TRAITS, EnumValue, TraitError, Traits, parse_traits
from ..problems.diagnostics import Diagnostics
from ..problems.locations import Location
from ..problems.suggest import an
from .drafts import (
    Applied,
    Drafts,
    MemberDraft,
    ShapeDraft,
    TraitValues,
    reference,
    references,
)
from .lookup import unknown_target
from .mixins import MIXIN

_SIMPLE = {kind.value: kind for kind in SimpleType}
_SERVICE_TYPES = frozenset({"service", "resource", "operation"})
_LIFECYCLE = ("create", "put", "read", "update", "delete", "list")
# What a list or map without a usable member is built with, after the error.
_PLACEHOLDER = ShapeId("smithy.api#Document")


def build(drafts: Drafts, diagnostics: Diagnostics) -> dict[ShapeId, Shape]:
    builder = _Builder(drafts, diagnostics)
    shapes: dict[ShapeId, Shape] = dict(PRELUDE)
    for draft in drafts.values():
        shapes[draft.id] = builder.shape(draft)
    return shapes


@dataclass(slots=True)
class _Builder:
    drafts: Drafts
    diagnostics: Diagnostics

    def shape(self, draft: ShapeDraft) -> Shape:
        traits = self.traits(draft.traits, draft.id)
        kind = _SIMPLE.get(draft.type)
        if kind is not None:
            return SimpleShape(draft.id, traits, draft.location, kind)
        return _BUILDERS[draft.type](self, draft, traits)

    def traits(self, values: TraitValues, shape: ShapeId) -> Traits:
        if not values:
            return NO_TRAITS

        def report(trait: str, error: TraitError) -> None:
            self.diagnostics.add(
                "E130",
                f"the trait {trait} has a wrong value: {error}",
                location=values[ShapeId(trait)].location,
                shape=shape,
            )

        return parse_traits({k: v.value for k, v in values.items()}, report)

    def member(self, member: MemberDraft) -> Member | None:
        if not self.usable_target(member):
            return None
        traits = self.traits(member.traits, member.id)
        return Member(member.id, member.target, traits, member.location)

    def usable_target(self, member: MemberDraft) -> bool:
        target = member.target
        if target in PRELUDE:
            return True
        draft = self.drafts.get(target)
        at = member.location.child("target")
        if draft is None:
            unknown_target(target, at, member.id, self.drafts, self.diagnostics)
            return False
        if draft.type in _SERVICE_TYPES:
            self.wrong(target, an(draft.type), "a data shape", at, member.id)
            return False
        return self.is_not_mixin(draft, at, member.id)

    def is_not_mixin(self, draft: ShapeDraft, at: Location, shape: ShapeId) -> bool:
        if MIXIN not in draft.traits:
            return True
        self.diagnostics.add(
            "E112",
            f"{draft.id} is a mixin, which cannot be referred to",
            location=at,
            shape=shape,
            hint="mix it into a shape of its own and use that",
        )
        return False

    def wrong(
        self, target: ShapeId, found: str, wanted: str, at: Location, shape: ShapeId
    ) -> None:
        self.diagnostics.add(
            "E111",
            f"expected {wanted} here, but {target} is {found}",
            location=at,
            shape=shape,
        )

    def resolves(
        self, target: ShapeId, wanted: str, at: Location, shape: ShapeId
    ) -> bool:
        """Whether a service's, resource's or operation's reference can be kept."""
        if target == UNIT and wanted == "structure":
            return True
        draft = self.drafts.get(target)
        if draft is None and target in PRELUDE:
            self.wrong(target, "a prelude shape", an(wanted), at, shape)
            return False
        if draft is None:
            unknown_target(target, at, shape, self.drafts, self.diagnostics)
            return False
        if wanted == "data shape":
            if draft.type in _SERVICE_TYPES:
                self.wrong(target, an(draft.type), "a data shape", at, shape)
                return False
        elif draft.type != wanted:
            self.wrong(target, an(draft.type), an(wanted), at, shape)
            return False
        return self.is_not_mixin(draft, at, shape)

    def targets(self, draft: ShapeDraft, key: str, wanted: str) -> tuple[ShapeId, ...]:
        found: list[ShapeId] = []
        for index, target in references(draft.properties.get(key)):
            at = draft.location.child(key, index, "target")
            if target not in found and self.resolves(target, wanted, at, draft.id):
                found.append(target)
        return tuple(found)

    def target(self, draft: ShapeDraft, key: str, wanted: str) -> ShapeId | None:
        node = draft.properties.get(key)
        if node is None:
            return None
        target = reference(node)
        at = draft.location.child(key, "target")
        return target if self.resolves(target, wanted, at, draft.id) else None

    def target_map(self, draft: ShapeDraft, key: str) -> Mapping[str, ShapeId]:
        found: dict[str, ShapeId] = {}
        nodes: dict[str, Any] = draft.properties.get(key, {})
        for name, node in nodes.items():
            target = reference(node)
            at = draft.location.child(key, name, "target")
            if target in PRELUDE or self.resolves(target, "data shape", at, draft.id):
                found[name] = target
        return MappingProxyType(found)

    def members(self, draft: ShapeDraft) -> Mapping[str, Member]:
        found = {name: self.member(member) for name, member in draft.members.items()}
        return MappingProxyType(
            {name: member for name, member in found.items() if member is not None}
        )

    def only_members(self, draft: ShapeDraft, *names: str) -> list[Member]:
        """The members that lists and maps consist of."""
        ids = {name: draft.id.with_member(name) for name in names}
        # A member that could not be read has its diagnostic already.
        missing = [
            name
            for name in names
            if name not in draft.members and not self.diagnosed(ids[name])
        ]
        if missing:
            noun = "member" if len(missing) == 1 else "members"
            self.diagnostics.add(
                "E113",
                f"Missing required {noun} of shape `{draft.id}`: {', '.join(missing)}",
                location=draft.location,
                shape=draft.id,
                hint=f"{an(draft.type)} says what it holds, such as {names[-1]}: String",
            )
        found: list[Member] = []
        for name in names:
            present = draft.members.get(name)
            member = None if present is None else self.member(present)
            found.append(
                member or Member(ids[name], _PLACEHOLDER, NO_TRAITS, draft.location)
            )
        return found

    def diagnosed(self, shape: ShapeId) -> bool:
        return any(item.shape == shape for item in self.diagnostics)

    def enum_members(self, draft: ShapeDraft) -> tuple[EnumMember, ...]:
        found: list[EnumMember] = []
        for member in draft.members.values():
            if member.target != UNIT:
                self.diagnostics.add(
                    "E114",
                    "the members of enums target smithy.api#Unit",
                    location=member.location.child("target"),
                    shape=member.id,
                )
            if draft.type == "enum" and EnumValue.ID not in member.traits:
                # A string enum's member without a value has its name as value.
                name = Applied(member.name, member.location)
                member.traits[EnumValue.ID] = name
            traits = self.traits(member.traits, member.id)
            value = traits.get(EnumValue)
            if value is not None:
                found.append(
                    EnumMember(member.id, value.value, traits, member.location)
                )
            elif EnumValue.ID not in traits:
                self.diagnostics.add(
                    "E115",
                    "a member of an intEnum needs a value",
                    location=member.location,
                    shape=member.id,
                    hint="give it the trait smithy.api#enumValue with an integer",
                )
        return tuple(found)


def _enum(builder: _Builder, draft: ShapeDraft, traits: Traits) -> Shape:
    return EnumShape(draft.id, traits, draft.location, builder.enum_members(draft))


def _int_enum(builder: _Builder, draft: ShapeDraft, traits: Traits) -> Shape:
    return IntEnumShape(draft.id, traits, draft.location, builder.enum_members(draft))


def _list(builder: _Builder, draft: ShapeDraft, traits: Traits) -> Shape:
    (member,) = builder.only_members(draft, "member")
    return ListShape(draft.id, traits, draft.location, member)


def _map(builder: _Builder, draft: ShapeDraft, traits: Traits) -> Shape:
    key, value = builder.only_members(draft, "key", "value")
    return MapShape(draft.id, traits, draft.location, key, value)


def _structure(builder: _Builder, draft: ShapeDraft, traits: Traits) -> Shape:
    return StructureShape(draft.id, traits, draft.location, builder.members(draft))


def _union(builder: _Builder, draft: ShapeDraft, traits: Traits) -> Shape:
    return UnionShape(draft.id, traits, draft.location, builder.members(draft))


def _operation(builder: _Builder, draft: ShapeDraft, traits: Traits) -> Shape:
    return OperationShape(
        draft.id,
        traits,
        draft.location,
        builder.target(draft, "input", "structure") or UNIT,
        builder.target(draft, "output", "structure") or UNIT,
        builder.targets(draft, "errors", "structure"),
    )


def _resource(builder: _Builder, draft: ShapeDraft, traits: Traits) -> Shape:
    lifecycle = {name: builder.target(draft, name, "operation") for name in _LIFECYCLE}
    return ResourceShape(
        draft.id,
        traits,
        draft.location,
        builder.target_map(draft, "identifiers"),
        builder.target_map(draft, "properties"),
        MappingProxyType({k: v for k, v in lifecycle.items() if v is not None}),
        builder.targets(draft, "operations", "operation"),
        builder.targets(draft, "collectionOperations", "operation"),
        builder.targets(draft, "resources", "resource"),
    )


def _service(builder: _Builder, draft: ShapeDraft, traits: Traits) -> Shape:
    rename: dict[ShapeId, str] = {}
    names: dict[str, str] = draft.properties.get("rename", {})
    for name, new in names.items():
        shape = ShapeId(name)
        if shape in builder.drafts or shape in PRELUDE:
            rename[shape] = new
        else:
            at = draft.location.child("rename", name)
            unknown_target(shape, at, draft.id, builder.drafts, builder.diagnostics)
    return ServiceShape(
        draft.id,
        traits,
        draft.location,
        draft.properties.get("version", ""),
        builder.targets(draft, "operations", "operation"),
        builder.targets(draft, "resources", "resource"),
        builder.targets(draft, "errors", "structure"),
        MappingProxyType(rename),
    )


_BUILDERS: dict[str, Callable[[_Builder, ShapeDraft, Traits], Shape]] = {
    "enum": _enum,
    "intEnum": _int_enum,
    "list": _list,
    "map": _map,
    "structure": _structure,
    "union": _union,
    "operation": _operation,
    "resource": _resource,
    "service": _service,
}

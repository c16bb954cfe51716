"""Load operations -> drafts: merges what is said more than once (Smithy 2.0, "Merging models")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..documents.nodes import is_list, same_node
from ..frontends.operations import (
    OMITTED,
    ApplyTrait,
    DefineMember,
    DefineShape,
    LoadOperation,
    NameDependency,
    NameShape,
    PutMetadata,
    RemoveTrait,
)
from ..model.ids import ShapeId
from ..model.prelude import PRELUDE, PRELUDE_TRAITS
from ..problems.diagnostics import Diagnostics
from .drafts import Applied, Drafts, MemberDraft, ShapeDraft, TraitValues
from .lookup import unknown_shape

# Prelude traits that are documents: their values never merge, even where both are lists.
_DOCUMENT_TRAITS = frozenset({"smithy.api#default", "smithy.rules#endpointRuleSet"})


@dataclass(slots=True)
class Collected:
    drafts: Drafts = field(default_factory=Drafts)
    metadata: dict[str, Any] = field(default_factory=dict[str, Any])
    # What overlays say last, in their order, about the finished shapes.
    overrides: list[ApplyTrait | RemoveTrait] = field(
        default_factory=list[ApplyTrait | RemoveTrait]
    )
    names: list[NameShape] = field(default_factory=list[NameShape])
    dependencies: list[str] = field(default_factory=list[str])


def collect(operations: Iterable[LoadOperation], diagnostics: Diagnostics) -> Collected:
    found = Collected()
    applied: list[ApplyTrait] = []
    # Definitions of one shape ID: the first is kept, the others have to agree with it.
    repeated: list[ShapeDraft] = []
    lost: list[DefineMember] = []
    latest: dict[ShapeId, ShapeDraft] = {}
    for operation in operations:
        match operation:
            case ApplyTrait():
                if operation.replace:
                    found.overrides.append(operation)
                else:
                    applied.append(operation)
            case DefineMember():
                owner, _, name = operation.id.partition("$")
                draft = latest.get(ShapeId(owner))
                if draft is None:
                    lost.append(operation)
                elif name in draft.members:
                    _repeated_member(operation, diagnostics)
                else:
                    draft.members[name] = MemberDraft(
                        operation.id, operation.target, operation.location
                    )
            case DefineShape():
                draft = _draft(operation)
                latest[operation.id] = draft
                if operation.id in PRELUDE:
                    _repeated_prelude(draft, diagnostics)
                elif operation.id in found.drafts:
                    repeated.append(draft)
                else:
                    found.drafts[operation.id] = draft
            case RemoveTrait():
                found.overrides.append(operation)
            case PutMetadata():
                _put_metadata(operation, found.metadata, diagnostics)
            case NameShape():
                found.names.append(operation)
            case NameDependency():
                found.dependencies.append(operation.name)
    for member in lost:
        unknown_shape(member.id, member.location, found.drafts, diagnostics)
    for draft in repeated:
        _compare(found.drafts[draft.id], draft, diagnostics)
    for operation in applied:
        _apply(operation, found.drafts, diagnostics)
    return found


def _draft(operation: DefineShape) -> ShapeDraft:
    return ShapeDraft(
        operation.id,
        operation.type,
        operation.location,
        operation.version,
        operation.mixins,
        dict(operation.properties),
        resource=operation.resource,
    )


def _repeated_member(operation: DefineMember, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        "E101",
        "the member is defined twice",
        location=operation.location,
        shape=operation.id,
    )


def _repeated_prelude(draft: ShapeDraft, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        "E102",
        "the prelude defines this shape",
        location=draft.location,
        shape=draft.id,
        hint="the namespace smithy.api belongs to the Smithy specification",
    )


def _compare(first: ShapeDraft, again: ShapeDraft, diagnostics: Diagnostics) -> None:
    """Repeated definitions of a shape must be the same but for their traits."""
    if first.type != again.type:
        what = f"as {first.type} and as {again.type}"
    elif {n: m.target for n, m in first.members.items()} != {
        n: m.target for n, m in again.members.items()
    }:
        what = "with different members"
    elif first.mixins != again.mixins:
        what = "with different mixins"
    elif not same_node(first.properties, again.properties):
        what = "with different properties"
    else:
        return
    diagnostics.add(
        "E100",
        f"the shape is defined twice, {what}",
        location=again.location,
        shape=again.id,
        hint=f"the other definition is at {first.location}",
    )


def _put_metadata(
    operation: PutMetadata, metadata: dict[str, Any], diagnostics: Diagnostics
) -> None:
    key, value = operation.key, operation.value
    if key not in metadata:
        metadata[key] = value
        return
    present = metadata[key]
    if is_list(present) and is_list(value):
        metadata[key] = [*present, *value]
    elif not same_node(present, value):
        diagnostics.add(
            "E104",
            f"the metadata {key!r} has two different values",
            location=operation.location,
            hint="only lists of several models are joined",
        )


def _apply(operation: ApplyTrait, drafts: Drafts, diagnostics: Diagnostics) -> None:
    owner, _, name = operation.target.partition("$")
    draft = drafts.get(ShapeId(owner))
    if draft is None:
        unknown_shape(operation.target, operation.location, drafts, diagnostics)
        return
    if not name:
        traits = draft.traits
    elif name in draft.members:
        traits = draft.members[name].traits
    else:
        traits = draft.inherited.setdefault(name, {})
    _merge(operation, traits, drafts, diagnostics)


def _merge(
    operation: ApplyTrait,
    traits: TraitValues,
    drafts: Drafts,
    diagnostics: Diagnostics,
) -> None:
    """Trait conflict resolution (Smithy 2.0, "Trait conflict resolution")."""
    present = traits.get(operation.trait)
    value = operation.value
    if value is OMITTED:
        value = _omitted(operation.trait, drafts)
    if present is None:
        traits[operation.trait] = Applied(value, operation.location)
    elif (
        is_list(present.value)
        and is_list(value)
        and _is_list_trait(operation.trait, drafts)
    ):
        joined = [*present.value, *value]
        traits[operation.trait] = Applied(joined, present.location)
    elif not same_node(present.value, value):
        diagnostics.add(
            "E103",
            f"the trait {operation.trait} is applied twice, with different values",
            location=operation.location,
            shape=operation.target,
            hint=f"the other value is at {present.location}",
        )


def _is_list_trait(trait: ShapeId, drafts: Drafts) -> bool:
    definition = drafts.get(trait)
    if definition is not None:
        return definition.type in ("list", "set")
    return trait not in _DOCUMENT_TRAITS


def _omitted(trait: ShapeId, drafts: Drafts) -> Any:
    """What a trait without value says (Smithy 2.0, "Omitted trait values")."""
    definition = drafts.get(trait)
    if definition is not None:
        kind = definition.type
    else:
        # Nearly all traits of packages that are not there are structures.
        kind = (
            PRELUDE_TRAITS.get(trait.name, "structure")
            if trait.is_prelude
            else "structure"
        )
    if kind in ("structure", "map"):
        return {}
    return [] if kind in ("list", "set") else None

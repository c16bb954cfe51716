"""Load operations -> drafts: merges repeated definitions.

Smithy 2.0, "Merging models".
"""

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

# Prelude traits whose values are documents: two values never merge, not even two lists.
_DOCUMENT_TRAITS = frozenset({"smithy.api#default", "smithy.rules#endpointRuleSet"})


@dataclass(slots=True)
class Collected:
    drafts: Drafts = field(default_factory=Drafts)
    metadata: dict[str, Any] = field(default_factory=dict[str, Any])
    # What overlays change in the finished shapes, in the order of the overlays.
    overrides: list[ApplyTrait | RemoveTrait] = field(
        default_factory=list[ApplyTrait | RemoveTrait]
    )
    names: list[NameShape] = field(default_factory=list[NameShape])
    dependencies: list[str] = field(default_factory=list[str])


def collect(
    load_operations: Iterable[LoadOperation], diagnostics: Diagnostics
) -> Collected:
    collected = Collected()
    applied: list[ApplyTrait] = []
    # Of several definitions of a shape ID, the first is kept and the others must equal
    # it.
    repeated: list[ShapeDraft] = []
    lost: list[DefineMember] = []
    latest: dict[ShapeId, ShapeDraft] = {}
    for load_operation in load_operations:
        match load_operation:
            case ApplyTrait():
                if load_operation.replace:
                    collected.overrides.append(load_operation)
                else:
                    applied.append(load_operation)
            case DefineMember():
                owner, _, name = load_operation.id.partition("$")
                draft = latest.get(ShapeId(owner))
                if draft is None:
                    lost.append(load_operation)
                elif name in draft.members:
                    _repeated_member(load_operation, diagnostics)
                else:
                    draft.members[name] = MemberDraft(
                        load_operation.id,
                        load_operation.target,
                        load_operation.location,
                    )
            case DefineShape():
                draft = _draft(load_operation)
                latest[load_operation.id] = draft
                if load_operation.id in PRELUDE:
                    _repeated_prelude(draft, diagnostics)
                elif load_operation.id in collected.drafts:
                    repeated.append(draft)
                else:
                    collected.drafts[load_operation.id] = draft
            case RemoveTrait():
                collected.overrides.append(load_operation)
            case PutMetadata():
                _put_metadata(load_operation, collected.metadata, diagnostics)
            case NameShape():
                collected.names.append(load_operation)
            case NameDependency():
                collected.dependencies.append(load_operation.name)
    for member in lost:
        unknown_shape(member.id, member.location, collected.drafts, diagnostics)
    for draft in repeated:
        _compare(collected.drafts[draft.id], draft, diagnostics)
    for load_operation in applied:
        _apply(load_operation, collected.drafts, diagnostics)
    return collected


def _draft(definition: DefineShape) -> ShapeDraft:
    return ShapeDraft(
        definition.id,
        definition.type,
        definition.location,
        definition.version,
        definition.mixins,
        dict(definition.properties),
        resource=definition.resource,
    )


def _repeated_member(definition: DefineMember, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        "E101",
        "the member is defined twice",
        location=definition.location,
        shape=definition.id,
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
    """Repeated definitions of a shape may differ only in their traits."""
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
    put: PutMetadata, metadata: dict[str, Any], diagnostics: Diagnostics
) -> None:
    key, value = put.key, put.value
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
            location=put.location,
            hint="only lists of several models are joined",
        )


def _apply(application: ApplyTrait, drafts: Drafts, diagnostics: Diagnostics) -> None:
    owner, _, name = application.target.partition("$")
    draft = drafts.get(ShapeId(owner))
    if draft is None:
        unknown_shape(application.target, application.location, drafts, diagnostics)
        return
    if not name:
        traits = draft.traits
    elif name in draft.members:
        traits = draft.members[name].traits
    else:
        traits = draft.inherited.setdefault(name, {})
    _merge(application, traits, drafts, diagnostics)


def _merge(
    application: ApplyTrait,
    traits: TraitValues,
    drafts: Drafts,
    diagnostics: Diagnostics,
) -> None:
    """Trait conflict resolution (Smithy 2.0, "Trait conflict resolution")."""
    present = traits.get(application.trait)
    value = application.value
    if value is OMITTED:
        value = _omitted(application.trait, drafts)
    if present is None:
        traits[application.trait] = Applied(value, application.location)
    elif (
        is_list(present.value)
        and is_list(value)
        and _is_list_trait(application.trait, drafts)
    ):
        joined = [*present.value, *value]
        traits[application.trait] = Applied(joined, present.location)
    elif not same_node(present.value, value):
        diagnostics.add(
            "E103",
            f"the trait {application.trait} is applied twice, with different values",
            location=application.location,
            shape=application.target,
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

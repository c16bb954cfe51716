"""Overlays: a project's changes to a model that it does not own.

An overlay is a YAML file beside a model. It documents shapes in the project's own
words, and may rename, omit and mark them. It never changes what is sent over the wire.

    overlay: 1                    # the version of this format; required
    shapes:
      PutThing:                   # a shape of the service's namespace, or a shape ID
        documentation: |          # CommonMark; replaces the model's documentation
          Stores a thing.
        rename: StoreThing        # the Python name is made from this; letters, digits
        omit: true                # an operation is left out of its service
        mark:                     # traits to set; a bare name is a trait of smithy.api
          deprecated: {message: Use PutThings., since: "2024"}
          internal: {}            # {}, true or nothing for a trait without a value
          idempotent: false       # takes the trait away
      Thing:
        members:                  # of structures, unions, enums, lists and maps
          size: Size in bytes.    # a text is the documentation
          thingName: {documentation: Name of the thing., rename: name}
          legacy: {omit: true}    # left out of its structure; not for a required member

    facts:                          # facts that an OCaml source lacks; see facts.py
      service: {sdk_id: Book Shop}

    modules:
      push: extras/push.py          # a module of yours, copied into the package
      _steps: extras/_steps.py      # another one, private to the package

The documentation of the service stands under the name of the service shape. A required
member can be omitted together with its trait: `{omit: true, mark: {required: false}}`.

An overlay becomes load operations, like every other source. Documentation and marks are
traits that replace the model's; `rename` and `omit` are traits of the namespace
`ecrgen.overlay`. The modules are not part of the model; user_modules.py reads them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..documents.nodes import kind_of, same_node
from ..documents.yaml_text import (
    Entry,
    MappingNode,
    ScalarNode,
    YamlNode,
    plain_value,
    read_yaml,
)
from ..frontends.operations import ApplyTrait, LoadOperation, RemoveTrait
from ..model.ids import ShapeId
from ..model.prelude import PRELUDE_TRAITS
from ..model.traits import REGISTRY, Documentation, Omit, Rename, Required, TraitError
from ..problems.diagnostics import Diagnostics
from ..problems.locations import Document, Location
from ..problems.suggest import did_you_mean
from .facts import apply_facts, facts_of
from .overlay_targets import Targets
from .service import service_namespace as service_namespace_of

_VERSION = 1
_TOP_KEYS = ("overlay", "facts", "shapes", "modules")
_MEMBER_KEYS = ("documentation", "rename", "omit", "mark")
_SHAPE_KEYS = (*_MEMBER_KEYS, "members")

_WITH_MEMBERS = frozenset(
    {"structure", "union", "enum", "intEnum", "list", "set", "map"}
)
_WITH_OMISSIBLE_MEMBERS = frozenset({"structure", "union", "enum", "intEnum"})
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")


@dataclass(frozen=True, slots=True)
class NamedModule:
    """An entry of `modules` (`push: extras/push.py`), whose file is not read yet."""

    name: str
    file: str
    name_location: Location
    file_location: Location


@dataclass(frozen=True, slots=True)
class Applied:
    """The load operations of model and overlay, and the overlay's modules."""

    operations: list[LoadOperation]
    modules: tuple[NamedModule, ...]


def apply_overlay(
    load_operations: Sequence[LoadOperation],
    document: Document,
    service_namespace: str,
    diagnostics: Diagnostics,
) -> Applied:
    """Appends the overlay's load operations, and reports all problems of its file."""
    root = read_yaml(document, diagnostics)
    if root is None:
        return Applied(list(load_operations), ())
    facts = facts_of(root)
    if facts is not None:
        load_operations = apply_facts(load_operations, facts, diagnostics)
        service_namespace = service_namespace_of(load_operations)
    reader = _Overlay(Targets.of(load_operations), service_namespace, diagnostics)
    reader.document(root)
    return Applied([*load_operations, *reader.made], tuple(reader.modules))


@dataclass(slots=True)
class _Overlay:
    targets: Targets
    namespace: str
    diagnostics: Diagnostics
    made: list[LoadOperation] = field(default_factory=list[LoadOperation])
    modules: list[NamedModule] = field(default_factory=list[NamedModule])

    def document(self, root: YamlNode) -> None:
        sections = self.entries(root, _TOP_KEYS, "an overlay", None)
        version = sections.get("overlay")
        if version is None or not same_node(plain_value(version.value), _VERSION):
            self.diagnostics.add(
                "E701",
                f"the overlay does not say `overlay: {_VERSION}`",
                location=root.location if version is None else version.value.location,
                hint=f"start the file with the line `overlay: {_VERSION}`",
            )
        seen: set[ShapeId] = set()
        if "shapes" in sections:
            for entry in self.mapping(sections["shapes"].value, "the shapes", None):
                shape = self.shape_id(entry)
                if shape is None:
                    continue
                if shape in seen:
                    self.twice(entry, shape)
                seen.add(shape)
                self.shape(shape, entry)
        if "modules" in sections:
            for entry in self.mapping(sections["modules"].value, "the modules", None):
                file = self.text(entry, None)
                if file is not None:
                    at = entry.value.location
                    named = NamedModule(entry.key, file, entry.location, at)
                    self.modules.append(named)

    def shape_id(self, entry: Entry) -> ShapeId | None:
        name = entry.key
        shape = ShapeId(name if "#" in name else f"{self.namespace}#{name}")
        if shape in self.targets.types:
            return shape
        hint: str | None
        if "$" in name:
            hint = "members go under `members` of their shape"
        elif elsewhere := [known for known in self.targets.types if known.name == name]:
            hint = f"write {elsewhere[0]}"
        elif "#" in name:
            hint = did_you_mean(name, self.targets.types)
        else:
            hint = did_you_mean(name, self.targets.names_in(self.namespace))
        self.diagnostics.add(
            "E702",
            f"the model has no shape {shape}",
            location=entry.location,
            hint=hint
            or f"names are case-sensitive and belong to the namespace {self.namespace}",
        )
        return None

    def shape(self, shape: ShapeId, entry: Entry) -> None:
        kind = self.targets.types[shape]
        entries = self.entries(entry.value, _SHAPE_KEYS, "a shape", shape)
        self.common(shape, entries)
        if "rename" in entries:
            if kind == "service":
                hint = "the package is named with --package"
                self.not_allowed("rename", "a service", hint, entries["rename"], shape)
            else:
                self.rename(shape, entries["rename"])
        if "omit" in entries and self.flag(entries["omit"], shape):
            if kind == "operation":
                self.set(shape, Omit.ID, {}, entries["omit"].location)
            else:
                hint = "omit the operations and members that refer to it"
                self.not_allowed("omit", f"a {kind}", hint, entries["omit"], shape)
        if "members" in entries:
            if kind in _WITH_MEMBERS:
                self.members(shape, entries["members"], kind in _WITH_OMISSIBLE_MEMBERS)
            else:
                hint = f"a {kind} has no members"
                if kind == "operation":
                    hint = "put them under the operation's input or output structure"
                self.not_allowed(
                    "members", f"a {kind}", hint, entries["members"], shape
                )

    def members(self, shape: ShapeId, members: Entry, omissible: bool) -> None:
        known = self.targets.members_of(shape)
        for entry in self.mapping(members.value, "the members", shape):
            member = shape.with_member(entry.key)
            if known is not None and entry.key not in known:
                self.diagnostics.add(
                    "E703",
                    f"{shape} has no member {entry.key!r}",
                    location=entry.location,
                    shape=shape,
                    hint=did_you_mean(entry.key, known)
                    or f"its members are {', '.join(sorted(known)) or 'none'}",
                )
            elif isinstance(entry.value, MappingNode):
                self.member(member, entry, omissible)
            elif isinstance(entry.value, ScalarNode) and isinstance(
                entry.value.value, str
            ):
                self.documentation(member, entry)
            else:
                self.wrong("a text or a mapping", entry.value, member)

    def member(self, member: ShapeId, entry: Entry, omissible: bool) -> None:
        entries = self.entries(entry.value, _MEMBER_KEYS, "a member", member)
        self.common(member, entries)
        for key, word in (("rename", "renamed"), ("omit", "omitted")):
            if key in entries and not omissible:
                hint = f"only members of structures, unions and enums can be {word}"
                self.not_allowed(key, "this member", hint, entries.pop(key), member)
        if "rename" in entries:
            self.rename(member, entries["rename"])
        if "omit" in entries and self.flag(entries["omit"], member):
            optional = any(
                isinstance(made, RemoveTrait)
                and made.target == member
                and made.trait == Required.ID
                for made in self.made
            )
            if self.targets.is_required(member) and not optional:
                hint = (
                    "add `mark: {required: false}` when the service can do without it"
                )
                self.not_allowed(
                    "omit", "a required member", hint, entries["omit"], member
                )
            else:
                self.set(member, Omit.ID, {}, entries["omit"].location)

    def common(self, target: ShapeId, entries: dict[str, Entry]) -> None:
        if "documentation" in entries:
            self.documentation(target, entries["documentation"])
        if "mark" in entries:
            for entry in self.mapping(entries["mark"].value, "the marks", target):
                trait = self.trait_id(entry, target)
                if trait is not None:
                    self.mark(target, trait, entry)

    def documentation(self, target: ShapeId, entry: Entry) -> None:
        text = self.text(entry, target)
        if text is not None:
            self.set(target, Documentation.ID, text.rstrip("\n"), entry.value.location)

    def rename(self, target: ShapeId, entry: Entry) -> None:
        name = self.text(entry, target)
        if name is None:
            return
        if not _NAME.fullmatch(name):
            self.diagnostics.add(
                "E707",
                f"{name!r} is not a name",
                location=entry.value.location,
                shape=target,
                hint="write a letter, then letters and digits; ecrgen converts the case",
            )
        else:
            self.set(target, Rename.ID, name, entry.value.location)

    def trait_id(self, entry: Entry, target: ShapeId) -> ShapeId | None:
        name = entry.key
        trait = ShapeId(name if "#" in name else f"smithy.api#{name}")
        if trait in (Rename.ID, Omit.ID):
            beside = f"write it as `{trait.name}:` beside `mark`"
            self.not_allowed(trait, "`mark`", beside, entry, target)
            return None
        if trait.is_prelude:
            known = trait.name in PRELUDE_TRAITS
        else:
            known = trait in REGISTRY or trait in self.targets.traits
        if known:
            return trait
        absolute = {*REGISTRY, *self.targets.traits}
        hint = did_you_mean(name, absolute if "#" in name else PRELUDE_TRAITS)
        self.diagnostics.add(
            "E706",
            f"there is no trait {trait}",
            location=entry.location,
            shape=target,
            hint=hint
            or "bare names are traits of smithy.api; write others as namespace#name",
        )
        return None

    def mark(self, target: ShapeId, trait: ShapeId, entry: Entry) -> None:
        value = plain_value(entry.value)
        if value is False:
            self.made.append(RemoveTrait(target, trait, entry.location))
            return
        if (value is None or value is True) and _takes_no_value(trait):
            value = {}
        self.set(target, trait, value, entry.value.location)

    def set(self, target: ShapeId, trait: ShapeId, value: Any, at: Location) -> None:
        self.made.append(ApplyTrait(target, trait, value, at, replace=True))

    def entries(
        self, node: YamlNode, allowed: Sequence[str], what: str, shape: ShapeId | None
    ) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for entry in self.mapping(node, what, shape):
            if entry.key in allowed:
                entries[entry.key] = entry
            else:
                self.diagnostics.add(
                    "E704",
                    f"{what} has no key {entry.key!r}",
                    location=entry.location,
                    shape=shape,
                    hint=did_you_mean(entry.key, allowed)
                    or f"known are {', '.join(allowed)}",
                )
        return entries

    def mapping(self, node: YamlNode, what: str, shape: ShapeId | None) -> list[Entry]:
        """The entries of a mapping, each key once."""
        if not isinstance(node, MappingNode):
            self.wrong(f"a mapping for {what}", node, shape)
            return []
        entries: dict[str, Entry] = {}
        for entry in node.entries:
            if entry.key in entries:
                self.twice(entry, shape)
            else:
                entries[entry.key] = entry
        return list(entries.values())

    def text(self, entry: Entry, shape: ShapeId | None) -> str | None:
        node = entry.value
        if (
            isinstance(node, ScalarNode)
            and isinstance(node.value, str)
            and node.value.strip()
        ):
            return node.value
        self.wrong(f"a text for `{entry.key}`", node, shape)
        return None

    def flag(self, entry: Entry, shape: ShapeId) -> bool:
        node = entry.value
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            return node.value
        self.wrong(f"true or false for `{entry.key}`", node, shape)
        return False

    def wrong(self, expected: str, node: YamlNode, shape: ShapeId | None) -> None:
        self.diagnostics.add(
            "E701",
            f"expected {expected}, found {kind_of(plain_value(node))}",
            location=node.location,
            shape=shape,
            hint="quote texts with `: ` or a special character at the start",
        )

    def twice(self, entry: Entry, shape: ShapeId | None) -> None:
        self.diagnostics.add(
            "E701",
            f"{entry.key!r} occurs twice",
            location=entry.location,
            shape=shape,
            hint="put everything about it in one place",
        )

    def not_allowed(
        self, what: str, where: str, hint: str, entry: Entry, shape: ShapeId
    ) -> None:
        self.diagnostics.add(
            "E705",
            f"`{what}` is not allowed for {where}",
            location=entry.location,
            shape=shape,
            hint=hint,
        )


def _takes_no_value(trait: ShapeId) -> bool:
    kind = REGISTRY.get(trait)
    if kind is None:
        return True
    try:
        return kind.parse(True) == kind.parse({})
    except TraitError:
        return False

"""`facts:` in an overlay: what a source such as an OCaml page does not say about its
service.

    facts:
      service:                        # the keys of frontends/_service_facts.py
        name: BookshopService
        sdk_id: Book Shop
        protocol: awsJson1_1
      wire_names: lower               # or upper, or {default: lower, Tag.key: Key}
      operations:
        InitiateLayerUpload: {input: InitiateLayerUploadRequest, errors: [ServerException]}
      values: {PlatformType.Secondary_interface: secondary-interface}
      kinds: {PolicyDocument: union, Settings: document}
      shapes:                         # those that no page defines
        UploadId: string
        Tags: {type: list, members: {member: Tag}}
        ServerException: {error: server, members: {message: ExceptionMessage}}

They become part of the load operations before the rest of the overlay is read, for they
name the service, its namespace and its members. A key without a value is as if it were
not there, so that the block of a diagnostic can be pasted and filled in bit by bit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..documents.nodes import is_list, kind_of
from ..documents.yaml_text import (
    Entry,
    ListNode,
    MappingNode,
    ScalarNode,
    YamlNode,
    plain_value,
)
from ..frontends._service_facts import BUILDABLE, KEYS, PROTOCOLS
from ..frontends.operations import LoadOperation
from ..model.ids import ShapeId, is_identifier
from ..model.prelude import PRELUDE, UNIT
from ..problems.diagnostics import Diagnostics
from ..problems.suggest import an, did_you_mean
from .facts_edit import SIMPLE, Editor

_SECTIONS = ("service", "wire_names", "operations", "values", "kinds", "shapes")
_OPERATION_KEYS = ("input", "output", "errors")
_SHAPE_KEYS = ("type", "members", "required", "values", "error")
_PROTOCOLS = (*BUILDABLE, *PROTOCOLS.values())
_NAMESPACE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
_AGGREGATES = ("structure", "union", "list", "map", "enum")


def apply_facts(
    operations: Sequence[LoadOperation], entry: Entry, diagnostics: Diagnostics
) -> list[LoadOperation]:
    """`operations` with what `facts:` says. All problems of the block are reported
    (E066).
    """
    editor = Editor(operations)
    reader = _Facts(editor, diagnostics)
    if not editor.is_partial:
        reader.refuse(
            "`facts:` is for sources that lack facts, which this model does not",
            entry,
            "change a model with `shapes:`",
        )
        return list(operations)
    reader.read(entry)
    return editor.finished()


def facts_of(root: YamlNode) -> Entry | None:
    """The facts, which are about the model before anything else is said of it."""
    if isinstance(root, MappingNode):
        for entry in root.entries:
            if entry.key == "facts":
                return entry
    return None


class _Facts:
    def __init__(self, editor: Editor, diagnostics: Diagnostics) -> None:
        self.editor = editor
        self.diagnostics = diagnostics

    def refuse(self, message: str, at: Entry | YamlNode, hint: str | None) -> None:
        self.diagnostics.add("E066", message, location=at.location, hint=hint)

    def read(self, entry: Entry) -> None:
        # Shapes come first: what the other sections name may be defined there.
        sections = self.known(entry, _SECTIONS, "`facts:`")
        steps: dict[str, Callable[[Entry], None]] = {
            "shapes": self.shapes,
            "kinds": self.kinds,
            "operations": self.operations,
            "values": self.values,
            "wire_names": self.wire_names,
            "service": self.service,
        }
        for name, step in steps.items():
            if name in sections:
                step(sections[name])

    # --- Sections

    def service(self, entry: Entry) -> None:
        given: dict[str, str] = {}
        for key, value in self.known(entry, tuple(KEYS), "`service:`").items():
            text = self.text(value)
            if text is None:
                continue
            if key == "protocol" and text not in _PROTOCOLS:
                hint = did_you_mean(text, _PROTOCOLS)
                hint = hint or f"known are {', '.join(_PROTOCOLS)}"
                self.refuse(f"no protocol is called {text!r}", value, hint)
            elif key == "name" and not is_identifier(text):
                self.refuse(f"{text!r} is not a name of a shape", value, None)
            elif key == "namespace" and _NAMESPACE.fullmatch(text) is None:
                self.refuse(f"{text!r} is not a namespace", value, None)
            else:
                given[key] = text
        self.editor.service(given, entry.location)

    def wire_names(self, entry: Entry) -> None:
        node = entry.value
        default: str | None = None
        if isinstance(node, MappingNode):
            for each in self.entries(entry, "`wire_names:`"):
                if each.key == "default":
                    default = self.case(each)
                    continue
                member = self.member(each)
                name = self.text(each)
                if member is not None and name is not None:
                    if is_identifier(name):
                        self.editor.name_member(member, name)
                    else:
                        self.refuse(f"{name!r} is not a name of a member", each, None)
        else:
            default = self.case(entry)
        if default is not None:
            self.editor.name_members(upper=default == "upper")

    def case(self, entry: Entry) -> str | None:
        text = self.text(entry)
        if text in ("lower", "upper") or text is None:
            return text
        self.refuse(f"{text!r} is no case of letters", entry, "write lower or upper")
        return None

    def operations(self, entry: Entry) -> None:
        for each in self.entries(entry, "`operations:`"):
            if not is_identifier(each.key):
                self.refuse(f"{each.key!r} is not a name of an operation", each, None)
                continue
            found = self.known(each, _OPERATION_KEYS, "an operation")
            sides: dict[str, ShapeId] = {}
            for key in ("input", "output"):
                text = self.text(found[key]) if key in found else None
                shape = None if text is None else self.shape(text, found[key])
                if shape is not None:
                    sides[key] = shape
            errors: list[ShapeId] | None = None
            if "errors" in found:
                errors = [
                    shape
                    for name in self.names(found["errors"])
                    if (shape := self.shape(name, found["errors"])) is not None
                ]
            self.editor.operation(each.key, sides, errors, each.location)

    def values(self, entry: Entry) -> None:
        for each in self.entries(entry, "`values:`"):
            member, value = self.member(each), self.text(each)
            if member is not None and value is not None:
                self.editor.value(member, value, each.location)

    def kinds(self, entry: Entry) -> None:
        for each in self.entries(entry, "`kinds:`"):
            shape, kind = self.shape(each.key, each), self.text(each)
            if shape is None or kind is None:
                continue
            known = ("structure", "union", *SIMPLE)
            if kind not in known:
                hint = did_you_mean(kind, known) or f"known are {', '.join(known)}"
                self.refuse(f"{kind!r} is no type of a shape", each, hint)
            elif not self.editor.kind(shape, kind):
                was = an(self.editor.type_of(shape))
                self.refuse(
                    f"{each.key} is {was} in the source, not {an(kind)}",
                    each,
                    "a structure can be a union, one without members a document",
                )

    def shapes(self, entry: Entry) -> None:
        entries = self.entries(entry, "`shapes:`")
        for each in entries:
            if is_identifier(each.key):
                self.editor.declare(each.key, each.location)
        for each in entries:
            if not is_identifier(each.key):
                self.refuse(f"{each.key!r} is not a name of a shape", each, None)
            elif isinstance(each.value, MappingNode):
                self.aggregate(each)
            else:
                kind = self.text(each)
                if kind in SIMPLE:
                    self.defined(each, kind)
                elif kind is not None:
                    hint = (
                        did_you_mean(kind, SIMPLE) or f"known are {', '.join(SIMPLE)}"
                    )
                    self.refuse(f"{kind!r} is no simple type", each, hint)

    def aggregate(self, entry: Entry) -> None:
        found = self.known(entry, _SHAPE_KEYS, "a shape")
        if not found:
            return
        kind = self.text(found["type"]) if "type" in found else None
        kind = kind or ("enum" if "values" in found else "structure")
        if kind not in (*_AGGREGATES, *SIMPLE):
            hint = did_you_mean(kind, (*_AGGREGATES, *SIMPLE))
            self.refuse(f"{kind!r} is no type of a shape", found["type"], hint)
            return
        error = self.text(found["error"]) if "error" in found else None
        if error not in (None, "client", "server"):
            self.refuse(f"{error!r} is no fault", found["error"], "client or server")
            return
        members: dict[str, ShapeId] = {}
        if "members" in found:
            for each in self.entries(found["members"], "`members:`"):
                name = self.text(each)
                target = None if name is None else self.shape(name, each)
                if not is_identifier(each.key):
                    self.refuse(f"{each.key!r} is not a name of a member", each, None)
                elif target is not None:
                    members[each.key] = target
        if kind in ("list", "map"):
            wanted = {"member"} if kind == "list" else {"key", "value"}
            if members.keys() != wanted:
                named = " and ".join(sorted(wanted))
                self.refuse(f"a {kind} needs the members {named}", entry, None)
                return
        required = self.names(found["required"]) if "required" in found else []
        for name in required:
            if name not in members:
                hint = did_you_mean(name, members)
                self.refuse(f"there is no member {name!r}", found["required"], hint)
        values = self.enum_values(found["values"]) if "values" in found else {}
        said = None if found.keys() <= {"error", "type"} else members
        self.defined(entry, kind, said, required, values, error)

    def defined(
        self,
        entry: Entry,
        kind: str,
        members: dict[str, ShapeId] | None = None,
        required: Iterable[str] = (),
        values: dict[str, str] | None = None,
        error: str | None = None,
    ) -> None:
        is_new = self.editor.define(
            entry.key,
            kind,
            members,
            required,
            values or {},
            error,
            entry.location,
        )
        if not is_new:
            self.refuse(
                f"the source says what {entry.key} is",
                entry,
                "change it with `shapes:` of the overlay, outside of `facts:`",
            )

    def enum_values(self, entry: Entry) -> dict[str, str]:
        if isinstance(entry.value, MappingNode):
            pairs = {
                each.key: text
                for each in self.entries(entry, "`values:`")
                if (text := self.text(each)) is not None
            }
        else:
            pairs = {text: text for text in self.names(entry)}
        for name in [each for each in pairs if not is_identifier(each)]:
            self.refuse(
                f"{name!r} is not a name of a member",
                entry,
                "write a mapping of names to values: {secondary_interface: secondary-interface}",
            )
            del pairs[name]
        return pairs

    # --- Parts

    def shape(self, name: str, entry: Entry) -> ShapeId | None:
        """A shape of the source, of `shapes:`, or of Smithy's prelude."""
        found = self.editor.find(name)
        if found is not None:
            return found
        prelude = ShapeId(f"smithy.api#{name}")
        if name == "Unit" or prelude in PRELUDE:
            return UNIT if name == "Unit" else prelude
        self.refuse(
            f"the source has no shape {name!r}",
            entry,
            did_you_mean(name, self.editor.names())
            or "define it under `shapes:` of the facts",
        )
        return None

    def member(self, entry: Entry) -> ShapeId | None:
        """A member that a key names: `Tag.key`."""
        owner, dot, name = entry.key.partition(".")
        if not dot:
            self.refuse(f"{entry.key!r} names no member", entry, "write SHAPE.MEMBER")
            return None
        shape = self.shape(owner, entry)
        if shape is None:
            return None
        members = self.editor.members_of(shape)
        if name not in members:
            hint = did_you_mean(name, members)
            self.refuse(f"{owner} has no member {name!r}", entry, hint)
            return None
        return shape.with_member(name)

    def known(
        self, entry: Entry, allowed: Sequence[str], what: str
    ) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        for each in self.entries(entry, what):
            if each.key in allowed:
                found[each.key] = each
            else:
                hint = did_you_mean(each.key, allowed)
                hint = hint or f"known are {', '.join(allowed)}"
                self.refuse(f"{what} has no key {each.key!r}", each, hint)
        return {key: each for key, each in found.items() if not _is_empty(each)}

    def entries(self, entry: Entry, what: str) -> list[Entry]:
        if _is_empty(entry):
            return []
        if not isinstance(entry.value, MappingNode):
            self.wrong(f"a mapping for {what}", entry.value)
            return []
        found: dict[str, Entry] = {}
        for each in entry.value.entries:
            if each.key in found:
                self.refuse(f"{each.key!r} occurs twice", each, None)
            found.setdefault(each.key, each)
        return list(found.values())

    def text(self, entry: Entry) -> str | None:
        """A text; None where there is none, or after a diagnostic."""
        node = entry.value
        if isinstance(node, ScalarNode) and isinstance(node.value, str):
            if node.value.strip():
                return node.value
        elif not _is_empty(entry):
            self.wrong(f"a text for `{entry.key}`", node)
        return None

    def names(self, entry: Entry) -> list[str]:
        value = plain_value(entry.value)
        if is_list(value) and all(isinstance(each, str) for each in value):
            return [str(each) for each in value]
        if not isinstance(entry.value, ListNode) and not _is_empty(entry):
            self.wrong(f"a list of names for `{entry.key}`", entry.value)
        elif is_list(value):
            self.wrong(f"names in `{entry.key}`", entry.value)
        return []

    def wrong(self, expected: str, node: YamlNode) -> None:
        found: Any = plain_value(node)
        self.refuse(
            f"expected {expected}, found {kind_of(found)}",
            node,
            (
                "texts that look like numbers need quotes"
                if isinstance(found, (int, float))
                else None
            ),
        )


def _is_empty(entry: Entry) -> bool:
    """Whether a key has no value, as in a block that was pasted and not filled in yet."""
    node = entry.value
    return isinstance(node, ScalarNode) and node.value is None

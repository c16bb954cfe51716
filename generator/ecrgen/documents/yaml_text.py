"""YAML as overlays use it: mappings, lists and scalars, every value with its location.

It is read from the parser's events and not with `yaml.compose`. So there is no
recursion (the C composer crashes on deep nesting), anchors cannot multiply the data,
and scalars are those of YAML 1.2, where `no` and `2024-01-01` are strings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import yaml

from ..problems.diagnostics import Diagnostics
from ..problems.locations import Document, Location
from .json_text import MAX_DEPTH

Scalar: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class ScalarNode:
    value: Scalar
    location: Location


@dataclass(frozen=True, slots=True)
class ListNode:
    items: list[YamlNode]
    location: Location


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    value: YamlNode
    location: Location


@dataclass(frozen=True, slots=True)
class MappingNode:
    entries: list[Entry]
    location: Location


YamlNode: TypeAlias = ScalarNode | ListNode | MappingNode

# YAML 1.2, "Core schema"; numbers that Python or JSON could not hold stay strings.
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INTEGER = re.compile(r"[-+]?[0-9]{1,300}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,9})?")


def read_yaml(document: Document, diagnostics: Diagnostics) -> YamlNode | None:
    """The value of `document`, or `None` after a diagnostic."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    reader = _Reader(document, diagnostics)
    try:
        parsed = yaml.parse(document.text, Loader=loader)  # pyright: ignore
        events = cast("Iterator[Any]", parsed)
        for event in events:
            if not reader.event(event):
                return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = mark.index if mark is not None else 0
        reason = ", ".join(filter(None, (error.context, error.problem)))
        reader.malformed(f"malformed YAML: {reason}", offset)
        return None
    except (yaml.YAMLError, UnicodeError) as error:
        # YAML does not allow control characters and lone surrogates.
        offset = getattr(error, "position", getattr(error, "start", 0))
        reader.malformed("malformed YAML: a character that YAML does not allow", offset)
        return None
    if reader.root is None:
        reader.malformed("the file is empty", 0)
    return reader.root


def plain_value(node: YamlNode) -> Any:
    """The node as a JSON value."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, ListNode):
        return [plain_value(item) for item in node.items]
    return {entry.key: plain_value(entry.value) for entry in node.entries}


class _Reader:
    def __init__(self, document: Document, diagnostics: Diagnostics) -> None:
        self.document = document
        self.diagnostics = diagnostics
        self.root: YamlNode | None = None
        self.open: list[ListNode | MappingNode] = []
        self.keys: list[tuple[str, Location] | None] = []
        self.documents = 0

    def malformed(self, message: str, offset: int, hint: str | None = None) -> bool:
        self.diagnostics.add(
            "E701",
            message,
            location=Location(
                self.document, offset=min(offset, len(self.document.text))
            ),
            hint=hint or "see the YAML format of overlays: `overlay: 1` and `shapes:`",
        )
        return False

    def event(self, event: Any) -> bool:
        """Takes one event; returns false if reading cannot go on."""
        offset: int = event.start_mark.index
        match event:
            case yaml.AliasEvent():
                return self.malformed(
                    f"overlays have no aliases: *{event.anchor}",
                    offset,
                    "repeat the text; in a string, put it in quotes",
                )
            case yaml.ScalarEvent() | yaml.CollectionStartEvent() if (
                event.anchor or event.tag
            ):
                mark = f"&{event.anchor}" if event.anchor else str(event.tag)
                return self.malformed(
                    f"overlays have no anchors and no tags: {mark}",
                    offset,
                    "leave it out; in a string, put it in quotes",
                )
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    return self.malformed(
                        "a second YAML document", offset, "an overlay is one document"
                    )
            case yaml.ScalarEvent():
                return self.scalar(event, offset)
            case yaml.MappingStartEvent():
                return self.start(MappingNode([], self.here(offset)), offset)
            case yaml.SequenceStartEvent():
                return self.start(ListNode([], self.here(offset)), offset)
            case yaml.CollectionEndEvent():
                self.open.pop()
                self.keys.pop()
            case _:
                pass
        return True

    def here(self, offset: int) -> Location:
        """The location of a value, with the JSON pointer to it."""
        if not self.open:
            return Location(self.document, "", offset)
        top = self.open[-1]
        key = self.keys[-1]
        segment = (
            len(top.items) if isinstance(top, ListNode) else key[0] if key else None
        )
        parent = Location(self.document, top.location.pointer)
        pointer = parent.pointer if segment is None else parent.child(segment).pointer
        return Location(self.document, pointer, offset)

    def scalar(self, event: Any, offset: int) -> bool:
        top = self.open[-1] if self.open else None
        if isinstance(top, MappingNode) and self.keys[-1] is None:
            text = str(event.value)
            pointer = Location(self.document, top.location.pointer).child(text).pointer
            self.keys[-1] = (text, Location(self.document, pointer, offset))
            return True
        plain = bool(event.implicit[0])
        value = _resolve(event.value) if plain else str(event.value)
        self.place(ScalarNode(value, self.here(offset)))
        return True

    def start(self, node: ListNode | MappingNode, offset: int) -> bool:
        if (
            self.open
            and isinstance(self.open[-1], MappingNode)
            and self.keys[-1] is None
        ):
            return self.malformed(
                "a key has to be a name",
                offset,
                "put a text that starts with [ or { in quotes",
            )
        if len(self.open) >= MAX_DEPTH:
            return self.malformed(f"nested more than {MAX_DEPTH} levels deep", offset)
        self.place(node)
        self.open.append(node)
        self.keys.append(None)
        return True

    def place(self, node: YamlNode) -> None:
        if not self.open:
            self.root = node
            return
        top = self.open[-1]
        if isinstance(top, ListNode):
            top.items.append(node)
        elif (key := self.keys[-1]) is not None:
            self.keys[-1] = None
            top.entries.append(Entry(key[0], node, key[1]))


def _resolve(text: str) -> Scalar:
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text

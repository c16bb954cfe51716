"""Reads botocore's JSON. Values of the wrong type are reported and count as absent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..documents.nodes import is_list, is_object, kind_of
from ..model.ids import is_identifier
from ..problems.diagnostics import Diagnostics
from ..problems.locations import Location


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON object and its location."""

    entries: Mapping[str, Any]
    at: Location
    diagnostics: Diagnostics

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def text(self, key: str) -> str | None:
        """A string; an empty one counts as absent in this format."""
        value = self.entries.get(key)
        if isinstance(value, str):
            return value or None
        self._unless_absent(key, "a string")
        return None

    def flag(self, key: str) -> bool:
        value = self.entries.get(key, False)
        if isinstance(value, bool):
            return value
        self._wrong("a boolean", value, self.at.child(key))
        return False

    def number(self, key: str) -> int | float | None:
        value = self.entries.get(key)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            # A few files write integers as 1.0.
            return int(value) if float(value).is_integer() else value
        self._unless_absent(key, "a number")
        return None

    def whole(self, key: str) -> int | None:
        value = self.number(key)
        if isinstance(value, float):
            self._wrong("an integer", value, self.at.child(key))
            return None
        return value

    def node(self, key: str) -> Node:
        """The object at `key`, an empty one where there is none."""
        return node_of(self.entries.get(key, {}), self.at.child(key), self.diagnostics)

    def nodes(self, key: str) -> Iterator[tuple[str, Node]]:
        """The objects in the object at `key`, by name."""
        parent = self.node(key)
        for name, value in parent.entries.items():
            at = parent.at.child(name)
            if is_object(value):
                yield name, Node(value, at, self.diagnostics)
            else:
                self._wrong("an object", value, at)

    def named_nodes(self, key: str, what: str) -> Iterator[tuple[str, Node]]:
        """The same, for names that are identifiers in Smithy; the others
        are reported.
        """
        for name, node in self.nodes(key):
            if is_identifier(name):
                yield name, node
            else:
                self.diagnostics.add(
                    "E019", f"{name!r} is not a name for {what}", location=node.at
                )

    def listed(self, key: str) -> Iterator[Node]:
        """The objects of the list at `key`."""
        for value, at in self._list(key):
            if is_object(value):
                yield Node(value, at, self.diagnostics)
            else:
                self._wrong("an object", value, at)

    def texts(self, key: str) -> Iterator[str]:
        """The strings of the list at `key`."""
        for value, at in self._list(key):
            if isinstance(value, str):
                yield value
            else:
                self._wrong("a string", value, at)

    def missing(self, key: str) -> None:
        self.diagnostics.add(
            "E016", f"the property {key!r} is missing", location=self.at
        )

    def _list(self, key: str) -> Iterator[tuple[Any, Location]]:
        value = self.entries.get(key, [])
        if is_list(value):
            for index, item in enumerate(value):
                yield item, self.at.child(key, index)
        else:
            self._wrong("a list", value, self.at.child(key))

    def _unless_absent(self, key: str, expected: str) -> None:
        if key in self.entries:
            self._wrong(expected, self.entries[key], self.at.child(key))

    def _wrong(self, expected: str, value: Any, at: Location) -> None:
        _report_form(expected, value, at, self.diagnostics)


def node_of(value: Any, at: Location, diagnostics: Diagnostics) -> Node:
    """The node of a JSON value, an empty one where it is not an object."""
    if is_object(value):
        return Node(value, at, diagnostics)
    _report_form("an object", value, at, diagnostics)
    return Node({}, at, diagnostics)


def _report_form(
    expected: str, value: Any, at: Location, diagnostics: Diagnostics
) -> None:
    message = f"expected {expected}, found {kind_of(value)}"
    diagnostics.add("E013", message, location=at)

"""What a source says about modules and operations. `None` is always "not said", never
"no".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...problems.locations import Location

# The forms that a source can have, the most trusted first.
FORMS = ("ml", "mli", "html", "markdown", "text")

# How `type t` of a module is written, where that leaves several kinds of shape:
# `string` and `float`.
ALIASES = {
    "bool": "boolean",
    "int": "integer",
    "int64": "long",
    "unit": "structure",
}
# The constructors of `to_value`, and the kind of shape that each stands for.
KINDS = {
    "Blob": "blob",
    "Boolean": "boolean",
    "Double": "double",
    "Enum": "enum",
    "Float": "float",
    "Integer": "integer",
    "List": "list",
    "Long": "long",
    "Map": "map",
    "String": "string",
    "Structure": "structure",
    "Timestamp": "timestamp",
}
SIMPLE = frozenset(KINDS.values()) - {"enum", "list", "map", "structure"}


@dataclass(frozen=True, slots=True)
class Field:
    """A member of a structure: its OCaml label, the module it targets, and its name on
    the wire where that is said.
    """

    label: str
    target: str
    optional: bool
    location: Location
    documentation: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A constructor of an enum, and its value where that is said."""

    name: str
    location: Location
    value: str | None = None


@dataclass(slots=True)
class ModuleFacts:
    """What one place says about one module."""

    name: str
    location: Location
    form: str
    # The type of the shape, as the JSON AST calls it.
    kind: str | None = None
    # What is left where the type is an alias of several kinds: `string` or `float`.
    alias: str | None = None
    fields: tuple[Field, ...] | None = None
    # False where there may be more fields, constructors or errors than those that could
    # be read.
    all_fields: bool = False
    in_order: bool = True
    # The targets of a list's member, or of a map's key and value.
    element: tuple[str, ...] | None = None
    cases: tuple[Case, ...] | None = None
    all_cases: bool = False
    # Names of modules, each with the place that names it.
    errors: Mapping[str, Location] | None = None
    all_errors: bool = False
    wrapper: str | None = None
    documentation: str | None = None
    # True where there would be documentation to read if the module had any, and the
    # same of its fields.
    all_documentation: bool = False
    all_texts: bool = False
    # Names of shapes as the model spells them, by module.
    spelled: dict[str, str] = field(default_factory=dict[str, str])
    constraints: dict[str, Any] | None = None
    # Kinds of other modules that the type of `to_value` names.
    named: dict[str, str] = field(default_factory=dict[str, str])
    # The kind that the targets of all fields have, where `to_value` has one constructor
    # only.
    common_kind: str | None = None
    # False where the title of a page can be read in two ways.
    is_name_certain: bool = True
    # The names of the items that are there.
    items: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OperationFacts:
    """An operation; `input` and `output` are modules, or "" where it has none."""

    name: str
    location: Location
    input: str | None
    output: str | None
    # False where the name is what is left of the output's without its suffix.
    named: bool = True


@dataclass(slots=True)
class SourceFacts:
    """Everything that the files of a source say. `service` has the keys of an overlay's
    `facts: service:`.
    """

    modules: list[ModuleFacts] = field(default_factory=list[ModuleFacts])
    operations: list[OperationFacts] = field(default_factory=list[OperationFacts])
    # Whether all operations are listed, as they are where the module Endpoints was
    # read.
    all_operations: bool = False
    service: dict[str, Any] = field(default_factory=dict[str, Any])
    # awso's own protocol word, and the version of JSON that its content type names.
    protocol: str | None = None
    json_version: str | None = None
    # Names for the service, the best first: of its OCaml library, of the folder.
    names: list[str] = field(default_factory=list[str])
    forms: set[str] = field(default_factory=set[str])
    # Pages with items missing, and what is missing.
    cut: list[tuple[Location, str, list[str]]] = field(
        default_factory=list[tuple[Location, str, "list[str]"]]
    )


Pieces = tuple[Sequence[int], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Item:
    """A declaration of a module: `type t`, `type error`, `and t`, `wrap NAME` or `val
    NAME`.

    `text[start:end]` is what follows its `=` or `:`. `last` is true where nothing
    follows, so that it may be cut. `docs` are the texts beside fields, by label, where
    the form keeps them apart from the code.
    """

    name: str
    text: str
    start: int
    end: int
    last: bool = False
    docs: Mapping[str, str] = field(default_factory=dict[str, str])
    documentation: str | None = None
    # Where the pieces of `text` start, and where they stand in the file; none where
    # `text` is the file's.
    pieces: Pieces = ((), ())

    @property
    def body(self) -> str:
        return self.text[self.start : self.end]

    def offset(self, offset: int) -> int:
        """Where in the file a place of `body` is."""
        place = self.start + offset
        starts, offsets = self.pieces
        if not starts:
            return place
        piece = max(bisect_right(starts, place) - 1, 0)
        return offsets[piece] + place - starts[piece]

"""A model as awso would write it: the declarations of each module; awso_forms.py puts
them into forms.

Written from the description of awso's output, not from its code; what it loses is lost
here too.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ecrgen.model.closure import closure, members_of, reach, strongly_connected
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import (
    EnumShape,
    ListShape,
    MapShape,
    Model,
    OperationShape,
    Shape,
    SimpleShape,
    StructureShape,
    UnionShape,
)

_LIBRARY = "Bool Core Float Format Int Int64 List Option Result Stdlib String Uri"
_KEYWORDS = """and as class constraint do effect end exception external fun in include method module object of open
    private type val virtual with"""
_TYPES = {
    "blob": "string",
    "boolean": "bool",
    "double": "float",
    "float": "float",
    "integer": "int",
    "long": "Awso.Import.Int64.t",
    "string": "string",
    "timestamp": "string",
}
UNKNOWN = "Unknown_operation_error of string * string option"


def module_name(shape: str) -> str:
    name = shape if shape[0].isalpha() else f"Zz{shape}"
    name = re.sub(r"\W", "_", name[0].upper() + name[1:], flags=re.ASCII)
    return f"{name}_" if name in _LIBRARY.split() else name


def label(member: str) -> str:
    special = {"String": "string", "Boolean": "bool", "Float": "float"}
    if member in special | {"Integer": "int"}:
        return special.get(member, "int")
    name = re.sub(r"\W", "_", member[0].lower() + member[1:], flags=re.ASCII)
    return f"{name}_" if name in _KEYWORDS.split() else name


def snake_case(name: str) -> str:
    return re.sub("(?<!^)(?=[A-Z])", "_", name).lower()


@dataclass(frozen=True)
class Row:
    """A field or constructor, and the text beside it."""

    name: str
    code: str
    doc: str = ""


@dataclass(frozen=True)
class Declaration:
    """`name` is `type t` or `val make`. A type has rows between brackets; a value or an
    alias has a text.
    """

    name: str
    head: str
    text: str = ""
    rows: tuple[Row, ...] = ()
    brackets: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Module:
    name: str
    shape: Shape
    doc: str
    declarations: tuple[Declaration, ...]
    is_recursive: bool = False
    # Of structures, sorted as `make` takes them: label, module, is required.
    arguments: tuple[tuple[str, str, bool], ...] = ()


@dataclass
class Awso:
    """The modules of a service, in the order of their dependencies."""

    model: Model
    modules: list[Module] = field(default_factory=list[Module])

    def __post_init__(self) -> None:
        (self.service,) = self.model.services()
        self.closure = closure(self.model, self.service)
        self.operations = self.closure.operations
        self.errors = {
            error for operation in self.operations for error in operation.errors
        }
        self.inputs = reach(self.model, [o.input for o in self.operations])
        edges = {
            shape: [
                m.target
                for m in members_of(self.model[shape])
                if not m.target.is_prelude
            ]
            for shape in self.closure.shapes
        }
        for component in strongly_connected(edges):
            is_recursive = len(component) > 1
            for shape in component:
                self.modules.append(self.module(self.model[shape], is_recursive))

    def module(self, shape: Shape, is_recursive: bool) -> Module:
        fields = self.fields(shape)
        made = sorted(fields, key=lambda each: each[2])
        return Module(
            module_name(shape.id.name),
            shape,
            self.documentation(shape),
            tuple(self.declarations(shape, made, is_recursive)),
            is_recursive,
            tuple(made),
        )

    def documentation(self, shape: Shape) -> str:
        """awso gives an input or output without a text that of the operation, and
        lists, maps and enums none.
        """
        own = doc_of(shape.traits.raw)
        if isinstance(shape, ListShape | MapShape | EnumShape):
            return ""
        if own:
            return own
        for operation in self.operations:
            if shape.id in (operation.input, operation.output):
                return doc_of(operation.traits.raw)
        return ""

    def fields(self, shape: Shape) -> list[tuple[str, str, bool]]:
        if not isinstance(shape, StructureShape | UnionShape):
            return []
        return [
            (
                label(member.name),
                module_name(member.target.name),
                "smithy.api#required" in member.traits and shape.id in self.inputs,
            )
            for member in shape.members.values()
        ]

    def output_of(self, shape: ShapeId) -> OperationShape | None:
        return next((o for o in self.operations if o.output == shape), None)

    # --- Declarations

    def declarations(
        self, shape: Shape, made: list[tuple[str, str, bool]], is_recursive: bool
    ) -> Iterator[Declaration]:
        yield self.type_t(shape)
        operation = self.output_of(shape.id)
        errors = (
            sorted(module_name(e.name) for e in operation.errors) if operation else []
        )
        if operation is not None:
            rows = [Row(name, f"`{name} of {name}.t") for name in errors]
            rows.append(Row("Unknown_operation_error", f"`{UNKNOWN}"))
            yield Declaration(
                "type error",
                "type nonrec error = ",
                rows=tuple(rows),
                brackets=("[ ", " ]"),
            )
        if isinstance(shape, SimpleShape) and shape.type.value == "string":
            yield self.value("context_", "string")
        yield self.value("make", self.make_type(shape, made))
        if operation is not None:
            sorted_errors = sorted([*(f"`{e} of {e}.t" for e in errors), f"`{UNKNOWN}"])
            listed = "\n| ".join(sorted_errors)
            for name, payload in (("json", "Yojson.Safe.t"), ("xml", "Awso.Xml.t")):
                yield self.value(
                    f"error_of_{name}", f"string ->\n{payload} ->\n[> {listed} ]"
                )
            yield self.value("error_to_json", "error -> Yojson.Safe.t")
        if isinstance(shape, EnumShape):
            yield self.value("to_string", "t -> string")
            yield self.value("of_string", "string -> t")
        yield self.value("to_value", self.to_value_type(shape, is_recursive))
        yield self.value("to_query", "t -> Awso.Client.Query.t")
        yield self.value("of_xml", "Awso.Xml.t -> t")
        yield self.value("of_json", "Yojson.Safe.t -> t")
        yield self.value("to_json", "t -> Yojson.Safe.t")

    def value(self, name: str, text: str) -> Declaration:
        return Declaration(f"val {name}", f"val {name} : ", text)

    def type_t(self, shape: Shape) -> Declaration:
        head = "type nonrec t = "
        match shape:
            case SimpleShape():
                return Declaration("type t", head, _TYPES.get(shape.type.value, "unit"))
            case EnumShape():
                names = [module_name(str(m.value)) for m in shape.members]
                rows = [Row(name, name) for name in names]
                rows.append(Row("Non_static_id", "Non_static_id of string"))
                return Declaration("type t", head, rows=tuple(rows), brackets=("", ""))
            case ListShape():
                target = module_name(shape.member.target.name)
                return Declaration("type t", head, f"{target}.t list")
            case MapShape():
                key, value = (
                    module_name(m.target.name) for m in (shape.key, shape.value)
                )
                return Declaration("type t", head, f"({key}.t * {value}.t) list")
            case StructureShape() | UnionShape() if shape.members:
                docs = [doc_of(m.traits.raw) for m in shape.members.values()]
                rows = [
                    Row(
                        name,
                        f"{name} : {target}.t{'' if required else ' option'};",
                        doc,
                    )
                    for (name, target, required), doc in zip(
                        self.fields(shape), docs, strict=True
                    )
                ]
                return Declaration(
                    "type t", head, rows=tuple(rows), brackets=("{", "}")
                )
            case _:
                return Declaration("type t", head, "unit")

    def make_type(self, shape: Shape, made: list[tuple[str, str, bool]]) -> str:
        if not isinstance(shape, StructureShape | UnionShape):
            return "'a -> 'a"
        arguments = [
            f"{'' if required else '?'}{name}:{target}.t"
            for name, target, required in made
        ]
        return " ->\n".join([*arguments, "unit -> t" if made else "unit -> unit"])

    def to_value_type(self, shape: Shape, is_recursive: bool) -> str:
        if is_recursive:
            return "t -> Awso.Botodata.value"
        match shape:
            case SimpleShape() if shape.type.value in _TYPES:
                kind = shape.type.value.capitalize()
                return f"'a -> [> `{kind} of 'a ]"
            case EnumShape():
                return "t -> [> `Enum of string ]"
            case ListShape():
                target = module_name(shape.member.target.name)
                return f"{target}.t list -> {shown(self.row(shape.id, ()))}"
            case MapShape():
                key, value = (
                    module_name(m.target.name) for m in (shape.key, shape.value)
                )
                return f"({key}.t * {value}.t) list -> {shown(self.row(shape.id, ()))}"
            case StructureShape() | UnionShape() if shape.members:
                return f"t -> {shown(self.row(shape.id, ()))}"
            case _:
                return "'a -> [> `Structure of 'b list ]"

    def row(self, shape_id: ShapeId, above: tuple[ShapeId, ...]) -> dict[str, Any]:
        """The type of a value as its constructors: one for each kind, whatever number
        of shapes have it.
        """
        shape = self.model[shape_id]
        if shape_id in above or len(above) > 4:
            return {"Value": "Awso.Botodata.value"}
        below = (*above, shape_id)
        match shape:
            case SimpleShape():
                name = module_name(shape_id.name)
                return {shape.type.value.capitalize(): f"{name}.t"}
            case EnumShape():
                return {"Enum": "string"}
            case ListShape():
                return {"List": self.row(shape.member.target, below)}
            case MapShape():
                key = self.row(shape.key.target, below)
                return {"Map": (key, self.row(shape.value.target, below))}
            case _:
                inside: dict[str, Any] = {}
                for member in members_of(shape):
                    inside = unified(inside, self.row(member.target, below))
                return {"Structure": inside}


def unified(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(one)
    for name, payload in other.items():
        if name in found and isinstance(payload, dict):
            payload = unified(found[name], payload)
        elif name in found and isinstance(payload, tuple):
            payload = tuple(
                unified(*each) for each in zip(found[name], payload, strict=True)
            )
        elif name in found:
            continue
        found[name] = payload
    return found


def shown(row: Mapping[str, Any]) -> str:
    parts: list[str] = []
    for name, payload in sorted(row.items()):
        if name == "Structure":
            inside = f"(string *\n{shown(payload)}) list" if payload else "'b list"
            parts.append(f"`Structure of\n{inside}")
        elif name == "Map":
            parts.append(f"`Map of ({shown(payload[0])} * {shown(payload[1])}) list")
        elif name == "List":
            parts.append(f"`List of {shown(payload)} list")
        else:
            parts.append(f"`{name} of {payload}")
    return "[> " + "\n| ".join(parts) + " ]"


def doc_of(traits: Mapping[str, Any]) -> str:
    return str(traits.get("smithy.api#documentation", ""))


# --- Texts for models that have none ---------------------------------------------------------

# Each is a kind of text that has misled somebody who read such pages.
HAZARDS = (
    "The upload ID for the layer upload.",
    "Runs as in cron(30 12 *) and no other way",
    'For example: "M": {"Name": {"S": "Joe"}, "Age": {"N": "35"}}',
    "Use it if maxCapacity=50 and capacityUnit=NUM_INSTANCES.",
    "One of a | b | C; or `text` in name : Type form;",
    "A list: - first - second 1. third",
    "The type of Source. DataSource Source",
    "Files (*.vtt) of the val and type; it ends with *",
    'Says "yes" and \\no, with \u2019quotes\u2019 and an em dash \u2014 here',
    "arn:aws:inspector2:::owner/1",
    "t list option of string",
)


def documented(ast: dict[str, Any], seed: int) -> dict[str, Any]:
    """A JSON AST with invented documentation on most shapes and members."""
    random_ = random.Random(seed)
    for shape_id, shape in ast["shapes"].items():
        name = shape_id.partition("#")[2]
        if shape["type"] in ("operation", "structure", "string", "long", "integer"):
            is_side = shape["type"] == "structure" and re.search(
                "(Request|Response)$", name
            )
            if not is_side and random_.random() < 0.8:
                text = f"{random_.choice(HAZARDS)} It is about {name}."
                shape.setdefault("traits", {})["smithy.api#documentation"] = text
        for member in (
            shape.get("members", {}).values() if shape["type"] == "structure" else ()
        ):
            if random_.random() < 0.8:
                text = random_.choice(HAZARDS)
                member.setdefault("traits", {})["smithy.api#documentation"] = text
    return ast


def names(modules: Iterable[Module]) -> list[str]:
    return [module.name for module in modules]

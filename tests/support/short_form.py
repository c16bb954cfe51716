"""Small models for tests, written in a short form of the JSON AST.

    {"Text": "string", "Blobs": {"list": "Blob"}, "Pairs": {"map": ["String", "Text"]},
     "Mode": {"enum": {"FAST": "fast"}}, "Level": {"intEnum": {"LOW": 1}},
     "Thing": {"structure": {"name": ["String", {"required": {}}], "mode": "Mode"},
               "mixins": ["Named"], "traits": {"sensitive": {}}},
     "Get": {"operation": {"input": "Thing", "errors": ["Gone"]}},
     "Store": {"resource": {"identifiers": {"id": "Text"}, "read": "Get"}},
     "Thing$name": {"apply": {"documentation": "What it is called."}}}

The first key of a shape is its type, and what stands there is its members. A target is
a shape of the model if it has one of that name, else a shape of the prelude. A trait
without a namespace is one of `smithy.api`. Where a member has traits, it is a pair: its
target (or the value of an enum) and the traits.

`document_of` adds a service, and so makes a model that a package can be built from.
`shapes_alone` adds nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ecrgen.assemble import assemble
from ecrgen.frontends.smithy_json import load_node
from ecrgen.model.prelude import UNIT
from ecrgen.model.shapes import Model
from ecrgen.problems.diagnostics import Diagnostics
from ecrgen.problems.locations import Document

Json = dict[str, Any]

NAMESPACE = "com.example"
TOY_PROTOCOL = "aws.protocols#awsJson1_0"
_SIMPLE = frozenset(
    "blob boolean string byte short integer long float double bigInteger bigDecimal timestamp document".split()
)
# The properties of services and resources that hold one shape ID, several, or several
# by name.
_ONE = frozenset("create put read update delete list".split())
_SEVERAL = frozenset("operations collectionOperations resources errors".split())
_BY_NAME = frozenset(("identifiers", "properties"))


def document_of(
    shapes: Mapping[str, Any],
    *,
    errors: Sequence[str] = (),
    rename: Mapping[str, str] | None = None,
    traits: Mapping[str, Any] | None = None,
    protocol: str | None = "awsJson1_1",
    namespace: str = NAMESPACE,
) -> Json:
    """The JSON AST of `shapes` and of a service, Service, which has all of their
    operations.

    Where there are none, it gets one: Echo, whose input and output have a member for
    each shape and whose errors are all errors.
    """
    form = _Form(shapes, namespace)
    made = form.shapes()
    operations = [name for name, shape in made.items() if shape["type"] == "operation"]
    if not operations:
        operations = [f"{namespace}#Echo"]
        made |= _echo(made, namespace)
    all_traits = dict(traits or {})
    if protocol is not None:
        name = protocol if "#" in protocol else f"aws.protocols#{protocol}"
        all_traits = {name: {}, **all_traits}
    made[f"{namespace}#Service"] = {
        "type": "service",
        "version": "2024-05-06",
        "operations": [{"target": name} for name in operations],
        "errors": form.references(errors),
        "rename": form.renames(rename or {}),
        "traits": named(all_traits),
    }
    return {"smithy": "2.0", "shapes": made}


def shapes_alone(
    shapes: Mapping[str, Any], *, namespace: str = NAMESPACE, version: str = "2.0"
) -> Json:
    """The JSON AST of `shapes` and of nothing else."""
    return {"smithy": version, "shapes": _Form(shapes, namespace).shapes()}


def toy(
    namespace: str = "toy",
    *,
    sdk_id: str = "Toy",
    traits: Mapping[str, Any] | None = None,
    protocol: str | None = TOY_PROTOCOL,
) -> Json:
    """The smallest service that makes a package: one operation, which answers what it
    is sent.
    """
    return document_of(
        {
            "EchoInput": {"structure": {"text": "String"}},
            "EchoOutput": {"structure": {"text": "String"}},
            "Echo": {"operation": {"input": "EchoInput", "output": "EchoOutput"}},
        },
        traits={"aws.api#service": {"sdkId": sdk_id}, **(traits or {})},
        protocol=protocol,
        namespace=namespace,
    )


def http(uri: str, method: str = "POST") -> Json:
    """The trait that binds an operation to HTTP."""
    return {"http": {"method": method, "uri": uri}}


def write(path: Path, document: Json | None = None) -> str:
    """Writes a document, else the toy, and returns the path as the command line takes
    it.
    """
    text = json.dumps(toy() if document is None else document)
    path.write_text(text, encoding="utf-8")
    return str(path)


def assembled(document: Json) -> Model:
    """The semantic model of a document that has nothing wrong with it."""
    diagnostics = Diagnostics()
    operations = load_node(document, Document("model", ""), diagnostics)
    model = assemble(operations, diagnostics)
    assert [str(problem) for problem in diagnostics] == []
    return model


def named(traits: Mapping[str, Any]) -> Json:
    return {
        name if "#" in name else f"smithy.api#{name}": value
        for name, value in traits.items()
    }


class _Form:
    """Writes out the short form of one model."""

    def __init__(self, shapes: Mapping[str, Any], namespace: str) -> None:
        self._shapes = shapes
        self._namespace = namespace

    def shapes(self) -> Json:
        return {
            self._defined(name): self._shape(short)
            for name, short in self._shapes.items()
        }

    def references(self, names: Sequence[str]) -> list[Json]:
        return [self._reference(name) for name in names]

    def renames(self, rename: Mapping[str, str]) -> Json:
        return {self._absolute(name): new for name, new in rename.items()}

    def _defined(self, name: str) -> str:
        return name if "#" in name else f"{self._namespace}#{name}"

    def _absolute(self, name: str) -> str:
        if "#" in name:
            return name
        namespace = self._namespace if name in self._shapes else "smithy.api"
        return f"{namespace}#{name}"

    def _reference(self, name: str) -> Json:
        return {"target": self._absolute(name)}

    def _member(self, short: Any) -> Json:
        target, traits = (short, {}) if isinstance(short, str) else short
        return {**self._reference(target), "traits": named(traits)}

    def _enum_member(self, short: Any) -> Json:
        value, traits = short if isinstance(short, list) else (short, {})
        return self._member([UNIT, {"enumValue": value, **traits}])

    def _shape(self, short: Any) -> Json:
        if isinstance(short, str):
            return {"type": short}
        kind, content = next(iter(short.items()))
        made: Json = {"type": kind, "traits": named(short.get("traits", {}))}
        if "mixins" in short:
            made["mixins"] = self.references(short["mixins"])
        match kind:
            case "structure" | "union":
                members = {name: self._member(each) for name, each in content.items()}
                made["members"] = members
            case "enum" | "intEnum":
                made["members"] = {
                    name: self._enum_member(each) for name, each in content.items()
                }
            case "list" | "set":
                if content is not None:  # a mixin may have it
                    made["member"] = self._member(content)
            case "map":
                made["key"], made["value"] = (self._member(each) for each in content)
            case "operation":
                made |= {
                    side: self._reference(content[side])
                    for side in ("input", "output")
                    if side in content
                }
                made["errors"] = self.references(content.get("errors", ()))
            case "service" | "resource":
                made |= {
                    name: self._property(name, each) for name, each in content.items()
                }
            case "apply":
                made["traits"] = named(content)
            case _:
                assert kind in _SIMPLE, kind
        return made

    def _property(self, name: str, value: Any) -> Any:
        if name in _ONE:
            return self._reference(value)
        if name in _SEVERAL:
            return self.references(value)
        if name in _BY_NAME:
            return {key: self._reference(target) for key, target in value.items()}
        return self.renames(value) if name == "rename" else value


def _echo(shapes: Json, namespace: str) -> Json:
    """An operation that every one of `shapes` is a member of, or an error."""
    errors = [
        name
        for name, shape in shapes.items()
        if "smithy.api#error" in shape.get("traits", {})
    ]
    members = {
        name.partition("#")[2]: {"target": name}
        for name in shapes
        if name not in errors
    }
    structure: Json = {"type": "structure", "members": members}
    return {
        f"{namespace}#EchoInput": structure,
        f"{namespace}#EchoOutput": structure,
        f"{namespace}#Echo": {
            "type": "operation",
            "input": {"target": f"{namespace}#EchoInput"},
            "output": {"target": f"{namespace}#EchoOutput"},
            "errors": [{"target": name} for name in errors],
        },
    }

"""Tiny models, built by the real pipeline and imported.

A fragment is written in a short form of the JSON AST:

    {"Text": "string", "Blobs": {"list": "Blob"}, "Pairs": {"map": ["String", "Text"]},
     "Mode": {"enum": {"FAST": "fast"}}, "Level": {"intEnum": {"LOW": 1}},
     "Thing": {"structure": {"name": ["String", {"required": {}}], "mode": "Mode"}, "traits": {"sensitive": {}}},
     "Get": {"operation": {"input": "Thing", "errors": ["Gone"]}}}

Targets are shapes of the fragment, else of the prelude; traits without a namespace are of `smithy.api`. A fragment
without operations gets one, Echo, whose input and output have a member for each shape and whose errors are all
errors.
"""

from __future__ import annotations

import importlib
import itertools
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ecrgen import pipeline
from ecrgen.model.prelude import UNIT

NAMESPACE = "com.example"
_SIMPLE = frozenset(
    "blob boolean string byte short integer long float double bigInteger bigDecimal timestamp document".split()
)


@dataclass(frozen=True)
class Fragment:
    """A generated and imported package, and the file of its model."""

    name: str
    path: Path
    model: Path
    diagnostics: tuple[str, ...]
    module: Any

    @property
    def models(self) -> Any:
        return self.module.models

    @property
    def errors(self) -> Any:
        return self.module.errors

    @property
    def operations(self) -> Any:
        return self.module.operations

    def runtime(self, name: str) -> Any:
        return importlib.import_module(f"{self.name}._runtime.{name}")

    def response(
        self, body: Any, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> Any:
        """A response with `body` as JSON, or as it is where it is bytes."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.module.Response(status, headers or {}, content)

    def source(self, path: str) -> str:
        return (self.path / path).read_text(encoding="utf-8")

    def sent(self, operation: str, **fields: Any) -> Any:
        """The JSON body that an operation sends."""
        found = getattr(self.operations, operation)
        return json.loads(found.serialize(found.input(**fields)).body)

    def answer(self, operation: str, body: Any, **response: Any) -> Any:
        """What an operation makes of a response."""
        found = getattr(self.operations, operation)
        return found.deserialize(self.response(body, **response))

    def modules(self) -> list[str]:
        """Every module of the package, by its full name."""
        return sorted(
            ".".join(
                (self.name, *path.relative_to(self.path).with_suffix("").parts)
            ).removesuffix(".__init__")
            for path in self.path.rglob("*.py")
        )


_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def fragment(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[..., Fragment]]:
    """Builds and imports a fragment, under a package name of its own."""
    folder = tmp_path_factory.mktemp("fragments")
    sys.path.insert(0, str(folder))

    def build(
        shapes: Mapping[str, Any],
        *,
        errors: Sequence[str] = (),
        rename: Mapping[str, str] | None = None,
        traits: Mapping[str, Any] | None = None,
        overlay: str = "",
    ) -> Fragment:
        name = f"fragment_{next(_numbers)}"
        document = document_of(shapes, errors, rename or {}, traits or {})
        model = folder / f"{name}.json"
        model.write_text(json.dumps(document), encoding="utf-8")
        beside = None
        if overlay:
            beside = folder / f"{name}.overlay.yaml"
            beside.write_text(f"overlay: 1\nshapes:\n{overlay}", encoding="utf-8")
        target = pipeline.target(pipeline.Job(str(model), folder, name, beside))
        _, diagnostics = pipeline.build(target)
        importlib.invalidate_caches()
        return Fragment(
            name,
            folder / name,
            model,
            tuple(str(each) for each in (*target.diagnostics, *diagnostics)),
            importlib.import_module(name),
        )

    yield build
    sys.path.remove(str(folder))


def document_of(
    shapes: Mapping[str, Any],
    errors: Sequence[str],
    rename: Mapping[str, str],
    traits: Mapping[str, Any],
) -> dict[str, Any]:
    """The JSON AST of a fragment."""

    def absolute(name: str) -> str:
        if "#" in name:
            return name
        return f"{NAMESPACE}#{name}" if name in shapes else f"smithy.api#{name}"

    def targets(names: Sequence[str]) -> list[dict[str, str]]:
        return [{"target": absolute(name)} for name in names]

    def member(given: Any) -> dict[str, Any]:
        target, traits = (given, {}) if isinstance(given, str) else given
        return {"target": absolute(target), "traits": named(traits)}

    def shape(given: Any) -> dict[str, Any]:
        if isinstance(given, str):
            return {"type": given}
        if "type" in given:
            return given
        kind, value = next(iter(given.items()))
        made: dict[str, Any] = {"type": kind, "traits": named(given.get("traits", {}))}
        match kind:
            case "structure" | "union":
                made["members"] = {key: member(each) for key, each in value.items()}
            case "enum" | "intEnum":
                made["members"] = {
                    key: member([UNIT, {"enumValue": each}])
                    for key, each in value.items()
                }
            case "list":
                made["member"] = member(value)
            case "map":
                made["key"], made["value"] = member(value[0]), member(value[1])
            case "operation":
                made |= {
                    side: {"target": absolute(value[side])}
                    for side in ("input", "output")
                    if side in value
                }
                made["errors"] = targets(value.get("errors", ()))
            case _:
                assert kind in _SIMPLE, kind
        return made

    made = {absolute(name): shape(given) for name, given in shapes.items()}
    operations = [name for name, each in made.items() if each["type"] == "operation"]
    if not operations:
        failures = _errors_in(made)
        members = {
            name.partition("#")[2]: {"target": name}
            for name in made
            if name not in failures
        }
        for side in ("Input", "Output"):
            made[f"{NAMESPACE}#Echo{side}"] = {"type": "structure", "members": members}
        operations = [f"{NAMESPACE}#Echo"]
        made[operations[0]] = {
            "type": "operation",
            "input": {"target": f"{NAMESPACE}#EchoInput"},
            "output": {"target": f"{NAMESPACE}#EchoOutput"},
            "errors": [{"target": name} for name in failures],
        }
    made[f"{NAMESPACE}#Service"] = {
        "type": "service",
        "version": "2024-05-06",
        "operations": [{"target": name} for name in operations],
        "errors": targets(errors),
        "rename": {absolute(name): new for name, new in rename.items()},
        "traits": {"aws.protocols#awsJson1_1": {}, **named(traits)},
    }
    return {"smithy": "2.0", "shapes": made}


def _errors_in(shapes: Mapping[str, Any]) -> list[str]:
    return [
        name
        for name, each in shapes.items()
        if "smithy.api#error" in each.get("traits", {})
    ]


def named(traits: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name if "#" in name else f"smithy.api#{name}": value
        for name, value in traits.items()
    }

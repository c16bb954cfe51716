"""Models in a short form of the JSON AST.

    {"Text": "string", "Blobs": {"list": "Blob"}, "Pairs": {"map": ["String", "Text"]},
     "Mode": {"enum": {"FAST": "fast"}}, "Level": {"intEnum": {"LOW": 1}},
     "Thing": {"structure": {"name": ["String", {"required": {}}], "mode": "Mode"}, "traits": {"sensitive": {}}},
     "Get": {"operation": {"input": "Thing", "errors": ["Gone"]}}}

Targets are shapes of the fragment, else of the prelude; traits without a namespace are of `smithy.api`. A fragment
without operations gets one, Echo, whose input and output have a member for each shape and whose errors are all
errors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ecrgen.model.prelude import UNIT

NAMESPACE = "com.example"
_SIMPLE = frozenset(
    "blob boolean string byte short integer long float double bigInteger bigDecimal timestamp document".split()
)


def document_of(
    shapes: Mapping[str, Any],
    errors: Sequence[str],
    rename: Mapping[str, str],
    traits: Mapping[str, Any],
    protocol: str = "awsJson1_1",
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
            return dict(given)
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
        "traits": {
            protocol if "#" in protocol else f"aws.protocols#{protocol}": {},
            **named(traits),
        },
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

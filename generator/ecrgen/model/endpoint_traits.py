"""Where the parameters of an endpoint rule set get their values.

Smithy 2.0, "Rules engine parameters".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, cast

from ..documents.nodes import kind_of
from .jmespath import Path
from .jmespath_parser import PathError, parse
from .trait_base import (
    Trait,
    TraitError,
    as_object,
    as_string,
    optional_string,
    trait,
)


@trait("smithy.rules#contextParam")
@dataclass(frozen=True, slots=True)
class ContextParam(Trait):
    """The endpoint parameter whose value this member of the input gives."""

    name: str

    @classmethod
    def parse(cls, node: Any) -> Self:
        properties = as_object(node, frozenset({"name"}))
        return cls(as_string(properties.get("name"), "name"))


@trait("smithy.rules#staticContextParams")
@dataclass(frozen=True, slots=True)
class StaticContextParams(Trait):
    """Values of endpoint parameters that hold for every call of the operation."""

    values: Mapping[str, str | bool | tuple[str, ...]]

    @classmethod
    def parse(cls, node: Any) -> Self:
        values = {
            name: _static_value(as_object(parameter, frozenset({"value"})), name)
            for name, parameter in as_object(node).items()
        }
        return cls(values)


def _static_value(node: dict[str, Any], name: str) -> str | bool | tuple[str, ...]:
    value: Any = node.get("value")
    if isinstance(value, str | bool):
        return value
    if isinstance(value, list):
        items = cast("Sequence[Any]", value)
        return tuple(as_string(item, f"{name}: value") for item in items)
    raise TraitError(
        f"{name}: value: expected a string, a boolean or strings, found {kind_of(value)}"
    )


@trait("smithy.rules#operationContextParams")
@dataclass(frozen=True, slots=True)
class OperationContextParams(Trait):
    """By endpoint parameter, a JMESPath expression over the input."""

    paths: Mapping[str, Path]

    @classmethod
    def parse(cls, node: Any) -> Self:
        return cls(
            {
                name: _path(parameter, name)
                for name, parameter in as_object(node).items()
            }
        )


def _path(node: Any, name: str) -> Path:
    properties = as_object(node, frozenset({"path"}))
    path = as_string(properties.get("path"), f"{name}: path")
    try:
        return parse(path)
    except PathError as problem:
        raise TraitError(
            f"{name}: {path!r} is no JMESPath expression: {problem} (character {problem.offset + 1})"
        ) from None


@dataclass(frozen=True, slots=True)
class ClientContextParam:
    """`type` is "string", "boolean" or "stringArray"."""

    type: str
    documentation: str


@trait("smithy.rules#clientContextParams")
@dataclass(frozen=True, slots=True)
class ClientContextParams(Trait):
    """Endpoint parameters that are settings of the client."""

    parameters: Mapping[str, ClientContextParam]

    @classmethod
    def parse(cls, node: Any) -> Self:
        return cls(
            {
                name: _client(parameter, name)
                for name, parameter in as_object(node).items()
            }
        )


def _client(node: Any, name: str) -> ClientContextParam:
    properties = as_object(node, frozenset({"type", "documentation"}))
    kind = as_string(properties.get("type"), f"{name}: type")
    # Models write these types in lower, upper or mixed case; the rules engine reads
    # all.
    known = {name.lower(): name for name in ("string", "boolean", "stringArray")}
    if kind.lower() not in known:
        raise TraitError(f"{name}: type: expected one of {', '.join(known.values())}")
    return ClientContextParam(
        known[kind.lower()], optional_string(properties, "documentation") or ""
    )

"""Which parameters of the endpoint rules have their values where (Smithy 2.0, "Rules engine parameters")."""

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
    """The parameter that a member of the input is bound to."""

    name: str

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = as_object(node, frozenset({"name"}))
        return cls(as_string(found.get("name"), "name"))


@trait("smithy.rules#staticContextParams")
@dataclass(frozen=True, slots=True)
class StaticContextParams(Trait):
    """Values by parameter that hold for every call of the operation."""

    values: Mapping[str, str | bool | tuple[str, ...]]

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = {
            name: _static_value(as_object(each, frozenset({"value"})), name)
            for name, each in as_object(node).items()
        }
        return cls(found)


def _static_value(node: dict[str, Any], name: str) -> str | bool | tuple[str, ...]:
    value: Any = node.get("value")
    if isinstance(value, str | bool):
        return value
    if isinstance(value, list):
        items = cast("Sequence[Any]", value)
        return tuple(as_string(each, f"{name}: value") for each in items)
    raise TraitError(
        f"{name}: value: expected a string, a boolean or strings, found {kind_of(value)}"
    )


@trait("smithy.rules#operationContextParams")
@dataclass(frozen=True, slots=True)
class OperationContextParams(Trait):
    """JMESPath expressions over the input by parameter."""

    paths: Mapping[str, Path]

    @classmethod
    def parse(cls, node: Any) -> Self:
        return cls({name: _path(each, name) for name, each in as_object(node).items()})


def _path(node: Any, name: str) -> Path:
    found = as_object(node, frozenset({"path"}))
    path = as_string(found.get("path"), f"{name}: path")
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
    """Parameters that are settings of the client."""

    parameters: Mapping[str, ClientContextParam]

    @classmethod
    def parse(cls, node: Any) -> Self:
        return cls(
            {name: _client(each, name) for name, each in as_object(node).items()}
        )


def _client(node: Any, name: str) -> ClientContextParam:
    found = as_object(node, frozenset({"type", "documentation"}))
    kind = as_string(found.get("type"), f"{name}: type")
    # The rules engine reads its types in any case of letters, and so do models write them.
    known = {each.lower(): each for each in ("string", "boolean", "stringArray")}
    if kind.lower() not in known:
        raise TraitError(f"{name}: type: expected one of {', '.join(known.values())}")
    return ClientContextParam(
        known[kind.lower()], optional_string(found, "documentation") or ""
    )

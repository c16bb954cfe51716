"""An endpoint rule set as typed values (Smithy 2.0, "Rules engine specification").

What is here is the form of the rules only; what their expressions mean is for `endpoint_expressions`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..documents.nodes import is_list, is_object


class RulesError(ValueError):
    """A rule set that does not follow its specification."""


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | int


@dataclass(frozen=True, slots=True)
class Boolean:
    """Apart from other literals, because True equals 1 in Python."""

    value: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """A parameter, or a variable that a condition assigned."""

    name: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """A value at a path of keys and indices: `getAttr`, or `#` in a template string."""

    value: Expression
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A template string: text and expressions in turn."""

    parts: tuple[str | Reference | Attribute, ...]


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Array:
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether a string is one of several. No rule set has it: it is what merged rules ask (`lower/endpoints`)."""

    value: Expression
    options: tuple[str, ...]


Expression: TypeAlias = (
    Literal | Boolean | Reference | Attribute | Template | Call | Array | OneOf
)

# What an endpoint's properties are made of. Objects are tuples of pairs, so that equal properties can be found.
Property: TypeAlias = "Expression | PropertyList | PropertyObject"


@dataclass(frozen=True, slots=True)
class PropertyList:
    items: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class PropertyObject:
    items: tuple[tuple[str, Property], ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """`type` is "string", "boolean" or "stringarray"."""

    name: str
    type: str
    built_in: str | None
    required: bool
    default: str | bool | tuple[str, ...] | None
    documentation: str


@dataclass(frozen=True, slots=True)
class Condition:
    value: Expression
    assign: str | None


@dataclass(frozen=True, slots=True)
class EndpointRule:
    conditions: tuple[Condition, ...]
    url: Expression
    headers: tuple[tuple[str, tuple[Expression, ...]], ...]
    properties: PropertyObject


@dataclass(frozen=True, slots=True)
class ErrorRule:
    conditions: tuple[Condition, ...]
    message: Expression


@dataclass(frozen=True, slots=True)
class TreeRule:
    conditions: tuple[Condition, ...]
    rules: tuple[Rule, ...]


Rule: TypeAlias = EndpointRule | ErrorRule | TreeRule


@dataclass(frozen=True, slots=True)
class RuleSet:
    parameters: tuple[Parameter, ...]
    rules: tuple[Rule, ...]


def parse(node: Any) -> RuleSet:
    """The rule set of a `smithy.rules#endpointRuleSet` trait. Raises `RulesError`."""
    found = _object(node, "the rule set")
    parameters = [
        _parameter(name, each)
        for name, each in _object(found.get("parameters", {}), "parameters").items()
    ]
    return RuleSet(tuple(parameters), _rules(found.get("rules"), "rules"))


def _parameter(name: str, node: Any) -> Parameter:
    where = f"parameters.{name}"
    found = _object(node, where)
    # AWS's own rule sets write the types with a capital letter.
    kind = _string(found.get("type"), f"{where}.type").lower()
    if kind not in _DEFAULTS:
        raise RulesError(f"{where}: unknown type {kind!r}")
    if _NAME.fullmatch(name) is None:
        raise RulesError(f"{where}: not a name of a parameter")
    default = found.get("default")
    if is_list(default):
        default = tuple(_string(each, f"{where}.default") for each in default)
    if default is not None and not isinstance(default, _DEFAULTS[kind]):
        raise RulesError(f"{where}: the default is no {kind}")
    built_in = found.get("builtIn")
    documentation = found.get("documentation")
    return Parameter(
        name,
        kind,
        built_in if isinstance(built_in, str) else None,
        found.get("required") is True,
        default,
        documentation if isinstance(documentation, str) else "",
    )


_DEFAULTS: dict[str, Any] = {"string": str, "boolean": bool, "stringarray": tuple}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def _rules(node: Any, where: str) -> tuple[Rule, ...]:
    found = _list(node, where)
    if not found:
        raise RulesError(f"{where}: expected one or more rules")
    return tuple(_rule(each, f"{where}[{index}]") for index, each in enumerate(found))


def _rule(node: Any, where: str) -> Rule:
    found = _object(node, where)
    conditions = tuple(
        _condition(each, f"{where}.conditions[{index}]")
        for index, each in enumerate(
            _list(found.get("conditions", []), f"{where}.conditions")
        )
    )
    match found.get("type"):
        case "endpoint":
            endpoint = _object(found.get("endpoint"), f"{where}.endpoint")
            headers = _object(endpoint.get("headers") or {}, f"{where}.headers")
            properties = _object(
                endpoint.get("properties") or {}, f"{where}.properties"
            )
            return EndpointRule(
                conditions,
                _expression(endpoint.get("url"), f"{where}.endpoint.url"),
                tuple(
                    (name, _expressions(values, f"{where}.headers.{name}"))
                    for name, values in headers.items()
                ),
                PropertyObject(
                    tuple(
                        (name, _property(value, f"{where}.properties.{name}"))
                        for name, value in properties.items()
                    )
                ),
            )
        case "error":
            message = _expression(found.get("error"), f"{where}.error")
            return ErrorRule(conditions, message)
        case "tree":
            return TreeRule(conditions, _rules(found.get("rules"), f"{where}.rules"))
        case kind:
            raise RulesError(f"{where}: unknown type {kind!r}")


def _condition(node: Any, where: str) -> Condition:
    found = _object(node, where)
    assign = found.get("assign")
    if assign is not None and _NAME.fullmatch(_string(assign, where)) is None:
        raise RulesError(f"{where}: {assign!r} is not a name of a variable")
    return Condition(_expression(found, where), assign)


def _expressions(node: Any, where: str) -> tuple[Expression, ...]:
    return tuple(
        _expression(each, f"{where}[{index}]")
        for index, each in enumerate(_list(node, where))
    )


def _expression(node: Any, where: str) -> Expression:
    if isinstance(node, bool):
        return Boolean(node)
    if isinstance(node, int):
        return Literal(node)
    if isinstance(node, str):
        return template(node, where)
    if is_list(node):
        return Array(_expressions(node, where))
    found = _object(node, where)
    if "ref" in found:
        return Reference(_string(found["ref"], f"{where}.ref"))
    function = _string(found.get("fn"), f"{where}.fn")
    if function != "getAttr":
        return Call(function, _expressions(found.get("argv"), f"{where}.argv"))
    arguments = _list(found.get("argv"), f"{where}.argv")
    if len(arguments) != 2:
        raise RulesError(f"{where}: getAttr takes two arguments")
    path = _path(_string(arguments[1], f"{where}.argv[1]"), where)
    return Attribute(_expression(arguments[0], f"{where}.argv[0]"), path)


def _property(node: Any, where: str) -> Property:
    if is_object(node):
        return PropertyObject(
            tuple(
                (name, _property(value, f"{where}.{name}"))
                for name, value in node.items()
            )
        )
    if is_list(node):
        return PropertyList(
            tuple(
                _property(each, f"{where}[{index}]") for index, each in enumerate(node)
            )
        )
    if isinstance(node, str | bool | int):
        return _expression(node, where)
    raise RulesError(f"{where}: expected strings, booleans, lists and objects")


def template(text: str, where: str) -> Expression:
    """A string with expressions in braces; doubled braces stand for themselves."""
    parts: list[str | Reference | Attribute] = []
    end = 0
    for found in _BRACES.finditer(text):
        parts.append(text[end : found.start()])
        end = found.end()
        if found[0] in ("{{", "}}"):
            parts.append(found[0][0])
        elif (inner := _INNER.fullmatch(found[0])) is None:
            raise RulesError(
                f"{where}: a brace without its partner, or with nothing inside"
            )
        else:
            reference = Reference(inner[1])
            path = _path(inner[2], where) if inner[2] else ()
            parts.append(Attribute(reference, path) if path else reference)
    parts.append(text[end:])
    joined: list[str | Reference | Attribute] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    if len(joined) == 1 and not isinstance(joined[0], str):
        return joined[0]
    if all(isinstance(part, str) for part in joined):
        return Literal("".join(str(part) for part in joined))
    return Template(tuple(joined))


_BRACES = re.compile(r"\{\{|\}\}|\{[^{}]*\}?|\}")
_INNER = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)(?:#([^{}#]+))?\}")


def _path(text: str, where: str) -> tuple[str | int, ...]:
    """The keys and indices of `resourceId[0]` (Standard library, "Parsing path strings")."""
    path: list[str | int] = []
    for part in text.split("."):
        found = _PART.fullmatch(part)
        if found is None:
            raise RulesError(f"{where}: {text!r} is not a path")
        if found[1]:
            path.append(found[1])
        if found[2]:
            path.append(int(found[2]))
    return tuple(path)


_PART = re.compile(r"(?=.)([A-Za-z0-9_]*)(?:\[(-?[0-9]{1,9})\])?")


def _object(node: Any, where: str) -> Mapping[str, Any]:
    if not is_object(node):
        raise RulesError(f"{where}: expected an object")
    return node


def _list(node: Any, where: str) -> Sequence[Any]:
    if not is_list(node):
        raise RulesError(f"{where}: expected a list")
    return node


def _string(node: Any, where: str) -> str:
    if not isinstance(node, str):
        raise RulesError(f"{where}: expected a string")
    return node

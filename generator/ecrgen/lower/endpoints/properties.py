"""The properties and headers of endpoints.

Most endpoints of a service differ in nothing but a few strings of their properties.
Properties of one form that are used more than once become a function of those strings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...ir import literals
from ...ir.code import Brackets, Expression, Item, Line, Text
from ...ir.imports import Import
from ...ir.modules import Function, Parameter
from ...model.endpoint_rules import (
    Attribute,
    Boolean,
    EndpointRule,
    Literal,
    Property,
    PropertyList,
    PropertyObject,
    Reference,
    Rule,
    RulesError,
    Template,
)
from ..names import reserved
from ..names.words import snake_case
from .expressions import NAMES, value
from .scope import Kind, Scope
from .walk import walk

_TYPE = Text("dict[str, Any]", frozenset({Import("typing", "Any")}))


@dataclass(frozen=True, slots=True)
class _Form:
    """A function that makes properties; `varying` are the paths of its arguments."""

    name: str
    varying: dict[tuple[str | int, ...], str]
    function: Function


@dataclass(slots=True)
class Properties:
    """The properties of a rule set's endpoints."""

    forms: dict[Property, _Form] = field(default_factory=dict[Property, _Form])

    @property
    def functions(self) -> list[Function]:
        return [form.function for form in self.forms.values()]

    def expression(self, properties: PropertyObject, scope: Scope) -> Expression:
        """The properties as a literal, or a call of the function that makes them."""
        form = self.forms.get(_form_of(properties))
        if form is None:
            return _literal(properties, scope)
        arguments = [
            Item(_leaf(each, scope), f"{form.varying[path]}=")
            for path, each in _strings(properties)
            if path in form.varying
        ]
        return Brackets(f"{form.name}(", tuple(arguments), ")")


def collect(rules: Sequence[Rule]) -> Properties:
    """The forms of properties that recur in the rules."""
    uses: dict[Property, list[PropertyObject]] = {}
    for rule in walk(rules):
        if isinstance(rule, EndpointRule) and rule.properties.items:
            uses.setdefault(_form_of(rule.properties), []).append(rule.properties)
    found = Properties()
    taken = set[str]()
    for key, same in uses.items():
        if len(same) > 1:
            found.forms[key] = _form(same, taken)
    return found


def _form(same: Sequence[PropertyObject], taken: set[str]) -> _Form:
    name = _unique(_name(same[0]), taken)
    used = set(NAMES | reserved.KEYWORDS)
    varying: dict[tuple[str | int, ...], str] = {}
    for path, first in _strings(same[0]):
        if not isinstance(first, Literal) or any(
            dict(_strings(each))[path] != first for each in same
        ):
            key = next(step for step in reversed(path) if isinstance(step, str))
            varying[path] = _unique(snake_case(key), used)
    body = _literal(same[0], None, varying)
    parameters = tuple(Parameter(each, Text("str")) for each in varying.values())
    function = Function(
        name,
        (Parameter("*"), *parameters) if parameters else (),
        _TYPE,
        (Line("return ", body),),
    )
    return _Form(name, varying, function)


def _name(properties: PropertyObject) -> str:
    """Named for the authentication schemes: `_sigv4`, `_sigv4a_and_sigv4`."""
    schemes = dict(properties.items).get("authSchemes")
    names: list[str] = []
    if isinstance(schemes, PropertyList):
        for scheme in schemes.items:
            if isinstance(scheme, PropertyObject):
                name = dict(scheme.items).get("name")
                if isinstance(name, Literal) and snake_case(str(name.value)) != "_":
                    names.append(snake_case(str(name.value)))
    return "_" + ("_and_".join(names) or "properties")


def _unique(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name = f"{wanted}_{number}"
        number += 1
    taken.add(name)
    return name


def _form_of(node: Property) -> Property:
    """The node with the same string in place of all but the names of authentication
    schemes.
    """
    match node:
        case PropertyObject():
            return PropertyObject(
                tuple(
                    (key, each if key == "name" else _form_of(each))
                    for key, each in node.items
                )
            )
        case PropertyList():
            return PropertyList(tuple(_form_of(each) for each in node.items))
        case Literal() | Template() | Reference() | Attribute():
            return Literal("")
        case _:
            return node


def _strings(
    node: Property, path: tuple[str | int, ...] = ()
) -> list[tuple[tuple[str | int, ...], Property]]:
    """The strings in a node by their paths, in order."""
    if isinstance(node, PropertyObject):
        parts = [_strings(each, (*path, key)) for key, each in node.items]
    elif isinstance(node, PropertyList):
        parts = [_strings(each, (*path, i)) for i, each in enumerate(node.items)]
    else:
        return [] if isinstance(node, Boolean) else [(path, node)]
    return [each for part in parts for each in part]


def _literal(
    node: Property,
    scope: Scope | None,
    varying: dict[tuple[str | int, ...], str] | None = None,
    path: tuple[str | int, ...] = (),
) -> Expression:
    """The display of a node; what varies is given by names instead of a scope."""
    match node:
        case PropertyObject():
            items = [
                Item(
                    _literal(each, scope, varying, (*path, key)),
                    f"{literals.string(key)}: ",
                )
                for key, each in node.items
            ]
            return Brackets("{", tuple(items), "}")
        case PropertyList():
            parts = [
                Item(_literal(each, scope, varying, (*path, i)))
                for i, each in enumerate(node.items)
            ]
            return Brackets("[", tuple(parts), "]")
        case _ if varying and path in varying:
            return Text(varying[path])
        case _:
            return _leaf(node, scope or Scope({}))


def _leaf(node: Property, scope: Scope) -> Text:
    if isinstance(node, PropertyObject | PropertyList):
        raise RulesError("properties hold strings, booleans, lists and objects")
    found = value(node, scope)
    if found.optional or found.kind not in (Kind.STRING, Kind.BOOLEAN, Kind.INTEGER):
        raise RulesError(f"{found.text} cannot be in the properties of an endpoint")
    return Text(found.text, found.imports)

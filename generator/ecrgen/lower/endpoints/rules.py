"""The module `endpoints` of a package: the endpoint rule set of its service as a
function.

Nothing here depends on the service's protocol.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...ir import literals
from ...ir.code import Text
from ...ir.modules import Endpoints, Function, Parameter
from ...model import endpoint_rules
from ...model.endpoint_rules import RulesError
from ...model.shapes import ServiceShape
from ...problems.diagnostics import input_error
from ...prose.text import plain_text
from .. import runtime
from . import (
    default as endpoint_default,
    guards as endpoint_guards,
    properties as endpoint_properties,
)
from .merging import merged
from .names import LocalNames, annotation
from .scope import Kind, Scope, Variable
from .statements import ENDPOINT, lower

RULE_SET = "smithy.rules#endpointRuleSet"
_DIAGRAM = "smithy.rules#endpointBdd"

# What every service's clients have comes first, in one order for all services.
_FIRST = ("AWS::Region", "AWS::UseFIPS", "AWS::UseDualStack", "SDK::Endpoint")
_KINDS = {
    "string": Kind.STRING,
    "boolean": Kind.BOOLEAN,
    "stringarray": Kind.STRINGS,
}


@dataclass(frozen=True, slots=True)
class EndpointParameter:
    """A parameter of the rule set: `name` in the model, `keyword` of `resolve`.

    `default` is source, empty where there is none; `built_in` says what the client
    fills in. A parameter is optional where None can be given for it.
    """

    name: str
    keyword: str
    kind: Kind
    optional: bool
    default: str
    built_in: str | None
    documentation: str


@dataclass(frozen=True, slots=True)
class EndpointRules:
    """The endpoint rules of a service, lowered: its parameters in the order of the
    signature, and the module.
    """

    parameters: Mapping[str, EndpointParameter]
    module: Endpoints


def endpoints(service: ServiceShape) -> EndpointRules:
    """The rules of a service, those of `endpoint_default` where its model has none.

    Raises `InputError` (E130) for a rule set that does not follow its specification.
    """
    node = service.traits.raw.get(RULE_SET)
    if node is None and _DIAGRAM in service.traits:
        # Rules of another service in their place would send requests where they do not
        # belong.
        raise input_error(
            "E130",
            f"{_DIAGRAM} is not supported, and the service has no {RULE_SET}",
            location=service.location,
            shape=service.id,
            hint="add the rule set that the diagram was made from",
        )
    try:
        given = endpoint_rules.parse(
            endpoint_default.rule_set(service) if node is None else node
        )
        rules = merged(endpoint_guards.guarded(given))
        names = LocalNames()
        parameters = _parameters(rules, names)
        module = _module(service, rules, parameters, names)
    except RulesError as problem:
        raise input_error(
            "E130",
            f"{RULE_SET}: {problem}",
            location=service.location,
            shape=service.id,
        ) from None
    return EndpointRules(parameters, module)


def _parameters(
    rules: endpoint_rules.RuleSet, names: LocalNames
) -> dict[str, EndpointParameter]:
    ranks = {built_in: rank for rank, built_in in enumerate(_FIRST)}
    ordered = sorted(
        rules.parameters, key=lambda each: ranks.get(each.built_in or "", len(ranks))
    )
    found = [_parameter(each, names.parameter(each.name)) for each in ordered]
    return {each.name: each for each in found}


def _parameter(given: endpoint_rules.Parameter, keyword: str) -> EndpointParameter:
    default = "" if given.required else "None"
    if isinstance(given.default, tuple):
        items = ", ".join(literals.string(each) for each in given.default)
        default = f"({items},)" if len(given.default) == 1 else f"({items})"
    elif given.default is not None:
        default = literals.constant(given.default)
    return EndpointParameter(
        given.name,
        keyword,
        _KINDS[given.type],
        default == "None",
        default,
        given.built_in,
        plain_text(given.documentation) if given.documentation else "",
    )


def _module(
    service: ServiceShape,
    rules: endpoint_rules.RuleSet,
    parameters: Mapping[str, EndpointParameter],
    names: LocalNames,
) -> Endpoints:
    variables = {
        each.name: Variable(each.keyword, each.kind, each.optional)
        for each in parameters.values()
    }
    properties = endpoint_properties.collect(rules.rules)
    body, functions = lower(rules.rules, Scope(variables), names, properties)
    signature = [
        Parameter(
            each.keyword,
            annotation(variables[each.name]),
            Text(each.default) if each.default else None,
        )
        for each in parameters.values()
    ]
    resolve = Function(
        "resolve",
        (Parameter("*"), *signature) if signature else (),
        ENDPOINT,
        body,
        doc=_doc(parameters),
    )
    exports = (
        runtime.symbol("endpoints.Endpoint"),
        runtime.symbol("endpoints.EndpointError"),
    )
    return Endpoints(
        f"Where {service.id.name} is to be found, by its endpoint rules.",
        (resolve, *functions, *properties.functions),
        exports,
    )


def _doc(parameters: Mapping[str, EndpointParameter]) -> str:
    parts = [
        "The endpoint for these parameters. Raises `EndpointError` where there is none."
    ]
    described = [
        f"- `{each.keyword}`: {' '.join(each.documentation.split())}"
        for each in parameters.values()
        if each.documentation
    ]
    if described:
        parts.append("\n".join(described))
    return "\n\n".join(parts)

"""Rules that use a parameter before they ask whether it is set, as those of some old
services do.

A function of the standard library takes no empty value: where it would be given one,
the rule cannot match. So the rule asks first (Smithy 2.0, "Rules engine standard
library functions": arguments that are optional must be known to be set).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...model.endpoint_rules import (
    Array,
    Attribute,
    Call,
    Condition,
    Expression,
    Reference,
    Rule,
    RuleSet,
    Template,
    TreeRule,
)

# These take empty values.
_ASKING = frozenset({"isSet", "not", "coalesce", "stringEquals", "booleanEquals"})


def guarded(rules: RuleSet) -> RuleSet:
    """The rules with an `isSet` before each use of an optional parameter that nothing
    before it has asked for.
    """
    optional = frozenset(
        each.name
        for each in rules.parameters
        if not each.required and each.default is None
    )
    return replace(rules, rules=tuple(_guarded(each, optional) for each in rules.rules))


def _guarded(rule: Rule, unknown: frozenset[str]) -> Rule:
    conditions: list[Condition] = []
    for condition in rule.conditions:
        for name in dict.fromkeys(_used(condition.value)):
            if name in unknown:
                conditions.append(Condition(Call("isSet", (Reference(name),)), None))
                unknown -= {name}
        conditions.append(condition)
        match condition.value:
            case Call("isSet", (Reference(name),)):
                unknown -= {name}
            case Reference(name):
                unknown -= {name}
            case _:
                pass
    if isinstance(rule, TreeRule):
        inner = tuple(_guarded(each, unknown) for each in rule.rules)
        return replace(rule, conditions=tuple(conditions), rules=inner)
    return replace(rule, conditions=tuple(conditions))


def _used(expression: Expression) -> Iterator[str]:
    """Names of what functions are given that take no empty value."""
    match expression:
        case Call(function=function, arguments=arguments):
            for each in arguments:
                if isinstance(each, Reference):
                    if function not in _ASKING:
                        yield each.name
                else:
                    yield from _used(each)
        case Attribute(value=value):
            yield from _used(value)
        case Array(items=items):
            for each in items:
                yield from _used(each)
        case Template(parts=parts):
            for part in parts:
                if isinstance(part, Attribute):
                    yield from _used(part)
        case _:
            pass

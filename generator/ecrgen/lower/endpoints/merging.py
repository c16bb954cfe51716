"""Rules of one outcome that differ in one string become one rule.

AWS's rule sets ask for each partition by its name and then say the same of most of
them. Such a rule moves up to the first of its outcome. That changes nothing, because it
only passes rules that cannot match when it does (Smithy 2.0, "Endpoint rules": the
first rule whose conditions hold is the one that counts).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...model.endpoint_rules import (
    Boolean,
    Call,
    Condition,
    Expression,
    Literal,
    OneOf,
    Rule,
    RuleSet,
    TreeRule,
)
from .walk import references

# What an expression is where a condition holds.
_Facts = Mapping[Expression, frozenset[str | bool]]


def merged(rules: RuleSet) -> RuleSet:
    """The rules with those of one outcome together, at every level of the rule set."""
    return replace(rules, rules=_merged(rules.rules))


def _merged(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    out: list[Rule] = []
    facts: list[_Facts] = []
    for given in rules:
        rule = given
        if isinstance(rule, TreeRule):
            rule = replace(rule, rules=_merged(rule.rules))
        known = _facts(rule)
        for index in reversed(range(len(out))):
            both = _both(out[index], rule)
            if both is not None:
                out[index], facts[index] = both, _facts(both)
                break
            if not _exclude(facts[index], known):
                out.append(rule)
                facts.append(known)
                break
        else:
            out.append(rule)
            facts.append(known)
    return tuple(out)


def _both(first: Rule, second: Rule) -> Rule | None:
    """The rule that matches where one of the two does; None where their outcome or more
    than a string differs.
    """
    pairs = list(zip(first.conditions, second.conditions, strict=False))
    different = [index for index, (one, other) in enumerate(pairs) if one != other]
    if len(first.conditions) != len(second.conditions) or len(different) != 1:
        return None
    [index] = different
    condition = _either(*pairs[index])
    if condition is None or replace(second, conditions=first.conditions) != first:
        return None
    before, after = first.conditions[:index], first.conditions[index + 1 :]
    return replace(first, conditions=(*before, condition, *after))


def _either(first: Condition, second: Condition) -> Condition | None:
    one, other = _strings(first), _strings(second)
    if one is None or other is None or one[0] != other[0]:
        return None
    options = tuple(dict.fromkeys((*one[1], *other[1])))
    return Condition(OneOf(one[0], options), None)


def _strings(condition: Condition) -> tuple[Expression, tuple[str, ...]] | None:
    """The expression of a condition that compares it with strings, and the strings."""
    if condition.assign is not None:
        return None
    match condition.value:
        case OneOf(value, options):
            return value, options
        case Call("stringEquals", (Literal(str(text)), value)) | Call(
            "stringEquals", (value, Literal(str(text)))
        ):
            return value, (text,)
        case _:
            return None


def _facts(rule: Rule) -> _Facts:
    """What is so where a rule matches, as far as it is said of the parameters and
    variables outside of the rule.
    """
    own = {condition.assign for condition in rule.conditions}
    facts: dict[Expression, frozenset[str | bool]] = {}
    for condition in rule.conditions:
        fact = _fact(condition)
        if fact is not None and own.isdisjoint(references(fact[0])):
            facts[fact[0]] = facts.get(fact[0], fact[1]) & fact[1]
    return facts


def _fact(condition: Condition) -> tuple[Expression, frozenset[str | bool]] | None:
    strings = _strings(condition)
    if strings is not None:
        return strings[0], frozenset(strings[1])
    match condition.value:
        case Call("booleanEquals", (Boolean(truth), value)) | Call(
            "booleanEquals", (value, Boolean(truth))
        ):
            return value, frozenset({truth})
        case Call("not", (value,)):
            return value, frozenset({False})
        case Call("isSet"):
            return condition.value, frozenset({True})
        case _:
            return None


def _exclude(first: _Facts, second: _Facts) -> bool:
    """Whether two rules cannot both match."""
    return any(
        value in second and options.isdisjoint(second[value])
        for value, options in first.items()
    )

"""What the rules of an endpoint rule set hold: the rules below each other, and the
names they refer to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from ...model.endpoint_rules import (
    Array,
    Attribute,
    Call,
    Condition,
    EndpointRule,
    ErrorRule,
    OneOf,
    PropertyList,
    PropertyObject,
    Reference,
    Rule,
    Template,
    TreeRule,
)


def walk(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Every rule, in order, a tree before what it holds."""
    pending = list(reversed(rules))
    while pending:
        rule = pending.pop()
        yield rule
        if isinstance(rule, TreeRule):
            pending += reversed(rule.rules)


def references(*nodes: Any) -> frozenset[str]:
    """The names that rules, conditions or expressions refer to."""
    found: set[str] = set()
    pending: list[Any] = list(nodes)
    while pending:
        node = pending.pop()
        match node:
            case tuple():
                pending += node
            case Reference(name):
                found.add(name)
            case Condition(value) | Attribute(value) | OneOf(value):
                pending.append(value)
            case Call(_, parts) | Template(parts) | Array(parts):
                pending.append(parts)
            case PropertyList(parts) | PropertyObject(parts):
                pending.append(parts)
            case TreeRule(conditions, rules):
                pending += (conditions, rules)
            case ErrorRule(conditions, message):
                pending += (conditions, message)
            case EndpointRule(conditions, url, headers, properties):
                pending += (conditions, url, headers, properties)
            case _:
                pass
    return frozenset(found)


def recurring(rules: Sequence[Rule], least: int) -> frozenset[tuple[Rule, ...]]:
    """The rules of trees that recur, `least` or more of them; what recurs only within
    others is left out.
    """
    counts: Counter[tuple[Rule, ...]] = Counter()
    pending = list(rules)
    while pending:
        rule = pending.pop()
        if isinstance(rule, TreeRule):
            counts[rule.rules] += 1
            if counts[rule.rules] == 1:
                pending += rule.rules
    return frozenset(
        each
        for each, count in counts.items()
        if count > 1 and sum(1 for _ in walk(each)) >= least
    )

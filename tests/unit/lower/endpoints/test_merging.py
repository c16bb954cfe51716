from __future__ import annotations

from typing import Any

from ecrgen.lower.endpoints.merging import merged
from ecrgen.model.endpoint_rules import parse


def ref(name: str) -> dict[str, str]:
    return {"ref": name}


def call(function: str, *arguments: Any, **fields: str) -> dict[str, Any]:
    return {"fn": function, "argv": list(arguments), **fields}


def is_(name: str, text: str) -> dict[str, Any]:
    return call("stringEquals", ref(name), text)


def has(name: str, truth: bool) -> dict[str, Any]:
    return call("booleanEquals", ref(name), truth)


def error(text: str, *conditions: Any) -> dict[str, Any]:
    return {"type": "error", "conditions": list(conditions), "error": text}


def outcome(*rules: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rules that are left: what each asks of its strings, then what it says."""
    parameters = {
        **{name: {"type": "string"} for name in ("A", "B")},
        **{name: {"type": "boolean"} for name in ("X", "Y")},
    }
    given = parse({"version": "1.0", "parameters": parameters, "rules": list(rules)})
    return [
        (
            *(getattr(each.value, "options", None) for each in rule.conditions),
            rule.message.value,  # type: ignore[union-attr]
        )
        for rule in merged(given).rules
    ]


def test_rules_that_differ_in_a_string_become_one() -> None:
    assert outcome(
        error("1", is_("A", "a"), has("X", True)),
        error("1", call("stringEquals", "b", ref("A")), has("X", True)),
        error("1", is_("A", "c"), has("X", True)),
        error("1", is_("A", "a"), has("X", True)),
    ) == [(("a", "b", "c"), None, "1")]


def test_what_differs_in_more_stays_apart() -> None:
    rules = [
        error("1", is_("A", "a"), has("X", True)),
        error("1", is_("A", "b"), has("X", False)),  # another condition
        error("2", is_("A", "c"), has("X", False)),  # another outcome
        error("1", is_("B", "c"), has("X", True)),  # of another value
        error("1", is_("A", "a"), is_("B", "b")),
        error("1", is_("A", "b"), is_("B", "c")),  # in two strings
        error("1", is_("A", "b")),  # and fewer of them
    ]
    assert [each[-1] for each in outcome(*rules)] == ["1", "1", "2", *"1111"]


def test_a_rule_passes_only_those_that_cannot_match_when_it_does() -> None:
    first, last = error("1", is_("A", "a")), error("1", is_("A", "b"))
    passed = [
        error("2", is_("A", "c")),
        error("2", has("X", True), is_("A", "a")),
    ]
    assert outcome(first, *passed, last) == [
        (("a", "b"), "1"),
        (None, "2"),
        (None, None, "2"),
    ]
    for between in (
        error("2", has("X", True)),
        error("2", is_("A", "b"), has("X", True)),
        error("2", is_("B", "c")),
        # "c" is asked of a variable of its own.
        error("2", call("substring", ref("B"), 0, 1, False, assign="V"), is_("V", "c")),
        # What is "b" is set.
        error("2", call("isSet", ref("A"))),
    ):
        assert [each[-1] for each in outcome(first, between, last)] == ["1", "2", "1"]


def test_set_or_not_and_true_or_not_exclude_each_other() -> None:
    for one, other in (
        (call("isSet", ref("B")), call("not", call("isSet", ref("B")))),
        (has("X", True), has("X", False)),
        (has("X", True), call("not", ref("X"))),
    ):
        rules = [
            error("1", is_("A", "a"), one),
            error("2", other),
            error("1", is_("A", "b"), one),
        ]
        assert [each[-1] for each in outcome(*rules)] == ["1", "2"]
        rules[1] = error("2", one)
        assert [each[-1] for each in outcome(*rules)] == ["1", "2", "1"]


def test_variables_of_rules_with_the_same_name_are_not_the_same() -> None:
    """Between the two of outcome 1, V is of B there and of A here: both may match."""

    def of(name: str, text: str) -> list[dict[str, Any]]:
        taken = call("substring", ref(name), 0, 1, False, assign="V")
        return [taken, is_("V", text)]

    rules = [
        error("1", *of("A", "a")),
        error("2", *of("B", "c")),
        error("1", *of("A", "b")),
    ]
    assert [each[-1] for each in outcome(*rules)] == ["1", "2", "1"]
    assert outcome(rules[0], rules[2]) == [(None, ("a", "b"), "1")]


def test_trees_of_the_same_rules_become_one() -> None:
    def tree(condition: dict[str, Any], *rules: dict[str, Any]) -> dict[str, Any]:
        return {"type": "tree", "conditions": [condition], "rules": list(rules)}

    inner = [error("1", is_("B", "a")), error("1", is_("B", "b"))]
    given = {
        "version": "1.0",
        "parameters": {"A": {"type": "string"}, "B": {"type": "string"}},
        "rules": [tree(is_("A", "a"), *inner), tree(is_("A", "b"), *inner)],
    }
    [rule] = merged(parse(given)).rules
    assert len(rule.rules) == 1  # type: ignore[union-attr]

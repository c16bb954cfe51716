"""Endpoint rules -> statements.

The rules of a list are tried in order, and a tree whose conditions hold is final
(Smithy 2.0, "Tree rule object"). So every list becomes statements that always return or
raise, and each rule one `if` among them. A rule that only an error follows has its
condition turned round, with the error in the `if`: that keeps nesting away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from ...ir import literals
from ...ir.code import Block, Brackets, Item, Line, Statement, Text
from ...ir.imports import union
from ...ir.modules import Function, Parameter
from ...model.endpoint_rules import (
    Condition,
    EndpointRule,
    ErrorRule,
    Expression,
    OneOf,
    Rule,
    RulesError,
    TreeRule,
)
from .. import runtime
from .expressions import test, value
from .names import LocalNames, annotation
from .properties import Properties
from .scope import Kind, Scope, Test, Value, Variable, holds, of_variable
from .walk import recurring, references

ENDPOINT = Text("Endpoint", frozenset({runtime.symbol("endpoints.Endpoint")}))
_ERROR = frozenset({runtime.symbol("endpoints.EndpointError")})
_NO_MATCH = "No rule of the endpoint rule set matches these parameters."

# Rules that recur become a function of their own when they are this many or more.
_SHARED = 6
# CPython reads no more than 100 levels of indentation.
_DEPTH = 90

# Rules that recur, and the variables they need: the two make a function.
_Shared = tuple[tuple[Rule, ...], tuple[tuple[str, Variable], ...]]


@dataclass(frozen=True, slots=True)
class _Bind:
    """An assignment; `test` is whether its value is a match, None where every value is
    one.
    """

    name: str
    value: Value
    test: Test | None


_Step = Test | _Bind


def lower(
    rules: tuple[Rule, ...], scope: Scope, names: LocalNames, properties: Properties
) -> tuple[tuple[Statement, ...], list[Function]]:
    """The body of a function that resolves by the rules, and the functions that it
    calls.
    """
    candidates = recurring(rules, _SHARED)
    # Once to see which rules recur with the same variables, once with functions for
    # those.
    trial = _Lowering(names, properties, candidates)
    trial.rules(rules, scope)
    shared = [key for key, count in trial.uses.items() if count > 1]
    functions = {key: names.function(_subject(key)) for key in shared}
    final = _Lowering(names, properties, candidates, functions)
    body = final.rules(rules, scope)
    for statements in (body, *(each.body for each in final.functions.values())):
        if _depth(statements) > _DEPTH:
            raise RulesError("the rules are nested too deeply")
    return body, list(final.functions.values())


def _subject(key: _Shared) -> str:
    """What rules are about: the variable among theirs that was assigned last."""
    return key[1][-1][1].name if key[1] else "rules"


@dataclass(slots=True)
class _Lowering:
    """Lowers rules. Recurring ones are counted, and are calls where there is a function
    for them.
    """

    names: LocalNames
    properties: Properties
    candidates: frozenset[tuple[Rule, ...]]
    shared: Mapping[_Shared, str] = field(default_factory=dict[_Shared, str])
    uses: Counter[_Shared] = field(default_factory=Counter[_Shared])
    functions: dict[str, Function] = field(default_factory=dict[str, Function])

    def rules(self, rules: Sequence[Rule], scope: Scope) -> tuple[Statement, ...]:
        """Statements that return or raise, whatever the parameters."""
        out, is_final = self._tried(rules, scope, are_last=True)
        return out if is_final else (*out, _raise(Text(literals.string(_NO_MATCH))))

    def _tried(
        self, rules: Sequence[Rule], scope: Scope, *, are_last: bool
    ) -> tuple[tuple[Statement, ...], bool]:
        """Statements that return or raise where a rule matches, and whether they always
        do.

        After the last rules there is only the error that no rule matched.
        """
        out: list[Statement] = []
        asked = 0
        for index, rule in enumerate(rules):
            if index < asked:
                continue
            alike = rules[index : index + _alike(rules[index:])]
            if len(alike) > 1:
                asked = index + len(alike)
                out += self._asked_once(alike, scope)
                continue
            found = self._steps(rule, scope)
            if found is None:
                continue
            steps, inner = found
            body = self._body(rule, inner)
            tests = [each for each in steps if _test_of(each) is not None]
            if not tests:
                return (*out, *_nested(steps, body)), True
            after = scope
            if len(tests) == 1 and (only := _test_of(tests[0])) is not None:
                after = scope.learn(only, False)
            if are_last and len(rules) <= index + 2 and not _is_error(body):
                otherwise = self.rules(rules[index + 1 :], after)
                if _is_error(otherwise) and (guarded := _guarded(steps, otherwise)):
                    return (*out, *guarded, *body), True
            out += _nested(steps, body)
            scope = after
        return tuple(out), False

    def _asked_once(self, rules: Sequence[Rule], scope: Scope) -> Iterator[Statement]:
        """Rules that begin with the same condition, below one `if`."""
        tested = test(rules[0].conditions[0].value, scope)
        rest = [replace(rule, conditions=rule.conditions[1:]) for rule in rules]
        inner, _ = self._tried(rest, scope.learn(tested, True), are_last=False)
        yield Block(f"if {tested.yes}:", inner, tested.imports)

    def _steps(self, rule: Rule, scope: Scope) -> tuple[list[_Step], Scope] | None:
        """The conditions that are not known to hold, and what is known when all do;
        None if one cannot.
        """
        steps: list[_Step] = []
        for index, condition in enumerate(rule.conditions):
            later = rule.conditions[index + 1 :]
            step, inner = self._step(condition, scope, rule, later)
            tested = None if step is None else _test_of(step)
            known = True if tested is None else inner.known(tested)
            if known is False:
                return None
            if isinstance(step, _Bind) or (step is not None and known is None):
                steps.append(step)
            scope = inner if tested is None else inner.learn(tested, True)
        return steps, scope

    def _step(
        self,
        condition: Condition,
        scope: Scope,
        rule: Rule,
        later: tuple[Condition, ...],
    ) -> tuple[_Step | None, Scope]:
        name = condition.assign
        if name is None:
            return test(condition.value, scope), scope
        if name in scope.variables:
            raise RulesError(f"{name!r} is assigned, and is in scope already")
        found = value(condition.value, scope)
        variable = Variable(
            self.names.variable(name, found.kind, found.optional),
            found.kind,
            found.optional,
        )
        inner = scope.bind(name, variable)
        needs_test = found.optional or found.kind is Kind.BOOLEAN
        if name not in references(later, _rest_of(rule)):
            return (test(condition.value, scope) if needs_test else None), scope
        tested = holds(of_variable(variable)) if needs_test else None
        return _Bind(variable.name, found, tested), inner

    def _body(self, rule: Rule, scope: Scope) -> tuple[Statement, ...]:
        match rule:
            case EndpointRule():
                return (self._endpoint(rule, scope),)
            case ErrorRule():
                return (_raise(_string(rule.message, scope)),)
            case TreeRule() if rule.rules in self.candidates:
                return self._recurring(rule.rules, scope)
            case TreeRule():
                return self.rules(rule.rules, scope)

    def _endpoint(self, rule: EndpointRule, scope: Scope) -> Line:
        items = [Item(_string(rule.url, scope))]
        if rule.headers:
            headers = tuple(
                Item(
                    Brackets("[", tuple(Item(_string(v, scope)) for v in values), "]"),
                    f"{literals.string(name)}: ",
                )
                for name, values in rule.headers
            )
            items.append(Item(Brackets("{", headers, "}"), "headers="))
        if rule.properties.items:
            properties = self.properties.expression(rule.properties, scope)
            items.append(Item(properties, "properties="))
        made = Brackets("Endpoint(", tuple(items), ")", ENDPOINT.imports)
        return Line("return ", made)

    def _recurring(
        self, rules: tuple[Rule, ...], scope: Scope
    ) -> tuple[Statement, ...]:
        """A call of the function for these rules and variables, or the rules
        themselves.
        """
        used = references(rules)
        needs = tuple(
            (name, scope.variable(name)) for name in scope.variables if name in used
        )
        key = (rules, needs)
        self.uses[key] += 1
        function = self.shared.get(key)
        if function is None:
            return self.rules(rules, scope)
        if function not in self.functions:
            parameters = tuple(Parameter(v.name, annotation(v)) for _, v in needs)
            shown = (Parameter("*"), *parameters) if parameters else ()
            # Takes its place before the functions that its own rules need.
            self.functions[function] = Function(function, shown, ENDPOINT, ())
            body = self.rules(rules, Scope(dict(needs)))
            self.functions[function] = Function(function, shown, ENDPOINT, body)
        arguments = tuple(Item(Text(v.name), f"{v.name}=") for _, v in needs)
        return (Line("return ", Brackets(f"{function}(", arguments, ")")),)


def _alike(rules: Sequence[Rule]) -> int:
    """How many rules begin with the same question whether a string is one of several."""
    firsts = [rule.conditions[:1] for rule in rules]
    if not (firsts[0] and isinstance(firsts[0][0].value, OneOf)):
        return 1
    return sum(1 for _ in takewhile(lambda first: first == firsts[0], firsts))


def _rest_of(rule: Rule) -> tuple[object, ...]:
    """What a rule holds besides its conditions."""
    match rule:
        case EndpointRule():
            return (rule.url, rule.headers, rule.properties)
        case ErrorRule():
            return (rule.message,)
        case TreeRule():
            return rule.rules


def _test_of(step: _Step) -> Test | None:
    return step.test if isinstance(step, _Bind) else step


def _string(expression: Expression, scope: Scope) -> Text:
    found = value(expression, scope)
    if found.kind is not Kind.STRING or found.optional:
        raise RulesError(f"{found.text} is no string, or may be unset")
    return Text(found.text, found.imports)


def _raise(message: Text) -> Line:
    return Line("raise ", Brackets("EndpointError(", (Item(message),), ")", _ERROR))


def _is_error(statements: tuple[Statement, ...]) -> bool:
    return (
        len(statements) == 1
        and isinstance(statements[0], Line)
        and statements[0].prefix == "raise "
    )


def _assignment(bind: _Bind) -> Line:
    return Line(f"{bind.name} = ", Text(bind.value.text, bind.value.imports))


def _inline(bind: _Bind, tested: Test) -> Test:
    """The test of a variable that is assigned in place."""
    walrus = f"({bind.name} := {bind.value.text})"
    found = holds(replace(bind.value, text=walrus))
    return replace(tested, yes=found.yes, no=found.no, imports=found.imports)


def _nested(
    steps: Sequence[_Step], body: tuple[Statement, ...]
) -> tuple[Statement, ...]:
    """`body` where all steps hold; without any tests among them, after the assignments."""
    before, tests, rest = _group(steps)
    if not tests:
        return (*before, *body)
    header = " and ".join(each.yes for each in tests)
    imports = union(each.imports for each in tests)
    return (*before, Block(f"if {header}:", _nested(rest, body), imports))


def _guarded(
    steps: Sequence[_Step], otherwise: tuple[Statement, ...]
) -> tuple[Statement, ...]:
    """`otherwise` where a step does not hold, then the assignments; empty where that
    takes more than one `if`.
    """
    before, tests, rest = _group(steps)
    after, more, _ = _group(rest)
    if more:
        return ()
    header = " or ".join(each.no for each in tests)
    imports = union(each.imports for each in tests)
    return (*before, Block(f"if {header}:", otherwise, imports), *after)


def _group(
    steps: Sequence[_Step],
) -> tuple[list[Statement], list[Test], Sequence[_Step]]:
    """The assignments that come first, the tests that one `if` can do after them, and
    the steps that remain.
    """
    before: list[Statement] = []
    tests: list[Test] = []
    for index, step in enumerate(steps):
        if isinstance(step, Test):
            # `isSet(x)` says nothing beside `stringEquals(x, "a")`.
            if tests and (tests[-1].key, tests[-1].truth) in step.implies:
                tests.pop()
            tests.append(step)
        elif not tests:
            before.append(_assignment(step))
            if step.test is not None:
                tests.append(step.test)
        elif step.test is not None:
            tests.append(_inline(step, step.test))
        else:
            return before, tests, steps[index:]
    return before, tests, ()


def _depth(statements: Sequence[Statement]) -> int:
    blocks = [each for each in statements if isinstance(each, Block)]
    return max((1 + _depth(each.body) for each in blocks), default=0)

"""What endpoint rules know at a point: variables with their types, and what conditions
have established.

Rule sets are typed (Smithy 2.0, "Rules engine standard library"): a value is of one
kind, and optional or not. What conditions have established is kept as facts, so that
nothing is tested twice and type checkers can follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from ...ir.imports import NO_IMPORTS, Import
from ...model.endpoint_rules import RulesError


class Kind(Enum):
    """A type of the rules engine, by its name in Python."""

    STRING = "str"
    BOOLEAN = "bool"
    INTEGER = "int"
    STRINGS = "Sequence[str]"
    PARTITION = "Partition"
    URL = "Url"
    ARN = "Arn"


@dataclass(frozen=True, slots=True)
class Value:
    """An expression. `reads` are the variables in it, by their Python names."""

    text: str
    kind: Kind
    optional: bool = False
    reads: frozenset[str] = frozenset()
    imports: frozenset[Import] = NO_IMPORTS


@dataclass(frozen=True, slots=True)
class Test:
    """A condition as Python tests it: `yes` holds when it does, `no` when it does not.

    `key` names the fact that it tests, which is `truth` when the test holds; `implies`
    are facts that then hold too.
    """

    yes: str
    no: str
    key: str
    truth: bool = True
    implies: tuple[tuple[str, bool], ...] = ()
    reads: frozenset[str] = frozenset()
    imports: frozenset[Import] = NO_IMPORTS

    def negated(self) -> Test:
        # What a test implies is known only where it holds.
        return replace(self, yes=self.no, no=self.yes, truth=not self.truth, implies=())


ALWAYS = Test("True", "False", "True")


@dataclass(frozen=True, slots=True)
class Variable:
    """A parameter or an assigned variable; `name` is the one in Python."""

    name: str
    kind: Kind
    optional: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """What rules can refer to, and what is known there."""

    variables: Mapping[str, Variable]
    # Truth by the key of a test, with the variables that the key reads.
    _facts: Mapping[str, tuple[bool, frozenset[str]]] = field(
        default_factory=dict[str, tuple[bool, frozenset[str]]]
    )

    def known(self, test: Test) -> bool | None:
        """Whether the test holds, None where that is not known."""
        if test.key == ALWAYS.key:
            return test.truth
        fact = self._facts.get(test.key)
        return None if fact is None else fact[0] == test.truth

    def learn(self, test: Test, outcome: bool) -> Scope:
        """The scope where the test has this outcome."""
        facts = dict(self._facts)
        facts[test.key] = (test.truth == outcome, test.reads)
        if outcome:
            facts.update((key, (truth, test.reads)) for key, truth in test.implies)
        return replace(self, _facts=facts)

    def bind(self, name: str, variable: Variable) -> Scope:
        """The scope with a variable, and without what was known of an earlier one of
        its Python name.
        """
        return Scope(
            {**self.variables, name: variable},
            {
                key: (truth, reads)
                for key, (truth, reads) in self._facts.items()
                if variable.name not in reads
            },
        )

    def variable(self, name: str) -> Variable:
        """What a name stands for; no longer optional where it is known to be set."""
        found = self.variables.get(name)
        if found is None:
            raise RulesError(f"{name!r} is neither a parameter nor a variable in scope")
        if found.optional and self.known(is_set(of_variable(found))) is True:
            return replace(found, optional=False)
        return found


def is_set(found: Value) -> Test:
    """Whether an optional value is there."""
    if not found.optional:
        return ALWAYS
    text = found.text
    return Test(
        f"{text} is not None",
        f"{text} is None",
        f"{text} is None",
        False,
        (),
        found.reads,
        found.imports,
    )


def holds(found: Value) -> Test:
    """Whether a value is neither None nor False."""
    if found.kind is not Kind.BOOLEAN:
        return is_set(found)
    implies = ((f"{found.text} is None", False),) if found.optional else ()
    return Test(
        found.text,
        f"not {found.text}",
        found.text,
        True,
        implies,
        found.reads,
        found.imports,
    )


def of_variable(variable: Variable) -> Value:
    """A variable as an expression."""
    return Value(
        variable.name, variable.kind, variable.optional, frozenset({variable.name})
    )

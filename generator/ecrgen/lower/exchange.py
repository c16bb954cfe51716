"""What the functions `serialize` and `deserialize` of an operation are made of.

Both stay in parts until all have had their say: the protocol, traits that ask something
of the body, and customizations. Only then do they become statements.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ..ir.code import Expression, Line, Statement, Text


@dataclass(frozen=True, slots=True)
class Request:
    """`serialize`, a function of the input `value`.

    `made` is the request, after the statements `before` it. Each of `steps` is an
    expression over `request` that gives the request to go on with.
    """

    before: tuple[Statement, ...]
    made: Expression
    steps: tuple[Expression, ...] = ()
    # Whether the base of operations in the protocol does just that, from the facts that
    # the operation states.
    is_inherited: bool = False

    def preceded(self, *statements: Statement) -> Request:
        """The same with more statements at its start."""
        before = (*statements, *self.before)
        return replace(self, before=before, is_inherited=False)

    def then(self, *steps: Expression) -> Request:
        """The same with more steps at its end."""
        if not steps:
            return self
        return replace(self, steps=(*self.steps, *steps), is_inherited=False)

    def wrapped(self, wrap: Callable[[Expression], Expression]) -> Request:
        """The same with `wrap` around the request that it returns."""
        if not self.steps:
            return replace(self, made=wrap(self.made), is_inherited=False)
        return replace(self, steps=(*self.steps[:-1], wrap(self.steps[-1])))

    def statements(self) -> tuple[Statement, ...]:
        if not self.steps:
            return (*self.before, Line("return ", self.made))
        *assigned, last = (self.made, *self.steps)
        lines = (Line("request = ", each) for each in assigned)
        return (*self.before, *lines, Line("return ", last))


@dataclass(frozen=True, slots=True)
class Answer:
    """`deserialize`, a function of the response `response`.

    `read` is the output, after the statements `before` it; the statements `after` it
    set more of `out`, the output.
    """

    read: Expression
    before: tuple[Statement, ...] = ()
    after: tuple[Statement, ...] = ()
    # Whether the base of operations in the protocol does just that, from the facts that
    # the operation states.
    is_inherited: bool = False

    def preceded(self, *statements: Statement) -> Answer:
        """The same with more statements at its start."""
        before = (*statements, *self.before)
        return replace(self, before=before, is_inherited=False)

    def statements(self) -> tuple[Statement, ...]:
        if not self.after:
            return (*self.before, Line("return ", self.read))
        made = Line("out = ", self.read)
        return (*self.before, made, *self.after, Line("return ", Text("out")))

"""Waiters: a class each, whose functions say what an answer or an error means."""

from __future__ import annotations

from collections.abc import Iterator

from ...ir import literals
from ...ir.code import Block, Line, Statement, Text
from ...ir.modules import Attribute, Class, Function, Parameter
from ...model.ids import ShapeId
from ...model.shapes import OperationShape
from ...model.waiters import (
    Acceptor,
    ErrorMatcher,
    PathMatcher,
    SuccessMatcher,
    Waitable,
    Waiter,
)
from ...prose import text as doctext
from .. import runtime
from ..definitions.operations import OperationLowering
from ..names.context import Context
from ..protocol import Protocol
from ..values.jmespath import expression

_JMESPATH = frozenset({runtime.module("jmespath")})
_STATE = Text("State", frozenset({runtime.symbol("waiting.State")}))
_KNOWN = Text("State | None", _STATE.imports)


def waiters(
    context: Context, operations: OperationLowering, protocol: Protocol
) -> tuple[Class, ...]:
    """The classes of all waiters, in the order of the operations."""
    return tuple(
        _class(context, operations, protocol, operation, waiter)
        for operation, waiter in waiters_of(context)
    )


def waiters_of(context: Context) -> Iterator[tuple[OperationShape, Waiter]]:
    for operation in context.closure.operations:
        waitable = operation.traits.get(Waitable)
        for waiter in () if waitable is None else waitable.waiters:
            yield operation, waiter


def _class(
    context: Context,
    operations: OperationLowering,
    protocol: Protocol,
    operation: OperationShape,
    waiter: Waiter,
) -> Class:
    codes = _codes(protocol, operation)
    taken = operations.class_of(operation, output=False)
    answered = operations.class_of(operation, output=True)
    of_output = Function(
        "of_output",
        (Parameter("value", taken), Parameter("output", answered)),
        _STATE,
        tuple(_of_output(waiter)),
        decorator="staticmethod",
    )
    of_error = Function(
        "of_error",
        (Parameter("code", Text("str")),),
        _KNOWN,
        tuple(_of_error(waiter, codes)),
        decorator="staticmethod",
    )
    called = context.names.methods[operation.id]
    doc = doctext.plain_text(waiter.documentation) or f"Waits with `{called}`."
    return Class(
        name=context.names.waiters[operation.id.with_member(waiter.name)],
        base="",
        decorator="",
        doc=doc,
        attributes=(
            Attribute("name", Text(literals.string(waiter.name))),
            Attribute("min_delay", Text(literals.number(waiter.min_delay))),
            Attribute("max_delay", Text(literals.number(waiter.max_delay))),
        ),
        functions=(of_output, of_error),
    )


def _codes(protocol: Protocol, operation: OperationShape) -> dict[str, str]:
    """The wire codes of the operation's errors, by shape ID and by name."""
    found: dict[str, str] = {}
    for error in protocol.context.closure.errors_of(operation):
        code = protocol.error_code(error)
        found[str(error)] = found[ShapeId(error).name] = code
    return found


def _returned(state: str) -> Line:
    return Line("return ", Text(literals.string(state)))


def _of_output(waiter: Waiter) -> Iterator[Statement]:
    matching: list[tuple[Acceptor, PathMatcher | None]] = []
    for each in waiter.acceptors:
        if isinstance(each.matcher, PathMatcher):
            matching.append((each, each.matcher))
        elif isinstance(each.matcher, SuccessMatcher) and each.matcher.is_success:
            # It matches every answer: those after it are never asked.
            matching.append((each, None))
            break
    paths = [matcher for _, matcher in matching if matcher is not None]
    if any(not each.with_input for each in paths):
        yield Line("answer = ", Text("output.to_value()"))
    if any(each.with_input for each in paths):
        both = '{"input": value.to_value(), "output": output.to_value()}'
        yield Line("exchange = ", Text(both))
    for acceptor, matcher in matching:
        if matcher is None:
            yield _returned(acceptor.state)
            return
        condition = _condition(matcher)
        yield Block(f"if {condition}:", (_returned(acceptor.state),), _JMESPATH)
    yield _returned("retry")


def _condition(matcher: PathMatcher) -> str:
    value = expression(matcher.path, "exchange" if matcher.with_input else "answer")
    expected = literals.string(matcher.expected)
    match matcher.comparator:
        case "stringEquals":
            return f"{value} == {expected}"
        case "booleanEquals":
            return f"{value} is {matcher.expected == 'true'}"
        case "allStringEquals":
            return f"jmespath.all_equal({value}, {expected})"
        case _:
            return f"jmespath.any_equal({value}, {expected})"


def _of_error(waiter: Waiter, codes: dict[str, str]) -> Iterator[Statement]:
    for each in waiter.acceptors:
        matcher = each.matcher
        if isinstance(matcher, ErrorMatcher):
            name = matcher.error
            code = codes.get(name) or codes.get(name.rpartition("#")[2]) or name
            condition = f"if code == {literals.string(code.rpartition('#')[2])}:"
            yield Block(condition, (_returned(each.state),))
        elif isinstance(matcher, SuccessMatcher) and not matcher.is_success:
            yield _returned(each.state)
            return
    yield Line("return ", Text("None"))

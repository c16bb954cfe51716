"""Expressions of endpoint rules -> Python, with the types that the standard library
gives them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ...ir import literals
from ...ir.imports import union
from ...model.endpoint_rules import (
    Array,
    Attribute,
    Boolean,
    Call,
    Expression,
    Literal,
    OneOf,
    Reference,
    RulesError,
    Template,
)
from .. import runtime
from .scope import ALWAYS, Kind, Scope, Test, Value, holds, is_set, of_variable


@dataclass(frozen=True, slots=True)
class _Function:
    """A function of the runtime. `keywords` are the prefixes of its arguments."""

    name: str
    parameters: tuple[Kind, ...]
    returns: Kind
    optional: bool = False
    keywords: tuple[str, ...] = ()


_S, _B, _I = Kind.STRING, Kind.BOOLEAN, Kind.INTEGER
_FUNCTIONS: dict[str, _Function] = {
    "aws.isVirtualHostableS3Bucket": _Function(
        "is_virtual_hostable_s3_bucket", (_S, _B), _B, False, ("", "allow_subdomains=")
    ),
    "aws.parseArn": _Function("parse_arn", (_S,), Kind.ARN, True),
    "aws.partition": _Function("aws_partition", (_S,), Kind.PARTITION),
    "isValidHostLabel": _Function(
        "is_valid_host_label", (_S, _B), _B, False, ("", "allow_subdomains=")
    ),
    "parseURL": _Function("parse_url", (_S,), Kind.URL, True),
    "split": _Function("split", (_S, _S, _I), Kind.STRINGS),
    "substring": _Function(
        "substring", (_S, _I, _I, _B), _S, True, ("", "", "", "reverse=")
    ),
    "uriEncode": _Function("uri_encode", (_S,), _S),
}

# The properties of records: AWS library functions, "Partition structure" and "ARN
# structure"; "URL structure".
_ATTRIBUTES: dict[Kind, dict[str, tuple[str, Kind]]] = {
    Kind.PARTITION: {
        "name": ("name", _S),
        "dnsSuffix": ("dns_suffix", _S),
        "dualStackDnsSuffix": ("dual_stack_dns_suffix", _S),
        "supportsFIPS": ("supports_fips", _B),
        "supportsDualStack": ("supports_dual_stack", _B),
        "implicitGlobalRegion": ("implicit_global_region", _S),
    },
    Kind.URL: {
        "scheme": ("scheme", _S),
        "authority": ("authority", _S),
        "path": ("path", _S),
        "normalizedPath": ("normalized_path", _S),
        "isIp": ("is_ip", _B),
    },
    Kind.ARN: {
        "partition": ("partition", _S),
        "service": ("service", _S),
        "region": ("region", _S),
        "accountId": ("account_id", _S),
        "resourceId": ("resource_id", Kind.STRINGS),
    },
}

# Every name that expressions and signatures may use besides variables.
NAMES = frozenset(
    {each.name for each in _FUNCTIONS.values()}
    | {"coalesce", "item", "Endpoint", "EndpointError", "resolve"}
    | {"str", "bool", "list", "dict"}
)


def value(expression: Expression, scope: Scope) -> Value:
    """The Python expression of a rule's expression. Raises `RulesError`."""
    match expression:
        case Literal():
            kind = Kind.STRING if isinstance(expression.value, str) else Kind.INTEGER
            return Value(literals.constant(expression.value), kind)
        case Boolean():
            return Value(repr(expression.value), Kind.BOOLEAN)
        case Reference():
            return of_variable(scope.variable(expression.name))
        case Attribute():
            return _attribute(expression, scope)
        case Template():
            return _template(expression, scope)
        case Array():
            items = [_argument(each, Kind.STRING, scope) for each in expression.items]
            shown = ", ".join(each.text for each in items)
            return _combined(f"[{shown}]", Kind.STRINGS, False, items)
        case Call():
            return _call(expression, scope)
        case OneOf():
            tested = test(expression, scope)
            return Value(f"({tested.yes})", Kind.BOOLEAN, False, tested.reads)


def test(expression: Expression, scope: Scope) -> Test:
    """The condition that an expression is: neither None nor False (Smithy 2.0,
    "Condition object").
    """
    match expression:
        case Boolean():
            return ALWAYS if expression.value else ALWAYS.negated()
        case Call("isSet", (argument,)):
            return is_set(value(argument, scope))
        case Call("not", (argument,)):
            return test(argument, scope).negated()
        case Call("booleanEquals", (left, right)):
            return _same_boolean(left, right, scope)
        case Call("stringEquals", (left, right)):
            return _same_string(left, right, scope)
        case OneOf():
            return _one_of(expression, scope)
        case _:
            return holds(value(expression, scope))


def _same_boolean(left: Expression, right: Expression, scope: Scope) -> Test:
    if isinstance(left, Boolean):
        left, right = right, left
    if not isinstance(right, Boolean):
        return _equal(left, right, Kind.BOOLEAN, scope)
    found = _of_kind(value(left, scope), Kind.BOOLEAN, "booleanEquals")
    if right.value or not found.optional:
        tested = test(left, scope)
        return tested if right.value else tested.negated()
    # None is not false here, though it is in a condition of Python's.
    return Test(
        f"{found.text} is False",
        f"{found.text} is not False",
        f"{found.text} is False",
        True,
        ((f"{found.text} is None", False),),
        found.reads,
        found.imports,
    )


def _same_string(left: Expression, right: Expression, scope: Scope) -> Test:
    if isinstance(left, Literal):
        left, right = right, left
    if isinstance(left, Literal):
        return ALWAYS if left == right else ALWAYS.negated()
    return _equal(left, right, Kind.STRING, scope)


def _one_of(expression: OneOf, scope: Scope) -> Test:
    found = _of_kind(value(expression.value, scope), Kind.STRING, "stringEquals")
    options = ", ".join(literals.string(option) for option in expression.options)
    text = f"{found.text} in ({options})"
    return Test(
        text,
        f"{found.text} not in ({options})",
        text,
        True,
        # As for `stringEquals` with a literal.
        ((f"{found.text} is None", False),) if found.optional else (),
        found.reads,
        found.imports,
    )


def _equal(left: Expression, right: Expression, kind: Kind, scope: Scope) -> Test:
    function = "booleanEquals" if kind is Kind.BOOLEAN else "stringEquals"
    first = _of_kind(value(left, scope), kind, function)
    second = _of_kind(value(right, scope), kind, function)
    # A literal is not None, and so is what equals it.
    known = first.optional and isinstance(right, Literal)
    return Test(
        f"{first.text} == {second.text}",
        f"{first.text} != {second.text}",
        f"{first.text} == {second.text}",
        True,
        ((f"{first.text} is None", False),) if known else (),
        first.reads | second.reads,
        first.imports | second.imports,
    )


def _attribute(expression: Attribute, scope: Scope) -> Value:
    found = value(expression.value, scope)
    for step in expression.path:
        if found.optional:
            raise RulesError(f"{found.text} may be unset where {step!r} of it is used")
        if isinstance(step, int):
            found = replace(
                _of_kind(found, Kind.STRINGS, "getAttr"),
                text=f"item({found.text}, {step})",
                kind=Kind.STRING,
                optional=True,
                imports=found.imports | {runtime.symbol("endpoints.item")},
            )
            continue
        known = _ATTRIBUTES.get(found.kind, {}).get(step)
        if known is None:
            raise RulesError(f"a {found.kind.value} has no property {step!r}")
        found = replace(found, text=f"{found.text}.{known[0]}", kind=known[1])
    return found


def _template(expression: Template, scope: Scope) -> Value:
    texts, holes = [""], list[Value]()
    for part in expression.parts:
        if isinstance(part, str):
            texts[-1] += part
        else:
            holes.append(_argument(part, Kind.STRING, scope))
            texts.append("")
    shown = literals.fstring(texts, [each.text for each in holes])
    return _combined(shown, Kind.STRING, False, holes)


def _call(call: Call, scope: Scope) -> Value:
    match call:
        case Call("isSet" | "not", (_,)) | Call(
            "booleanEquals" | "stringEquals", (_, _)
        ):
            tested = test(call, scope)
            text = tested.yes if tested.yes.isidentifier() else f"({tested.yes})"
            return Value(text, Kind.BOOLEAN, False, tested.reads, tested.imports)
        case Call("coalesce", (_, _, *_)):
            return _coalesce([value(each, scope) for each in call.arguments])
        case Call("ite", (condition, first, second)):
            return _ite(
                test(condition, scope), value(first, scope), value(second, scope)
            )
        case _:
            return _library(call, scope)


def _library(call: Call, scope: Scope) -> Value:
    function = _FUNCTIONS.get(call.function)
    if function is None:
        raise RulesError(f"unknown function {call.function!r}, or not its arguments")
    if len(call.arguments) != len(function.parameters):
        count = len(function.parameters)
        raise RulesError(f"{call.function} takes {count} arguments")
    arguments = [
        _argument(each, kind, scope)
        for each, kind in zip(call.arguments, function.parameters, strict=True)
    ]
    keywords = function.keywords or ("",) * len(arguments)
    shown = ", ".join(
        keyword + each.text for keyword, each in zip(keywords, arguments, strict=True)
    )
    found = _combined(
        f"{function.name}({shown})", function.returns, function.optional, arguments
    )
    return replace(
        found, imports=found.imports | {runtime.symbol(f"endpoints.{function.name}")}
    )


def _coalesce(values: list[Value]) -> Value:
    """Nested from the right, up to the first value that is always there."""
    last = next(
        (i for i, each in enumerate(values) if not each.optional), len(values) - 1
    )
    found = values[last]
    for each in reversed(values[:last]):
        _of_kind(each, found.kind, "coalesce")
        text = f"coalesce({each.text}, {found.text})"
        found = _combined(text, found.kind, found.optional, [each, found])
        found = replace(
            found, imports=found.imports | {runtime.symbol("endpoints.coalesce")}
        )
    return found


def _ite(condition: Test, first: Value, second: Value) -> Value:
    _of_kind(second, first.kind, "ite")
    return Value(
        f"({first.text} if {condition.yes} else {second.text})",
        first.kind,
        first.optional or second.optional,
        condition.reads | first.reads | second.reads,
        condition.imports | first.imports | second.imports,
    )


def _argument(expression: Expression, kind: Kind, scope: Scope) -> Value:
    """A value of a kind that must be there."""
    found = _of_kind(value(expression, scope), kind, "the rule")
    if found.optional:
        raise RulesError(f"{found.text} may be unset where it is used")
    return found


def _of_kind(found: Value, kind: Kind, user: str) -> Value:
    if found.kind is not kind:
        raise RulesError(
            f"{user} takes a {kind.value}, and {found.text} is a {found.kind.value}"
        )
    return found


def _combined(text: str, kind: Kind, optional: bool, parts: Iterable[Value]) -> Value:
    found = list(parts)
    return Value(
        text,
        kind,
        optional,
        frozenset[str]().union(*(each.reads for each in found)),
        union(each.imports for each in found),
    )

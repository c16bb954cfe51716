"""IR code -> lines that are stable under black.

A line that fits is left whole; one that does not is broken at its outermost brackets,
one item a line with a trailing comma, which is what black does too. The few shapes
black would break in other ways (a long condition, a long string) are left over-long
here, and `finish` hands their files to black itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..ir.code import (
    Block,
    Brackets,
    Comprehension,
    Expression,
    Item,
    Line,
    Literal,
    Statement,
    Text,
    text,
)
from ..ir.modules import Class, Field, Function

WIDTH = 88
_STEP = "    "


def statements(body: Sequence[Statement], depth: int) -> list[str]:
    """Lines of `body`, indented by `depth` steps."""
    lines: list[str] = []
    for statement in body:
        match statement:
            case Line():
                lines += expression(statement.value, depth, statement.prefix, "")
            case Block():
                lines.append(_STEP * depth + statement.header)
                lines += statements(statement.body, depth + 1)
    return lines


def expression(value: Expression, depth: int, prefix: str, suffix: str) -> list[str]:
    """Lines of `prefix` + `value` + `suffix`, broken only where it does not fit."""
    indent = _STEP * depth
    whole = f"{indent}{prefix}{text(value)}{suffix}"
    if len(whole) <= WIDTH:
        return [whole]
    match value:
        case Text():
            return (
                _called(value.text, indent, prefix, suffix)
                or _parenthesized(value.text, indent, prefix, suffix)
                or [whole]
            )
        case Literal():
            if len(value.parts) == 1:
                return [whole]
            parts = [f"{indent}{_STEP}{part}" for part in value.parts]
            return [f"{indent}{prefix}(", *parts, f"{indent}){suffix}"]
        case Brackets():
            if value.close.endswith("| None"):
                return _parenthesized(text(value), indent, prefix, suffix) or [whole]
            if len(indent + prefix + value.open) > WIDTH:
                return _parenthesized(text(value), indent, prefix, suffix) or [whole]
            lines = [f"{indent}{prefix}{value.open}"]
            # Black adds no comma behind a lone item: in a subscript it would make a
            # tuple of it. Where it is one, the comma belongs to the item.
            is_tuple = value.close.startswith(",")
            comma = "" if len(value.items) == 1 and not is_tuple else ","
            for item in value.items:
                lines += expression(item.value, depth + 1, item.prefix, comma)
            return [*lines, f"{indent}{value.close.removeprefix(',')}{suffix}"]
        case Comprehension():
            inner = " ".join(value.parts)
            within = f"{indent}{_STEP}{inner}"
            if len(within) <= WIDTH:
                parts = [within]
            else:
                parts = [f"{indent}{_STEP}{part}" for part in value.parts]
            return [
                f"{indent}{prefix}{value.open}",
                *parts,
                f"{indent}{value.close}{suffix}",
            ]


_CALL = re.compile(r"([\w.]+\()([^()\"']*(?:\"[^\"\\\\]*\"[^()\"']*)*)\)")


def _called(text: str, indent: str, prefix: str, suffix: str) -> list[str]:
    """A call that is returned or assigned is broken at its bracket, if its arguments
    fit on a line.
    """
    found = _CALL.fullmatch(text)
    if found is None or not prefix.endswith((" = ", "return ")):
        return []
    line = f"{indent}{_STEP}{found[2]}"
    if len(line) > WIDTH or not found[2]:
        return []
    return [f"{indent}{prefix}{found[1]}", line, f"{indent}){suffix}"]


def _parenthesized(inner: str, indent: str, prefix: str, suffix: str) -> list[str]:
    """The right side of an assignment or an annotation on a line of its own, in
    parentheses, if it fits there.

    What is returned is broken at its own brackets where it ends with a call: that is
    left to black.
    """
    if prefix == "return " and inner.endswith(")") and not inner.endswith("()"):
        return []
    line = f"{indent}{_STEP}{inner}"
    if len(line) > WIDTH or not prefix.endswith((" = ", ": ", "return ")):
        return []
    return [f"{indent}{prefix}(", line, f"{indent}){suffix}"]


def class_header(definition: Class) -> list[str]:
    """The line or lines of a class before its body."""
    opened = f"class {definition.name}"
    if not definition.base:
        return [f"{opened}:"]
    arguments = tuple(Item(each) for each in definition.arguments)
    base: Expression = Text(definition.base)
    if arguments:
        base = Brackets(f"{definition.base}[", arguments, "]")
    whole = f"{opened}({text(base)}):"
    if len(whole) <= WIDTH:
        return [whole]
    inner = f"{_STEP}{_STEP}{', '.join(each.text for each in definition.arguments)}"
    if len(_STEP + text(base)) > WIDTH and len(inner) <= WIDTH:
        lines = [f"{_STEP}{definition.base}[", inner, f"{_STEP}]"]
    else:
        lines = expression(base, 1, "", "")
    return [f"{opened}(", *lines, "):"]


def field(field: Field) -> list[str]:
    """A field of a dataclass with its type and default."""
    prefix = f"{field.name}: "
    if not field.default:
        return expression(field.type, 1, prefix, "")
    typed = f"{prefix}{text(field.type)} = "
    if len(_STEP + typed) < WIDTH:
        return expression(Text(field.default), 1, typed, "")
    return expression(field.type, 1, prefix, f" = {field.default}")


def signature(function: Function, depth: int) -> list[str]:
    """The `def` line or lines of a function."""
    indent = _STEP * depth
    shown: list[str] = []
    for parameter in function.parameters:
        declared = "" if parameter.type is None else f": {text(parameter.type)}"
        equals = "" if parameter.default is None else f" = {parameter.default.text}"
        shown.append(f"{parameter.name}{declared}{equals}")
    returns = text(function.returns)
    opened = f"{indent}{'async ' * function.is_async}def {function.name}("
    whole = f"{opened}{', '.join(shown)}) -> {returns}:"
    if len(whole) <= WIDTH:
        return [whole]
    inner = f"{indent}{_STEP}{', '.join(shown)}"
    if len(inner) <= WIDTH and len(shown) > 1:
        return [opened, inner, f"{indent}) -> {returns}:"]
    items = [f"{indent}{_STEP}{item}," for item in shown]
    return [opened, *items, f"{indent}) -> {returns}:"]


def union(alternatives: Sequence[Expression], prefix: str) -> list[str]:
    """`prefix` and the alternatives joined by `|`, one a line where they do not fit."""
    shown = [text(alternative) for alternative in alternatives]
    whole = prefix + " | ".join(shown)
    if len(whole) <= WIDTH:
        return [whole]
    if len(shown) == 1:
        return expression(alternatives[0], 0, prefix, "")
    inner = _STEP + " | ".join(shown)
    if len(inner) <= WIDTH:
        return [f"{prefix}(", inner, ")"]
    rest = [f"{_STEP}| {item}" for item in shown[1:]]
    return [f"{prefix}(", _STEP + shown[0], *rest, ")"]

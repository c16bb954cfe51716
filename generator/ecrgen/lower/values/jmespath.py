"""JMESPath -> an expression of Python: calls of the runtime's functions, one for each
node of the tree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from ...ir import literals
from ...model.jmespath import (
    Both,
    Call,
    Comparison,
    Current,
    Either,
    Field,
    Filter,
    Flatten,
    Index,
    Literal,
    Named,
    Not,
    Path,
    Pipe,
    Projection,
    Reference,
    Several,
    Slice,
    Values,
)

_COMPARISONS = {
    "==": "equal",
    "!=": "differ",
    "<": "less",
    "<=": "less_or_equal",
    ">": "more",
    ">=": "more_or_equal",
}


def expression(path: Path, value: str) -> str:
    """The source of `path` with `value`, a name, as its current node."""
    match path:
        case Current():
            return value
        case Literal(value=constant):
            return _literal(constant)
        case Field():
            return _fields(path, value)
        case Index(of=of, index=index):
            return _call("item", expression(of, value), str(index))
        case Slice(of=of, start=start, stop=stop, step=step):
            bounds = (str(each) for each in (start, stop, step))
            return _call("part", expression(of, value), *bounds)
        case Flatten(of=of):
            return _call("flatten", expression(of, value))
        case Values(of=of):
            return _call("call_values", expression(of, value))
        case Projection(of=of, each=each):
            return _call("project", expression(of, value), _function(each))
        case Filter(of=of, condition=condition):
            return _call("select", expression(of, value), _function(condition))
        case Pipe(left=left, right=right):
            return _call("pipe", expression(left, value), _function(right))
        case Either(left=left, right=right):
            return _call("either", value, _function(left), _function(right))
        case Both(left=left, right=right):
            return _call("both", value, _function(left), _function(right))
        case Not(of=of):
            return _call("negate", expression(of, value))
        case Comparison(operator=operator, left=left, right=right):
            sides = (expression(left, value), expression(right, value))
            return _call(_COMPARISONS[operator], *sides)
        case Several(of=of, items=items):
            results = (_function(each) for each in items)
            return _call("several", expression(of, value), *results)
        case Named(of=of, items=items):
            entries = ", ".join(
                f"{literals.string(name)}: {_function(each)}" for name, each in items
            )
            return _call("named", expression(of, value), f"{{{entries}}}")
        case Reference(to=to):
            return _function(to)
        case Call(function=function, arguments=arguments):
            given = (expression(each, value) for each in arguments)
            return _call(f"call_{function}", *given)


def _fields(path: Field, value: str) -> str:
    names: list[str] = []
    of: Path = path
    while isinstance(of, Field):
        names.insert(0, literals.string(of.name))
        of = of.of
    return _call("field", expression(of, value), *names)


def _function(path: Path) -> str:
    return f"lambda each: {expression(path, 'each')}"


def _call(function: str, *arguments: str) -> str:
    return f"jmespath.{function}({', '.join(arguments)})"


def _literal(value: Any) -> str:
    if isinstance(value, list):
        items = cast("Sequence[Any]", value)
        return f"[{', '.join(map(_literal, items))}]"
    if isinstance(value, Mapping):
        entries = cast("Mapping[str, Any]", value)
        inner = (f"{literals.string(k)}: {_literal(v)}" for k, v in entries.items())
        return f"{{{', '.join(inner)}}}"
    return literals.constant(value)

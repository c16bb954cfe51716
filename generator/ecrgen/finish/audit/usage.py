"""The audit of the modules `paginators` and `waiters`: classes of functions that read answers."""

from __future__ import annotations

import ast
from collections.abc import Sequence, Set

from .client import imported
from .types import CLASS, PUBLIC, Names, Types, UnsafeError, is_docstring, literal

PATHS = frozenset({"paginators.py", "waiters.py"})

_FUTURE, _TYPING, _JMESPATH = (
    ast.dump(each)
    for each in ast.parse(
        "from __future__ import annotations\n"
        "from typing import TYPE_CHECKING\n"
        "from ._runtime import jmespath\n"
    ).body
)
# Functions with their parameters.
_FUNCTIONS = {
    "start": ("value", "token"),
    "token": ("page",),
    "items": ("page",),
    "of_output": ("value", "output"),
    "of_error": ("code",),
}
_PLAIN = {
    ast.dump(statement): name
    for name, text in (
        ("answer", "answer = output.to_value()"),
        (
            "exchange",
            'exchange = {"input": value.to_value(), "output": output.to_value()}',
        ),
    )
    for statement in ast.parse(text).body
}
_STATES = frozenset({"success", "failure", "retry", None})
# What the runtime offers to expressions; `call_` stands before the functions of JMESPath.
_OF_RUNTIME = frozenset(
    (
        "all_equal any_equal both differ either equal field flatten item less less_or_equal more more_or_equal named "
        "negate part pipe project select several call_abs call_avg call_ceil call_contains call_ends_with call_floor "
        "call_join call_keys call_length call_map call_max call_max_by call_merge call_min call_min_by call_not_null "
        "call_reverse call_sort call_sort_by call_starts_with call_sum call_to_array call_to_number call_to_string "
        "call_type call_values"
    ).split()
)


def audit_usage(tree: ast.Module) -> None:
    """Raises `UnsafeError` for what the template of the modules and their lowering never write."""
    body = tree.body[1:] if tree.body and is_docstring(tree.body[0]) else tree.body
    if not body or ast.dump(body[0]) != _FUTURE:
        raise UnsafeError("no import of annotations from __future__", tree)
    types = Types(Names())
    classes: set[str] = set()
    for node in body[1:]:
        match node:
            case ast.ImportFrom() if ast.dump(node) in (_TYPING, _JMESPATH):
                pass
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), orelse=[]) if not classes:
                types = imported(node.body)
            case ast.ClassDef(bases=[], keywords=[], decorator_list=[]) if (
                CLASS.fullmatch(node.name) and node.name not in classes
            ):
                classes.add(node.name)
                _class(node, types)
            case _:
                raise UnsafeError(f"{type(node).__name__} at the top of a module", node)


def _class(node: ast.ClassDef, types: Types) -> None:
    if getattr(node, "type_params", None):
        raise UnsafeError("type parameters", node)
    for index, each in enumerate(node.body):
        match each:
            case ast.Assign(
                targets=[ast.Name(id="name" | "min_delay" | "max_delay")],
                value=ast.Constant() as value,
            ):
                literal(value)
            case ast.FunctionDef():
                _function(each, types)
            case _ if index == 0 and is_docstring(each):
                pass
            case _:
                raise UnsafeError(f"{type(each).__name__} in a class", each)


def _function(node: ast.FunctionDef, types: Types) -> None:
    arguments = node.args
    parameters = _FUNCTIONS.get(node.name)
    match node:
        case ast.FunctionDef(
            args=ast.arguments(
                posonlyargs=[],
                vararg=None,
                kwonlyargs=[],
                kwarg=None,
                defaults=[],
            ),
            decorator_list=[ast.Name(id="staticmethod")],
        ) if parameters == tuple(each.arg for each in arguments.args) and not getattr(
            node, "type_params", None
        ):
            pass
        case _:
            raise UnsafeError(f"the function {node.name!r}", node)
    for each in (*(each.annotation for each in arguments.args), node.returns):
        if each is not None:
            types.type(each)
    if node.name == "start":
        _starts(node)
    elif node.name in ("token", "items"):
        match node.body:
            case [ast.Return(value=ast.expr() as value)]:
                Expression({"page"}).check(value)
            case _:
                raise UnsafeError("a body that reads no page", node)
    else:
        _states(node.body, set(parameters or ()))


def _starts(node: ast.FunctionDef) -> None:
    match node.body:
        case [
            ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id="value"), attr=name)],
                value=ast.Name(id="token"),
            )
        ] if PUBLIC.fullmatch(name):
            pass
        case _:
            raise UnsafeError("a body that sets no token", node)


def _states(body: Sequence[ast.stmt], names: set[str]) -> None:
    for each in body:
        match each:
            case ast.Assign() if ast.dump(each) in _PLAIN:
                names.add(_PLAIN[ast.dump(each)])
            case ast.If(body=[ast.Return() as then], orelse=[]):
                Expression(names).check(each.test)
                _state(then)
            case ast.Return():
                _state(each)
            case _:
                raise UnsafeError(f"{type(each).__name__} in a waiter", each)


def _state(node: ast.Return) -> None:
    match node.value:
        case ast.Constant(value=state) if state in _STATES:
            pass
        case _:
            raise UnsafeError("what is no state", node)


class Expression:
    """Reads attributes of names, and calls functions of the runtime. `plain` is a call that it may make, dumped."""

    def __init__(self, names: Set[str], plain: str = "") -> None:
        self.names = names
        self.plain = plain

    def check(self, node: ast.expr) -> None:
        match node:
            case ast.Call() if self.plain and ast.dump(node) == self.plain:
                pass
            case ast.Name(id=name) if name in self.names:
                pass
            case ast.Attribute(value=value, attr=name) if PUBLIC.fullmatch(name):
                self.check(value)
            case ast.Compare(left=left, ops=[ast.Eq() | ast.Is()], comparators=[right]):
                self.check(left)
                literal(right)
            case ast.IfExp(test=test, body=ast.Constant(value=None), orelse=orelse):
                self.check(test)
                self.check(orelse)
            case ast.BoolOp(op=ast.Or(), values=values):
                for each in values:
                    self.check(each)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                for each in elements:
                    self.check(each)
            case ast.Dict(keys=keys, values=values):
                for key in keys:
                    if not isinstance(key, ast.Constant):
                        raise UnsafeError("a key that is no literal", node)
                    literal(key)
                for each in values:
                    self.check(each)
            case ast.Lambda(
                args=ast.arguments(
                    posonlyargs=[],
                    args=[ast.arg(arg="each")],
                    vararg=None,
                    kwonlyargs=[],
                    kwarg=None,
                    defaults=[],
                ),
                body=body,
            ):
                Expression({*self.names, "each"}, self.plain).check(body)
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="jmespath"), attr=name),
                args=arguments,
                keywords=[],
            ) if (
                name in _OF_RUNTIME
            ):
                for each in arguments:
                    self.check(each)
            case ast.Call(
                func=ast.Attribute(value=value, attr="items"), args=[], keywords=[]
            ):
                self.check(value)
            case _:
                literal(node)

"""The audit of what a method of a client returns: the call of an operation, or of a paginator or waiter of it."""

from __future__ import annotations

import ast

from .types import CLASS, CONSTANT, UnsafeError, literal


def audit_call(node: ast.expr, given: set[str]) -> None:
    """`self._call(operations.X, operations.X.input(name=name, ...))`, or a call of a paginator or waiter of it."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="self"), attr=method),
            args=[*by, operation, made, ast.Name(id=start), ast.Name(id=limit)],
            keywords=[],
        ) if (
            method == "_paginate" and {start, limit} <= given
        ):
            _of(by, "paginators", node)
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="self"), attr="_wait"),
            args=[*by, operation, made, ast.Name(id=most)],
            keywords=[],
        ) if (
            most in given
        ):
            _of(by, "waiters", node)
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="self"), attr="_call"),
            args=[operation, made],
            keywords=[],
        ):
            pass
        case _:
            raise UnsafeError("a call that no method of a client makes", node)
    match made:
        case ast.Call(
            func=ast.Attribute(value=maker, attr="input"), args=[], keywords=keywords
        ) if _is_operation(operation) and _is_operation(maker):
            for each in keywords:
                _argument(each, given)
        case _:
            raise UnsafeError("a call that no method of a client makes", node)


def _of(by: list[ast.expr], module: str, node: ast.expr) -> None:
    match by:
        case [
            ast.Attribute(value=ast.Name(id=name), attr=attr)
        ] if name == module and CLASS.fullmatch(attr):
            pass
        case _:
            raise UnsafeError(f"what is none of the {module}", node)


def _is_operation(node: ast.expr) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="operations"), attr=name):
            return CLASS.fullmatch(name) is not None
        case _:
            return False


def _argument(node: ast.keyword, given: set[str]) -> None:
    match node.value:
        case ast.Name(id=name) if name in given:
            pass
        case ast.IfExp(
            test=ast.Compare(
                left=ast.Name(id=tested),
                ops=[ast.Is()],
                comparators=[ast.Constant(value=None)],
            ),
            body=default,
            orelse=ast.Name(id=name),
        ) if {tested, name} <= given:
            _default(default)
        case _:
            raise UnsafeError("an argument of an operation", node.value)


def _default(node: ast.expr) -> None:
    """A value that stands for what was not given: a literal, or one that a class or `values` makes of a literal."""
    match node:
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            pass
        case ast.Attribute(
            value=ast.Attribute(value=ast.Name(id="models"), attr=name), attr=member
        ) if CLASS.fullmatch(name) and CONSTANT.fullmatch(member):
            pass
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="models"), attr=name)
        ) if CLASS.fullmatch(name):
            _literals(node)
        case ast.Call(
            func=ast.Attribute(
                value=ast.Name(id="values"), attr="timestamp" | "decimal"
            )
        ):
            _literals(node)
        case ast.Call(func=ast.Name(id="float")):
            _literals(node)
        case _:
            literal(node)


def _literals(node: ast.Call) -> None:
    if node.keywords:
        raise UnsafeError("a keyword in a default", node)
    for each in node.args:
        literal(each)

"""The audit of `endpoint_parameters`: a dict of what an operation's input says about its endpoint."""

from __future__ import annotations

import ast

from .types import PUBLIC, Names, UnsafeError, literal
from .usage import Expression

METHOD = "endpoint_parameters"
_VARIABLES = frozenset({"each", "each2"})


def audit_bindings(node: ast.FunctionDef, names: Names) -> None:
    """Raises `UnsafeError` for what the lowering never writes. `names` are those that the module binds."""
    match node:
        case ast.FunctionDef(
            args=ast.arguments(args=[ast.arg(arg="value")], kwonlyargs=[]),
            body=[ast.Return(value=ast.Dict(keys=keys, values=values))],
        ):
            pass
        case _:
            raise UnsafeError("a body that gives no parameters", node)
    for key in keys:
        if key is None:
            raise UnsafeError("entries out of a mapping", node)
        literal(key)
    checker = _Bindings(names)
    for each in values:
        checker.value(each)


class _Bindings:
    def __init__(self, names: Names) -> None:
        self.functions = names.functions
        self.jmespath = "jmespath" in names.modules

    def value(self, node: ast.expr) -> None:
        match node:
            case ast.Call(
                func=ast.Name(id="host_name" as name),
                args=[ast.Constant() as label, ast.Attribute() as path],
                keywords=[],
            ) if (
                name in self.functions
            ):
                literal(label)
                self.path(path)
            case ast.Call(func=ast.Name(id="list"), args=[given], keywords=[]):
                self.path(given)
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="jmespath"))
            ) if self.jmespath:
                Expression(frozenset(), _PLAIN).check(node)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self.test(test)
                self.value(body)
                self.value(orelse)
            case ast.ListComp(elt=element, generators=generators):
                for clause in generators:
                    self.clause(clause)
                self.path(element)
            case ast.Tuple(elts=elements):
                for each in elements:
                    literal(each)
            case ast.Attribute():
                self.path(node)
            case _:
                literal(node)

    def clause(self, node: ast.comprehension) -> None:
        if not isinstance(node.target, ast.Name) or node.target.id not in _VARIABLES:
            raise UnsafeError("the target of a loop", node.target)
        if node.is_async:
            raise UnsafeError("an asynchronous comprehension", node.target)
        match node.iter:
            case ast.Tuple(elts=elements):
                for each in elements:
                    if isinstance(each, ast.IfExp):
                        self.test(each.test)
                        literal(each.body)
                        each = each.orelse
                    self.path(each)
            case ast.Call(
                func=ast.Attribute(value=path, attr="values"), args=[], keywords=[]
            ):
                self.path(path)
            case _:
                self.path(node.iter)
        for condition in node.ifs:
            self.test(condition)

    def test(self, node: ast.expr) -> None:
        """`path is None`, or several of them."""
        match node:
            case ast.BoolOp(values=values):
                for each in values:
                    self.test(each)
            case ast.Compare(
                left=left,
                ops=[ast.Is() | ast.IsNot()],
                comparators=[ast.Constant(value=None)],
            ):
                self.path(left)
            case _:
                raise UnsafeError("a condition", node)

    def path(self, node: ast.expr) -> None:
        """Attributes of the input, or of what a comprehension goes over."""
        while isinstance(node, ast.Attribute):
            if not PUBLIC.fullmatch(node.attr):
                raise UnsafeError(f"the attribute {node.attr!r}", node)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in _VARIABLES | {"value"}:
            raise UnsafeError("what is no part of the input", node)


_PLAIN = ast.dump(ast.parse("value.to_value()", mode="eval").body)

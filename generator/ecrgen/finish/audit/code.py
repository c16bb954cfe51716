"""What functions may do: a closed set of expressions and statements over names whose meanings are known.

A name is read where it is bound. Locals hold data: they are not called. A module is only the left side of a dot, and
no attribute is private. Whatever the lowering writes with these means passes, in any form.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from ...lower.names.reserved import FRAMES
from .callbacks import takes_function
from .names import (
    BUILTINS,
    CONVERSIONS,
    PUBLIC,
    Kind,
    Meaning,
    UnsafeError,
    loop_variables,
    methods,
    stored,
)
from .values import Values, literal

_COMPARISONS = (ast.Eq, ast.In, ast.Is, ast.IsNot, ast.NotEq, ast.NotIn)
# What may have attributes: text has `format`, which reaches whatever its arguments do.
_OBJECTS = (ast.Attribute, ast.Call, ast.Name, ast.Subscript)
# What the first parameter of a method is called, and nothing else.
_RECEIVERS = frozenset({"cls", "self"})
_TYPE_NAME = ast.dump(ast.parse("type(self).__name__", mode="eval").body)


class _Checks(dict[type[ast.AST], Callable[[Any], None]]):
    def __missing__(self, key: type[ast.AST]) -> Callable[[Any], None]:
        return _refuse


class Code(Values):
    """Checks code of one module. `names` are those of the module, `typed` those that only type checkers see."""

    def __init__(
        self, names: Mapping[str, Meaning], typed: Mapping[str, Meaning]
    ) -> None:
        super().__init__(names, typed)
        self.methods = methods()
        # The function that is checked.
        self._function: ast.FunctionDef | ast.AsyncFunctionDef | None = None
        self._is_classmethod = False
        self._returned: ast.expr | None = None
        self._expressions = _Checks(
            {
                ast.Attribute: self._attribute,
                ast.BinOp: self._sum,
                ast.BoolOp: lambda node: self._all(node.values),
                ast.Call: self._call,
                ast.Compare: self._compare,
                ast.Constant: literal,
                ast.Dict: self._dict,
                ast.DictComp: self._comprehension,
                ast.FormattedValue: self._formatted,
                ast.IfExp: lambda node: self._all([node.test, node.body, node.orelse]),
                ast.JoinedStr: lambda node: self._all(node.values),
                ast.Lambda: self._lambda,
                ast.List: lambda node: self._all(node.elts),
                ast.ListComp: self._comprehension,
                ast.Name: self.name,
                ast.NamedExpr: self._named,
                ast.Set: lambda node: self._all(node.elts),
                ast.Subscript: lambda node: self._all([node.value, node.slice]),
                ast.Tuple: lambda node: self._all(node.elts),
                ast.UnaryOp: self._unary,
            }
        )
        self._statements = _Checks(
            {
                ast.AnnAssign: self._annotated,
                ast.Assign: self._assign,
                ast.AugAssign: self._update,
                ast.Continue: lambda node: None,
                ast.Expr: self._statement,
                ast.For: self._loop,
                ast.If: self._condition,
                ast.Raise: self._raise,
                ast.Return: self._return,
            }
        )

    # --- Functions ---------------------------------------------------------------------------------------------

    def function(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef,
        hidden: Collection[str] = (),
    ) -> None:
        match node.decorator_list:
            case []:
                pass
            case [ast.Name(id="classmethod" | "staticmethod" as decorator)] if (
                hidden and decorator not in hidden
            ):
                pass
            case _:
                raise UnsafeError(f"a decorator of {node.name!r}", node)
        given = node.args
        if given.posonlyargs or given.vararg or getattr(node, "type_params", None):
            raise UnsafeError(f"the parameters of {node.name!r}", node)
        parameters = [*given.args, *given.kwonlyargs]
        if given.kwarg is not None:
            parameters.append(given.kwarg)
        for parameter in parameters:
            name = parameter.arg
            is_own = parameter is not parameters[0] or not hidden
            if not PUBLIC.fullmatch(name) or (is_own and name in _RECEIVERS):
                raise UnsafeError(f"the parameter {name!r}", parameter)
            if parameter.annotation is not None:
                self.type(parameter.annotation, hidden)
        if node.returns is not None:
            self.type(node.returns, hidden)
        for default in (*given.defaults, *given.kw_defaults):
            if default is not None:
                self.value(default, hidden)
        self._function = node
        self._is_classmethod = "classmethod" in map(ast.unparse, node.decorator_list)
        self.variables = {parameter.arg for parameter in parameters}
        variables = list(stored(node.body))
        for variable in variables:
            self._local(variable.id, variable)
        self.variables |= {variable.id for variable in variables}
        self.body(node.body)
        self.variables = set()

    def _local(self, name: str, node: ast.AST) -> None:
        """A variable, which hides no other name."""
        if (
            not PUBLIC.fullmatch(name)
            or name in self.names
            or name in BUILTINS | _RECEIVERS
        ):
            raise UnsafeError(f"a second meaning of {name!r}", node)

    # --- Statements --------------------------------------------------------------------------------------------

    def body(self, statements: Sequence[ast.stmt]) -> None:
        for statement in statements:
            self._statements[type(statement)](statement)

    def _assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._target(target)
        self._expressions[type(node.value)](node.value)

    def _target(self, node: ast.expr) -> None:
        match node:
            case ast.Name():
                pass
            case ast.Attribute(value=ast.Name(id=name)) if (
                name in self.variables and name != "cls"
            ):
                _public(node.attr, node)
            case ast.Subscript(value=ast.Name(id=name), slice=key) if (
                name in self.variables
            ):
                self._expressions[type(key)](key)
            case _:
                raise UnsafeError("the target of an assignment", node)

    def _annotated(self, node: ast.AnnAssign) -> None:
        self._target(node.target)
        self.type(node.annotation, self.variables)
        if node.value is not None:
            self._expressions[type(node.value)](node.value)

    def _update(self, node: ast.AugAssign) -> None:
        if not isinstance(node.op, (ast.Add, ast.BitOr)):
            raise UnsafeError("an operator", node)
        self._target(node.target)
        self._expressions[type(node.value)](node.value)

    def _statement(self, node: ast.Expr) -> None:
        if not isinstance(node.value, (ast.Call, ast.Constant)):
            raise UnsafeError("an expression as a statement", node)
        self._expressions[type(node.value)](node.value)

    def _loop(self, node: ast.For) -> None:
        self._all([*loop_variables(node.target), node.iter])
        self.body(node.body)
        self.body(node.orelse)

    def _condition(self, node: ast.If) -> None:
        self._all([node.test])
        self.body(node.body)
        self.body(node.orelse)

    def _raise(self, node: ast.Raise) -> None:
        match node:
            case ast.Raise(
                exc=ast.Call(func=ast.Name(id="TypeError"), args=[text], keywords=[]),
                cause=None,
            ):
                self._expressions[type(text)](text)
            case ast.Raise(exc=ast.Call(func=ast.Name()) as made, cause=None):
                self._call(made)
            case _:
                raise UnsafeError("a raise", node)

    def _return(self, node: ast.Return) -> None:
        match node.value:
            case ast.Await(value=called) if isinstance(
                self._function, ast.AsyncFunctionDef
            ):
                self._returned = called
            case value:
                self._returned = value
        self._all([self._returned] if self._returned else [])

    # --- Expressions -------------------------------------------------------------------------------------------

    def _all(self, nodes: Sequence[ast.expr]) -> None:
        for node in nodes:
            self._expressions[type(node)](node)

    def _attribute(self, node: ast.Attribute) -> None:
        if self.static(node) is None:
            if node.attr != "__name__" or ast.dump(node) != _TYPE_NAME:
                _public(node.attr, node)
                self._object(node.value)
            elif "type" in self.variables:
                raise UnsafeError("a second meaning of 'type'", node)

    def _object(self, node: ast.expr) -> None:
        if not isinstance(node, _OBJECTS):
            raise UnsafeError("an attribute of what is no object", node)
        self._expressions[type(node)](node)

    def _call(self, node: ast.Call) -> None:
        callee, name = None, ""
        match node.func:
            case ast.Name(id="cls") if self._is_classmethod:
                pass
            case ast.Name(id=name) if name in self.variables:
                raise UnsafeError(f"a call of the variable {name!r}", node)
            case ast.Name(id=name) if name in CONVERSIONS:
                pass
            case ast.Name(id=name) as function:
                callee = self.meaning(function)
                if callee.kind not in (Kind.CLASS, Kind.FUNCTION):
                    raise UnsafeError(f"a call of {name!r}", node)
            case ast.Attribute(attr=name) as function:
                callee = self.static(function)
                if callee is None or callee.kind is Kind.MEMBER:
                    self._method(function, node, is_static=callee is not None)
            case _:
                raise UnsafeError("a call of an expression", node)
        module = callee.module if callee is not None else ""
        for index, argument in enumerate(node.args):
            if module and takes_function(module, name, index):
                self._callback(argument)
            else:
                self._expressions[type(argument)](argument)
        for keyword in node.keywords:
            if keyword.arg is None:
                self._rest(keyword.value)
            elif module and takes_function(module, name, keyword.arg):
                self._callback(keyword.value)
            else:
                self._expressions[type(keyword.value)](keyword.value)

    def _method(self, node: ast.Attribute, call: ast.Call, *, is_static: bool) -> None:
        match node:
            case ast.Attribute(
                value=ast.Call(func=ast.Name(id="super"), args=[], keywords=[]),
                attr=name,
            ) if (
                self._function and name == self._function.name
            ):
                if "super" not in self.variables:
                    return
                raise UnsafeError("a second meaning of 'super'", node)
            case ast.Attribute(attr=name) if name not in self.methods:
                raise UnsafeError(f"a call of the method {name!r}", node)
            case ast.Attribute(attr=name) if not PUBLIC.fullmatch(name):
                # What it gives back may be a coroutine, which has its frame for an attribute.
                if call is not self._returned or ast.unparse(node.value) != "self":
                    raise UnsafeError(f"a call of the method {name!r}", node)
            case _:
                pass
        if isinstance(node.value, ast.BoolOp):
            self._all(node.value.values)
        elif not is_static:
            self._object(node.value)

    def _callback(self, node: ast.expr) -> None:
        """A function, where the runtime calls it: a method of data could be any."""
        match node:
            case ast.Lambda():
                self._lambda(node)
            case ast.Dict(keys=keys, values=values) if None not in keys:
                self._all([key or node for key in keys])
                for value in values:
                    self._callback(value)
            case ast.Name(id=name) if name not in self.variables:
                self.name(node)
            case ast.Attribute(value=ast.Name(id="cls"), attr=name) if (
                name in self.methods
            ):
                self._attribute(node)
            case ast.Attribute(attr=name) if found := self.static(node):
                if found.kind is Kind.MEMBER and name not in self.methods:
                    raise UnsafeError("what may be any function", node)
            case _:
                raise UnsafeError("what may be any function", node)

    def _rest(self, node: ast.expr) -> None:
        """`**parameters`."""
        rest = self._function and self._function.args.kwarg
        if not rest or not isinstance(node, ast.Name) or node.id != rest.arg:
            raise UnsafeError("arguments out of a mapping", node)

    def _sum(self, node: ast.BinOp) -> None:
        operand: ast.expr = node
        while isinstance(operand, ast.BinOp):
            # A product or a power could take all memory there is.
            if not isinstance(operand.op, ast.Add):
                raise UnsafeError("an operator", operand)
            self._expressions[type(operand.right)](operand.right)
            operand = operand.left
        self._expressions[type(operand)](operand)

    def _compare(self, node: ast.Compare) -> None:
        if not all(isinstance(op, _COMPARISONS) for op in node.ops):
            raise UnsafeError("a comparison", node)
        self._all([node.left, *node.comparators])

    def _unary(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self._expressions[type(node.operand)](node.operand)
        else:
            self.value(node)

    def _dict(self, node: ast.Dict) -> None:
        if None in node.keys:
            raise UnsafeError("entries out of a mapping", node)
        self._all([key or node for key in node.keys])
        self._all(node.values)

    def _formatted(self, node: ast.FormattedValue) -> None:
        if node.conversion != -1 or node.format_spec is not None:
            raise UnsafeError("a format", node)
        self._expressions[type(node.value)](node.value)

    def _named(self, node: ast.NamedExpr) -> None:
        if node.target.id not in self.variables:
            raise UnsafeError(f"the variable {node.target.id!r}", node)
        self._expressions[type(node.value)](node.value)

    def _comprehension(self, node: ast.ListComp | ast.DictComp) -> None:
        outer = self.variables
        for clause in node.generators:
            if clause.is_async:
                raise UnsafeError("an asynchronous comprehension", node)
            self._expressions[type(clause.iter)](clause.iter)
            targets = {name.id for name in loop_variables(clause.target)}
            for name in targets:
                self._local(name, node)
            self.variables = self.variables | targets
            self._all(clause.ifs)
        match node:
            case ast.ListComp():
                self._all([node.elt])
            case ast.DictComp():
                self._all([node.key, node.value])
        self.variables = outer

    def _lambda(self, node: ast.Lambda) -> None:
        match node.args:
            case ast.arguments(
                posonlyargs=[], vararg=None, kwonlyargs=[], kwarg=None, defaults=[]
            ):
                pass
            case _:
                raise UnsafeError("the parameters of a lambda", node)
        outer = self.variables
        for parameter in node.args.args:
            self._local(parameter.arg, node)
        self.variables = outer | {parameter.arg for parameter in node.args.args}
        self._expressions[type(node.body)](node.body)
        self.variables = outer


def _refuse(node: ast.AST) -> None:
    raise UnsafeError(type(node).__name__, node)


def _public(name: str, node: ast.AST) -> None:
    if not PUBLIC.fullmatch(name) or name in FRAMES:
        raise UnsafeError(f"the attribute {name!r}", node)

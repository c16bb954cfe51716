"""The grammar of method bodies in a generated module.

Every form that the lowering writes is here, and no other. What a name may be depends on where it stands: a module of
the runtime is only ever the left side of a dot, a function is only ever called, and an attribute is never private.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from . import http, xml
from .types import (
    CONSTANT,
    PUBLIC,
    Names,
    Types,
    UnsafeError,
    elements_of,
    is_docstring,
    literal,
    literal_value,
)

_CONVERSIONS = frozenset({"dict", "float", "int", "list", "str"})
# Variables of the methods; those of nested comprehensions are numbered.
_LOCALS = frozenset(
    "attributes body header headers item items kind out payload query request stream tag".split()
    + [f"{name}{n}" for name in ("each", "key") for n in ["", *range(2, 100)]]
)
PARAMETERS = frozenset(
    "attributes cls code event payload prefix response self tag value".split()
)
_READERS = frozenset(
    {"from_event", "from_json", "from_response", "from_value", "from_xml"}
)
_WRITERS = frozenset(
    {"to_cbor", "to_event", "to_form", "to_json", "to_value", "to_xml"}
)
_METHODS = _READERS | _WRITERS | {"decode", "encode", "get", "header", "items"}
# `super()` in operations: what the protocol's base does.
_INHERITED = frozenset({"deserialize", "serialize"})
_CLASS_ATTRIBUTES = _READERS | {"error_of_json", "error_of_xml", "errors", "name"}

_VARIANT = ast.dump(
    ast.parse('raise TypeError(f"{type(self).__name__} is not a variant")').body[0]
)


_Check: TypeAlias = Callable[[Any], None]


class Code:
    """Checks what stands in one module, raising `UnsafeError` for the first thing that no template writes."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.types = Types(names)
        self._made = "out"
        self._readable = _LOCALS | PARAMETERS | names.classes | names.constants
        self._called = _CONVERSIONS | names.functions | names.classes | {"cls"}
        self._expressions: dict[type[ast.AST], _Check] = {
            ast.Attribute: self._attribute,
            ast.BinOp: self._sum,
            ast.BoolOp: self._either,
            ast.Call: self._call,
            ast.Compare: self._compare,
            ast.Constant: literal_value,
            ast.Dict: self._dict,
            ast.DictComp: self._comprehension,
            ast.IfExp: self._conditional,
            ast.JoinedStr: self._path,
            ast.List: self._elements,
            ast.ListComp: self._comprehension,
            ast.Name: self._name,
            ast.Set: self._elements,
            ast.Subscript: self._item,
            ast.Tuple: self._pair,
            ast.UnaryOp: literal,
        }
        self._statements: dict[type[ast.AST], _Check] = {
            ast.AnnAssign: self._declaration,
            ast.Assign: self._assignment,
            ast.AugAssign: self._update,
            ast.Continue: _nothing,
            ast.Expr: self._expression_statement,
            ast.For: self._loop,
            ast.If: self._condition,
            ast.Raise: _raise,
            ast.Return: self._return,
        }

    # --- Bodies of methods -------------------------------------------------------------------------------------

    def body(self, statements: Sequence[ast.stmt], made: str = "") -> None:
        """`made` is the object whose attributes the method sets."""
        self._made = made or self._made
        for node in statements:
            check = self._statements.get(type(node))
            if check is None:
                raise UnsafeError(f"{type(node).__name__} in a method", node)
            check(node)

    def constructor(
        self, statements: Sequence[ast.stmt], parameters: frozenset[str]
    ) -> None:
        """The body of an exception's `__init__`, whose parameters are called as the members are."""
        for node in statements:
            match node:
                case ast.Expr(value=ast.Call() as call):
                    _super_init(call)
                case ast.Assign(
                    targets=[ast.Attribute(value=ast.Name(id="self")) as target],
                    value=ast.Name(id=name),
                ) if (
                    name in parameters
                ):
                    _public(target)
                case ast.Assign(
                    targets=[ast.Attribute(value=ast.Name(id="self")) as target],
                    value=ast.IfExp(
                        test=ast.Compare(
                            left=ast.Name(id=tested),
                            ops=[ast.Is()],
                            comparators=[ast.Constant(value=None)],
                        ),
                        body=ast.List(elts=[]) | ast.Dict(keys=[]),
                        orelse=ast.Name(id=name),
                    ),
                ) if {tested, name} <= parameters:
                    _public(target)
                case _:
                    raise UnsafeError(f"{type(node).__name__} in a constructor", node)

    def _return(self, node: ast.Return) -> None:
        if node.value is None:
            raise UnsafeError("a return of nothing", node)
        self._expression(node.value)

    def _assignment(self, node: ast.Assign) -> None:
        match node.targets:
            case [ast.Name(id=name)] if name in _LOCALS:
                pass
            case [ast.Name(id="value" | "response")] if self._is_remade(node.value):
                pass
            case [ast.Attribute(value=ast.Name(id=made)) as target] if (
                made == self._made
            ):
                _public(target)
            case [
                ast.Subscript(
                    value=ast.Name(id="headers" | "out" | "payload"),
                    slice=ast.Constant(),
                )
            ]:
                pass
            case [ast.Subscript(value=ast.Name(id="out"), slice=key)]:
                _key_of_form(key)
            case _ if http.is_rebound(node):
                pass
            case _:
                raise UnsafeError("the target of an assignment", node)
        self._expression(node.value)

    def _is_remade(self, node: ast.expr) -> bool:
        """`replace(value, member=...)` and the like: a parameter with what a service wants otherwise."""
        match node:
            case ast.Call(
                func=ast.Name(id=name), args=[ast.Name(id="response" | "value"), *_]
            ):
                return name in self.names.functions
            case _:
                return False

    def _update(self, node: ast.AugAssign) -> None:
        """The members of a form that a structure adds, or an element or attribute of XML: `out += ...`."""
        match node:
            case ast.AugAssign(
                target=ast.Name(id="out"),
                op=ast.BitOr(),
                value=ast.Call(func=ast.Attribute(attr="to_form")),
            ):
                self._expression(node.value)
            case _ if http.is_update(node) or xml.is_addition(node):
                self._expression(node.value)
            case _:
                raise UnsafeError("an assignment with an operator", node)

    def _declaration(self, node: ast.AnnAssign) -> None:
        if not isinstance(node.target, ast.Name) or node.target.id not in _LOCALS:
            raise UnsafeError("the target of a declaration", node)
        self.types.type(node.annotation)
        if node.value is not None:
            self._expression(node.value)

    def _condition(self, node: ast.If) -> None:
        test = node.test
        if isinstance(test, ast.Compare) and isinstance(test.left, ast.NamedExpr):
            self._named(test.left)
            self._comparison(test)
        elif isinstance(test, ast.NamedExpr):
            self._named(test)
        elif isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            self._expression(test.operand)
        else:
            self._expression(test)
        self.body(node.body)
        self.body(node.orelse)

    def _named(self, node: ast.NamedExpr) -> None:
        if node.target.id not in _LOCALS:
            raise UnsafeError(f"the variable {node.target.id!r}", node)
        self._expression(node.value)

    def _loop(self, node: ast.For) -> None:
        _targets(node.target)
        if node.orelse:
            raise UnsafeError("an else of a loop", node)
        self._expression(node.iter)
        self.body(node.body)

    def _expression_statement(self, node: ast.Expr) -> None:
        if (value := http.appended(node)) is not None:
            self._expression(value)
        elif not is_docstring(node):
            raise UnsafeError("an expression statement", node)

    # --- Expressions in bodies ---------------------------------------------------------------------------------

    def _expression(self, node: ast.expr) -> None:
        check = self._expressions.get(type(node))
        if check is None:
            raise UnsafeError(f"{type(node).__name__} in an expression", node)
        check(node)

    def _name(self, node: ast.Name) -> None:
        if node.id not in self._readable:
            raise UnsafeError(f"the name {node.id!r}", node)

    def _attribute(self, node: ast.Attribute) -> None:
        base = node.value
        if not isinstance(base, ast.Name):
            raise UnsafeError(f"the attribute {node.attr!r} of an expression", node)
        if base.id in self.names.modules:
            self.types.of_module(node)
        elif base.id in self.names.classes:
            attribute = node.attr
            if attribute not in _CLASS_ATTRIBUTES and not CONSTANT.fullmatch(attribute):
                raise UnsafeError(f"the attribute {attribute!r} of a class", node)
        else:
            self._name(base)
            _public(node)

    def _call(self, node: ast.Call) -> None:
        function = node.func
        if isinstance(function, ast.Name):
            if function.id not in self._called:
                raise UnsafeError(f"a call of {function.id!r}", node)
        elif isinstance(function, ast.Attribute):
            base = function.value
            if isinstance(base, ast.Name) and base.id in self.names.modules:
                self.types.of_module(function)
                if base.id == xml.MODULE:
                    xml.audit_call(node, function.attr)
            elif function.attr in _INHERITED and ast.unparse(base) == "super()":
                pass
            elif function.attr not in _METHODS:
                raise UnsafeError(f"a call of the method {function.attr!r}", node)
            else:
                if function.attr == xml.METHOD:
                    xml.audit_call(node, function.attr)
                self._expression(base)
        else:
            raise UnsafeError("a call of an expression", node)
        for argument in node.args:
            self._expression(argument)
        for keyword in node.keywords:
            if keyword.arg is None:
                raise UnsafeError("arguments out of a mapping", node)
            self._expression(keyword.value)

    def _compare(self, node: ast.Compare) -> None:
        self._expression(node.left)
        self._comparison(node)

    def _comparison(self, node: ast.Compare) -> None:
        for operand in node.comparators:
            self._expression(operand)

    def _either(self, node: ast.BoolOp) -> None:
        for operand in node.values:
            self._expression(operand)

    def _sum(self, node: ast.BinOp) -> None:
        # Text alone is added up; a product could take all memory there is.
        operand: ast.expr = node
        while isinstance(operand, ast.BinOp):
            if not isinstance(operand.op, ast.Add):
                raise UnsafeError("an operator", operand)
            self._expression(operand.right)
            operand = operand.left
        self._expression(operand)

    def _conditional(self, node: ast.IfExp) -> None:
        for each in (node.test, node.body, node.orelse):
            self._expression(each)

    def _path(self, node: ast.JoinedStr) -> None:
        for each in http.path(node):
            self._expression(each)

    def _pair(self, node: ast.Tuple) -> None:
        self._expression(http.parameter(node))

    def _elements(self, node: ast.List | ast.Set) -> None:
        for each in node.elts:
            self._expression(each)

    def _dict(self, node: ast.Dict) -> None:
        for key in node.keys:
            if key is None:
                raise UnsafeError("entries out of a mapping", node)
            self._expression(key)
        for value in node.values:
            self._expression(value)

    def _item(self, node: ast.Subscript) -> None:
        if not isinstance(node.slice, ast.Constant):
            raise UnsafeError("a subscript that is computed", node)
        self._expression(node.value)

    def _comprehension(self, node: ast.ListComp | ast.DictComp) -> None:
        for clause in node.generators:
            if clause.is_async:
                raise UnsafeError("an asynchronous comprehension", node)
            _targets(clause.target)
            self._expression(clause.iter)
            for condition in clause.ifs:
                self._expression(condition)
        if isinstance(node, ast.ListComp):
            self._expression(node.elt)
        else:
            self._expression(node.key)
            self._expression(node.value)


def _nothing(node: ast.stmt) -> None:
    """A statement without parts."""


def _raise(node: ast.Raise) -> None:
    if ast.dump(node) != _VARIANT:
        raise UnsafeError("a raise", node)


def _super_init(node: ast.Call) -> None:
    match node:
        case ast.Call(
            func=ast.Attribute(
                value=ast.Call(func=ast.Name(id="super"), args=[], keywords=[]),
                attr="__init__",
            ),
            args=[] | [ast.Name(id="message")],
            keywords=[],
        ):
            return
        case _:
            raise UnsafeError("a call in a constructor", node)


def _key_of_form(node: ast.expr) -> None:
    """What stands before, and the name that is added to it."""
    match node:
        case ast.Name(id="prefix"):
            return
        case ast.Name(id=name) if name in _LOCALS:
            return
        case ast.BinOp(
            left=ast.Name() as start, op=ast.Add(), right=ast.Constant(value=str())
        ):
            _key_of_form(start)
        case _:
            raise UnsafeError("a subscript that is computed", node)


def _public(node: ast.Attribute) -> None:
    if not PUBLIC.fullmatch(node.attr):
        raise UnsafeError(f"the attribute {node.attr!r}", node)


def _targets(node: ast.expr) -> None:
    for each in elements_of(node):
        if not isinstance(each, ast.Name) or each.id not in _LOCALS:
            raise UnsafeError("the target of a loop", node)

"""What stands in a module besides the bodies of functions: types, and values that are
made while it is imported.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping

from .names import (
    CLASS,
    OF_EVERY_CLASS,
    PUBLIC,
    TYPES,
    Kind,
    Meaning,
    UnsafeError,
    of_runtime,
)

_LITERALS = frozenset({bool, bytes, float, int, str, type(None)})


class Values:
    """Checks these. `names` are those of the module, `typed` those that only type
    checkers see.

    `hidden` are the names of the class that something stands in: it means none of
    these.
    """

    def __init__(
        self, names: Mapping[str, Meaning], typed: Mapping[str, Meaning]
    ) -> None:
        self.names = names
        self.typed = typed
        # Of the function that is checked.
        self.variables: set[str] = set()

    def meaning(self, node: ast.Name, *, typed: bool = False) -> Meaning:
        found = self.typed.get(node.id) if typed else None
        found = found or self.names.get(node.id)
        if found is None:
            raise UnsafeError(f"the name {node.id!r}", node)
        return found

    def static(self, node: ast.Attribute, *, typed: bool = False) -> Meaning | None:
        """What an attribute of a module or class is; None for one of a value."""
        match node.value:
            case ast.Name(id=name) as base if typed or name not in self.variables:
                of = self.meaning(base, typed=typed)
            case ast.Attribute() as base if found := self.static(base, typed=typed):
                of = found
            case _:
                return None
        name, found = node.attr, None
        if of.kind is Kind.MODULE:
            found = of_runtime(of.module, name)
        elif of.kind is Kind.OWN and CLASS.fullmatch(name):
            found = Meaning(Kind.CLASS)
        elif of.kind is Kind.OWN and name == "resolve":
            found = Meaning(Kind.FUNCTION)
        elif of.kind is Kind.CLASS and not of.module and name not in OF_EVERY_CLASS:
            found = Meaning(Kind.MEMBER) if PUBLIC.fullmatch(name) else None
        if found is None:
            raise UnsafeError(f"the attribute {name!r}", node)
        return found

    def name(self, node: ast.Name) -> None:
        if node.id not in self.variables and self.meaning(node).kind not in (
            Kind.CLASS,
            Kind.FUNCTION,
            Kind.VALUE,
        ):
            raise UnsafeError(f"the name {node.id!r}", node)

    # --- Types, which are not computed on import but where somebody asks for them ------------------------------

    def type(
        self, node: ast.expr, hidden: Collection[str] = (), *, typed: bool = True
    ) -> None:
        while isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            self.type(node.right, hidden, typed=typed)
            node = node.left
        _visible(node, hidden)
        match node:
            case ast.Name(id=name) if name in TYPES:
                pass
            case ast.Name() if self.meaning(node, typed=typed).kind in (
                Kind.CLASS,
                Kind.TYPE,
            ):
                pass
            case ast.Attribute() if found := self.static(node, typed=typed):
                if found.kind is not Kind.CLASS:
                    raise UnsafeError(f"the type {node.attr!r}", node)
            case ast.Subscript(value=generic, slice=inner):
                self.type(generic, hidden, typed=typed)
                items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
                if isinstance(generic, ast.Name) and generic.id == "Annotated":
                    for constraint in items[1:]:
                        self.value(constraint)
                    items = items[:1]
                for item in items:
                    self.type(item, hidden, typed=typed)
            case ast.Constant(value=value) if value is None or value is ...:
                pass
            case _:
                raise UnsafeError(f"{type(node).__name__} in a type", node)

    # --- Values that are made on import: of modules and classes, defaults, decorators --------------------------

    def value(self, node: ast.expr, hidden: Collection[str] = ()) -> None:
        _visible(node, hidden)
        match node:
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=number)) if type(
                number
            ) in (int, float):
                pass
            case ast.Name():
                self.name(node)
            case ast.Attribute() if self.static(node):
                pass
            case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
                for item in items:
                    self.value(item, hidden)
            case ast.Dict(keys=keys, values=values) if None not in keys:
                for entry in (*keys, *values):
                    self.value(entry or node, hidden)
            case ast.Call():
                self._call_on_import(node, hidden)
            case _:
                literal(node)

    def _call_on_import(self, node: ast.Call, hidden: Collection[str]) -> None:
        _visible(node.func, hidden)
        match node.func:
            case ast.Name(id="float"):
                pass
            case ast.Name() as name if self.meaning(name).on_import:
                pass
            case ast.Attribute() as name if (of := self.static(name)) and of.on_import:
                pass
            case _:
                raise UnsafeError("a call on import", node)
        for argument in node.args:
            self.value(argument, hidden)
        for keyword in node.keywords:
            match keyword:
                case ast.keyword(
                    arg="default_factory",
                    value=ast.Lambda(args=nothing, body=made),
                ) if not ast.unparse(nothing):
                    self.value(made, hidden)
                case ast.keyword(arg=str()):
                    self.value(keyword.value, hidden)
                case _:
                    raise UnsafeError("arguments out of a mapping", node)


def _visible(node: ast.expr, hidden: Collection[str]) -> None:
    while isinstance(node, ast.Attribute):
        node = node.value
    if isinstance(node, ast.Name) and node.id in hidden:
        raise UnsafeError(f"a second meaning of {node.id!r}", node)


def literal(node: ast.expr) -> None:
    if not isinstance(node, ast.Constant) or type(node.value) not in _LITERALS:
        raise UnsafeError(f"{type(node).__name__} where a literal stands", node)

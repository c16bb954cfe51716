"""The grammar of types and of values made on import, in a generated module.

Every form that the lowering writes is here, and no other. Annotations are not computed on import, but tools may ask
for them, so that they are no place for a call either.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

# A class of the model: what `naming` makes of a shape. Nothing of that form is a builtin that code calls.
CLASS = re.compile(r"(?:[A-Z]|_[0-9])\w*", re.ASCII)
CONSTANT = re.compile(r"(?:[A-Z]|_[0-9])[A-Z0-9_]*", re.ASCII)
PUBLIC = re.compile(r"(?:[A-Za-z]|_[0-9])\w*|_", re.ASCII)

_SCALARS = frozenset({"bool", "bytes", "float", "int", "str"})
_GENERICS = frozenset(
    {
        "Annotated",
        "AsyncPaginator",
        "Iterable",
        "Mapping",
        "Operation",
        "Paginator",
        "dict",
        "list",
        "tuple",
        "type",
    }
)
# Methods of classes that operations name as facts.
FORMS = frozenset({"from_cbor", "from_json", "to_cbor", "to_json"})
# The types of event streams, in their module of the runtime.
_STREAMS = frozenset({"EventStream", "Sendable"})
_LITERALS = frozenset({bool, bytes, float, int, str, type(None)})


class UnsafeError(Exception):
    """The module holds what no template produces."""

    def __init__(self, message: str, node: ast.AST) -> None:
        super().__init__(f"line {getattr(node, 'lineno', 0)}: {message}")


@dataclass(slots=True)
class Names:
    """What a module binds at its top."""

    # Modules of the package with the names that code may take from them; None stands for any class.
    modules: dict[str, frozenset[str] | None] = field(
        default_factory=dict[str, "frozenset[str] | None"]
    )
    classes: set[str] = field(default_factory=set[str])
    functions: set[str] = field(default_factory=set[str])
    types: set[str] = field(default_factory=set[str])
    constraints: set[str] = field(default_factory=set[str])
    constants: set[str] = field(default_factory=set[str])


class Types:
    """Checks types and values against the names that their module binds."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._typed = _SCALARS | {"dict", "list"} | names.types | names.classes

    # --- Types: annotations, and the right side of an alias ---------------------------------------------------

    def type(self, node: ast.expr) -> None:
        while isinstance(node, ast.BinOp):
            if not isinstance(node.op, ast.BitOr):
                raise UnsafeError("an operator in a type", node)
            self.type(node.right)
            node = node.left
        if isinstance(node, ast.Name):
            if node.id not in self._typed:
                raise UnsafeError(f"the type {node.id!r}", node)
        elif isinstance(node, ast.Attribute):
            self.of_module(node)
        elif isinstance(node, ast.Subscript):
            self._generic(node)
        elif not (isinstance(node, ast.Constant) and node.value is None):
            raise UnsafeError(f"{type(node).__name__} in a type", node)

    def _generic(self, node: ast.Subscript) -> None:
        generic = node.value
        if isinstance(generic, ast.Attribute) and generic.attr in _STREAMS:
            self.of_module(generic)
            self.type(node.slice)
            return
        if not isinstance(generic, ast.Name) or generic.id not in _GENERICS:
            raise UnsafeError("a subscript in a type", node)
        items = elements_of(node.slice)
        if generic.id == "Annotated":
            for item in items[1:]:
                self._constraint(item)
            items = items[:1]
        elif generic.id == "tuple" and _is_ellipsis(items[-1]):
            items = items[:-1]
        for item in items:
            self.type(item)

    def _constraint(self, node: ast.expr) -> None:
        if not (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in self.names.constraints
            and len(node.args) == 1
            and not node.keywords
        ):
            raise UnsafeError("what is no constraint in Annotated", node)
        literal(node.args[0])

    # --- Values that are made on import: attributes and fields of classes -------------------------------------

    def value(self, node: ast.expr) -> None:
        match node:
            case ast.Name():
                if node.id not in self.names.classes | self.names.constants:
                    raise UnsafeError(f"the name {node.id!r} on import", node)
            case ast.Attribute(value=ast.Name(id=name)) if name in self.names.classes:
                if not CONSTANT.fullmatch(node.attr) and node.attr not in FORMS:
                    raise UnsafeError(f"the attribute {node.attr!r} on import", node)
            case ast.Attribute():
                self.of_module(node)
            case ast.Tuple():
                for each in node.elts:
                    self.value(each)
            case ast.Call():
                self._call_on_import(node)
            case _:
                literal(node)

    def _call_on_import(self, node: ast.Call) -> None:
        match node:
            case ast.Call(
                func=ast.Name(id="field"),
                args=[],
                keywords=[
                    ast.keyword(
                        arg="default_factory",
                        value=ast.Lambda(
                            args=ast.arguments(
                                posonlyargs=[],
                                args=[],
                                vararg=None,
                                kwonlyargs=[],
                                kwarg=None,
                            ),
                            body=ast.List(elts=[]) | ast.Dict(keys=[]),
                        ),
                    )
                ],
            ) if (
                "field" in self.names.functions
            ):
                return
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Name(id="values"), attr="timestamp" | "decimal"
                ),
                args=[argument],
                keywords=[],
            ) if (
                "values" in self.names.modules
            ):
                literal(argument)
            case ast.Call(
                func=ast.Name(id="float"),
                args=[ast.Constant(value="inf" | "-inf" | "nan")],
                keywords=[],
            ):
                return
            case _:
                raise UnsafeError("a call on import", node)

    def of_module(self, node: ast.Attribute) -> None:
        base = node.value
        if not isinstance(base, ast.Name) or base.id not in self.names.modules:
            raise UnsafeError(f"the attribute {node.attr!r} of no module", node)
        known = self.names.modules[base.id]
        if not (CLASS.fullmatch(node.attr) if known is None else node.attr in known):
            raise UnsafeError(f"the name {base.id}.{node.attr}", node)


def literal(node: ast.expr) -> None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node = node.operand
        if not (isinstance(node, ast.Constant) and type(node.value) in (int, float)):
            raise UnsafeError("a minus before what is no number", node)
    if not isinstance(node, ast.Constant):
        raise UnsafeError(f"{type(node).__name__} where a literal stands", node)
    literal_value(node)


def literal_value(node: ast.Constant) -> None:
    if type(node.value) not in _LITERALS:
        raise UnsafeError(f"a constant of {type(node.value).__name__}", node)


def is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and type(node.value.value) is str
    )


def elements_of(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) and node.elts else [node]


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...

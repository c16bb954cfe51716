"""The safety audit of a finished module: nothing in it but what the templates can produce.

Everything from a model passes an escaping function on its way into the source. The audit is the second wall: it
parses the finished text and allows a closed list of statements, calls and names, so that a string that broke out of
its place is found whatever the place was.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

# What a module may import from outside the package, and the builtins it may name.
_IMPORTS: dict[str, frozenset[str]] = {
    "__future__": frozenset({"annotations"}),
    "collections.abc": frozenset({"Mapping"}),
    "dataclasses": frozenset({"dataclass", "field"}),
    "datetime": frozenset({"datetime"}),
    "decimal": frozenset({"Decimal"}),
    "typing": frozenset({"TYPE_CHECKING", "Annotated", "Any", "Self", "TypeAlias"}),
}
_BUILTINS = frozenset(
    (
        "bool bytes classmethod dict float globals int list object staticmethod str super "
        "tuple type TypeError __name__"
    ).split()
)
_DECORATORS = frozenset(
    {
        "dataclass(slots=True, kw_only=True)",
        "dataclass(slots=True)",
        "classmethod",
        "staticmethod",
    }
)
# Calls that run when a module is imported: constraints of types, and defaults of fields.
_IMPORT_TIME_CALLS = frozenset(
    [
        "Ge",
        "Le",
        "MinLen",
        "MaxLen",
        "Pattern",
        "field",
        "values.timestamp",
        "values.decimal",
        "float",
    ]
)
_METHODS = frozenset(
    (
        "__init__ __repr__ to_value from_value to_json from_json from_xml serialize "
        "deserialize error_of_json error_of_xml"
    ).split()
)
_LAZY = frozenset({"__getattr__", "__dir__"})
_DUNDERS = frozenset({"__init__", "__name__"})

_TOP = (ast.ImportFrom, ast.ClassDef, ast.AnnAssign, ast.Expr, ast.If)
_LAZY_TOP = (*_TOP, ast.Assign, ast.FunctionDef)
_CLASS = (ast.AnnAssign, ast.Assign, ast.Expr, ast.FunctionDef)
_FUNCTION = (
    *(
        ast.Return,
        ast.Assign,
        ast.AnnAssign,
        ast.If,
        ast.For,
        ast.Raise,
        ast.Expr,
        ast.Continue,
    ),
)
_EXPRESSION = (
    *(
        ast.Attribute,
        ast.BinOp,
        ast.BitOr,
        ast.BoolOp,
        ast.Or,
        ast.Call,
        ast.Compare,
        ast.Constant,
    ),
    *(
        ast.Dict,
        ast.DictComp,
        ast.FormattedValue,
        ast.IfExp,
        ast.Is,
        ast.IsNot,
        ast.Eq,
        ast.In,
    ),
    *(
        ast.NotIn,
        ast.JoinedStr,
        ast.List,
        ast.ListComp,
        ast.Load,
        ast.Store,
        ast.Name,
        ast.NamedExpr,
    ),
    *(
        ast.Add,
        ast.Set,
        ast.Starred,
        ast.Subscript,
        ast.Tuple,
        ast.UnaryOp,
        ast.USub,
        ast.Not,
    ),
    *(ast.comprehension, ast.keyword, ast.arg, ast.arguments, ast.alias),
)


class UnsafeError(Exception):
    """The module holds what no template produces."""

    def __init__(self, message: str, node: ast.AST) -> None:
        super().__init__(f"line {getattr(node, 'lineno', 0)}: {message}")


def audit(source: str) -> ast.Module:
    """Parses a generated module and raises `UnsafeError` for anything that is not on the lists above.

    SyntaxError and ValueError are those of the parser.
    """
    tree = ast.parse(source)
    lazy = any(isinstance(node, ast.If) for node in tree.body)
    names = _BUILTINS | frozenset(_bound(tree))
    for node in tree.body:
        _top_level(node, lazy, names)
    return tree


def _bound(tree: ast.Module) -> Iterator[str]:
    """Every name that the module binds: imports, classes, functions, parameters, variables."""
    for node in ast.walk(tree):
        match node:
            case ast.alias():
                yield node.asname or node.name
            case ast.ClassDef() | ast.FunctionDef():
                yield node.name
            case ast.arg():
                yield node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.id
            case _:
                pass


def _top_level(node: ast.stmt, lazy: bool, names: frozenset[str]) -> None:
    _expect(node, _LAZY_TOP if lazy else _TOP)
    match node:
        case ast.ImportFrom():
            _import(node)
        case ast.ClassDef():
            _class(node, names)
        case ast.If():
            if ast.unparse(node.test) != "TYPE_CHECKING":
                raise UnsafeError("a condition at the top of a module", node)
            for inner in [*node.body, *node.orelse]:
                _top_level(inner, lazy, names)
        case ast.FunctionDef():
            if node.name not in _LAZY:
                raise UnsafeError(
                    f"a function {node.name!r} at the top of a module", node
                )
            _function(node, names)
        case _:
            _import_time(node, names)


def _import(node: ast.ImportFrom) -> None:
    allowed = _IMPORTS.get(node.module or "") if node.level == 0 else None
    for alias in node.names:
        if node.level == 0 and (allowed is None or alias.name not in allowed):
            raise UnsafeError(f"an import of {alias.name!r} from {node.module!r}", node)
        if alias.asname not in (None, alias.name):
            raise UnsafeError(f"an import of {alias.name!r} under another name", node)


def _class(node: ast.ClassDef, names: frozenset[str]) -> None:
    if (
        node.keywords
        or len(node.bases) > 1
        or any(not isinstance(b, ast.Name) for b in node.bases)
    ):
        raise UnsafeError(f"the bases of class {node.name!r}", node)
    _decorators(node.decorator_list)
    for inner in node.body:
        _expect(inner, _CLASS)
        if isinstance(inner, ast.FunctionDef):
            if inner.name not in _METHODS:
                raise UnsafeError(f"a method {inner.name!r}", inner)
            _function(inner, names)
        else:
            _import_time(inner, names)


def _function(node: ast.FunctionDef, names: frozenset[str]) -> None:
    _decorators(node.decorator_list)
    for default in [
        *node.args.defaults,
        *(d for d in node.args.kw_defaults if d is not None),
    ]:
        _import_time(default, names)
    for inner in node.body:
        _statement(inner, names)


def _statement(node: ast.stmt, names: frozenset[str]) -> None:
    _expect(node, _FUNCTION)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            _statement(child, names)
        else:
            _expressions(ast.walk(child), names)


def _decorators(nodes: Iterable[ast.expr]) -> None:
    for node in nodes:
        if ast.unparse(node) not in _DECORATORS:
            raise UnsafeError("a decorator", node)


def _import_time(node: ast.AST, names: frozenset[str]) -> None:
    """What runs on import: constants, types, and the few known calls with constant arguments."""
    if isinstance(node, ast.Expr) and not (
        isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ):
        raise UnsafeError("an expression statement", node)
    nodes = list(ast.walk(node))
    for each in nodes:
        if (
            isinstance(each, ast.Call)
            and ast.unparse(each.func) not in _IMPORT_TIME_CALLS
        ):
            raise UnsafeError("a call on import", each)
        if isinstance(each, (ast.ListComp, ast.DictComp, ast.IfExp, ast.NamedExpr)):
            raise UnsafeError("a computation on import", each)
    _expressions((each for each in nodes if not isinstance(each, ast.stmt)), names)


def _expressions(nodes: Iterable[ast.AST], names: frozenset[str]) -> None:
    for node in nodes:
        if not isinstance(node, _EXPRESSION):
            raise UnsafeError(f"{type(node).__name__} in an expression", node)
        if isinstance(node, ast.Name):
            if node.id not in names:
                raise UnsafeError(f"the name {node.id!r}", node)
        elif (
            isinstance(node, ast.Attribute)
            and node.attr.startswith("__")
            and node.attr not in _DUNDERS
        ):
            raise UnsafeError(f"the attribute {node.attr!r}", node)


def _expect(node: ast.AST, allowed: tuple[type[ast.AST], ...]) -> None:
    if not isinstance(node, allowed):
        raise UnsafeError(f"{type(node).__name__} where no template writes one", node)

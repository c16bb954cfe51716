"""The audit of the module `endpoints`: functions of conditions, strings and calls to the rules' standard library."""

from __future__ import annotations

import ast
import re

from .types import UnsafeError, is_docstring

PATH = "endpoints.py"

_FUTURE = "from __future__ import annotations"
_IMPORTS: dict[tuple[int, str], frozenset[str]] = {
    (0, "collections.abc"): frozenset({"Sequence"}),
    (0, "typing"): frozenset({"Any"}),
    # The types and functions of the rules' standard library: its functions read their arguments and nothing else.
    (1, "_runtime.endpoints"): frozenset(
        "Arn Endpoint EndpointError Url aws_partition coalesce is_valid_host_label is_virtual_hostable_s3_bucket item"
        " parse_arn parse_url split substring uri_encode".split()
    ),
    (1, "_runtime.partitions"): frozenset({"Partition"}),
}
_BUILTINS = frozenset({"bool", "dict", "list", "str", "tuple"})
_FUNCTION = re.compile(r"resolve|_[a-z0-9][a-z0-9_]*", re.ASCII)
_STATEMENTS = (ast.Assign, ast.If, ast.Raise, ast.Return)
_EXPRESSIONS = (
    *(ast.And, ast.Attribute, ast.BinOp, ast.BitOr, ast.BoolOp, ast.Call, ast.Compare),
    *(
        ast.Constant,
        ast.Dict,
        ast.Eq,
        ast.In,
        ast.FormattedValue,
        ast.Is,
        ast.IsNot,
        ast.JoinedStr,
    ),
    *(
        ast.List,
        ast.Load,
        ast.Name,
        ast.NamedExpr,
        ast.Not,
        ast.NotEq,
        ast.NotIn,
        ast.Or,
        ast.Store,
    ),
    *(ast.Subscript, ast.Tuple, ast.USub, ast.UnaryOp, ast.keyword),
)


def audit_endpoints(tree: ast.Module) -> None:
    """Raises `UnsafeError` for what the template of the module and its lowering never write."""
    imported: set[str] = set()
    functions: list[ast.FunctionDef] = []
    body = tree.body[1:] if tree.body and is_docstring(tree.body[0]) else tree.body
    if not body or ast.unparse(body[0]) != _FUTURE:
        raise UnsafeError("no import of annotations from __future__", tree)
    for node in body[1:]:
        match node:
            case ast.ImportFrom():
                imported |= _imported(node)
            case ast.FunctionDef() if (
                _FUNCTION.fullmatch(node.name) and not node.decorator_list
            ):
                functions.append(node)
            case _:
                raise UnsafeError(
                    f"{type(node).__name__} at the top of the module", node
                )
    callables = imported | {function.name for function in functions}
    for function in functions:
        _check(function, callables)


def _imported(node: ast.ImportFrom) -> set[str]:
    place = (node.level, node.module or "")
    if place not in _IMPORTS:
        raise UnsafeError(f"an import from {node.module!r}", node)
    allowed = _IMPORTS[place]
    for alias in node.names:
        if alias.name not in allowed or alias.asname not in (None, alias.name):
            raise UnsafeError(f"an import of {alias.name!r}", node)
    return {alias.name for alias in node.names}


def _check(function: ast.FunctionDef, callables: set[str]) -> None:
    arguments = [*function.args.args, *function.args.kwonlyargs]
    names = callables | _BUILTINS | {argument.arg for argument in arguments}
    names |= {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    defaults = [each for each in function.args.kw_defaults if each is not None]
    given = function.args
    if given.posonlyargs or given.defaults or given.vararg or given.kwarg:
        raise UnsafeError(f"the parameters of {function.name!r}", function)
    if not all(isinstance(each, (ast.Constant, ast.Tuple)) for each in defaults):
        raise UnsafeError(f"a default of {function.name!r}", function)
    annotations = [argument.annotation for argument in arguments]
    for expression in [*defaults, *annotations, function.returns]:
        if expression is not None:
            _expressions(expression, names, frozenset())
    body = function.body[1:] if is_docstring(function.body[0]) else function.body
    for statement in body:
        _statement(statement, names, frozenset(callables))


def _statement(node: ast.stmt, names: set[str], callables: frozenset[str]) -> None:
    if not isinstance(node, _STATEMENTS):
        raise UnsafeError(f"{type(node).__name__} in a function", node)
    if isinstance(node, ast.Assign) and not all(
        isinstance(each, ast.Name) for each in node.targets
    ):
        raise UnsafeError("an assignment to what is no name", node)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            _statement(child, names, callables)
        else:
            _expressions(child, names, callables)


def _expressions(root: ast.AST, names: set[str], callables: frozenset[str]) -> None:
    for node in ast.walk(root):
        if not isinstance(node, _EXPRESSIONS):
            raise UnsafeError(f"{type(node).__name__} in an expression", node)
        match node:
            case ast.Name() if node.id not in names:
                raise UnsafeError(f"the name {node.id!r}", node)
            case ast.Attribute() if node.attr.startswith("_"):
                raise UnsafeError(f"the attribute {node.attr!r}", node)
            case ast.Call() if not (
                isinstance(node.func, ast.Name) and node.func.id in callables
            ):
                raise UnsafeError("a call of what is no function of the rules", node)
            case ast.FormattedValue() if (
                node.format_spec is not None or node.conversion != -1
            ):
                raise UnsafeError("a format in an f-string", node)
            case _:
                pass

"""The audit of clients whose methods are in modules of `methods`, and of these modules."""

from __future__ import annotations

import ast
import re

from .client import audit_head, audit_methods, imported
from .types import PUBLIC, UnsafeError, is_docstring

METHODS = re.compile(r"methods/(?!__init__\.py)(?:[a-z]\w*|_\w*)\.py", re.ASCII)
_PART = re.compile(r"[a-z_][a-z0-9_]*", re.ASCII)
_MODULE = re.compile(rf"\.methods\.{_PART.pattern}", re.ASCII)

_REQUIRED = (
    "from __future__ import annotations\n"
    "from typing import TYPE_CHECKING\n"
    "from . import endpoints\n"
    "from ._runtime import clients\n"
    "from ._runtime import lazy\n"
    "from ._runtime.async_client import AsyncioClient\n"
    "from ._runtime.sync_client import SyncClient\n"
)
_REQUIRED_OF_METHODS = (
    "from __future__ import annotations\n"
    "from typing import TYPE_CHECKING\n"
    "from .._runtime.async_client import AsyncioClient\n"
    "from .._runtime.sync_client import SyncClient\n"
)
_MODULES_OF_METHODS = frozenset({"models", "operations", "paginators", "waiters"})
_DECORATORS = {
    "Client": ("_Client", 'lazy.methods(__package__, "Methods", _METHODS)'),
    "AsyncClient": (
        "_AsyncClient",
        'lazy.methods(__package__, "AsyncMethods", _METHODS)',
    ),
}


def is_parted(tree: ast.Module) -> bool:
    """Whether the methods of a module of clients are elsewhere; what is not so is audited as the other form."""
    return any(
        isinstance(each, ast.ClassDef) and each.name == "_Client" for each in tree.body
    )


def audit_parted(tree: ast.Module) -> None:
    """Raises `UnsafeError` for what the template of a parted client and its lowering never write."""
    top, rest = _split(tree)
    if {ast.dump(each) for each in top} != _dumps(_REQUIRED):
        raise UnsafeError("imports other than a client's", tree)
    imports, others = audit_head(rest, tree)
    match others:
        case [
            ast.Assign(
                targets=[ast.Name(id="_METHODS")],
                value=ast.Dict(keys=keys, values=values),
            ),
            ast.ClassDef(name="_Client") as sync,
            ast.ClassDef(name="_AsyncClient") as asynchronous,
            ast.If(test=ast.Name(id="TYPE_CHECKING"), body=typed, orelse=decorated),
        ]:
            pass
        case _:
            raise UnsafeError("a statement that no client has", tree)
    parts, typing = _parts(imports)
    types = imported(typing)
    for key, value in zip(keys, values, strict=True):
        match key, value:
            case ast.Constant(value=str(name)), ast.Constant(
                value=str(module)
            ) if PUBLIC.fullmatch(name) and _MODULE.fullmatch(module):
                pass
            case _:
                raise UnsafeError("an entry of a table", value)
    audit_methods(sync, types, "SyncClient", is_async=False)
    audit_methods(asynchronous, types, "AsyncioClient", is_async=True)
    _public(typed, parts)
    _decorated(decorated)


def audit_part(tree: ast.Module) -> None:
    """Raises `UnsafeError` for what the template of a module of methods and its lowering never write."""
    top, rest = _split(tree)
    required = _dumps(_REQUIRED_OF_METHODS)
    for each in top:
        names = {alias.name for alias in each.names if alias.asname is None}
        if ast.dump(each) in required:
            continue
        is_own = each.level == 2 and (
            (each.module is None and names <= _MODULES_OF_METHODS)
            or (each.module == "_runtime" and names <= {"values"})
        )
        if not is_own or len(names) != len(each.names):
            raise UnsafeError("imports other than those of methods", each)
    if not required <= {ast.dump(each) for each in top}:
        raise UnsafeError("imports other than those of methods", tree)
    match rest:
        case [
            *first,
            ast.ClassDef(name="Methods") as sync,
            ast.ClassDef(name="AsyncMethods") as asynchronous,
        ] if (
            len(first) <= 1
        ):
            pass
        case _:
            raise UnsafeError("a statement that no module of methods has", tree)
    typed: list[ast.stmt] = []
    for node in first:
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=typed, orelse=[]):
                pass
            case _:
                raise UnsafeError("a statement that no module of methods has", node)
    types = imported(typed, depth=1)
    audit_methods(sync, types, "SyncClient", is_async=False)
    audit_methods(asynchronous, types, "AsyncioClient", is_async=True)


def _dumps(text: str) -> set[str]:
    return {ast.dump(each) for each in ast.parse(text).body}


def _split(tree: ast.Module) -> tuple[list[ast.ImportFrom], list[ast.stmt]]:
    body = tree.body[1:] if tree.body and is_docstring(tree.body[0]) else tree.body
    top = [each for each in body if isinstance(each, ast.ImportFrom)]
    return top, [each for each in body if not isinstance(each, ast.ImportFrom)]


def _parts(node: ast.If) -> tuple[set[str], list[ast.stmt]]:
    """The modules of methods that are imported for type checkers, and the other imports."""
    found: set[str] = set()
    rest: list[ast.stmt] = []
    for each in node.body:
        match each:
            case ast.ImportFrom(level=1, module="methods", names=names):
                found |= {alias.name for alias in names if alias.asname is None}
            case _:
                rest.append(each)
    if not all(_PART.fullmatch(each) for each in found):
        raise UnsafeError("a module of methods", node)
    return found, rest


def _public(body: list[ast.stmt], parts: set[str]) -> None:
    """What type checkers see: classes without a body, whose bases have the methods."""
    for name, each in zip(_DECORATORS, body, strict=True):
        kind = "Methods" if name == "Client" else "AsyncMethods"
        match each:
            case ast.ClassDef(
                bases=[ast.Name(id=own), *bases],
                keywords=[],
                decorator_list=[],
                body=[text],
            ) if (
                each.name == name
                and own == _DECORATORS[name][0]
                and is_docstring(text)
                and all(_is_of_part(base, kind, parts) for base in bases)
            ):
                pass
            case _:
                raise UnsafeError("a class that no client has", each)


def _is_of_part(node: ast.expr, kind: str, parts: set[str]) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id=part), attr=attr):
            return part in parts and attr == kind
        case _:
            return False


def _decorated(body: list[ast.stmt]) -> None:
    """What runs: classes without a body, whose methods come from the table."""
    for name, each in zip(_DECORATORS, body, strict=True):
        own, decorator = _DECORATORS[name]
        match each:
            case ast.ClassDef(
                bases=[ast.Name(id=base)],
                keywords=[],
                decorator_list=[found],
                body=[text],
            ) if (
                each.name == name
                and base == own
                and is_docstring(text)
                and ast.unparse(found) == ast.unparse(ast.parse(decorator))
            ):
                pass
            case _:
                raise UnsafeError("a class that no client has", each)

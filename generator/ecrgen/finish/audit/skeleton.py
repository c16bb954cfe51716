"""Statements that templates alone write: what they are without a model is what a module
is compared with.

A template that is rendered on empty tables is a skeleton. A statement of a module is
one of it when they are equal but for the strings in tables; what these may say is
checked here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Set
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

from ...emit.skeletons import skeleton
from ...lower import runtime
from .names import CLASS, PUBLIC, UnsafeError

_MODULE = re.compile(r"[a-z_0-9]+(?:\.[a-z_0-9]+)*", re.ASCII)
_PRIVATE = re.compile(r"(?:.*\.)?_[a-z_]", re.ASCII)
_WORD = re.compile(r"\w+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The statements by kind and name, without their strings, and the names of its
    tables.
    """

    statements: frozenset[str]
    heads: frozenset[tuple[type[ast.stmt], str, int]]
    tables: frozenset[str]

    @staticmethod
    @cache
    def of(path: str) -> Skeleton:
        found = [
            node
            for top in ast.parse(skeleton(path)).body
            for node in ([top] if not isinstance(top, ast.If) else top.orelse)
        ]
        tables = {
            target.id
            for node in found
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        return Skeleton(
            frozenset(_shape(node) for node in found),
            frozenset(_head(node) for node in found),
            frozenset(tables),
        )

    def has(self, node: ast.stmt) -> bool:
        return _head(node) in self.heads and _shape(node) in self.statements

    def check_tables(self, node: ast.stmt, depth: int, names: Set[str]) -> None:
        """Raises `UnsafeError` for an entry that is no name, or leads out of the
        package, and for a missing table.
        """
        for read in ast.walk(node):
            if isinstance(read, ast.Name) and read.id in self.tables - names:
                raise UnsafeError(f"no table {read.id!r}", node)
        match node:
            case ast.Assign(value=ast.Dict() as methods):
                _check(methods, lambda name, module: _is_place(name, module, depth))
            case ast.Assign(value=ast.Call(args=[_, ast.Dict() as modules, *renamed])):
                _check(
                    modules,
                    lambda module, names: all(
                        _is_place(name, module, depth) for name in names.split(" ")
                    ),
                )
                for names_of_api in renamed:
                    _check(names_of_api, _is_renamed)
            case _:
                pass


def _check(table: ast.expr, fits: Callable[[str, str], bool]) -> None:
    if isinstance(table, ast.Dict):
        for key, value in zip(table.keys, table.values, strict=True):
            if not fits(_string(key), _string(value)):
                raise UnsafeError("an entry of a table", value)


def _is_renamed(own: str, name: str) -> bool:
    """An operation, and what the API calls it: anything that Smithy calls an
    identifier.
    """
    return bool(CLASS.fullmatch(own) and _WORD.fullmatch(name))


def _is_place(name: str, module: str, depth: int) -> bool:
    """Whether a name is in a module of the package, which the table says from a module
    `depth` folders deep.
    """
    path = module.lstrip(".")
    level = len(module) - len(path)
    if not PUBLIC.fullmatch(name):
        return False
    if module == ".":  # the module `name` of the package itself
        return depth == 0
    if not _MODULE.fullmatch(path):
        return False
    if not 1 <= level <= depth + 1:
        return False
    if level == depth + 1 and path.startswith(f"{runtime.PACKAGE[1:]}."):
        _, room, *rest = path.split(".")
        # What imports by name is for skeletons alone.
        found = runtime.MODULES.get(".".join(rest)) if rest != ["lazy"] else None
        return found is not None and found.room == room and name in found.names
    return not _PRIVATE.match(path)


def _head(node: ast.stmt) -> tuple[type[ast.stmt], str, int]:
    """What differs for nearly all statements that are not equal."""
    match node:
        case ast.ClassDef(name=name, body=body) | ast.FunctionDef(name=name, body=body):
            return type(node), name, len(body)
        case ast.Assign(targets=[ast.Name(id=name)]):
            return type(node), name, 0
        case ast.ImportFrom(module=module, names=names):
            return type(node), module or "", len(names)
        case _:
            return type(node), "", 0


def _shape(node: ast.stmt) -> str:
    """The statement without the strings in its tables."""
    bare = deepcopy(node)
    for display in ast.walk(bare):
        match display:
            case ast.Dict(keys=keys, values=values):
                kept = [
                    pair
                    for pair in zip(keys, values, strict=True)
                    if not all(map(_is_string, pair))
                ]
                display.keys = [key for key, _ in kept]
                display.values = [value for _, value in kept]
            case _:
                pass
    return ast.dump(bare)


def _is_string(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _string(node: ast.expr | None) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""

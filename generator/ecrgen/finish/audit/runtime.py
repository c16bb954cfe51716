"""What modules of the runtime offer to generated ones."""

from __future__ import annotations

import ast
from functools import cache

from ...emit import templates
from ...lower.runtime import MODULES
from .types import UnsafeError


@cache
def _own(module: str) -> frozenset[str]:
    """What a module of the runtime defines itself or offers as its own; what it imports for its work is not of it."""
    found: set[str] = set()
    path = f"runtime/{MODULES[module].room}/{module}.py"
    pending: list[ast.stmt] = ast.parse(templates.read(path)).body
    while pending:
        node = pending.pop()
        match node:
            case ast.If():
                pending += [*node.body, *node.orelse]
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]):
                found.add(name)
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
            case ast.ImportFrom():
                found |= {a.name for a in node.names if a.asname == a.name}
            case _:
                pass
    return frozenset(name for name in found if not name.startswith("_"))


def exports(module: str, node: ast.stmt) -> frozenset[str]:
    if module not in MODULES:
        raise UnsafeError(f"an import of the runtime module {module!r}", node)
    return _own(module)


def without_rooms(tree: ast.Module) -> ast.Module:
    """The module with imports of the runtime as if it had no folders."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            parts = (node.module or "").split(".")
            if parts[0] == "_runtime":
                rest = parts[2:] or [alias.name for alias in node.names]
                rooms = {MODULES[each].room for each in rest if each in MODULES}
                if len(parts) not in (2, 3) or rooms != {parts[1]}:
                    raise UnsafeError(f"an import from {node.module!r}", node)
                node.module = ".".join(["_runtime", *parts[2:]])
    return tree

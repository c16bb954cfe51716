"""What modules of the runtime offer to generated ones."""

from __future__ import annotations

import ast
from functools import cache

from ... import resources
from .types import UnsafeError


@cache
def _own(module: str) -> frozenset[str]:
    """What a module of the runtime defines itself or offers as its own; what it imports for its work is not of it."""
    found: set[str] = set()
    pending: list[ast.stmt] = ast.parse(resources.template(f"runtime/{module}.py")).body
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
    if module not in resources.runtime_modules():
        raise UnsafeError(f"an import of the runtime module {module!r}", node)
    return _own(module)

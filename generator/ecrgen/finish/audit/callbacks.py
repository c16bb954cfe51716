"""Which parameters of the runtime's functions are functions that they call."""

from __future__ import annotations

import ast
from functools import cache

from ...emit import templates
from ...lower.runtime import MODULES


def takes_function(module: str, function: str, parameter: int | str) -> bool:
    """Whether what is given for a parameter, by its place or its name, is called."""
    return parameter in _parameters(module).get(function, frozenset())


@cache
def _parameters(module: str) -> dict[str, frozenset[int | str]]:
    """By function, as the annotations say."""
    text = templates.read(f"runtime/{MODULES[module].room}/{module}.py")
    words = {"Callable"}
    found: dict[str, frozenset[int | str]] = {}
    for node in ast.parse(text).body:
        match node:
            case ast.Assign(targets=[ast.Name(id=alias)]) if _words(node) & words:
                words.add(alias)
            case ast.FunctionDef(name=name, args=arguments):
                places: set[int | str] = set()
                for index, each in enumerate(arguments.args + arguments.kwonlyargs):
                    if each.annotation and _words(each.annotation) & words:
                        places |= {index, each.arg}
                rest = arguments.vararg
                if rest and rest.annotation and _words(rest.annotation) & words:
                    places |= set(range(len(arguments.args), 255))
                found[name] = frozenset(places)
            case _:
                pass
    return found


def _words(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}

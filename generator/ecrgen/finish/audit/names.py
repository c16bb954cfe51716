"""What names mean in a generated module, and which names there are besides its own."""

from __future__ import annotations

import abc
import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from ... import protocols
from ...lower import runtime
from ...lower.names import reserved
from ...lower.values.codecs import VALUES


class UnsafeError(Exception):
    """The module holds what no template and no lowering writes."""

    def __init__(self, message: str, node: ast.AST) -> None:
        super().__init__(f"line {getattr(node, 'lineno', 0)}: {message}")


class Kind(Enum):
    """What code may do with a name."""

    MODULE = auto()  # of the runtime: names of lower/runtime.py are its only attributes
    OWN = auto()  # of the package: its classes are its only attributes
    CLASS = auto()
    FUNCTION = auto()
    TYPE = auto()  # of the standard library: in annotations
    VALUE = auto()
    MEMBER = auto()  # an attribute of a class
    HIDDEN = (
        auto()
    )  # nothing: it is there for the interpreter, or for what templates write


@dataclass(frozen=True, slots=True)
class Meaning:
    kind: Kind
    # The module of the runtime that it is, or is from.
    module: str = ""
    on_import: bool = False


def _types(names: str) -> dict[str, Meaning]:
    return dict.fromkeys(names.split(), Meaning(Kind.TYPE))


# What a module may import from outside the package.
STANDARD: dict[str, dict[str, Meaning]] = {
    "collections.abc": _types("Iterable Mapping Sequence"),
    "dataclasses": {
        **dict.fromkeys(("dataclass", "field"), Meaning(Kind.TYPE, on_import=True)),
        "replace": Meaning(Kind.FUNCTION),
    },
    "datetime": _types("datetime"),
    "decimal": _types("Decimal"),
    "typing": _types("TYPE_CHECKING Annotated Any Self TypeAlias"),
}
# The builtins: in annotations, as functions, and in one form each (see code.py).
TYPES = frozenset("bool bytes dict float int list object str tuple type".split())
CONVERSIONS = frozenset("dict float int list str".split())
BUILTINS = TYPES | {"TypeError", "classmethod", "staticmethod", "super"}
# The modules that others import whole.
SUBMODULES = frozenset(reserved.PACKAGE) - {"_runtime", "annotations", "lazy"}
# What every class has without a definition, and what abstract classes have.
OF_EVERY_CLASS = frozenset(dir(abc.ABCMeta))

# What `naming` makes of a shape. No module or function has a name of this form.
CLASS = re.compile(r"(?:[A-Z]|_[0-9])\w*", re.ASCII)
PUBLIC = re.compile(r"(?:[A-Za-z]|_[0-9])\w*|_", re.ASCII)
# The same, or with one underscore before it. Python gives a meaning to names such as
# `_missing_` and `__x`.
_BOUND = re.compile(rf"{PUBLIC.pattern}|_[A-Za-z](?:\w*[A-Za-z0-9])?", re.ASCII)


def methods() -> frozenset[str]:
    """What code may call on values: methods of dicts, lists and text, of the runtime's
    classes and of every form.
    """
    return _methods(tuple(protocols.__path__))


@cache
def _methods(places: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        [
            *"append decode encode get items pop values".split(),
            *VALUES.methods,
            *(name for module in runtime.MODULES.values() for name in module.methods),
            *(name for form in protocols.supported().values() for name in form.methods),
        ]
    )


def check_bound(name: str, node: ast.AST) -> None:
    if not _BOUND.fullmatch(name):
        raise UnsafeError(f"the name {name!r}", node)


def of_runtime(module: str, name: str) -> Meaning | None:
    """What a name of a module of the runtime is; None for what the table does not have."""
    found = runtime.MODULES[module]
    if name not in found.names:
        return None
    kind = Kind.CLASS if CLASS.fullmatch(name) else Kind.FUNCTION
    return Meaning(kind, module, name in found.on_import)


def stored(body: Sequence[ast.AST]) -> Iterator[ast.Name]:
    """The names that a function binds; those of comprehensions and lambdas are theirs
    alone.
    """
    pending = list(body)
    while pending:
        match pending.pop():
            case ast.Name(ctx=ast.Store()) as name:
                yield name
            case ast.comprehension() as clause:
                pending += [clause.iter, *clause.ifs]
            case ast.Lambda():
                pass
            case node:
                pending += ast.iter_child_nodes(node)


def loop_variables(node: ast.expr) -> Iterator[ast.Name]:
    for target in node.elts if isinstance(node, ast.Tuple) else [node]:
        if not isinstance(target, ast.Name):
            raise UnsafeError("the target of a loop", target)
        yield target

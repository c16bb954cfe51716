"""The comprehensions that trees of members are written and read with."""

from __future__ import annotations

from ...ir.code import Comprehension, Expression, Text, text as one_line
from ...ir.imports import NO_IMPORTS, Import
from ...model.shapes import ListShape, MapShape
from ...model.traits import Sparse


def variable(name: str, depth: int) -> str:
    return name if depth == 0 else f"{name}{depth + 1}"


def is_text(expression: Expression, value: str) -> bool:
    return isinstance(expression, Text) and expression.text == value


def sparse(element: Expression, each: str, container: ListShape | MapShape) -> str:
    """The entry of a container that may hold nulls where it is sparse."""
    code = one_line(element)
    if container.traits.has(Sparse) and code != each:
        return f"None if {each} is None else {code}"
    return code


def comprehension(
    bracket: str,
    element: str,
    clause: str,
    close: str,
    inner: Expression,
    filtered: str = "",
    imports: frozenset[Import] = NO_IMPORTS,
) -> Comprehension:
    # A null in a list or map that is not sparse is dropped: there is no value of the
    # entry's type for it.
    condition = (f"if {filtered} is not None",) if filtered else ()
    return Comprehension(
        bracket, (element, clause, *condition), close, inner.imports | imports
    )

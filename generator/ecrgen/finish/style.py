"""Text -> text in the style of black, which formats only what needs it.

The layout keeps to black's style except where a line does not fit; black is slow, so
that it is given the statements with such lines alone, each at the width that its
indentation leaves it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ..emit.layout import WIDTH

_STEP = 4
# What black leaves as it is, however long: an entry of two strings, a name, a name
# given for a parameter of its name.
_ATOM = re.compile(
    r'\s*(?:"(?:[^"\\]|\\.)*": "(?:[^"\\]|\\.)*"|\w+ as \w+|\w+=\w+|"(?:[^"\\]|\\.)*"|\w+),?'
)


class _CannotFormatError(Exception):
    """Black cannot read a part without what is around it."""


def formatted(text: str) -> str:
    """The module in black's style. Text that is no Python is left to the audit, which
    says what is wrong with it.
    """
    lines = text.split("\n")
    long = {
        number
        for number, line in enumerate(lines, 1)
        if len(line) > WIDTH and not _ATOM.fullmatch(line)
    }
    if not long:
        return text
    try:
        tree = ast.parse(text.encode("utf-8"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text
    try:
        for first, last, depth, is_header in sorted(
            _parts(tree.body, long, 0), reverse=True
        ):
            part = lines[first - 1 : last]
            lines[first - 1 : last] = _part(part, depth, is_header)
    except _CannotFormatError:
        return _whole(text)
    return "\n".join(lines)


def _parts(
    body: Sequence[ast.stmt], long: set[int], depth: int
) -> Iterator[tuple[int, int, int, bool]]:
    """What black has to look at: first and last line, depth, and whether it is the
    header of a function.
    """
    for node in body:
        first, last = _first_line(node), node.end_lineno or node.lineno
        if long.isdisjoint(range(first, last + 1)) or _is_text(node):
            continue
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                start = _first_line(node.body[0])
                if not long.isdisjoint(range(first, start)):
                    yield first, start - 1, depth, True
                yield from _parts(node.body, long, depth + 1)
            case ast.If(test=ast.Name()) if depth == 0:
                yield from _parts(node.body, long, depth + 1)
                yield from _parts(node.orelse, long, depth + 1)
            case _:
                yield first, last, depth, False


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _part(lines: Sequence[str], depth: int, is_header: bool) -> list[str]:
    indent = " " * (_STEP * depth)
    source = "\n".join(line.removeprefix(indent) for line in lines)
    if is_header:
        source += f"\n{' ' * _STEP}pass"
    made = _black(f"{source}\n", WIDTH - len(indent)).rstrip("\n").split("\n")
    if is_header:
        made.pop()
    return [f"{indent}{line}" if line else "" for line in made]


def _whole(text: str) -> str:
    try:
        return _black(text, WIDTH)
    except _CannotFormatError:
        return text


@lru_cache(2000)
def _black(source: str, width: int) -> str:
    # Imported only now: most packages have no such line, and black takes longer to
    # import than to be needed.
    import black
    from black.mode import TargetVersion
    from black.parsing import InvalidInput

    mode = black.Mode(line_length=width, target_versions={TargetVersion.PY311})
    try:
        return black.format_str(source, mode=mode)
    except InvalidInput:
        raise _CannotFormatError from None

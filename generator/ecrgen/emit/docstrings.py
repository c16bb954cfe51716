"""The one function for every place where documentation lands in generated source."""

from __future__ import annotations

import re

from ..prose.blocks import scrub
from ..prose.text import wrap
from .layout import WIDTH

# What makes Python read a file in another encoding when it stands in the second line
# (PEP 263).
_ENCODING = re.compile(r"coding(?=[:=])")


def docstring(text: str, depth: int) -> list[str]:
    """The lines of a docstring, indented by `depth` steps and laid out as black leaves
    it.
    """
    indent = "    " * depth
    width = WIDTH - len(indent)
    # The opening quotes take room from the first line, and on a single line so do the
    # closing ones.
    first, _, rest = scrub(text).strip().partition("\n")
    lines = wrap(first, width - 3)
    if len(lines) == 1 and not rest and len(lines[0]) > width - 6:
        lines = wrap(first, width - 8)
    if rest:
        lines += _dedented(wrap(rest, width))
    safe = [escape(line) for line in lines]
    opened = f'{indent}"""{_opened(safe[0])}'
    if len(safe) == 1:
        return [f'{opened}{_closing(safe[0])}"""']
    return [opened, *(f"{indent}{line}".rstrip() for line in safe[1:]), f'{indent}"""']


def _dedented(lines: list[str]) -> list[str]:
    """The lines below the first, as readers of docstrings see them (PEP 257), and as
    black writes them.
    """
    indents = (len(line) - len(line.lstrip(" ")) for line in lines if line.strip())
    common = min(indents, default=0)
    return [line[common:] for line in lines]


def escape(line: str) -> str:
    """A line that can stand between triple quotes: no backslash escapes, no end of the
    string.
    """
    return line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def comment(text: str) -> str:
    """Text for a comment: one visible line, and nothing that Python or a tool takes for
    an instruction.
    """
    shown = " ".join(scrub(text).replace("#", " ").split())
    return _ENCODING.sub("coding ", shown)


def _opened(line: str) -> str:
    # A quote right behind the opening quotes would be a fourth one.
    return f" {line}" if line.startswith('"') else line


def _closing(line: str) -> str:
    return " " if line.endswith('"') else ""

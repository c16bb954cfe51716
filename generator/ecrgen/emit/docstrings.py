"""The one function for every place where documentation lands in generated source."""

from __future__ import annotations

from ..lower.doctext import wrap
from .layout import WIDTH


def docstring(text: str, depth: int) -> list[str]:
    """The lines of a docstring, indented by `depth` steps and laid out as black leaves it."""
    indent = "    " * depth
    lines = wrap(text, WIDTH - len(indent))
    safe = [escape(line) for line in lines]
    if len(safe) == 1 and len(indent) + len(safe[0]) + 6 <= WIDTH:
        return [f'{indent}"""{_opened(safe[0])}{_closing(safe[0])}"""']
    if len(safe[0]) + len(indent) + 3 > WIDTH:
        # The opening quotes take room from the first line: wrap again with what is left of it.
        safe = [escape(line) for line in _shortened(text, WIDTH - len(indent))]
    first = f'{indent}"""{_opened(safe[0])}'
    return [first, *(f"{indent}{line}".rstrip() for line in safe[1:]), f'{indent}"""']


def escape(line: str) -> str:
    """A line that can stand between triple quotes: no backslash escapes, no end of the string."""
    return line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def comment(text: str) -> str:
    """Text for a comment: one line, printable."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _shortened(text: str, width: int) -> list[str]:
    first, _, rest = text.partition("\n")
    lines = wrap(first, width - 3)
    return [*lines, *(wrap(rest, width) if rest else [])]


def _opened(line: str) -> str:
    # A quote right behind the opening quotes would be a fourth one.
    return f" {line}" if line.startswith('"') else line


def _closing(line: str) -> str:
    return " " if line.endswith(('"', "\\")) else ""

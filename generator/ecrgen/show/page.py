"""The layout of `ecrgen show`, for terminals and pipes.

Texts of a model are data: rich gets them as `Text`, never as markup, with control
characters escaped.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..commands.report import printable
from ..prose.text import wrap

_WIDTH = 100
_MARGIN = 2
# The least width of a prose column beside wide other columns.
_PROSE = 30


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Prose is wrapped. Other columns are never broken, so that names can be copied.
    """

    title: str
    prose: bool = False
    style: str = ""


@dataclass(slots=True)
class Page:
    """The parts to print, in order."""

    # Lines, and tables with their least width.
    parts: list[Text | tuple[Table, int]] = field(
        default_factory=list[Text | tuple[Table, int]]
    )

    def heading(self, text: str, note: str = "") -> None:
        line = Text(plain(text), style="bold")
        if note:
            line.append(f"  {plain(note)}", style="not bold dim")
        self._add(line)

    def section(self, title: str) -> None:
        self.blank()
        self._add(Text(plain(title), style="bold cyan"))

    def blank(self) -> None:
        self._add(Text(""))

    def prose(self, text: str) -> None:
        """Documentation, wrapped between words."""
        self._wrapped(text, _MARGIN)

    def entry(self, name: str, text: str) -> None:
        """Documentation for one line of a table."""
        if text:
            self.blank()
            self.line(name)
            self._wrapped(text, 2 * _MARGIN)

    def line(self, text: str) -> None:
        """A line that is never broken."""
        self._add(Text(" " * _MARGIN + plain(text)))

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Titles and values, aligned."""
        shown = [(title, value) for title, value in facts if value]
        width = max((cell_len(title) for title, _ in shown), default=0)
        for title, value in shown:
            line = Text(" " * _MARGIN)
            line.append(title.ljust(width + 2), style="dim")
            line.append(plain(value))
            self._add(line)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """A table; columns that would be empty are left out."""
        used = [at for at, _ in enumerate(columns) if any(row[at] for row in rows)]
        table = Table(box=None, padding=(0, 0, 0, _MARGIN), header_style="dim")
        width = 0
        for at in used:
            column = columns[at]
            cells = [plain(column.title), *(plain(row[at]) for row in rows)]
            least = max(map(cell_len, cells))
            if column.prose:
                words = (word for cell in cells for word in cell.split())
                least = max(min(least, _PROSE), *map(cell_len, words))
            table.add_column(
                Text(column.title),
                style=column.style,
                no_wrap=not column.prose,
                min_width=least,
                overflow="fold",
            )
            width += least + _MARGIN
        for row in rows:
            table.add_row(*(Text(plain(row[at])) for at in used))
        self.parts.append((table, width))

    def print(self) -> None:
        """Prints the page, in colour on a terminal.

        Rather too wide than with broken names.
        """
        stream = sys.stdout
        if isinstance(stream, io.TextIOWrapper):
            # A model may hold characters that the terminal's encoding lacks.
            stream.reconfigure(errors="backslashreplace")
        console = _console()
        width = _width(console)
        with console.capture() as captured:
            for part in self.parts:
                if isinstance(part, Text):
                    # A line may be longer than the page; the terminal wraps it.
                    console.print(part, soft_wrap=True)
                else:
                    table, least = part
                    console.width = max(width, least)
                    console.print(table)
        lines = (line.rstrip() for line in captured.get().split("\n"))
        stream.write("\n".join(lines).rstrip("\n") + "\n")

    def _wrapped(self, text: str, indent: int) -> None:
        for line in wrap(text, min(_width(_console()), _WIDTH) - indent):
            self._add(Text(" " * indent + plain(line)))

    def _add(self, line: Text) -> None:
        self.parts.append(line)


def _console() -> Console:
    return Console(markup=False, emoji=False, highlight=False)


def _width(console: Console) -> int:
    return console.width if console.is_terminal else _WIDTH


def plain(text: str) -> str:
    """A model's text for the page: control characters escaped, tabs as spaces."""
    return printable(text.replace("\t", "    "))

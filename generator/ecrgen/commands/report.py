"""What a run prints: results on standard output, problems and progress on standard
error.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager

import click

from ..problems.diagnostics import Diagnostic, Severity
from .results import Result, Summary

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}

_REMEDIES = {
    "missing": "`ecrgen build` writes it again",
    "extra": "ecrgen did not write it and leaves it alone: remove it, or move it elsewhere",
    "edited": "`ecrgen build --force` discards the edit",
    "stale": "`ecrgen build` brings it into step",
}


def diagnostics(found: Iterable[Diagnostic]) -> None:
    """Prints diagnostics, the severity in colour on a terminal."""
    for diagnostic in found:
        head, _, rest = str(diagnostic).partition(": ")
        shown = click.style(head, fg=_COLORS[diagnostic.severity], bold=True)
        click.echo(f"{shown}: {printable(rest)}", err=True)


def built(result: Result) -> None:
    overlay = f" with {result.overlay}" if result.overlay else ""
    head = f"{result.source}{overlay} -> {result.directory}"
    written = result.written
    if written is None or result.current:
        click.echo(f"{head}: up to date")
        return
    counts = [
        f"{len(paths)} {verb}"
        for verb, paths in (
            ("created", written.created),
            ("updated", written.updated),
            ("removed", written.removed),
            ("unchanged", written.unchanged),
        )
        if paths
    ]
    click.echo(f"{head}: {', '.join(counts)}")
    for path in written.overwritten:
        click.echo(f"  overwrote {printable(path)}")


def checked(result: Result) -> None:
    overlay = f" with {result.overlay}" if result.overlay else ""
    head = f"{result.source}{overlay} -> {result.directory}"
    if not result.drifts:
        click.echo(f"{head}: in step")
        return
    count = len(result.drifts)
    click.echo(f"{head}: {count} {'file differs' if count == 1 else 'files differ'}")
    for drift in result.drifts:
        click.echo(f"  {drift.kind}: {printable(drift.path)}")
    for drift in result.drifts:
        if drift.diff:
            click.echo(printable(drift.diff))
    kinds = {drift.kind for drift in result.drifts}
    for kind, remedy in _REMEDIES.items():
        if kind in kinds:
            click.echo(f"{kind}: {remedy}")


def printable(text: str) -> str:
    """Text with control characters shown: what a model or file says must not steer the
    terminal.
    """
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)


_COLUMNS = ("package", "protocol", "operations", "shapes", "files", "size", "time")


def summary(lines: Sequence[Summary]) -> None:
    """A table of what was built: a drawn one on a terminal, plain columns elsewhere."""
    rows = [_row(each) for each in lines]
    rows.append(_totals(lines))
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table

        table = Table(show_footer=True)
        for index, (title, total) in enumerate(zip(_COLUMNS, rows[-1], strict=True)):
            table.add_column(title, total, justify="left" if index < 2 else "right")
        for row in rows[:-1]:
            table.add_row(*row)
        Console().print(table)
        return
    widths = [
        max(len(row[index]) for row in (_COLUMNS, *rows))
        for index in range(len(_COLUMNS))
    ]
    for row in (_COLUMNS, *rows):
        cells = [
            cell.ljust(width) if index < 2 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())


def _row(each: Summary) -> tuple[str, ...]:
    counts = (each.operations, each.shapes, each.files)
    return (
        each.package,
        each.protocol,
        *("" if count is None else str(count) for count in counts),
        "up to date" if each.size is None else f"{each.size / 1000:,.0f} kB",
        f"{each.seconds:.1f} s",
    )


def _totals(lines: Sequence[Summary]) -> tuple[str, ...]:
    built = [each for each in lines if each.size is not None]
    return (
        f"{len(lines)} packages",
        "",
        str(sum(each.operations or 0 for each in built)),
        str(sum(each.shapes or 0 for each in built)),
        str(sum(each.files or 0 for each in built)),
        f"{sum(each.size or 0 for each in built) / 1000:,.0f} kB",
        # Of all processors together.
        f"{sum(each.seconds for each in lines):.1f} s",
    )


@contextmanager
def progress(
    verb: str, total: int, quiet: bool
) -> Generator[Callable[[], None], None, None]:
    """A progress bar on a terminal for a run of several models; nothing otherwise.

    What is yielded is called for each model that is done, from any thread.
    """
    if quiet or total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    # Rich is slow to import, and this is the only place of a build that needs it.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(verb, total=total)
        yield lambda: bar.advance(task)

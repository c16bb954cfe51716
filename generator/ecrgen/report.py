"""What a run prints: results on standard output, problems and progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from .diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from .runs import Result

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
    """Text with control characters shown: what a model or file says must not steer the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)


@contextmanager
def progress(
    verb: str, total: int, quiet: bool
) -> Generator[Callable[[Result], Result], None, None]:
    """A progress bar on a terminal for a run of several models; nothing otherwise."""
    if quiet or total < 2 or not sys.stderr.isatty():
        yield lambda result: result
        return
    # Rich is slow to import, and this is the only place of a build that needs it.
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(verb, total=total)

        def advance(result: Result) -> Result:
            bar.advance(task)
            return result

        yield advance

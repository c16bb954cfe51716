"""The command line: arguments in, exit codes out. 0 done or in step, 1 drift, 2 wrong usage or an invalid model."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from . import __version__
from .commands import report, settings
from .commands.settings import ModelSetting
from .frontends import discover
from .pipeline import Job
from .problems.diagnostics import InputError

P = ParamSpec("P")
R = TypeVar("R")

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=_CONTEXT)
@click.version_option(__version__, prog_name="ecrgen", message="%(prog)s %(version)s")
def main() -> None:
    """Compile service models into typed, self-contained Python clients.

    \b
    Example:
      ecrgen build models/ecr.json      writes generated/ecr
      ecrgen check models/ecr.json      exits 1 when generated/ecr is not what build would write
    """


def reported(command: Callable[P, R]) -> Callable[P, R]:
    """Shows what is wrong with the input and exits with 2; a closed pipe or Ctrl-C ends quietly."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except InputError as error:
            report.diagnostics(error.diagnostics.sorted())
            sys.exit(2)
        except BrokenPipeError:
            # Whoever read our output has gone; the interpreter must not try to flush it again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)

    return run


def model_options(command: Callable[P, R]) -> Callable[P, R]:
    """What `build` and `check` share."""
    options: list[Callable[[Any], Any]] = [
        click.argument("models", metavar="[MODEL]...", nargs=-1),
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path, file_okay=False),
            help="Folder of the packages.  [default: generated]",
        ),
        click.option("--package", help="Name of the package, for a single MODEL."),
        click.option(
            "--overlay",
            type=click.Path(path_type=Path, dir_okay=False, exists=True),
            help="Overlay for a single MODEL, instead of the one beside it.",
        ),
        click.option(
            "--protocol",
            help="Protocol of a single MODEL whose service has several, such as rpcv2Cbor.",
        ),
        click.option(
            "--jobs",
            type=click.IntRange(min=1),
            help="Packages to generate at a time.  [default: one per processor]",
        ),
        click.option("-q", "--quiet", is_flag=True, help="Print problems only."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


_FOR_ONE = "--package, --overlay and --protocol are for a single MODEL"


def _jobs(
    models: tuple[str, ...],
    output: Path | None,
    package: str | None,
    overlay: Path | None,
    protocol: str | None,
) -> tuple[list[Job], int | None]:
    """The jobs that the arguments and pyproject.toml ask for."""
    found = settings.read(Path.cwd())
    place = output or found.output or Path("generated")
    is_for_one = package or overlay or protocol
    if models:
        models = tuple(discover.expanded(models))
        if len(models) > 1 and is_for_one:
            raise click.UsageError(_FOR_ONE)
        listed = {_normal(setting.source): setting for setting in found.models}
        wanted = [
            listed.get(_normal(model), ModelSetting(model))
            for model in dict.fromkeys(models)
        ]
    else:
        wanted = [
            replace(each, source=source)
            for each in dict.fromkeys(found.models)
            for source in discover.expanded([each.source])
        ]
        if not wanted:
            raise click.UsageError(
                "no MODEL given, and no models listed under [tool.ecrgen] in pyproject.toml"
            )
        if is_for_one:
            raise click.UsageError(_FOR_ONE)
    jobs = [
        Job(
            each.source,
            place,
            package or each.package,
            overlay or each.overlay,
            protocol or each.protocol,
        )
        for each in wanted
    ]
    return jobs, found.jobs


def _normal(source: str) -> str:
    """One spelling for each file. A source that is no path is only compared with its like."""
    return os.path.abspath(source)


@main.command()
@model_options
@click.option("--force", is_flag=True, help="Overwrite files that were edited by hand.")
@reported
def build(
    models: tuple[str, ...],
    output: Path | None,
    package: str | None,
    overlay: Path | None,
    protocol: str | None,
    jobs: int | None,
    quiet: bool,
    force: bool,
) -> None:
    """Write a package for each MODEL.

    A MODEL is a Smithy IDL or JSON AST file, a folder of them, a smithy-build.json, a botocore service-2.json, or
    botocore:SERVICE, where SERVICE may be a pattern. Without one, those listed under [tool.ecrgen] in pyproject.toml
    are built. Files that were edited by hand are refused.

    \b
    Example:
      ecrgen build models/ecr.json models/ecr-public.json
      ecrgen build model/                       a folder of .smithy files, or a smithy-build.json
      ecrgen build botocore:sqs -o src/clients
      ecrgen build 'botocore:*' -o /tmp/all     every service that the installed botocore has
    """
    from .commands import runs

    wanted, configured = _jobs(models, output, package, overlay, protocol)
    sys.exit(runs.build(wanted, jobs or configured, force=force, quiet=quiet))


@main.command()
@model_options
@click.option(
    "--full",
    is_flag=True,
    help="Generate everything again instead of trusting the manifest.",
)
@reported
def check(
    models: tuple[str, ...],
    output: Path | None,
    package: str | None,
    overlay: Path | None,
    protocol: str | None,
    jobs: int | None,
    quiet: bool,
    full: bool,
) -> None:
    """Tell whether the packages are what build would write. Writes nothing.

    Exits with 1 and shows a diff where a file is missing, extra, edited by hand or stale.

    \b
    Example:
      ecrgen check models/ecr.json
      ecrgen check --full              everything that pyproject.toml lists, generated anew
    """
    from .commands import runs

    wanted, configured = _jobs(models, output, package, overlay, protocol)
    sys.exit(runs.check(wanted, jobs or configured, full=full, quiet=quiet))


@main.command()
@click.argument("models", metavar="MODEL...", nargs=-1, required=True)
@click.option(
    "--docs/--no-docs",
    default=True,
    help="Keep documentation and examples.  [default: keep]",
)
@reported
def ast(models: tuple[str, ...], docs: bool) -> None:
    """Print the assembled model as Smithy 2.0 JSON AST, in canonical order.

    Several MODELs are merged into one. Overlays are not applied.

    \b
    Example:
      ecrgen ast models/ecr.json
      ecrgen ast main.smithy shapes.smithy
      ecrgen ast botocore:sqs --no-docs
    """
    from .commands import runs

    click.echo(runs.ast(models, docs=docs), nl=False)


@main.command(name="import")
@click.argument("source", metavar="botocore:SERVICE")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write.",
)
@click.option(
    "--docs", is_flag=True, help="Keep the vendor's documentation and examples."
)
@click.option(
    "--force", is_flag=True, help="Overwrite a file that is no model of this service."
)
@reported
def import_(source: str, output: Path | None, docs: bool, force: bool) -> None:
    """Turn a model of another format into Smithy 2.0 JSON AST.

    \b
    Example:
      ecrgen import botocore:ecr -o models/ecr.json
    """
    from .commands import runs

    text = runs.ast([source], docs=docs)
    if output is None:
        click.echo(text, nl=False)
    else:
        runs.save_model(output, text, force=force)


@main.command()
@click.argument("model", metavar="MODEL")
@click.argument("shape", metavar="[SHAPE]", required=False)
@click.option(
    "--overlay",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Overlay, instead of the one beside MODEL.",
)
@reported
def show(model: str, shape: str | None, overlay: Path | None) -> None:
    """Show what a MODEL, or one operation or SHAPE of it, becomes in Python.

    \b
    Example:
      ecrgen show models/ecr.json
      ecrgen show models/ecr.json InitiateLayerUpload
    """
    from .show import show as shown

    shown.show(model, shape, overlay)

"""The runs behind the commands: jobs in parallel, progress, what is printed, the exit
code.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import pipeline
from ..model.ast import render_ast
from ..model.closure import closure
from ..model.partial import is_partial
from ..output import write
from ..pipeline import Job, Target
from ..problems.diagnostics import Diagnostic, InputError, input_error
from ..problems.locations import Document, Location
from . import report
from .results import Result, Summary


def build(jobs: Sequence[Job], workers: int | None, *, force: bool, quiet: bool) -> int:
    """Builds every job. Returns the exit code."""
    failed = False
    summaries: list[Summary] = []
    for result in _run(
        _build_forced if force else _build, jobs, workers, "build", quiet
    ):
        report.diagnostics(result.diagnostics)
        failed = failed or result.failed
        if not quiet and not result.failed:
            report.built(result)
        if result.summary is not None:
            summaries.append(result.summary)
    if len(jobs) > 1 and not quiet and any(each.size for each in summaries):
        report.summary(summaries)
    return 2 if failed else 0


def check(jobs: Sequence[Job], workers: int | None, *, full: bool, quiet: bool) -> int:
    """Checks every job. Returns the exit code."""
    failed = drifted = False
    for result in _run(_check_full if full else _check, jobs, workers, "check", quiet):
        report.diagnostics(result.diagnostics)
        failed = failed or result.failed
        drifted = drifted or bool(result.drifts)
        if not result.failed and (result.drifts or not quiet):
            report.checked(result)
    return 2 if failed else int(drifted)


def ast(sources: Sequence[str], *, docs: bool) -> str:
    """The assembled model of `sources` as JSON AST. Raises `InputError`."""
    loaded = pipeline.load(sources, use_overlay=False)
    report.diagnostics(loaded.diagnostics)
    if is_partial(loaded.model):
        partial = Diagnostic(
            "W063",
            "the model is partial: what its source does not say is listed in the traits ecrgen.source#partial",
            Location(Document(sources[0], "")),
        )
        report.diagnostics([partial])
    return render_ast(loaded.model, docs=docs)


def save_model(path: Path, text: str, *, force: bool) -> None:
    """Writes a model, atomically, over nothing but an earlier model of the same
    service.
    """
    location = Location(Document(str(path), ""))
    try:
        if path.exists() and not force and not _same_service(path, text):
            raise input_error(
                "E902",
                f"{path} exists and is not a model of this service",
                location=location,
                hint="write to another file, or overwrite this one with --force",
            )
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            temporary.write_text(text, encoding="utf-8", newline="\n")
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as problem:
        raise input_error(
            "E903", f"{path} cannot be written: {problem.strerror}", location=location
        ) from None


def _same_service(path: Path, text: str) -> bool:
    def services(document: Any) -> set[str]:
        shapes: dict[str, Any] = document["shapes"]
        return {name for name, shape in shapes.items() if shape["type"] == "service"}

    try:
        return services(json.loads(path.read_text(encoding="utf-8"))) == services(
            json.loads(text)
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _claim(seen: dict[str, str], directory: str, source: str) -> None:
    """Two models must not make the same package: whichever came last would win."""
    if seen.setdefault(directory, source) != source:
        raise input_error(
            "E506",
            f"{seen[directory]} and {source} both make {directory}",
            hint="give them different names with `package` in pyproject.toml",
        )


def _guarded(job: Job, work: Callable[[Target], Result]) -> Result:
    try:
        return work(pipeline.target(job))
    except InputError as error:
        return Result(
            job.source, diagnostics=tuple(error.diagnostics.sorted()), failed=True
        )


def _result(target: Target, diagnostics: Sequence[Diagnostic] = ()) -> Result:
    overlay = target.loaded.overlay
    return Result(
        target.job.source,
        str(target.directory),
        "" if overlay is None else str(overlay),
        (*target.loaded.diagnostics, *diagnostics),
    )


def _build(job: Job) -> Result:
    return _timed(_guarded, job, lambda target: _build_target(target, force=False))


def _build_forced(job: Job) -> Result:
    return _timed(_guarded, job, lambda target: _build_target(target, force=True))


def _timed(
    run: Callable[[Job, Callable[[Target], Result]], Result],
    job: Job,
    work: Callable[[Target], Result],
) -> Result:
    started = time.perf_counter()
    result = run(job, work)
    if result.summary is None:
        return result
    seconds = time.perf_counter() - started
    return replace(result, summary=replace(result.summary, seconds=seconds))


def _build_target(target: Target, *, force: bool) -> Result:
    protocol = target.protocol.trait.partition("#")[2]
    if target.is_current:
        return replace(
            _result(target), current=True, summary=Summary(target.package, protocol)
        )
    package, diagnostics = pipeline.generate(target)
    written = write.write(package, target.job.output, force=force)
    found = closure(target.model, target.service)
    summary = Summary(
        target.package,
        protocol,
        len(found.operations),
        len(found.shapes),
        len(package.files),
        sum(map(len, package.files.values())),
    )
    return replace(_result(target, diagnostics), written=written, summary=summary)


def _check(job: Job) -> Result:
    return _guarded(job, lambda target: _check_target(target, full=False))


def _check_full(job: Job) -> Result:
    return _guarded(job, lambda target: _check_target(target, full=True))


def _check_target(target: Target, *, full: bool) -> Result:
    if not full and target.is_current:
        return replace(_result(target), current=True)
    drifts, diagnostics = pipeline.check(target)
    return replace(
        _result(target, diagnostics), current=not drifts, drifts=tuple(drifts)
    )


def _run(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    workers: int | None,
    verb: str,
    quiet: bool,
) -> Iterator[Result]:
    """Results in the order of the jobs, whatever the number of workers."""
    count = min(workers or os.cpu_count() or 1, len(jobs))
    made: dict[str, str] = {}
    for job in jobs:
        if job.package is not None:
            _claim(made, str(job.output / job.package), job.source)

    def distinct(result: Result) -> Result:
        # What a package is called without a setting is known only once its model is
        # loaded.
        if not result.failed:
            _claim(made, result.directory, result.source)
        return result

    with report.progress(verb, len(jobs), quiet) as advance:
        if count == 1:
            for job in jobs:
                result = work(job)
                advance()
                yield distinct(result)
        else:
            # Imported here: one model, which is what most runs have, needs no pool.
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
                futures = [pool.submit(work, job) for job in jobs]
                for future in futures:
                    future.add_done_callback(lambda _: advance())
                try:
                    for future in futures:
                        yield distinct(future.result())
                finally:
                    # Whoever stops early, with Ctrl-C or for two models of one package,
                    # does not wait for the rest.
                    pool.shutdown(cancel_futures=True)

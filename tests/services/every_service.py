"""Every service that the installed botocore ships: built, imported, each operation tried without I/O.

    python -m tests.services.every_service [--jobs N] [PATTERN]

A bar shows the progress; at the end stands what went wrong, and how long it took.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ecrgen import pipeline
from ecrgen.frontends import discover
from ecrgen.model.closure import closure
from ecrgen.model.ids import ShapeId
from ecrgen.model.prelude import UNIT
from ecrgen.model.shapes import Model, OperationShape, StructureShape
from ecrgen.model.traits import Http, Required
from ecrgen.problems.diagnostics import InputError
from tests.services.minimal import is_event_stream, minimal
from tests.support import packages

# A process is replaced after so many services: what was imported stays in memory.
_SERVICES_PER_PROCESS = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a service. `problems` are lines; a service without any is fine."""

    source: str
    protocol: str = ""
    operations: int = 0
    files: int = 0
    size: int = 0
    longest: int = 0
    seconds: float = 0.0
    problems: tuple[str, ...] = ()


def sources(pattern: str = "*") -> list[str]:
    return list(discover.expanded([f"botocore:{pattern}"]))


def tried(source: str) -> Outcome:
    """Builds, imports and tries a service in a folder of its own, which is gone afterwards."""
    started = time.perf_counter()
    folder = Path(tempfile.mkdtemp(prefix="every-service-"))
    try:
        return _tried(source, folder, started)
    except InputError as error:
        problems = [str(each).partition("\n")[0] for each in error.diagnostics.sorted()]
    except Exception:
        problems = traceback.format_exc().splitlines()[-3:]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Outcome(
        source, seconds=time.perf_counter() - started, problems=tuple(problems)
    )


def _tried(source: str, folder: Path, started: float) -> Outcome:
    target = pipeline.target(pipeline.Job(source, folder))
    _, diagnostics = pipeline.build(target)
    directory = folder / target.package
    module = packages.load(directory, f"every_{target.package}")
    problems = [str(each).partition("\n")[0] for each in diagnostics]
    operations = closure(target.model, target.service).operations
    for each in operations:
        if target.protocol.refusal(target.model, each):
            continue
        try:
            problems += _problems(target, module, each)
        except Exception as problem:
            problems.append(f"{each.id.name}: {type(problem).__name__}: {problem}")
    texts = [path.read_bytes() for path in directory.rglob("*.py")]
    return Outcome(
        source,
        target.protocol.trait.partition("#")[2],
        len(operations),
        len(texts),
        sum(map(len, texts)),
        max(each.count(b"\n") for each in texts),
        time.perf_counter() - started,
        tuple(problems),
    )


def _problems(
    target: pipeline.Target, module: Any, shape: OperationShape
) -> Iterator[str]:
    """What is wrong with an operation: with its request for the smallest input, or its reading of empty answers."""
    operation = module.operations.ALL[shape.id.name]
    http = shape.traits.get(Http)
    is_rest = "#rest" in target.protocol.trait
    if not _needs_event_stream(target.model, shape.input):
        value = {} if shape.input == UNIT else minimal(target.model, shape.input)
        made = operation.input.from_value(value)
        request = operation.serialize(made)
        if request.method != (http.method if http and is_rest else "POST"):
            yield f"{shape.id.name}: {request.method}"
        if not request.path.startswith("/"):
            yield f"{shape.id.name}: {request.path}"
        operation.endpoint_parameters(made)
    for body in _empty_bodies(target, shape):
        status = http.code if http and is_rest else 200
        output = operation.deserialize(module.Response(status, {}, body))
        if type(output) is not operation.output:
            yield f"{shape.id.name}: {body!r} is read as {type(output).__name__}"


def _needs_event_stream(model: Model, shape_id: ShapeId) -> bool:
    shape = model[shape_id]
    return isinstance(shape, StructureShape) and any(
        is_event_stream(model, each) and each.traits.has(Required)
        for each in shape.members.values()
    )


def _empty_bodies(target: pipeline.Target, shape: OperationShape) -> Iterator[bytes]:
    yield b""
    protocol = target.protocol.trait.partition("#")[2]
    if "Json" in protocol or "json" in protocol:
        yield b"{}"
    elif protocol == "rpcv2Cbor":
        yield b"\xa0"
    else:
        yield f"<{shape.id.name}Response/>".encode()


def all_tried(wanted: Iterable[str], jobs: int) -> Iterator[Outcome]:
    """Outcomes as they come."""
    with get_context("spawn").Pool(
        jobs, maxtasksperchild=_SERVICES_PER_PROCESS
    ) as pool:
        yield from pool.imap_unordered(tried, wanted)


def main(arguments: list[str]) -> int:
    from rich.console import Console
    from rich.progress import track

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pattern", nargs="?", default="*")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args(arguments)
    logging.disable()
    wanted = sources(given.pattern)
    started = time.perf_counter()
    outcomes = all_tried(wanted, given.jobs)
    shown = track(outcomes, "services", len(wanted), console=Console(stderr=True))
    found = sorted(shown, key=lambda each: each.source)
    for each in found:
        for problem in each.problems:
            print(f"{each.source}: {problem}")
    print(
        f"{len(found)} services, {sum(each.operations for each in found)} operations, "
        f"{sum(each.files for each in found)} files, {sum(each.size for each in found) / 1e6:.0f} MB, "
        f"{sum(bool(each.problems) for each in found)} with problems, "
        f"{time.perf_counter() - started:.0f} s"
    )
    for each in sorted(found, key=lambda each: -each.longest)[:5]:
        print(f"longest file of {each.source}: {each.longest} lines")
    for each in sorted(found, key=lambda each: -each.seconds)[:5]:
        print(f"{each.source}: {each.seconds:.0f} s")
    return int(any(each.problems for each in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

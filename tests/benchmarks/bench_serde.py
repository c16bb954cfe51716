"""Serializing, deserializing and first use, compared with botocore in one run.

Run `python tests/benchmarks/bench_serde.py`. A ratio of N means that botocore takes N
times as long.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

_OURS = f"""
import sys; sys.path.insert(0, {str(ROOT / "generated")!r})
import ecr
op = ecr.operations.InitiateLayerUpload
op.serialize(op.input(repository_name="app"))
"""
_THEIRS = """
import botocore.session
session = botocore.session.Session()
model = session.get_service_model("ecr")
from botocore.serialize import create_serializer
create_serializer("json").serialize_to_request(
    {"repositoryName": "app"}, model.operation_model("InitiateLayerUpload")
)
"""

IMAGES = {
    "imageDetails": [
        {
            "registryId": "123456789012",
            "repositoryName": "app",
            "imageDigest": f"sha256:{number:064x}",
            "imageTags": [f"v{number}", "latest"],
            "imageSizeInBytes": 10_000 + number,
            "imagePushedAt": 1_700_000_000.5 + number,
            "imageScanStatus": {"status": "COMPLETE", "description": "done"},
        }
        for number in range(100)
    ]
}
QUERY = {
    "repositoryName": "app",
    "imageIds": [{"imageTag": f"v{number}"} for number in range(100)],
}


def per_call(function: Callable[[], Any], number: int = 200) -> float:
    """Median microseconds of one call."""
    samples: list[float] = []
    for _ in range(7):
        started = time.perf_counter()
        for _ in range(number):
            function()
        samples.append((time.perf_counter() - started) / number * 1e6)
    return statistics.median(samples)


def process(code: str) -> tuple[float, float]:
    """Median milliseconds, and MiB of peak memory, of a process that runs `code`."""
    times: list[float] = []
    memory: list[float] = []
    for _ in range(7):
        started = time.perf_counter()
        child = subprocess.Popen([sys.executable, "-c", code])
        _, status, usage = os.wait4(child.pid, 0)
        times.append((time.perf_counter() - started) * 1e3)
        memory.append(usage.ru_maxrss / 1024)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            raise SystemExit(f"exited with {child.returncode}: {code}")
    return statistics.median(times), statistics.median(memory)


def show(name: str, ours: float, theirs: float, unit: str) -> None:
    print(
        f"{name:<34}{ours:>10.1f} {unit}  botocore {theirs:>10.1f} {unit}  {theirs / ours:>5.1f} x"
    )


def main() -> None:
    # First of all: Linux counts this process's memory for a child until its `exec`.
    floor, ours, theirs = process("pass"), process(_OURS), process(_THEIRS)

    sys.path.insert(0, str(ROOT / "generated"))
    ecr: Any = import_module("ecr")
    # botocore has no types.
    session: Any = import_module("botocore.session")
    create_parser: Any = import_module("botocore.parsers").create_parser
    create_serializer: Any = import_module("botocore.serialize").create_serializer

    model = session.Session().get_service_model("ecr")
    described = model.operation_model("DescribeImages")
    serializer, parser = create_serializer("json"), create_parser("json")
    op = ecr.operations.DescribeImages
    value = op.input.from_value(QUERY)
    body = json.dumps(IMAGES).encode()
    answer: dict[str, Any] = {"status_code": 200, "headers": {}, "body": body}

    show(
        "serialize 100 image ids",
        per_call(lambda: op.serialize(value)),
        per_call(lambda: serializer.serialize_to_request(QUERY, described)),
        "us ",
    )
    show(
        "deserialize 100 image details",
        per_call(lambda: op.deserialize(ecr.Response(200, {}, body))),
        per_call(lambda: parser.parse(answer, described.output_shape)),
        "us ",
    )
    show(
        "first request of a new process",
        *(ours[0] - floor[0], theirs[0] - floor[0], "ms "),
    )
    show("its memory", ours[1] - floor[1], theirs[1] - floor[1], "MiB")


if __name__ == "__main__":
    main()

"""The costs of a build: processor time and memory of processes, and size of the output.

Run `python tests/benchmarks/bench_build.py`; it prints every figure with the project's
limit.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.support import idl_folder  # noqa: E402

MODEL = ROOT / "models" / "ecr.json"
PACKAGE = "ecr"


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    limit: float
    unit: str

    def __str__(self) -> str:
        mark = "" if self.value <= self.limit else "  over the limit"
        return f"{self.name:<42}{self.value:>9.2f} {self.unit:<4} limit {self.limit:>7.2f}{mark}"


def measure(*arguments: str) -> tuple[float, float]:
    """Seconds of processor time, and MiB of peak memory, of one run of ecrgen."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ecrgen", *arguments],
        stdout=subprocess.DEVNULL,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "generator")},
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(
            f"ecrgen {' '.join(arguments)} exited with {process.returncode}"
        )
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def median(runs: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(r[0] for r in runs), max(r[1] for r in runs)


def bytes_per_operation(package: Path) -> float:
    """Generated code, without the runtime, extra modules and manifest."""
    size = sum(
        path.stat().st_size
        for path in package.rglob("*.py")
        if "_runtime" not in path.relative_to(package).parts
        and not path.read_text("utf-8").startswith("# Copied by ecrgen")
    )
    operations = sum(
        path.name != "__init__.py" for path in (package / "operations").glob("*.py")
    )
    return size / operations


def many_files() -> float:
    """Seconds of processor time of a build from 150 operations in 185 files of Smithy
    IDL.
    """
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder, "model")
        assert idl_folder.write(model) == 185
        return measure("build", str(model), "-o", f"{folder}/out")[0]


def figures(repeats: int) -> list[Figure]:
    model = str(MODEL)
    with tempfile.TemporaryDirectory() as folder:
        outputs = [f"{folder}/{number}" for number in range(repeats)]
        cold = [measure("build", model, "-o", output) for output in outputs]
        idle = [measure("build", model, "-o", output) for output in outputs]
        check = [measure("check", model, "-o", output) for output in outputs]
        full = [measure("check", "--full", model, "-o", output) for output in outputs]
        size = bytes_per_operation(Path(outputs[0]) / PACKAGE)
    many = [many_files() for _ in range(repeats)]
    peak = max(median(runs)[1] for runs in (cold, idle, check, full))
    return [
        Figure("cold build, processor time", median(cold)[0], 3.0, "s"),
        Figure("build that changes nothing", median(idle)[0], 0.5, "s"),
        Figure("check", median(check)[0], 0.7, "s"),
        Figure("check --full", median(full)[0], 3.0, "s"),
        Figure("build of 185 Smithy files", statistics.median(many), 3.0, "s"),
        Figure("peak memory", peak, 150.0, "MiB"),
        Figure("generated code per operation", size / 1000, 10.0, "kB"),
    ]


def main() -> None:
    print(f"{MODEL.name}, Python {sys.version.split()[0]}, median of 5 runs")
    for figure in figures(repeats=5):
        print(figure)


if __name__ == "__main__":
    main()

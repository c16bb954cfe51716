"""mypy --strict and pyright strict on packages, and on programs that use them rightly and wrongly."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.support.packages import ROOT

SAMPLE = Path(__file__).parent / "samples" / "use.py"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def wrong_lines() -> set[int]:
    lines = SAMPLE.read_text("utf-8").splitlines()
    return {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}


def test_mypy_finds_just_what_is_wrong() -> None:
    done = run("mypy", "--strict", "--no-incremental", str(SAMPLE))
    found = re.findall(r"use\.py:(\d+): error", done.stdout)
    assert {int(line) for line in found} == wrong_lines(), done.stdout


def test_pyright_finds_just_what_is_wrong() -> None:
    done = run("pyright", "--pythonpath", sys.executable, "--outputjson", str(SAMPLE))
    found = json.loads(done.stdout)["generalDiagnostics"]
    errors = [each for each in found if each["severity"] == "error"]
    assert {
        each["range"]["start"]["line"] + 1 for each in errors
    } == wrong_lines(), errors

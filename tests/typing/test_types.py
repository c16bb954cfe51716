"""mypy --strict and pyright strict on packages, and on right and wrong uses."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from tests.typing.checkers import run, wrong_lines

SAMPLE = Path(__file__).parent / "samples" / "use.py"


def test_mypy_finds_just_what_is_wrong() -> None:
    done = run("mypy", "--strict", "--no-incremental", str(SAMPLE))
    lines = re.findall(r"use\.py:(\d+): error", done.stdout)
    assert {int(line) for line in lines} == wrong_lines(SAMPLE), done.stdout


def test_pyright_finds_just_what_is_wrong() -> None:
    done = run("pyright", "--pythonpath", sys.executable, "--outputjson", str(SAMPLE))
    diagnostics = json.loads(done.stdout)["generalDiagnostics"]
    errors = [
        diagnostic for diagnostic in diagnostics if diagnostic["severity"] == "error"
    ]
    assert {
        diagnostic["range"]["start"]["line"] + 1 for diagnostic in errors
    } == wrong_lines(SAMPLE), errors

"""mypy --strict and pyright strict on packages, and on programs that use them rightly and wrongly."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from tests.typing.checkers import run, wrong_lines

SAMPLE = Path(__file__).parent / "samples" / "use.py"


def test_mypy_finds_just_what_is_wrong() -> None:
    done = run("mypy", "--strict", "--no-incremental", str(SAMPLE))
    found = re.findall(r"use\.py:(\d+): error", done.stdout)
    assert {int(line) for line in found} == wrong_lines(SAMPLE), done.stdout


def test_pyright_finds_just_what_is_wrong() -> None:
    done = run("pyright", "--pythonpath", sys.executable, "--outputjson", str(SAMPLE))
    found = json.loads(done.stdout)["generalDiagnostics"]
    errors = [each for each in found if each["severity"] == "error"]
    assert {each["range"]["start"]["line"] + 1 for each in errors} == wrong_lines(
        SAMPLE
    ), errors

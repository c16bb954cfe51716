"""mypy --strict on the packages of all 24 models, in one run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from ..packages import AWS_MODELS, ROOT
from .conftest import Service


@pytest.mark.slow
@pytest.mark.skipif(not AWS_MODELS, reason="needs AWS's models in ../shared/corpora")
def test_mypy_finds_nothing(service_of: Callable[[str], Service]) -> None:
    packages = [str(service_of(name).directory) for name in AWS_MODELS]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", *packages],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout

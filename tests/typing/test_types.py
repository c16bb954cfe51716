"""mypy --strict and pyright strict on packages, and on programs that use them rightly and wrongly."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ecrgen import pipeline
from ecrgen.diagnostics import InputError
from ecrgen.protocols import supported
from tests.packages import CORPORA, ROOT, build

SAMPLE = Path(__file__).parent / "samples" / "use.py"
SUPPORTED = (
    *("arc-region-switch", "dynamodb", "ecr", "ecr-public", "kinesis"),
    *("kms", "secrets-manager", "sqs", "sns", "sts", "iam", "cloudwatch"),
    *("cloudformation", "ec2"),
)
# Their code has no form that the others lack, and takes longer to check than all others together.
LARGE = frozenset({"cloudformation", "cloudwatch", "ec2", "iam"})
MODELS = sorted((CORPORA / "aws-models").glob("*.json"))

needs_corpora = pytest.mark.skipif(
    not MODELS, reason="reads the models in ../shared/corpora, which are not here"
)


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


@needs_corpora
def test_every_model_of_a_supported_protocol(tmp_path: Path) -> None:
    packages: list[str] = []
    sys.path.insert(0, str(tmp_path))
    try:
        for name in SUPPORTED:
            if name in LARGE:
                continue
            source = CORPORA / "aws-models" / f"{name}.json"
            package = build(
                str(source), tmp_path, f"typed_{name.replace('-', '_')}"
            ).__name__
            packages.append(package)
            for path in (tmp_path / package).rglob("*.py"):
                relative = path.relative_to(tmp_path).with_suffix("")
                importlib.import_module(
                    ".".join(relative.parts).removesuffix(".__init__")
                )
    finally:
        sys.path.remove(str(tmp_path))
    paths = [str(tmp_path / package) for package in packages]
    done = run("mypy", "--strict", "--no-incremental", *paths)
    assert done.returncode == 0, done.stdout
    formatted = run("black", "--check", "--quiet", *paths)
    assert formatted.returncode == 0, formatted.stderr


@needs_corpora
@pytest.mark.parametrize("model", MODELS, ids=lambda path: path.stem)
def test_every_model_loads_and_says_whether_it_can_be_built(
    model: Path, tmp_path: Path
) -> None:
    job = pipeline.Job(str(model), tmp_path)
    assert pipeline.load([str(model)]).model.services()
    if model.stem in SUPPORTED:
        assert pipeline.target(job).protocol.trait in supported()
        return
    with pytest.raises(InputError) as refused:
        pipeline.target(job)
    (diagnostic,) = refused.value.diagnostics
    assert diagnostic.code == "E504"
    assert "not supported yet" in diagnostic.message

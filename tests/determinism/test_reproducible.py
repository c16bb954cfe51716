"""The same bytes, whatever surrounds the build: nothing but the model and ecrgen itself decides them."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.determinism.checkout import changed, content, ecrgen
from tests.support.places import ROOT

PACKAGES = ("ecr", "ecr_public")
MODELS = (ROOT / "models" / "ecr.json", ROOT / "models" / "ecr-public.json")


def assert_reproduced(output: Path, *packages: str) -> None:
    for package in packages:
        committed = content(ROOT / "generated" / package)
        assert changed(committed, content(output / package)) == set()


@pytest.mark.parametrize(
    ("seed", "at_the_top", "jobs"),
    [("0", True, "1"), ("1", False, "2"), ("4711", True, "2"), ("0", False, "1")],
)
def test_hash_seed_directory_and_jobs(
    seed: str, at_the_top: bool, jobs: str, tmp_path: Path
) -> None:
    done = ecrgen(
        *("build", *MODELS, "-o", tmp_path / "out", "--jobs", jobs),
        cwd=ROOT if at_the_top else tmp_path,
        PYTHONHASHSEED=seed,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(os.listdir(tmp_path / "out")) == sorted(PACKAGES)
    assert_reproduced(tmp_path / "out", *PACKAGES)


@pytest.mark.parametrize("seed", [1, 2])
def test_order_of_shapes(seed: int, tmp_path: Path) -> None:
    model = tmp_path / "ecr.json"
    document: dict[str, Any] = json.loads(MODELS[0].read_text("utf-8"))
    shapes = list(document["shapes"].items())
    random.Random(seed).shuffle(shapes)
    assert list(document["shapes"]) != [name for name, _ in shapes]
    document["shapes"] = dict(shapes)
    model.write_text(json.dumps(document), encoding="utf-8")
    shutil.copy(ROOT / "models" / "ecr.overlay.yaml", tmp_path)
    shutil.copytree(ROOT / "models" / "extras", tmp_path / "extras")
    done = ecrgen("build", "ecr.json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert_reproduced(tmp_path / "generated", "ecr")


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_python(version: str, tmp_path: Path) -> None:
    """`.ci/run` builds with every one of these that the machine has, each in an environment of its own."""
    if version == "{}.{}".format(*sys.version_info):
        python = sys.executable
    else:
        python = shutil.which(f"python{version}") or ""
        if not python or not _has_dependencies(python):
            pytest.skip(f"no python{version} with the dependencies of ecrgen on PATH")
    done = ecrgen("build", *MODELS, "-o", tmp_path, cwd=tmp_path, python=python)
    assert (done.returncode, done.stderr) == (0, "")
    assert_reproduced(tmp_path, *PACKAGES)


def _has_dependencies(python: str) -> bool:
    command = [python, "-c", "import black, click, jinja2, rich, yaml"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0

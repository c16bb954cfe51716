from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ecrgen.emit import templates
from ecrgen.output.inputs import generator_digest
from tests.support.places import ROOT


def digest(root: Path) -> str:
    """The digest that an ecrgen in another place computes of itself."""
    program = (
        "from ecrgen.output.inputs import generator_digest; print(generator_digest())"
    )
    return subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "generator", tmp_path / "generator", ignore=ignore)
    shutil.copytree(ROOT / "templates", tmp_path / "templates", ignore=ignore)
    return tmp_path


def test_a_checkout_uses_its_own_templates() -> None:
    assert templates.folder() == ROOT / "templates"
    assert templates.read("runtime/core/http.py") == (
        ROOT / "templates" / "runtime" / "core" / "http.py"
    ).read_text("utf-8")


def test_the_digest_is_that_of_the_content(copy: Path) -> None:
    ours = generator_digest()
    assert digest(copy / "generator") == ours
    for path in (copy / "generator").rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert digest(copy / "generator") == ours


def test_a_wheel_has_the_digest_of_its_checkout(copy: Path) -> None:
    installed = copy / "site-packages" / "ecrgen"
    shutil.move(copy / "generator" / "ecrgen", installed)
    shutil.move(copy / "templates", installed / "_templates")
    assert digest(installed.parent) == generator_digest()


@pytest.mark.parametrize(
    "name", ["generator/ecrgen/emit/docstrings.py", "templates/runtime/core/http.py"]
)
@pytest.mark.parametrize("change", ["edit", "rename", "remove"])
def test_any_change_shows_in_the_digest(name: str, change: str, copy: Path) -> None:
    path = copy / name
    if change == "edit":
        path.write_bytes(path.read_bytes() + b"#\n")
    elif change == "rename":
        path.rename(path.with_name("renamed.py"))
    else:
        path.unlink()
    assert digest(copy / "generator") != generator_digest()

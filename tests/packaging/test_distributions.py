"""The wheel and the sdist hold all that a build needs. `.ci/run` installs the wheel into an empty environment."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from ecrgen import __version__
from tests.determinism.checkout import changed, content, ecrgen
from tests.support.places import ROOT

NEEDS = "needs the extra `test`, which has the build backend"
pytest.importorskip("build", reason=NEEDS)
pytest.importorskip("hatchling", reason=NEEDS)

SDIST = f"ecrgen-{__version__}.tar.gz"
WHEEL = f"ecrgen-{__version__}-py3-none-any.whl"


def build(output: Path, *options: str) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "build", "--no-isolation"),
            *("--outdir", str(output), *options, str(ROOT)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, and the wheel that is made from it."""
    output = tmp_path_factory.mktemp("dist")
    build(output)
    return output


def members(path: Path) -> dict[str, bytes]:
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    top = f"{path.name.removesuffix('.tar.gz')}/"
    found: dict[str, bytes] = {}
    with tarfile.open(path) as archive:
        for info in archive.getmembers():
            file = archive.extractfile(info)
            if file is not None:
                found[info.name.removeprefix(top)] = file.read()
    return found


def tracked(*folders: str) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for path, data in content(ROOT / folder).items():
            yield f"{folder}/{path}", data


def test_the_wheel_holds_code_and_templates_and_nothing_else(dist: Path) -> None:
    expected = dict(tracked("generator/ecrgen", "templates"))
    renamed = {
        name.replace("generator/ecrgen/", "ecrgen/").replace(
            "templates/", "ecrgen/_templates/", 1
        ): data
        for name, data in expected.items()
    }
    assert "ecrgen/_templates/runtime/core/http.py" in renamed
    found = members(dist / WHEEL)
    metadata = {name for name in found if ".dist-info/" in name}
    assert (
        changed(renamed, {n: d for n, d in found.items() if n not in metadata}) == set()
    )
    assert {PurePosixPath(name).name for name in metadata} == {
        *("METADATA", "WHEEL", "RECORD", "entry_points.txt", "LICENSE")
    }
    (entry_points,) = (found[n] for n in metadata if n.endswith("entry_points.txt"))
    assert b"ecrgen = ecrgen.cli:main" in entry_points


def test_the_sdist_holds_what_the_tests_need(dist: Path) -> None:
    found = members(dist / SDIST)
    for name, data in tracked(
        *("generator", "templates", "models", "generated", "tests")
    ):
        assert found[name] == data
    assert {"README.md", "LICENSE", "pyproject.toml", "PKG-INFO"} <= found.keys()
    assert not any(name.startswith(("dist/", ".venv/", ".git/")) for name in found)


def test_a_wheel_is_the_same_from_the_checkout_and_from_the_sdist(
    dist: Path, tmp_path: Path
) -> None:
    build(tmp_path, "--wheel")
    assert members(tmp_path / WHEEL) == members(dist / WHEEL)


def test_the_wheel_builds_what_is_committed(dist: Path, tmp_path: Path) -> None:
    """Without the checkout: from the unpacked wheel, in another directory."""
    unpacked = tmp_path / "site-packages"
    with zipfile.ZipFile(dist / WHEEL) as archive:
        archive.extractall(unpacked)
    work = tmp_path / "work"
    work.mkdir()
    model = ROOT / "models" / "ecr-public.json"
    done = ecrgen("build", model, "-o", "out", cwd=work, generator=unpacked)
    assert (done.returncode, done.stderr) == (0, "")
    committed = content(ROOT / "generated" / "ecr_public")
    assert changed(committed, content(work / "out" / "ecr_public")) == set()

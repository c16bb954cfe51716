"""The real command line, and copies of what is committed to try it on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support.places import ROOT


@dataclass(frozen=True)
class Checkout:
    """The models of this repository and the package of ECR Public, in a folder of their own."""

    root: Path

    @property
    def package(self) -> Path:
        return self.root / "generated" / "ecr_public"

    @property
    def model(self) -> Path:
        return self.root / "models" / "ecr-public.json"

    def ecrgen(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return ecrgen(*arguments, cwd=self.root)


def make(root: Path) -> Checkout:
    (root / "generated").mkdir(parents=True)
    shutil.copytree(ROOT / "models", root / "models")
    checkout = Checkout(root)
    shutil.copytree(
        ROOT / "generated" / "ecr_public",
        checkout.package,
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    (root / "pyproject.toml").write_text(
        '[tool.ecrgen]\nmodels = ["models/ecr-public.json"]\n', encoding="utf-8"
    )
    return checkout


def ecrgen(
    *arguments: str | Path,
    cwd: Path,
    generator: Path = ROOT / "generator",
    python: str = sys.executable,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-m", "ecrgen", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(generator), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def content(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def stamps(directory: Path) -> dict[str, tuple[int, int, int]]:
    """What any write would change, of every file and folder."""
    return {
        str(path): (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        for path in (directory, *directory.rglob("*"))
        for stat in (path.lstat(),)
    }


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {
        path
        for path in before.keys() | after.keys()
        if before.get(path) != after.get(path)
    }

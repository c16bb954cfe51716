"""A change shows in the files that it concerns, and in no other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from ecrgen import __version__
from tests.determinism.checkout import (
    Checkout,
    changed,
    content,
    ecrgen,
    make,
    stamps,
)
from tests.support.places import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return make(tmp_path / "checkout")


def test_idle_build_writes_nothing(checkout: Checkout) -> None:
    before = stamps(checkout.root)
    done = checkout.ecrgen("build")
    assert done.returncode == 0
    assert done.stdout.endswith("ecr_public: up to date\n")
    assert stamps(checkout.root) == before


def test_one_new_member_changes_one_file_and_the_manifest(checkout: Checkout) -> None:
    document: dict[str, Any] = json.loads(checkout.model.read_text("utf-8"))
    members = document["shapes"]["com.amazonaws.ecrpublic#Repository"]["members"]
    members["pullCount"] = {"target": "smithy.api#Long"}
    checkout.model.write_text(json.dumps(document), encoding="utf-8")
    before = content(checkout.package)
    done = checkout.ecrgen("build")
    assert done.returncode == 0
    assert "2 updated" in done.stdout
    after = content(checkout.package)
    assert changed(before, after) == {"models/repository.py", "ecrgen.json"}
    assert b"pull_count: int | None = None" in after["models/repository.py"]


@pytest.mark.parametrize("change", ["version", "source"])
def test_another_generator_changes_the_manifest_only(
    change: str, checkout: Checkout
) -> None:
    tool = checkout.root / "tool"
    shutil.copytree(ROOT / "generator", tool / "generator")
    shutil.copytree(ROOT / "templates", tool / "templates")
    source = tool / "generator" / "ecrgen" / "__init__.py"
    text = source.read_text("utf-8")
    if change == "version":
        text = text.replace(__version__, "99.0.0")
    else:
        text += "# One more comment.\n"
    source.write_text(text, encoding="utf-8")

    before = content(checkout.package)
    done = ecrgen("check", cwd=checkout.root, generator=tool / "generator")
    assert done.returncode == 1
    assert "\n  stale: ecrgen.json\n" in done.stdout
    done = ecrgen("build", cwd=checkout.root, generator=tool / "generator")
    assert done.returncode == 0
    assert "1 updated" in done.stdout
    after = content(checkout.package)
    assert changed(before, after) == {"ecrgen.json"}
    inputs = json.loads(after["ecrgen.json"])["inputs"]
    expected = "99.0.0" if change == "version" else __version__
    assert inputs["ecrgen"] == expected
    assert (
        inputs["generator"] != json.loads(before["ecrgen.json"])["inputs"]["generator"]
    )

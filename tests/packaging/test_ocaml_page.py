"""docs/ocaml.md: its commands print what it shows, its overlays are those that make
them work.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from ecrgen.cli import main
from ecrgen.frontends._service_facts import KEYS
from tests.support import awso_forms as forms
from tests.support.awso_sources import pages, rendered, save, source
from tests.support.places import ROOT

PAGE = (ROOT / "docs" / "ocaml.md").read_text("utf-8")
BLOCKS: list[tuple[str, str]] = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.M | re.S)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders and the page that the commands are about."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "awso" / "aws").mkdir(parents=True)
    save(tmp_path / "awso" / "aws" / "ecr-public", source("ecr-public"))
    save(tmp_path / "pages", pages("ecr-public", table=False))
    modules = rendered("ecr-public").modules
    (module,) = (m for m in modules if m.name == "InitiateLayerUploadResponse")
    (tmp_path / "page.txt").write_text(forms.page_text(module, "seed"), "utf-8")
    return tmp_path


def transcript(text: str) -> list[tuple[str, str]]:
    """Commands, each with what it prints."""
    parts = re.split(r"^\$ ecrgen (.*)\n", text, flags=re.M)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def shows(expected: str, printed: str) -> bool:
    """Whether the lines are printed, in their order; `...` stands for any others, and
    files may be more.
    """
    expected, printed = (
        re.sub(r"\d+ created", "N created", text) for text in (expected, printed)
    )
    at = 0
    for part in expected.split("...\n"):
        found = printed.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def test_the_commands_print_what_is_shown(place: Path) -> None:
    overlays = iter(["awso/aws/ecr-public.overlay.yaml", "pages.overlay.yaml"])
    commands = 0
    for language, text in BLOCKS:
        if language == "yaml":
            (place / next(overlays)).write_text(text, "utf-8")
            continue
        for command, expected in transcript(text):
            result = CliRunner().invoke(main, command.split())
            printed = result.stdout + result.stderr
            assert shows(expected, printed), f"{command}: {printed}"
            assert result.exit_code == (2 if "error[" in expected else 0)
            commands += 1
    assert commands == 6
    assert next(overlays, None) is None


def test_every_fact_of_a_service_is_listed() -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| `service:`"))
    assert set(re.findall(r"`(\w+)`", row)) == set(KEYS)
    for section in ("wire_names", "operations", "values", "kinds", "shapes"):
        assert f"| `{section}:` |" in PAGE
    assert [yaml.safe_load(text)["overlay"] for kind, text in BLOCKS if kind == "yaml"]

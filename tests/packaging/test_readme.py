"""What the README shows is what there is: its examples run, its settings and overlays are accepted."""

from __future__ import annotations

import ast
import contextlib
import io
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from ecrgen import pipeline
from ecrgen.cli import main
from ecrgen.commands import settings
from tests.support.places import ROOT

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS: list[tuple[str, str]] = re.findall(
    r"^```(\w+)\n(.*?)^```$", README, re.M | re.S
)


def block(language: str, start: str = "") -> str:
    (found,) = (text for kind, text in BLOCKS if kind == language and start in text)
    return found


def test_the_first_two_commands_are_one_line_each() -> None:
    """`.ci/run` takes the second from here."""
    commands = [text for kind, text in BLOCKS if kind == "bash"][:2]
    assert [text.count("\n") for text in commands] == [1, 1]
    assert BLOCKS[0][0] == BLOCKS[1][0] == "bash"
    for command in commands:
        assert command.startswith("python3 -m venv .venv && ")
    assert "ecrgen build models/ecr.json models/ecr-public.json" in commands[0]
    assert commands[1].endswith("-m pytest\n")


def test_the_example_runs_and_shows_what_the_comments_say() -> None:
    """A comment behind a statement is the value of its expression, or what it prints."""
    text = block("python", "import ecr_public")
    lines = text.splitlines()
    namespace: dict[str, Any] = {}
    shown = 0
    for node in ast.parse(text).body:
        end = node.end_lineno
        assert end is not None
        comment = lines[end].removeprefix("# ") if end < len(lines) else ""
        code = "\n".join(lines[node.lineno - 1 : end])
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            if isinstance(node, ast.Expr):
                found = repr(eval(code, namespace))
            else:
                exec(code, namespace)
                found = printed.getvalue().strip()
        if lines[end : end + 1] and lines[end].startswith("# "):
            assert found == comment
            shown += 1
    assert shown == text.count("\n# ") == 3


def test_settings_are_accepted(tmp_path: Path) -> None:
    text = block("toml")
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    found = settings.read(tmp_path)
    written = tomllib.loads(text)["tool"]["ecrgen"]
    assert found.jobs == written["jobs"]
    assert found.output == Path(written["output"])
    assert len(found.models) == len(written["models"])


def test_the_overlay_is_accepted(tmp_path: Path) -> None:
    overlay = tmp_path / "ecr.overlay.yaml"
    overlay.write_text(block("yaml", "overlay: 1"), encoding="utf-8")
    loaded = pipeline.load([str(ROOT / "models" / "ecr.json")], overlay)
    assert loaded.diagnostics == ()


def test_the_hook_is_defined_and_runs_a_command_there_is() -> None:
    (shown,) = yaml.safe_load(block("yaml", "repos:"))["repos"][0]["hooks"]
    (defined,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert shown["id"] == defined["id"]
    name, *arguments = defined["entry"].split()
    assert name == "ecrgen"
    assert CliRunner().invoke(main, [*arguments, "--help"]).exit_code == 0


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_and_its_options_are_told(command: str) -> None:
    assert f"| `ecrgen {command} " in README
    for option in main.commands[command].params:
        for name in option.opts:
            if name.startswith("--") and name != "--no-docs":
                assert name in README


def test_every_folder_of_the_map_is_there() -> None:
    table = README[README.index("## Development") :]
    named = re.findall(r"`((?:generator|templates|models|generated)[^` ]*)`", table)
    assert named
    assert [name for name in named if not any(ROOT.glob(name))] == []

"""docs/smithy-idl.md: its model is one, its commands run, and its examples print what
they say.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.places import ROOT

PAGE = (ROOT / "docs" / "smithy-idl.md").read_text("utf-8")
BLOCKS: list[tuple[str, str]] = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.M | re.S)
COMMANDS = [text.strip() for kind, text in BLOCKS if kind == "bash"]


def block(language: str) -> str:
    (text,) = (text for kind, text in BLOCKS if kind == language)
    return text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the reader of the page has before each command."""
    (tmp_path / "weather.smithy").write_text(block("smithy"), "utf-8")
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "weather.smithy").write_text(block("smithy"), "utf-8")
    (tmp_path / "smithy-build.json").write_text(block("json"), "utf-8")
    return tmp_path


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = shlex.split(command)
    assert words[0] == "ecrgen"
    output = None
    if ">" in words:
        output = folder / words.pop()
        words.pop()
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if output is not None:
        output.write_text(done.stdout, "utf-8")
    return done


def test_the_commands_are_those_that_are_tested() -> None:
    assert [command.split()[1] for command in COMMANDS] == [
        "build",
        "show",
        "check",
        "build",
        "ast",
        "build",
    ]


def test_every_command_runs(folder: Path) -> None:
    for command in COMMANDS:
        done = run(command, folder)
        assert done.returncode == 0, done.stderr
        assert done.stderr == "", command
    # All of these were the same model.
    assert run("ecrgen check weather.smithy", folder).returncode == 0
    shapes = json.loads((folder / "weather.json").read_text("utf-8"))["shapes"]
    assert "example.weather#GetCityInput" in shapes
    assert [path.name for path in (folder / "generated").iterdir()] == ["weather"]


def test_the_example_prints_what_it_says(folder: Path) -> None:
    assert run(COMMANDS[0], folder).returncode == 0
    text = block("python")
    done = subprocess.run(
        [sys.executable, "-c", text],
        cwd=folder / "generated",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    said = [line.removeprefix("# ") for line in text.splitlines() if line[:2] == "# "]
    assert done.stdout.splitlines() == said
    assert len(said) == 2


def test_the_problem_looks_as_shown(folder: Path) -> None:
    """The shape, the caret and the hint; the line is another one."""
    path = folder / "weather.smithy"
    path.write_text(
        block("smithy").replace("properties: { name: String }", ""), "utf-8"
    )
    text = path.read_text("utf-8") + "\nstructure City_ {\n    name: Strin\n}\n"
    path.write_text(text.replace("$name", "name: String"), "utf-8")
    done = run("ecrgen build weather.smithy", folder)
    assert done.returncode == 2
    shown = done.stderr.replace("City_", "City")
    assert re.sub(r":\d+:\d+$", "", shown, flags=re.M) == re.sub(
        r":\d+:\d+$", "", block("console"), flags=re.M
    )


def test_what_is_refused_without_java_is_told(folder: Path) -> None:
    path = folder / "smithy-build.json"
    changed = path.read_text("utf-8").replace(
        '"plugins"', '"transforms": [{"name": "excludeShapesByTag"}], "plugins"'
    )
    path.write_text(changed, "utf-8")
    done = run("ecrgen build smithy-build.json#client", folder)
    assert done.returncode == 0
    assert "warning[W030]" in done.stderr
    assert "excludeShapesByTag" in done.stderr

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ecrgen import __version__
from ecrgen.cli import main
from tests.support.places import ROOT
from tests.support.short_form import toy, write

COMMANDS = ("build", "check", "ast", "import", "show")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="ecrgen")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with one model."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "toy.json")
    return tmp_path


def test_version_and_help() -> None:
    assert run("--version").output == f"ecrgen {__version__}\n"
    listed = run("--help").output
    assert all(re.search(rf"^  {command} ", listed, re.M) for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_the_help_of_every_command_shows_an_example(command: str, option: str) -> None:
    shown = run(command, option)
    assert shown.exit_code == 0
    assert re.search(rf"Example:\n +ecrgen {command} \S", shown.output)


def test_exit_codes_of_build_and_check(folder: Path) -> None:
    assert run("check", "toy.json").exit_code == 1
    built = run("build", "toy.json")
    assert (built.exit_code, built.stderr) == (0, "")
    assert re.match(r"toy\.json -> generated/toy: \d+ created\n$", built.output)
    assert run("check", "toy.json").exit_code == 0
    assert run("check", "toy.json", "--full").exit_code == 0
    (folder / "generated" / "toy" / "errors.py").write_text("EDITED = 1\n")
    assert run("check", "toy.json").exit_code == 1
    assert run("build", "toy.json").exit_code == 2
    forced = run("build", "toy.json", "--force")
    assert forced.exit_code == 0
    assert "overwrote errors.py" in forced.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build"], "no MODEL given, and no models listed under [tool.ecrgen]"),
        (["check"], "no MODEL given"),
        (["build", "a", "b", "--package", "c"], "are for a single MODEL"),
        (["build", "toy.json", "--overlay", "none.yaml"], "does not exist"),
        (["build", "toy.json", "-o", "toy.json"], "is a file"),
        (["build", "toy.json", "--jobs", "0"], "--jobs"),
        (["build", "toy.json", "--package", "no-name"], "E505"),
        (["build", "none.json"], "E002"),
        (["build", "toy.unknown"], "E001"),
        (["ast"], "Missing argument"),
        (["nothing"], "No such command"),
        (["import", "none.json"], "E002"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str, folder: Path) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert [path.name for path in folder.iterdir()] == ["toy.json"]


def test_output_package_and_overlay(folder: Path) -> None:
    (folder / "words.yaml").write_text(
        "overlay: 1\nshapes:\n  Echo:\n    documentation: Answers.\n"
    )
    done = run(
        *("build", "toy.json", "-o", "src/clients", "--package", "mine"),
        *("--overlay", "words.yaml"),
    )
    assert done.exit_code == 0
    assert done.output.startswith("toy.json with words.yaml -> src/clients/mine: ")
    module = folder / "src" / "clients" / "mine" / "operations" / "echo.py"
    assert "Answers." in module.read_text(encoding="utf-8")


class TestSettings:
    def configure(self, folder: Path, text: str) -> None:
        (folder / "pyproject.toml").write_text(f"[tool.ecrgen]\n{text}\n")

    def test_models_that_are_listed(self, folder: Path) -> None:
        write(folder / "other.json", toy(sdk_id="Other"))
        self.configure(
            folder,
            'output = "out"\n'
            'models = [{model = "toy.json", package = "named"}, "other.json"]',
        )
        assert run("build").exit_code == 0
        assert run("check").exit_code == 0
        assert {path.name for path in (folder / "out").iterdir()} == {"named", "other"}

    @pytest.mark.parametrize("spelling", ["toy.json", "./toy.json", "{}/toy.json"])
    def test_a_listed_model_keeps_its_settings_when_it_is_named(
        self, spelling: str, folder: Path
    ) -> None:
        self.configure(folder, 'models = [{model = "toy.json", package = "named"}]')
        done = run("build", spelling.format(folder))
        assert "generated/named: " in done.output

    def test_arguments_go_before_settings(self, folder: Path) -> None:
        self.configure(
            folder,
            'output = "out"\nmodels = [{model = "toy.json", package = "named"}]',
        )
        done = run("build", "toy.json", "--package", "other", "-o", "elsewhere")
        assert "elsewhere/other: " in done.output

    def test_from_a_folder_below(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.configure(folder, 'models = ["toy.json"]')
        assert run("build").exit_code == 0
        below = folder / "generated" / "toy"
        monkeypatch.chdir(below)
        assert run("check").exit_code == 0
        assert not (below / "generated").exists()

    def test_package_and_overlay_need_a_model(self, folder: Path) -> None:
        self.configure(folder, 'models = ["toy.json"]')
        assert run("build", "--package", "other").exit_code == 2

    def test_settings_that_cannot_be_used(self, folder: Path) -> None:
        self.configure(folder, "jobs = 0")
        done = run("build", "toy.json")
        assert done.exit_code == 2
        assert "error[E901]" in done.stderr

    def test_a_model_named_twice_is_built_once(self, folder: Path) -> None:
        assert run("build", "toy.json", "toy.json").output.count("created") == 1
        self.configure(folder, 'models = ["toy.json", "toy.json"]')
        assert run("check").output.count("in step") == 1


def test_ast_prints_the_assembled_model(folder: Path) -> None:
    done = run("ast", "toy.json")
    assert done.exit_code == 0
    document = json.loads(done.stdout)
    assert document["smithy"] == "2.0"
    assert "toy#Echo" in document["shapes"]


def test_ast_without_docs(folder: Path) -> None:
    document = toy()
    document["shapes"]["toy#Echo"]["traits"]["smithy.api#documentation"] = "Says."
    write(folder / "toy.json", document)
    assert "Says." in run("ast", "toy.json").stdout
    assert "Says." not in run("ast", "toy.json", "--no-docs").stdout
    assert "Says." not in run("import", "toy.json").stdout
    assert "Says." in run("import", "toy.json", "--docs").stdout


@pytest.mark.parametrize(
    ("service", "file"), [("ecr", "ecr"), ("ecr-public", "ecr-public")]
)
def test_import_reproduces_the_committed_models(
    service: str, file: str, folder: Path
) -> None:
    done = run("import", f"botocore:{service}", "-o", "new.json")
    assert (done.exit_code, done.stdout) == (0, "")
    committed = (ROOT / "models" / f"{file}.json").read_bytes()
    assert (folder / "new.json").read_bytes() == committed


def test_import_asks_before_it_overwrites(folder: Path) -> None:
    (folder / "notes.txt").write_text("notes")
    done = run("import", "toy.json", "-o", "notes.txt")
    assert done.exit_code == 2
    assert "error[E902]" in done.stderr
    assert (folder / "notes.txt").read_text() == "notes"
    assert run("import", "toy.json", "-o", "notes.txt", "--force").exit_code == 0


def test_a_closed_pipe_ends_quietly() -> None:
    command = f"{sys.executable} -m ecrgen ast {ROOT}/models/ecr.json | head -c 1"
    done = subprocess.run(
        command,
        shell=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("{", "")


@pytest.mark.skipif(
    shutil.which("script") is None, reason="needs `script` for a terminal"
)
def test_progress_on_a_terminal(folder: Path) -> None:
    write(folder / "other.json", toy(sdk_id="Other"))
    command = f"{sys.executable} -m ecrgen build toy.json other.json --jobs 1"
    done = subprocess.run(
        ["script", "-qec", command, "/dev/null"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator"), "TERM": "xterm"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert b"\x1b[" in done.stdout
    assert done.stdout.count(b"created") == 2

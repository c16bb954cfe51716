from __future__ import annotations

from pathlib import Path

import pytest

from ecrgen.commands import settings
from ecrgen.commands.settings import ModelSetting, Settings
from ecrgen.problems.diagnostics import InputError


def write(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        settings.read(folder)
    found = caught.value.diagnostics.sorted()
    assert {each.code for each in found} == {"E901"}
    for each in found:
        assert each.location is not None
        assert each.location.file == str(folder / "pyproject.toml")
        assert each.hint
    return [each.message.removeprefix("[tool.ecrgen]: ") for each in found]


def test_everything_that_can_be_set(tmp_path: Path) -> None:
    write(
        tmp_path,
        """
        [tool.ecrgen]
        output = "clients"
        jobs = 3
        models = [
            "models/a.json",
            "botocore:sqs",
            {model = "models/b.json", package = "bee", overlay = "over/b.yaml"},
        ]
        """,
    )
    assert settings.read(tmp_path) == Settings(
        (
            ModelSetting("models/a.json"),
            ModelSetting("botocore:sqs"),
            ModelSetting("models/b.json", "bee", Path("over/b.yaml")),
        ),
        Path("clients"),
        3,
    )


def test_models_without_an_output_go_beside_the_settings(tmp_path: Path) -> None:
    write(tmp_path, '[tool.ecrgen]\nmodels = ["a.json"]\n')
    below = tmp_path / "src"
    below.mkdir()
    assert settings.read(tmp_path).output == Path("generated")
    assert settings.read(below).output == tmp_path / "generated"


def test_paths_are_relative_to_the_file_they_stand_in(tmp_path: Path) -> None:
    write(
        tmp_path,
        '[tool.ecrgen]\noutput = "out"\n'
        'models = ["a.json", "src/b.json", "botocore:sqs", "/c.json"]\n',
    )
    below = tmp_path / "src"
    below.mkdir()
    found = settings.read(below)
    assert [each.source for each in found.models] == [
        str(tmp_path / "a.json"),
        "b.json",
        "botocore:sqs",
        "/c.json",
    ]
    assert found.output == tmp_path / "out"


def test_the_nearest_file_holds(tmp_path: Path) -> None:
    write(tmp_path, "[tool.ecrgen]\njobs = 1\n")
    write(tmp_path / "below", "[tool.ecrgen]\njobs = 2\n")
    assert settings.read(tmp_path / "below").jobs == 2
    write(tmp_path / "below", "[project]\nname = 'other'\n")
    assert settings.read(tmp_path / "below") == Settings()


@pytest.mark.parametrize(
    "text", ["", "[tool.black]\n", "[tool.ecrgen]\n", "tool = 1\n"]
)
def test_nothing_set(text: str, tmp_path: Path) -> None:
    write(tmp_path, text)
    assert settings.read(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("model = []", "unknown key 'model'"),
        ('models = "a.json"', "models: expected a list"),
        (
            "models = [1]",
            "models: expected a path or {model, package, overlay, protocol}, found 1",
        ),
        (
            'models = [{package = "a"}]',
            "models: expected a path or {model, package, overlay, protocol}, found {'package': 'a'}",
        ),
        (
            'models = [{model = "a", name = "b"}]',
            "models: expected a path or {model, package, overlay, protocol}, "
            "found {'model': 'a', 'name': 'b'}",
        ),
        (
            'models = [{model = "a", package = 1}]',
            "models: expected a path or {model, package, overlay, protocol}, "
            "found {'model': 'a', 'package': 1}",
        ),
        ("output = 1", "output: expected a path"),
        ("jobs = 0", "jobs: expected a number of at least 1"),
        ("jobs = true", "jobs: expected a number of at least 1"),
        ('jobs = "2"', "jobs: expected a number of at least 1"),
    ],
)
def test_settings_that_cannot_be_used(text: str, message: str, tmp_path: Path) -> None:
    write(tmp_path, f"[tool.ecrgen]\n{text}\n")
    assert problems(tmp_path) == [message]


def test_all_problems_are_told_together(tmp_path: Path) -> None:
    write(tmp_path, '[tool.ecrgen]\njobs = 0\noutput = 1\nmodels = "a"\nextra = 1\n')
    assert len(problems(tmp_path)) == 4


@pytest.mark.parametrize("content", [b"[tool.ecrgen", b"\xff", b"[tool]\necrgen = 1\n"])
def test_files_that_cannot_be_used(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(content)
    (message,) = problems(tmp_path)
    assert message.startswith(("the file cannot be read: ", "expected a table"))

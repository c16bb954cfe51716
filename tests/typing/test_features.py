"""mypy --strict and pyright strict on a package with every feature, and on a program that uses it."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import shutil
import sys
import typing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.support.packages import build
from tests.support.short_form import document_of, write
from tests.typing.checkers import run, wrong_lines
from tests.typing.features import SERVICE_ERRORS, SHAPES

SAMPLE = Path(__file__).parent / "samples" / "features_use.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package `features`, and beside it the program that uses it."""
    folder = tmp_path_factory.mktemp("typing")
    document = document_of(SHAPES, errors=SERVICE_ERRORS)
    build(write(folder / "features.json", document), folder, "features")
    shutil.copy(SAMPLE, folder)
    return folder


@pytest.fixture(scope="module")
def modules(folder: Path) -> list[ModuleType]:
    names = (
        ".".join(path.relative_to(folder).with_suffix("").parts)
        for path in sorted((folder / "features").rglob("*.py"))
    )
    return [importlib.import_module(name.removesuffix(".__init__")) for name in names]


def test_mypy_finds_just_what_is_wrong(folder: Path) -> None:
    done = run(
        "mypy",
        *("--strict", "--no-incremental", "--config-file=", "--python-version=3.11"),
        *(str(folder / "features"), str(folder / SAMPLE.name)),
    )
    found = re.findall(r"^(.*):(\d+): error", done.stdout, re.MULTILINE)
    assert {Path(path).name for path, _ in found} == {SAMPLE.name}, done.stdout
    assert {int(line) for _, line in found} == wrong_lines(SAMPLE), done.stdout


def test_pyright_finds_just_what_is_wrong(folder: Path) -> None:
    settings = {
        "include": ["features", SAMPLE.name],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    done = run(
        *("pyright", "--outputjson", "--project", str(folder)),
        # Where the HTTP libraries are installed.
        *("--pythonpath", sys.executable),
    )
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        pytest.skip(f"pyright cannot run here: {(done.stderr or done.stdout)[:200]}")
    errors = [
        each for each in report["generalDiagnostics"] if each["severity"] == "error"
    ]
    assert {Path(each["file"]).name for each in errors} == {SAMPLE.name}, errors
    lines = {each["range"]["start"]["line"] + 1 for each in errors}
    assert lines == wrong_lines(SAMPLE), errors


def test_the_output_is_as_black_leaves_it(folder: Path) -> None:
    done = run("black", "--check", "--line-length=88", str(folder / "features"))
    assert done.returncode == 0, done.stderr


def test_type_hints_of_every_class_and_method_resolve(
    modules: list[ModuleType],
) -> None:
    resolved = 0
    for module in modules:
        if module.__name__.endswith(".client"):
            # What its methods take and return is imported for type checkers alone: a client loads no shapes.
            continue
        for _, each in inspect.getmembers(module, inspect.isclass):
            if each.__module__ != module.__name__ or "_runtime" in module.__name__:
                continue
            hints = typing.get_type_hints(each, include_extras=True)
            assert set(getattr(each, "__dataclass_fields__", ())) <= set(hints)
            for _, method in inspect.getmembers(each, inspect.isroutine):
                if getattr(method, "__module__", "") != module.__name__:
                    continue
                # What dataclasses add is not annotated.
                if inspect.get_annotations(method):
                    assert "return" in typing.get_type_hints(method)
                    resolved += 1
    assert resolved > 100


def test_the_program_runs_where_it_is_not_wrong(
    folder: Path, modules: list[ModuleType]
) -> None:
    assert modules
    lines = SAMPLE.read_text("utf-8").splitlines()
    right = "\n".join(line for line in lines if not line.endswith("# wrong"))
    namespace: dict[str, Any] = {}
    exec(compile(right, SAMPLE.name, "exec"), namespace)
    models, errors = (sys.modules[f"features.{name}"] for name in ("models", "errors"))
    assert namespace["told"](models.ShapeUnknown_("new", 1)) == "new: 1"
    assert namespace["told"](models.ShapeNothing()) == ""
    assert namespace["handled"](errors.Plain(message="told")) == "told"
    assert type(namespace["error"]) is errors.Failed
    assert namespace["level"] == 1

from __future__ import annotations

import ast
import importlib
import os
import py_compile
import sys
from pathlib import Path
from typing import Any

import pytest

from ecrgen import pipeline
from ecrgen.assemble import user_modules
from ecrgen.assemble.overlay import apply_overlay
from ecrgen.finish.finish import finish
from ecrgen.ir.modules import Copied
from ecrgen.lower.names import reserved
from ecrgen.lower.names.copied import copied
from ecrgen.output import inputs, write
from ecrgen.pipeline import Job
from ecrgen.problems.diagnostics import Diagnostic, Diagnostics, InputError
from ecrgen.problems.locations import Document
from tests.support import packages, short_form
from tests.support.places import ROOT

SHOUT = '''"""Echo, louder."""

from __future__ import annotations

from . import operations
from ._runtime.core.http import Request
from ._runtime.core import (
    tokens,
)


def request(text: str) -> Request:
    op = operations.Echo
    return op.serialize(op.input(text=text.upper()))


def token() -> str:
    return tokens.idempotency_token()
'''


def overlay(directory: Path, **modules: str) -> Path:
    """An overlay for `toy.json` that names `modules`."""
    lines = [f"  {name}: {file!r}\n" for name, file in modules.items()]
    path = directory / "toy.overlay.yaml"
    path.write_text("overlay: 1\nmodules:\n" + "".join(lines), "utf-8")
    return path


def project(directory: Path, content: str | bytes = SHOUT, name: str = "shout") -> Job:
    """A model whose overlay names one module."""
    (directory / "extras").mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    (directory / "extras" / "shout.py").write_bytes(data)
    overlay(directory, **{name: "extras/shout.py"})
    return Job(short_form.write(directory / "toy.json"), directory / "out")


def read(path: Path) -> tuple[tuple[Copied, ...], list[Diagnostic]]:
    diagnostics = Diagnostics()
    document = Document(path.name, path.read_text("utf-8"))
    applied = apply_overlay([], document, "toy", diagnostics)
    modules = user_modules.read(applied.modules, path, diagnostics)
    return copied(modules, diagnostics), diagnostics.sorted()


def refusal(path: Path) -> Diagnostic:
    modules, (diagnostic,) = read(path)
    assert diagnostic.code == "E708" or modules == ()
    assert diagnostic.location is not None
    assert diagnostic.location.file == path.name
    return diagnostic


# --- What a package makes of them ----------------------------------------------------------------------------------


def test_a_package_carries_the_module_as_it_is(tmp_path: Path) -> None:
    target = pipeline.target(project(tmp_path))
    pipeline.build(target)
    text = (target.directory / "shout.py").read_text("utf-8")
    header, rest = text.split("\n", 2)[:2], text.split("\n", 2)[2]
    assert rest == SHOUT
    assert header == [
        "# Copied by ecrgen: the overlay of Toy 2024-05-06 names extras/shout.py.",
        "# Do not edit: change that file, then run `ecrgen build`.",
    ]
    assert pipeline.check(target) == ([], ())


def test_it_is_offered_lazily_and_works(tmp_path: Path) -> None:
    target = pipeline.target(project(tmp_path))
    pipeline.build(target)
    toy = packages.load(target.directory, "toy_with_a_module")
    assert "shout" in toy.__all__
    assert "toy_with_a_module.shout" not in sys.modules
    request = toy.shout.request("hello")
    assert request.body == b'{"text":"HELLO"}'
    # A module of the runtime that nothing else in the package needs comes along.
    assert (target.directory / "_runtime" / "core" / "tokens.py").is_file()
    assert toy.shout.token() != toy.shout.token()
    assert importlib.import_module("toy_with_a_module.shout") is toy.shout
    with pytest.raises(AttributeError):
        _ = toy.whisper


def test_a_private_module_is_there_for_the_others(tmp_path: Path) -> None:
    (tmp_path / "_steps.py").write_text("NAME = 'steps'\n", "utf-8")
    (tmp_path / "loud.py").write_text("from ._steps import NAME as NAME\n", "utf-8")
    overlay(tmp_path, _steps="_steps.py", loud="loud.py")
    job = Job(short_form.write(tmp_path / "toy.json"), tmp_path / "out")
    target = pipeline.target(job)
    pipeline.build(target)
    toy = packages.load(target.directory, "toy_with_a_private_module")
    assert {"loud"} == {"loud", "_steps"} & {*toy.__all__}
    assert "_steps" not in dir(toy)
    with pytest.raises(AttributeError):
        _ = toy._steps
    assert toy.loud.NAME == "steps"
    assert pipeline.check(target) == ([], ())


def test_without_modules_nothing_changes(tmp_path: Path) -> None:
    job = Job(short_form.write(tmp_path / "toy.json"), tmp_path / "out")
    plain = pipeline.generate(pipeline.target(job))[0]
    (tmp_path / "toy.overlay.yaml").write_text("overlay: 1\nmodules: {}\n", "utf-8")
    assert pipeline.generate(pipeline.target(job))[0] == plain
    assert "modules" not in plain.inputs


def test_several_modules_in_any_order_make_one_package(tmp_path: Path) -> None:
    found: list[write.Package] = []
    for index, names in enumerate((["zoo", "ant", "m2"], ["m2", "zoo", "ant"])):
        directory = tmp_path / str(index)
        directory.mkdir()
        for name in names:
            (directory / f"{name}.py").write_text(f"NAME = {name!r}\n", "utf-8")
        overlay(directory, **{name: f"{name}.py" for name in names})
        job = Job(short_form.write(directory / "toy.json"), directory / "out")
        found.append(pipeline.generate(pipeline.target(job))[0])
    assert found[0] == found[1]
    tree = ast.parse(found[0].files["__init__.py"])
    (offered,) = (
        {alias.name for alias in node.names}
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.level, node.module) == (1, None)
    )
    assert {"ant", "m2", "zoo", "models", "operations"} <= offered


def test_many_modules_have_the_style_of_black(tmp_path: Path) -> None:
    import black

    names = [f"a_module_with_quite_a_long_name_{index}" for index in range(9)]
    for name in names:
        (tmp_path / f"{name}.py").write_text("X = 1\n", "utf-8")
    overlay(tmp_path, **{name: f"{name}.py" for name in names})
    job = Job(short_form.write(tmp_path / "toy.json"), tmp_path / "out")
    files = pipeline.generate(pipeline.target(job))[0].files
    init = files["__init__.py"].decode()
    assert black.format_str(init, mode=black.Mode()) == init


# --- What check sees -----------------------------------------------------------------------------------------------


def test_check_sees_what_changed(tmp_path: Path) -> None:
    job = project(tmp_path)
    pipeline.build(pipeline.target(job))
    assert pipeline.target(job).is_current
    project(tmp_path, SHOUT.replace("louder", "LOUDER"))
    target = pipeline.target(job)
    assert not target.is_current
    drifts = {drift.path: drift.kind for drift in pipeline.check(target)[0]}
    assert drifts.pop("shout.py") == "stale"
    assert set(drifts) <= {"ecrgen.json"}
    pipeline.build(target)
    assert pipeline.target(job).is_current


def test_check_sees_an_edited_copy(tmp_path: Path) -> None:
    job = project(tmp_path)
    target = pipeline.target(job)
    pipeline.build(target)
    with (target.directory / "shout.py").open("a", encoding="utf-8") as file:
        file.write("# mine\n")
    kinds = {drift.path: drift.kind for drift in pipeline.check(target)[0]}
    assert kinds == {"shout.py": "edited"}
    with pytest.raises(InputError) as caught:
        pipeline.build(target)
    assert [each.code for each in caught.value.diagnostics] == ["E801"]


def test_a_module_that_is_named_no_more_goes_away(tmp_path: Path) -> None:
    job = project(tmp_path)
    pipeline.build(pipeline.target(job))
    overlay(tmp_path)
    (tmp_path / "toy.overlay.yaml").write_text("overlay: 1\n", "utf-8")
    target = pipeline.target(job)
    assert not target.is_current
    pipeline.build(target)
    assert not (target.directory / "shout.py").exists()


@pytest.mark.parametrize(
    ("content", "same"),
    [
        (SHOUT.replace("\n", "\r\n"), True),
        ("\ufeff" + SHOUT, True),
        (SHOUT.rstrip("\n"), True),
        (SHOUT + "\n", False),
    ],
)
def test_checkouts_of_one_module(content: str, same: bool, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    one = pipeline.target(project(tmp_path / "a"))
    other = pipeline.target(project(tmp_path / "b", content))
    assert (one.inputs == other.inputs) == same
    assert (pipeline.generate(one)[0] == pipeline.generate(other)[0]) == same


def test_the_digest_tells_name_and_text_apart() -> None:
    pairs = [("a", "b.py", "c"), ("ab", ".py", "c"), ("a", "b.pyc", ""), ("a", "b", "")]
    assert len({inputs.digest_of_modules([Copied(*each)]) for each in pairs}) == len(
        pairs
    )


# --- Names ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    (
        "client models errors endpoints operations waiters paginators "
        "_runtime __push __init__ Push class a.b a-b 1a é nul"
    ).split(),
)
def test_names_that_no_module_has(name: str, tmp_path: Path) -> None:
    (tmp_path / "fine.py").write_text("X = 1\n", "utf-8")
    diagnostic = refusal(overlay(tmp_path, **{f'"{name}"': "fine.py"}))
    assert diagnostic.code == "E708"
    assert diagnostic.location is not None
    assert diagnostic.location.position == (3, 3)


@pytest.mark.parametrize("package", ["ecr", "ecr_public"])
def test_no_module_can_take_the_place_of_a_generated_one(package: str) -> None:
    """Every file and every name at the top of a package is kept, whatever is added to
    packages one day.
    """
    top = ROOT / "generated" / package
    added = set(extras_of(package))
    files = {path.stem for path in top.iterdir()} - added
    tree = ast.parse((top / "__init__.py").read_text("utf-8"))
    bound = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    } - added
    lower = {name for name in files | bound if name[0].isalpha() and name.islower()}
    assert lower - reserved.PACKAGE.keys() <= {"ecrgen", "py"}


def extras_of(package: str) -> dict[str, Any]:
    path = ROOT / "models" / f"{package.replace('_', '-')}.overlay.yaml"
    return {each.name: each for each in read(path)[0]}


# --- Files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("../fine.py", "downwards"),
        ("a/../../fine.py", "downwards"),
        ("a/../fine.py", "downwards"),
        ("/etc/fine.py", "downwards"),
        ("C:fine.py", "downwards"),
        ("\\\\host\\share\\fine.py", "downwards"),
        ("a\\fine.py", "downwards"),
        ("fine", "does not end in .py"),
        ("fine.pyc", "does not end in .py"),
        (".", "does not end in .py"),
        ("missing.py", "cannot be read: No such file"),
        ("fine.py/fine.py", "cannot be read"),
        ("folder.py", "not a file"),
        ("a" * 300 + ".py", "cannot be read"),
    ],
)
def test_files_that_no_module_comes_from(
    file: str, reason: str, tmp_path: Path
) -> None:
    beside = tmp_path / "models"
    (beside / "folder.py").mkdir(parents=True)
    for directory in (tmp_path, beside):
        (directory / "fine.py").write_text("X = 1\n", "utf-8")
    diagnostic = refusal(overlay(beside, shout=file))
    assert diagnostic.code == "E709"
    assert reason in diagnostic.message


@pytest.mark.parametrize("through", ["file", "folder", "circle"])
def test_links_out_of_the_directory(through: str, tmp_path: Path) -> None:
    beside, outside = tmp_path / "models", tmp_path / "outside"
    for directory in (beside, outside):
        directory.mkdir()
    (outside / "shout.py").write_text("X = 1\n", "utf-8")
    file = "shout.py"
    if through == "file":
        os.symlink(outside / file, beside / file)
    elif through == "folder":
        os.symlink(outside, beside / "extras")
        file = "extras/shout.py"
    else:
        os.symlink(beside / file, beside / file)
    assert refusal(overlay(beside, shout=file)).code == "E709"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "shout.py")
    assert "not a file" in refusal(overlay(tmp_path, shout="shout.py")).message


def test_links_within_the_directory(tmp_path: Path) -> None:
    (tmp_path / "real.py").write_text("X = 1\n", "utf-8")
    os.symlink("real.py", tmp_path / "shout.py")
    modules, diagnostics = read(overlay(tmp_path, shout="shout.py"))
    assert diagnostics == []
    assert [each.text for each in modules] == ["X = 1\n"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\n", "not UTF-8 at byte 0"),
        (b"X = '\xe9'  # coding: latin-1\n", "not UTF-8 at byte 5"),
        (b"X = 1\nY = = 2\n", "not Python in line 2"),
        (b"X = '\0'\n", "null character"),
        (b"return 1\n", "not Python in line 1"),
        (b"from __future__ import braces\n", "not Python in line 1"),
        (b"X = " + b"(" * 5000 + b")" * 5000, "not Python"),
    ],
)
def test_content_that_is_no_module(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "shout.py").write_bytes(content)
    diagnostic = refusal(overlay(tmp_path, shout="shout.py"))
    assert diagnostic.code == "E709"
    assert reason in diagnostic.message


@pytest.mark.filterwarnings("ignore:.*invalid escape")
@pytest.mark.parametrize(
    "content",
    [
        "",
        "#!/usr/bin/env python\n# coding: latin-1\nX = 'é'\n",
        "# -*- coding: utf-7 -*-\nX = '+AGE-'\n",
        "import os\n\nX = '\\d'\nos.getcwd()\n",
    ],
)
def test_what_the_interpreter_reads_is_what_was_read_here(
    content: str, tmp_path: Path
) -> None:
    target = pipeline.target(project(tmp_path, content))
    pipeline.build(target)
    path = target.directory / "shout.py"
    assert path.read_bytes().split(b"\n", 2)[2].decode() == content
    py_compile.compile(str(path), cfile=str(tmp_path / "shout.pyc"), doraise=True)
    scope: dict[str, Any] = {}
    exec(compile(path.read_bytes(), path, "exec"), scope)
    if "X" in scope:
        expected = content.split("X = '")[1].split("'")[0]
        assert scope["X"] == expected


def test_a_module_is_not_audited_but_the_package_around_it_is(tmp_path: Path) -> None:
    """`import os` stands in no template; here the user wrote it."""
    target = pipeline.target(project(tmp_path, "import os\n\nHOME = os.environ\n"))
    package = pipeline.generate(target)[0]
    assert b"import os" in package.files["shout.py"]
    with pytest.raises(InputError) as caught:
        finish({"shout.py": "import os\n", "other.py": "import os\n"}, ["shout"])
    assert ["other.py" in each.message for each in caught.value.diagnostics] == [True]


def test_a_wrong_module_ends_the_build(tmp_path: Path) -> None:
    job = project(tmp_path, "def broken(:\n")
    with pytest.raises(InputError) as caught:
        pipeline.target(job)
    (diagnostic,) = caught.value.diagnostics.sorted()
    assert diagnostic.code == "E709"
    assert "toy.overlay.yaml:3:10" in str(diagnostic)
    assert not job.output.exists()

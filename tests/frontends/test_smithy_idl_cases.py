"""Smithy's own cases of the IDL, in ../shared/corpora beside the checkout."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from ecrgen import checks, pipeline
from ecrgen.assemble import assemble
from ecrgen.cli import main
from ecrgen.frontends import smithy_idl
from ecrgen.frontends.discover import load
from ecrgen.frontends.operations import LoadOperation
from ecrgen.model.ast import to_ast
from ecrgen.model.shapes import Model
from ecrgen.problems.diagnostics import Diagnostic, Diagnostics, InputError, Severity
from tests.support.places import CORPORA

CASES = CORPORA / "smithy-loader-cases"
SHARED = CASES / "valid" / "__shared.json"
PAIRS = sorted(p for p in (CASES / "valid").rglob("*.json") if p != SHARED)
INVALID = sorted(p for p in (CASES / "invalid").rglob("*") if p.is_file())
SUITES = CORPORA / "smithy-protocol-tests"
ASTS = sorted((CORPORA / "smithy-protocol-tests-ast").glob("*.json"))
LOSSES: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("smithy_idl_losses.yaml").read_text("utf-8")
)
FIRST_LINE = re.compile(
    r"//\s*(?:(?P<shape>[\w.]+#[\w$]+): )?"
    r"(?:Syntax error at line (?P<line>\d+), column (?P<column>\d+)(?:: )?)?"
    r"(?P<message>.*?)(?: \| \w+)?"
)

pytestmark = pytest.mark.skipif(
    not CORPORA.is_dir(), reason="needs ../shared/corpora, which is not part of a clone"
)


def assembled(*sources: Path) -> Model:
    diagnostics = Diagnostics()
    operations: list[LoadOperation] = []
    for source in sources:
        operations += load(str(source), diagnostics)
    model = assemble(operations, diagnostics)
    assert [str(each) for each in diagnostics if is_error(each)] == []
    return model


def is_error(diagnostic: Diagnostic) -> bool:
    return diagnostic.severity is Severity.ERROR


def test_the_corpora_are_complete() -> None:
    assert (len(PAIRS), len(INVALID), len(ASTS)) == (62, 182, 2)
    assert len(list(SUITES.rglob("*.smithy"))) == 162


@pytest.mark.parametrize("path", PAIRS, ids=lambda p: p.stem)
def test_valid_pairs_are_equal(path: Path) -> None:
    from_idl = assembled(SHARED, path.with_suffix(".smithy"))
    from_json = assembled(SHARED, path)
    assert from_idl == from_json


# --- Invalid inputs


@dataclass(frozen=True, slots=True)
class Expected:
    """What the first line of an invalid input says."""

    message: str
    place: tuple[int, int] | None
    shape: str | None

    @classmethod
    def of(cls, path: Path) -> Expected:
        first = path.read_text("utf-8").partition("\n")[0]
        match = FIRST_LINE.fullmatch(first)
        assert match is not None, first
        line = match["line"]
        place = None if line is None else (int(line), int(match["column"]))
        return cls(match["message"], place, match["shape"])

    def is_met_by(self, diagnostic: Diagnostic) -> bool:
        location = diagnostic.location
        assert location is not None
        return (
            self.message in diagnostic.message
            and (self.place is None or self.place == location.position)
            and (
                self.shape is None
                or (
                    diagnostic.shape is not None
                    and f"{diagnostic.shape}$".startswith(f"{self.shape}$")
                )
            )
        )


def name_of(path: Path) -> str:
    return path.relative_to(CASES / "invalid").as_posix()


@cache
def diagnosed(path: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(InputError) as refused:
        pipeline.load([str(path)])
    return tuple(refused.value.diagnostics)


@pytest.mark.parametrize("path", INVALID, ids=name_of)
def test_invalid_inputs_are_refused(path: Path) -> None:
    result = CliRunner().invoke(main, ["ast", str(path)])
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert "error[E" in result.stderr
    assert path.name in result.stderr


@pytest.mark.parametrize(
    "path", [p for p in INVALID if p.suffix == ".smithy"], ids=name_of
)
def test_messages_are_those_of_smithy(path: Path) -> None:
    expected = Expected.of(path)
    is_met = any(expected.is_met_by(each) for each in diagnosed(path))
    if name_of(path) in LOSSES["messages"]:
        assert not is_met, "the message is there: take it out of smithy_idl_losses.yaml"
    else:
        assert is_met, [str(each) for each in diagnosed(path)]


def test_few_messages_differ() -> None:
    names = {name_of(path) for path in INVALID if path.suffix == ".smithy"}
    assert len(names) == 181
    assert LOSSES["messages"].keys() <= names
    assert len(names) - len(LOSSES["messages"]) >= 170


@pytest.mark.parametrize("path", INVALID, ids=name_of)
def test_errors_have_a_place_and_syntax_errors_a_hint(path: Path) -> None:
    for each in diagnosed(path):
        assert each.location is not None
        assert each.location.position is not None
        if each.code in ("E020", "E021"):
            assert each.hint


# --- The protocol test suites


@cache
def suites() -> Model:
    model = assembled(SUITES)
    diagnostics = Diagnostics()
    checks.run(model, diagnostics)
    assert [str(each) for each in diagnostics if is_error(each)] == []
    return model


def unordered(shape: dict[str, Any]) -> dict[str, Any]:
    """A shape with its lists of references sorted: the AST corpora sorted theirs."""
    return {
        key: sorted(value, key=str) if key in ("operations", "errors") else value
        for key, value in shape.items()
    }


@cache
def shared_shapes() -> tuple[tuple[str, Any, Any], ...]:
    """The shapes that are in the IDL and in a JSON AST."""
    from_idl = to_ast(suites())["shapes"]
    return tuple(
        (shape_id, unordered(from_idl[shape_id]), unordered(shape))
        for path in ASTS
        for shape_id, shape in to_ast(assembled(path))["shapes"].items()
        if shape_id in from_idl and not shape_id.startswith("smithy.framework#")
    )


def test_suites_equal_the_json_ast() -> None:
    pairs = shared_shapes()
    assert len(pairs) > 1_000
    different = {shape_id for shape_id, left, right in pairs if left != right}
    assert different == LOSSES["shapes"].keys()


def test_everything_of_the_suites_is_in_the_model() -> None:
    """Each statement makes a shape; counted another way than the parser does."""
    statement = re.compile(
        r"^(?:structure|union|list|map|enum|intEnum|operation|resource|service|string|blob|boolean"
        r"|byte|short|integer|long|float|double|bigInteger|bigDecimal|timestamp|document) (\w+)",
        re.M,
    )
    namespace = re.compile(r"^namespace ([\w.]+)", re.M)
    named: set[str] = set()
    for path in SUITES.rglob("*.smithy"):
        text = re.sub(
            r'"""(?:\\.|[^\\])*?"""', '""', path.read_text("utf-8"), flags=re.S
        )
        (found,) = namespace.findall(text)
        named |= {f"{found}#{name}" for name in statement.findall(text)}
    assert len(named) > 1_000
    assert named <= {shape.id for shape in suites()}


# --- How long it takes


def seconds_of_cpu(work: Callable[[], object]) -> float:
    """The best of three runs: other processes of the machine only make it longer."""
    times: list[float] = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def test_the_suites_parse_in_three_seconds() -> None:
    paths = [str(path) for path in sorted(SUITES.rglob("*.smithy"))]

    def parse() -> None:
        for path in paths:
            smithy_idl.load(path, Diagnostics())

    assert seconds_of_cpu(parse) < 3


def test_ec2_loads_in_a_second_and_a_half() -> None:
    source = str(CORPORA / "aws-models" / "ec2.json")
    assert seconds_of_cpu(lambda: pipeline.load([source])) < 1.5


# --- Printing


@pytest.mark.parametrize("path", PAIRS[::6], ids=lambda p: p.stem)
def test_ast_prints_idl_as_json_ast(path: Path, tmp_path: Path) -> None:
    idl = str(path.with_suffix(".smithy"))
    result = CliRunner().invoke(main, ["ast", str(SHARED), idl])
    assert result.exit_code == 0
    printed = tmp_path / "printed.json"
    printed.write_text(result.stdout, "utf-8")
    again = CliRunner().invoke(main, ["ast", str(printed)])
    assert again.stdout == result.stdout
    assert json.loads(result.stdout)["smithy"] == "2.0"

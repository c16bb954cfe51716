"""Folders of models, and what a smithy-build.json makes of them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from ecrgen.assemble import assemble
from ecrgen.frontends import discover, smithy_build, smithy_folder
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import Model
from ecrgen.problems.diagnostics import Diagnostics

SERVICES = """$version: "2.0"
namespace ns
use aws.protocols#restJson1
use aws.protocols#awsJson1_0
use aws.protocols#awsQueryCompatible
use acme#line

@restJson1 @awsJson1_0 @awsQueryCompatible @line
service One { version: "1", operations: [Go] }

@restJson1
service Two { version: "1" }

operation Go {}
apply Two @title("Second")
"""
LINE = '$version: "2.0"\nnamespace acme\n@trait @protocolDefinition structure line {}\n'
PROTOCOLS = {"aws.protocols#restJson1", "aws.protocols#awsJson1_0", "acme#line"}


def read(source: Path | str) -> tuple[Model, Diagnostics]:
    diagnostics = Diagnostics()
    return assemble(discover.load(str(source), diagnostics), diagnostics), diagnostics


def model_of(source: Path | str) -> Model:
    model, diagnostics = read(source)
    assert [str(each) for each in diagnostics] == []
    return model


def codes(source: Path | str) -> list[str]:
    return [each.code for each in read(source)[1]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "services.smithy").write_text(SERVICES, "utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "line.smithy").write_text(LINE, "utf-8")
    return tmp_path


def configured(project: Path, **settings: Any) -> str:
    path = project / smithy_build.NAME
    path.write_text(json.dumps({"version": "1.0", **settings}), "utf-8")
    return str(path)


def client(service: str, protocol: str | None = None, **more: Any) -> dict[str, Any]:
    """A projection with a code generator."""
    settings = {"service": service} | ({"protocol": protocol} if protocol else {})
    return {"plugins": {"some-client-codegen": settings}, **more}


# --- Folders


def test_claims(project: Path) -> None:
    assert smithy_folder.claims(str(project))
    assert not smithy_folder.claims(str(project / "nothing"))
    assert smithy_build.claims("smithy-build.json")
    assert smithy_build.claims("a/smithy-build.json#client")
    assert not smithy_build.claims("a/build.json")


def test_folders_are_walked(tmp_path: Path) -> None:
    places = ["a.smithy", "b/c.smithy", "b/d/e.smithy"]
    left_out = [
        "build/x.smithy",
        "b/node_modules/x.smithy",
        ".git/x.smithy",
        ".x.smithy",
    ]
    for index, place in enumerate([*places, *left_out]):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"namespace ns\nstring A{index}\n", "utf-8")
    ast = {"smithy": "2.0", "shapes": {"ns#J": {"type": "string"}}}
    (tmp_path / "b" / "j.json").write_text(json.dumps(ast), "utf-8")
    assert [shape.id for shape in model_of(tmp_path)] == [
        "ns#A0",
        "ns#A1",
        "ns#A2",
        "ns#J",
    ]


def test_files_of_a_folder_see_each_other_in_any_order(tmp_path: Path) -> None:
    (tmp_path / "a.smithy").write_text(
        '$version: "2"\nnamespace a\nuse z#Base\nstructure A with [Base] { b: Base2 }\n'
        "apply Base2 @sensitive\nstring String\n",
        "utf-8",
    )
    (tmp_path / "z.smithy").write_text(
        '$version: "2"\nnamespace z\n@mixin structure Base { a: String }\n', "utf-8"
    )
    (tmp_path / "b.smithy").write_text("namespace a\nstring Base2\n", "utf-8")
    members = model_of(tmp_path).structure(ShapeId("a#A")).members
    assert {name: member.target for name, member in members.items()} == {
        "a": "smithy.api#String",
        "b": "a#Base2",
    }


def test_json_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text("{}", "utf-8")
    assert codes(tmp_path) == ["W004", "E008"]
    (tmp_path / "a.smithy").write_text("namespace ns\nstring A\n", "utf-8")
    assert codes(tmp_path) == ["W004"]
    (tmp_path / "model.json").write_text('{"shapes": {}}', "utf-8")
    assert codes(tmp_path) == ["E010", "W004"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.smithy").write_text("namespace ns\nstring A\n", "utf-8")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    try:
        assert codes(tmp_path) == ["E002"]
    finally:
        closed.chmod(0o700)


# --- smithy-build.json


def test_sources_and_imports(project: Path) -> None:
    source = configured(project, sources=["model"], imports=["more/line.smithy"])
    for place in (source, project):
        model = model_of(place)
        assert [service.id.name for service in model.services()] == ["One", "Two"]
        assert ShapeId("acme#line") in model


def test_without_sources_the_folder_model_is_read(project: Path) -> None:
    model, diagnostics = read(configured(project))
    assert [each.code for each in diagnostics] == ["N100"]
    assert len(model.services()) == 2
    assert codes(configured(project, sources=[])) == []
    (project / "model").rename(project / "models")
    assert codes(configured(project)) == ["E031"]


def test_comments_are_allowed_and_move_nothing(project: Path) -> None:
    path = project / smithy_build.NAME
    path.write_text(
        '// One "quote.\n{"version": "1.0", // two\n"sources": ["model//x", "nope"]}\n',
        "utf-8",
    )
    _, diagnostics = read(path)
    first, second = diagnostics.sorted()
    assert first.location is not None
    assert first.location.position == (3, 13)
    assert "model//x" in first.message
    assert second.location is not None
    assert second.location.position == (3, 25)


def test_the_service_and_protocol_of_a_projection(project: Path) -> None:
    protocol = "aws.protocols#awsJson1_0"
    projections = {"client": client("ns#One", protocol)}
    model = model_of(
        configured(
            project, imports=["more"], sources=["model"], projections=projections
        )
    )
    (service,) = model.services()
    assert service.id == "ns#One"
    # What is no protocol stays.
    assert service.traits.raw.keys() == {protocol, "aws.protocols#awsQueryCompatible"}
    projections = {"client": client("ns#Two")}
    model = model_of(configured(project, imports=["more"], projections=projections))
    (service,) = model.services()
    assert service.traits.raw.keys() == {
        "aws.protocols#restJson1",
        "smithy.api#title",
    }


def test_a_protocol_that_the_model_defines(project: Path) -> None:
    projections = {"client": client("ns#One", "acme#line")}
    model = model_of(configured(project, imports=["more"], projections=projections))
    (service,) = model.services()
    assert PROTOCOLS & service.traits.raw.keys() == {"acme#line"}


def test_plugins_of_the_whole_project_count(project: Path) -> None:
    source = configured(
        project,
        imports=["more"],
        plugins={"some-client-codegen": {"service": "ns#Two"}, "other": {}},
        projections={"a": {}, "b": {"abstract": True}},
    )
    assert [each.id for each in model_of(source).services()] == ["ns#Two"]


def test_projections_have_to_be_named_where_they_differ(project: Path) -> None:
    projections = {
        "one": client("ns#One"),
        "two": client("ns#Two", imports=["more"]),
        "base": {"abstract": True},
    }
    source = configured(project, projections=projections)
    assert codes(source) == ["E032"]
    assert [each.id.name for each in model_of(f"{source}#two").services()] == ["Two"]
    model, _ = read(f"{source}#one")
    assert [each.id.name for each in model.services()] == ["One"]
    model, _ = read(f"{source}#source")
    assert len(model.services()) == 2
    assert codes(f"{source}#base") == ["E032"]
    assert codes(f"{source}#twoo") == ["E032"]
    same = {"one": client("ns#One"), "again": client("ns#One")}
    model, _ = read(configured(project, projections=same))
    assert [each.id.name for each in model.services()] == ["One"]


def test_what_is_not_there(project: Path) -> None:
    for projection in (client("ns#Three"), client("ns#Two", "acme#line")):
        source = configured(
            project, imports=["more"], projections={"client": projection}
        )
        assert codes(source) == ["E031"]


def test_transforms_are_told(project: Path) -> None:
    transforms = [{"name": "removeUnusedShapes"}]
    projections = {"client": client("ns#One", transforms=transforms)}
    _, diagnostics = read(
        configured(project, imports=["more"], projections=projections)
    )
    (found,) = diagnostics
    assert found.code == "W030"
    assert "removeUnusedShapes" in found.message


def test_environment_variables(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = configured(project, sources=["${PLACE}", "m${LETTER}re"])
    monkeypatch.delenv("PLACE", raising=False)
    monkeypatch.setenv("LETTER", "o")
    assert codes(source) == ["E031"]
    monkeypatch.setenv("PLACE", "model")
    assert len(model_of(source).services()) == 2


def test_dependencies_are_named_where_something_is_missing(project: Path) -> None:
    maven = {
        "dependencies": ["software.amazon.smithy:smithy-aws-traits:1", "acme:line:2"]
    }
    _, diagnostics = read(configured(project, maven=maven))
    (found,) = diagnostics
    assert found.code == "N100"
    assert found.hint is not None
    assert "acme:line:2" in found.hint
    assert "software.amazon" not in found.hint
    model_of(configured(project, maven=maven, imports=["more"]))


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"version": "1.0", "sources": {}}', '{"sources": ["model", 1]}'],
)
def test_other_forms_are_refused(project: Path, text: str) -> None:
    path = project / smithy_build.NAME
    path.write_text(text, "utf-8")
    assert {"E030", "E008", "E004"} & {*codes(path)}

"""The page that the project started from, which lies beside the checkout: its facts,
and what is done with them.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ecrgen.cli import main
from ecrgen.frontends import ocaml
from ecrgen.frontends.operations import (
    ApplyTrait,
    DefineMember,
    DefineShape,
    PutMetadata,
)
from ecrgen.model.partial_trait import Partial
from ecrgen.problems.diagnostics import Diagnostics
from tests.support import packages
from tests.support.places import shared

NAME = "awso-ecr-public-InitiateLayerUploadResponse.txt"
ERRORS = {
    "InvalidParameterException": (4, 28),
    "RegistryNotFoundException": (4, 87),
    "RepositoryNotFoundException": (4, 146),
    "ServerException": (4, 209),
    "UnsupportedCommandException": (4, 248),
}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return Path(shutil.copy(shared("seed") / NAME, tmp_path / "page.txt"))


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def test_exactly_its_facts(page: Path) -> None:
    diagnostics = Diagnostics()
    operations = ocaml.load(str(page), diagnostics)
    assert [each.code for each in diagnostics] == ["W060"]
    shapes = {o.id.name: o for o in operations if isinstance(o, DefineShape)}
    assert {each.id.namespace for each in shapes.values()} == {"ecrgen.unknown"}
    assert {name: shape.type for name, shape in shapes.items()} == {
        "InitiateLayerUploadResponse": "structure",
        "UploadId": "string",
        "PartSize": "long",
        **dict.fromkeys(ERRORS, "structure"),
        "InitiateLayerUpload": "operation",
        "Service": "service",
    }
    assert shapes["InitiateLayerUploadResponse"].location.position == (1, 8)
    for name, place in ERRORS.items():
        assert shapes[name].location.position == place
    operation = shapes["InitiateLayerUpload"].properties
    assert operation["input"] == {"target": "smithy.api#Unit"}
    assert operation["output"]["target"].endswith("#InitiateLayerUploadResponse")
    assert [each["target"].split("#")[1] for each in operation["errors"]] == [*ERRORS]
    members = [
        (o.id.partition("#")[2], o.target.name, o.location.position)
        for o in operations
        if isinstance(o, DefineMember)
    ]
    assert members == [
        ("InitiateLayerUploadResponse$uploadId", "UploadId", (2, 18)),
        ("InitiateLayerUploadResponse$partSize", "PartSize", (3, 3)),
    ]


def test_its_texts_and_what_it_does_not_say(page: Path) -> None:
    operations = ocaml.load(str(page), Diagnostics())
    traits = [o for o in operations if isinstance(o, ApplyTrait)]
    texts = {
        t.target.partition("#")[2]: t.value
        for t in traits
        if t.trait == "smithy.api#documentation"
    }
    assert texts.keys() == {
        "InitiateLayerUpload",
        "InitiateLayerUploadResponse$uploadId",
        "InitiateLayerUploadResponse$partSize",
    }
    lines = page.read_text("utf-8").splitlines()
    assert texts["InitiateLayerUpload"] == lines[0].partition("Source")[2]
    assert texts["InitiateLayerUploadResponse$uploadId"] in lines[1]
    assert texts["InitiateLayerUploadResponse$partSize"] in lines[2]
    partial = {
        t.target.partition("#")[2]: set(t.value)
        for t in traits
        if t.trait == Partial.ID
    }
    assert partial["InitiateLayerUpload"] == {"input", "name", "documentation"}
    assert partial["InitiateLayerUploadResponse"] == {"required", "documentation"}
    assert partial["InitiateLayerUploadResponse$uploadId"] == {"name"}
    assert (
        partial["UploadId"] == partial["PartSize"] == {"constraints", "documentation"}
    )
    for name in ERRORS:
        assert {"members", "fault", "required"} <= partial[name]
    wanted = {
        "name",
        "version",
        "protocol",
        "sdk_id",
        "signing_name",
        "endpoint_prefix",
    }
    assert wanted <= partial["Service"]
    assert {t.trait for t in traits} == {
        "smithy.api#documentation",
        "smithy.api#error",
        Partial.ID,
    }
    (source,) = (o for o in operations if isinstance(o, PutMetadata))
    assert source.value == {
        "format": "ocaml",
        "forms": ["text"],
        "modules": 1,
        "service": {},
    }


def test_build_refuses_it_with_two_diagnostics_and_a_block_to_paste(page: Path) -> None:
    code, printed, problems = run("build", str(page), "-o", str(page.parent / "out"))
    assert (code, printed) == (2, "")
    assert re.findall(r"^\w+\[(\w+)\]", problems, re.M) == ["E063", "E064"]
    assert "sdk_id, version, endpoint_prefix, signing_name, protocol" in problems
    assert "5 shapes named here and not defined" in problems
    block = problems[problems.index("overlay: 1") : problems.index("error[E064]")]
    overlay = page.with_name("page.overlay.yaml")
    assert str(overlay) in problems
    # Pasted and not filled in, it changes nothing.
    overlay.write_text(block, "utf-8")
    assert run("build", str(page), "-o", str(page.parent / "out")) == (
        code,
        printed,
        problems,
    )
    filled = block
    for key, value in {
        "name": "SpencerFrontendService",
        "sdk_id": "ECR PUBLIC",
        "version": '"2020-10-30"',
        "endpoint_prefix": "api.ecr-public",
        "signing_name": "ecr-public",
        "protocol": "awsJson1_1",
    }.items():
        filled = re.sub(rf"^    {key}: .*$", f"    {key}: {value}", filled, flags=re.M)
    filled = re.sub("wire_names: .*", "wire_names: lower", filled)
    filled = filled.replace("{input: }", "{input: InitiateLayerUploadRequest}")
    filled = filled.replace(
        "error: , members: ", "error: client, members: {message: Text}"
    )
    filled = filled.replace(
        "ServerException: {error: client", "ServerException: {error: server"
    )
    filled += "    Text: string\n    InitiateLayerUploadRequest: {members: {name: Text}, required: [name]}\n"
    overlay.write_text(filled, "utf-8")
    code, printed, problems = run("build", str(page), "-o", str(page.parent / "out"))
    assert (code, problems) == (0, "warning" + problems.partition("warning")[2])
    package = packages.load(page.parent / "out" / "ecr_public", "ecr_public_of_a_page")
    operation = package.operations.InitiateLayerUpload
    request = operation.serialize(operation.input(name="app"))
    target = "SpencerFrontendService.InitiateLayerUpload"
    assert request.headers["X-Amz-Target"] == target
    body = b'{"uploadId": "u-1", "partSize": 5}'
    answer = operation.deserialize(package.Response(200, {}, body))
    assert (answer.upload_id, answer.part_size) == ("u-1", 5)


def test_show_has_question_marks_for_what_is_not_said(page: Path) -> None:
    code, printed, problems = run("show", str(page), "InitiateLayerUpload")
    assert code == 0
    assert set(re.findall(r"^\w+\[(\w+)\]", problems, re.M)) == {"W060", "W062"}
    assert re.search(r"^Input: \?$", printed, re.M)
    assert re.search(
        r"^  upload_id +uploadId\? +UploadId \| None +\? +\?$", printed, re.M
    )
    assert re.search(r"^  ServerException +ServerException +\? +\? +\?$", printed, re.M)
    code, printed, _ = run("show", str(page))
    assert re.search(r"^  protocol +\?$", printed, re.M)
    assert re.search(r"^  PartSize +int +\?$", printed, re.M)


def test_ast_says_that_the_model_is_partial(page: Path) -> None:
    code, printed, problems = run("ast", str(page))
    assert code == 0
    assert "warning[W063]" in problems
    assert '"ecrgen.source#partial"' in printed
    # The model can be read again, and says as much.
    again = page.with_name("again.json")
    again.write_text(printed, "utf-8")
    assert run("ast", str(again))[1] == printed
    assert run("build", str(again))[0] == 2

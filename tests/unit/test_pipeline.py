from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ecrgen import __version__, pipeline, protocols
from ecrgen.assemble.overlay_files import beside
from ecrgen.output.inputs import generator_digest
from ecrgen.pipeline import Job
from ecrgen.problems.diagnostics import InputError
from tests.support.short_form import TOY_PROTOCOL, toy, write


def codes(caught: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [each.code for each in caught.value.diagnostics.sorted()]


def target(path: Path, document: dict[str, Any], **fields: Any) -> pipeline.Target:
    source = write(path / "toy.json", document)
    return pipeline.target(Job(source, path / "out", **fields))


def test_what_a_job_comes_down_to(tmp_path: Path) -> None:
    found = target(tmp_path, toy())
    assert found.service.id == "toy#Service"
    assert found.protocol.trait == TOY_PROTOCOL
    assert found.directory == tmp_path / "out" / "toy"
    assert found.loaded.overlay is None
    assert found.inputs == {
        "ecrgen": __version__,
        "generator": generator_digest(),
        "model": found.inputs["model"],
        "package": "toy",
        "protocol": TOY_PROTOCOL,
    }
    assert target(tmp_path, toy(), package="other").directory.name == "other"


def test_the_digest_of_a_model_is_that_of_its_meaning(tmp_path: Path) -> None:
    digest = target(tmp_path, toy()).inputs["model"]
    backwards = toy()
    backwards["shapes"] = dict(reversed(backwards["shapes"].items()))
    assert target(tmp_path, backwards).inputs["model"] == digest
    more = toy()
    more["shapes"]["toy#EchoInput"]["members"]["more"] = {"target": "smithy.api#String"}
    assert target(tmp_path, more).inputs["model"] != digest


def test_build_makes_it_current_and_check_agrees(tmp_path: Path) -> None:
    found = target(tmp_path, toy())
    assert not found.is_current
    assert {drift.kind for drift in pipeline.check(found)[0]} == {"missing"}
    assert not (tmp_path / "out").exists()
    written, diagnostics = pipeline.build(found)
    assert "operations/echo.py" in written.created
    assert diagnostics == ()
    assert found.is_current
    assert pipeline.check(found) == ([], ())


def test_generating_writes_nothing(tmp_path: Path) -> None:
    package, _ = pipeline.generate(target(tmp_path, toy()))
    assert package.name == "toy"
    assert b"class Echo(" in package.files["operations/echo.py"]
    assert [path.name for path in tmp_path.iterdir()] == ["toy.json"]


def test_the_overlay_beside_a_model(tmp_path: Path) -> None:
    source = write(tmp_path / "toy.json")
    assert beside(source) is None
    overlay = tmp_path / "toy.overlay.yaml"
    overlay.write_text(
        "overlay: 1\nshapes:\n  Echo:\n    documentation: Sends it back.\n", "utf-8"
    )
    assert beside(source) == overlay
    assert beside("botocore:toy") is None
    assert pipeline.load([source]).overlay == overlay
    assert pipeline.load([source], use_overlay=False).overlay is None
    other = tmp_path / "other.yaml"
    other.write_text(
        "overlay: 1\nshapes:\n  Echo:\n    documentation: Answers.\n", "utf-8"
    )
    assert pipeline.load([source], other).overlay == other
    package, _ = pipeline.generate(
        pipeline.target(Job(source, tmp_path, overlay=other))
    )
    assert b"Answers." in package.files["operations/echo.py"]
    assert b"Sends it back." not in package.files["operations/echo.py"]


@pytest.mark.parametrize(
    ("content", "code"), [(None, "E002"), (b"\xff", "E003"), (b"- a\n", "E701")]
)
def test_overlays_that_cannot_be_used(
    content: bytes | None, code: str, tmp_path: Path
) -> None:
    source = write(tmp_path / "toy.json")
    overlay = tmp_path / "other.yaml"
    if content is not None:
        overlay.write_bytes(content)
    with pytest.raises(InputError) as caught:
        pipeline.load([source], overlay)
    assert set(codes(caught)) == {code}


def test_files_that_make_one_model(tmp_path: Path) -> None:
    whole = toy()
    shapes = whole["shapes"]
    first = {"smithy": "2.0", "shapes": {"toy#Service": shapes.pop("toy#Service")}}
    sources = [
        write(tmp_path / "a.json", first),
        write(tmp_path / "b.json", whole),
    ]
    assert len(pipeline.load(sources).model.services()) == 1
    with pytest.raises(InputError) as caught:
        pipeline.load(sources[:1])
    assert codes(caught) == ["E110"]


def test_no_service_or_more_than_one(tmp_path: Path) -> None:
    none = toy()
    del none["shapes"]["toy#Service"]
    with pytest.raises(InputError) as caught:
        target(tmp_path, none)
    assert codes(caught) == ["E501"]
    two = toy()
    two["shapes"] |= toy("toy2")["shapes"]
    with pytest.raises(InputError, match="toy#Service, toy2#Service") as caught:
        target(tmp_path, two)
    assert codes(caught) == ["E502"]


SEVERAL: dict[str, Any] = {
    "aws.protocols#unheardOf": {},
    "aws.protocols#awsQuery": {},
    "aws.protocols#awsJson1_1": {},
    TOY_PROTOCOL: {},
}


def test_the_protocol_that_comes_first_in_the_list_is_taken(tmp_path: Path) -> None:
    found = target(tmp_path, toy(traits=SEVERAL, protocol=None))
    assert found.protocol.trait == "aws.protocols#awsJson1_0"
    assert found.inputs["protocol"] == "aws.protocols#awsJson1_0"


def test_protocols_are_taken_by_their_rank() -> None:
    order = [
        "aws.protocols#awsJson1_0",
        "aws.protocols#awsJson1_1",
        "aws.protocols#restJson1",
        "smithy.protocols#rpcv2Json",
        "aws.protocols#restXml",
        "smithy.protocols#rpcv2Cbor",
        "aws.protocols#awsQuery",
        "aws.protocols#ec2Query",
    ]
    assert [*protocols.supported()] == order
    assert protocols.by_priority(["a#later", *reversed(order)]) == [*order, "a#later"]
    ranks = [each.rank for each in protocols.supported().values()]
    assert len(set(ranks)) == len(ranks)


@pytest.mark.parametrize("name", ["awsQuery", "aws.protocols#awsQuery"])
def test_another_protocol_can_be_asked_for(name: str, tmp_path: Path) -> None:
    found = target(tmp_path, toy(traits=SEVERAL, protocol=None), protocol=name)
    assert found.protocol.trait == "aws.protocols#awsQuery"
    assert found.inputs["protocol"] == "aws.protocols#awsQuery"


@pytest.mark.parametrize(
    ("name", "code", "hint"),
    [
        ("awsQuerry", "E509", "did you mean awsQuery?"),
        ("unheardOf", "E509", "supported are"),
        ("ec2Query", "E510", "it has unheardOf, awsQuery, awsJson1_1, awsJson1_0"),
    ],
)
def test_protocols_that_cannot_be_had(
    name: str, code: str, hint: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        target(tmp_path, toy(traits=SEVERAL, protocol=None), protocol=name)
    (diagnostic,) = caught.value.diagnostics.sorted()
    assert diagnostic.code == code
    assert hint in (diagnostic.hint or "")
    assert diagnostic.shape == "toy#Service"
    assert diagnostic.location is not None
    assert diagnostic.location.file.endswith("toy.json")


@pytest.mark.parametrize(
    ("traits", "code", "text"),
    [
        ({"smithy.api#title": "Toy"}, "E503", "no protocol trait"),
        (
            {"aws.protocols#unheardOf": {}},
            "E504",
            "the protocol aws.protocols#unheardOf is not supported yet",
        ),
    ],
)
def test_no_supported_protocol(
    traits: dict[str, Any], code: str, text: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=text) as caught:
        target(tmp_path, toy(traits=traits, protocol=None))
    (diagnostic,) = caught.value.diagnostics.sorted()
    assert diagnostic.code == code
    assert diagnostic.shape == "toy#Service"
    assert diagnostic.location is not None
    assert "aws.protocols#awsJson1_1" in (diagnostic.hint or "")


@pytest.mark.parametrize(
    "name",
    ["Toy", "class", "a-b", "a b", "1a", "", "../a", "a.b", "a/b", "a\n"],
)
def test_names_that_no_package_has(name: str, tmp_path: Path) -> None:
    # An empty name asks for the default one.
    if not name:
        assert target(tmp_path, toy(), package=name).package == "toy"
        return
    with pytest.raises(InputError) as caught:
        target(tmp_path, toy(), package=name)
    assert codes(caught) == ["E505"]
    assert not (tmp_path / "out").exists()


def test_a_name_that_the_file_system_does_not_take(tmp_path: Path) -> None:
    named = target(tmp_path, toy(), package="a" * 400)
    with pytest.raises(InputError) as caught:
        pipeline.build(named)
    assert codes(caught) == ["E805"]
    assert list((tmp_path / "out").iterdir()) == []


def test_every_problem_of_a_model_is_told(tmp_path: Path) -> None:
    broken = toy()
    for name in ("one", "two"):
        broken["shapes"]["toy#EchoInput"]["members"][name] = {"target": "toy#None"}
    with pytest.raises(InputError) as caught:
        target(tmp_path, broken)
    assert codes(caught) == ["E110", "E110"]


def test_problems_of_all_stages_are_shown_together(tmp_path: Path) -> None:
    document = toy()
    shapes = document["shapes"]
    shapes["toy#Broken"] = {"type": "strin"}
    members = shapes["toy#EchoInput"]["members"]
    members["broken"] = {"target": "toy#Broken"}
    members["unknown"] = {"target": "toy#Nowhere"}
    with pytest.raises(InputError) as caught:
        pipeline.load([write(tmp_path / "toy.json", document)])
    messages = [each.message for each in caught.value.diagnostics.sorted()]
    assert len(messages) == 2
    assert any("strin" in message for message in messages)
    assert any("toy#Nowhere" in message for message in messages)

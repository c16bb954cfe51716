"""`facts:` of an overlay: what becomes of a partial source, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecrgen import pipeline
from ecrgen.frontends.smithy_json import load
from ecrgen.model.partial import unsaid
from ecrgen.model.shapes import EnumShape, OperationShape, StructureShape, UnionShape
from ecrgen.problems.diagnostics import Diagnostics, InputError
from tests.support import short_form

PAGES = """Values.ThingResponseSource
type nonrec t = {uRL : Url.t option;kind : Kind.t option;policy : Policy.t option;tags : Tags.t option;}
type nonrec error = [ | `Gone of Gone.t| `Unknown_operation_error of string * string option ]

Values.KindSource
type nonrec t = | Big| Second_hand| Non_static_id of string

Values.PolicySource
type nonrec t = {all : Url.t option;}
"""
FACTS = """overlay: 1
facts:
  service: {name: Shop, sdk_id: My Shop, version: "2024-01-01",
    endpoint_prefix: shop, signing_name: shop, protocol: awsJson1_0}
  wire_names: {default: lower, ThingResponse.uRL: URL}
  operations:
    GetThing: {output: ThingResponse, input: GetThingRequest}
    Ping: {input: Unit, output: Unit, errors: [Gone]}
  values: {Kind.Second_hand: second-hand}
  kinds: {Policy: union}
  shapes:
    Url: string
    Tags: {type: list, members: {member: Url}}
    Gone: {error: server, members: {message: Url}, required: [message]}
    GetThingRequest: {members: {name: String}, required: [name]}
    State: {values: {on: "ON", off: "OFF"}}
"""


def loaded(tmp_path: Path, facts: str, pages: str = PAGES) -> pipeline.Loaded:
    source = tmp_path / "shop.txt"
    source.write_text(pages, "utf-8")
    (tmp_path / "shop.overlay.yaml").write_text(facts, "utf-8")
    return pipeline.load([str(source)])


def test_what_facts_say(tmp_path: Path) -> None:
    model = loaded(tmp_path, FACTS).model
    shapes = {shape.id.name: shape for shape in model}
    (service,) = model.services()
    assert service.id == "com.amazonaws.myshop#Shop"
    assert service.version == "2024-01-01"
    assert service.traits.raw["aws.api#service"] == {
        "sdkId": "My Shop",
        "endpointPrefix": "shop",
    }
    assert service.traits.raw["aws.auth#sigv4"] == {"name": "shop"}
    assert "aws.protocols#awsJson1_0" in service.traits
    assert {each.name for each in service.operations} == {"GetThing", "Ping"}
    get, thing = shapes["GetThing"], shapes["ThingResponse"]
    assert isinstance(get, OperationShape)
    assert isinstance(thing, StructureShape)
    # The name that was made from the output's is gone.
    assert "Thing" not in shapes
    assert (get.input.name, get.output.name) == ("GetThingRequest", "ThingResponse")
    assert [error.name for error in get.errors] == ["Gone"]
    assert [*thing.members] == ["URL", "kind", "policy", "tags"]
    assert isinstance(shapes["Policy"], UnionShape)
    kind = shapes["Kind"]
    assert isinstance(kind, EnumShape)
    assert [member.value for member in kind.members] == ["Big", "second-hand"]
    assert shapes["Gone"].traits.raw["smithy.api#error"] == "server"
    state = shapes["State"]
    assert isinstance(state, EnumShape)
    assert [member.value for member in state.members] == ["ON", "OFF"]
    assert unsaid(shapes["GetThingRequest"])[shapes["GetThingRequest"].id] == {
        "constraints",
        "documentation",
    }


def test_a_package_is_built_when_all_is_said(tmp_path: Path) -> None:
    loaded(tmp_path, FACTS)
    target = pipeline.target(pipeline.Job(str(tmp_path / "shop.txt"), tmp_path / "out"))
    package, _ = pipeline.generate(target)
    assert package.name == "my_shop"
    assert any(b"second-hand" in text for text in package.files.values())
    assert all(b"ecrgen.source" not in text for text in package.files.values())


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("  service: {sdk: x}", "`service:` has no key 'sdk'", "sdk_id"),
        ("  services: {}", "`facts:` has no key 'services'", "service"),
        (
            "  service: {sdk_id: 5}",
            "expected a text for `sdk_id`, found a number",
            "quotes",
        ),
        (
            "  service: {protocol: awsJson}",
            "no protocol is called 'awsJson'",
            "awsJson1",
        ),
        ("  service: {name: a b}", "'a b' is not a name of a shape", None),
        ("  service: {namespace: a..b}", "'a..b' is not a namespace", None),
        ("  wire_names: capital", "'capital' is no case of letters", "lower or upper"),
        ("  wire_names: {Policy.al: x}", "Policy has no member 'al'", "all"),
        ("  wire_names: {Polic.all: x}", "the source has no shape 'Polic'", "Policy"),
        ("  values: {Kind: x}", "'Kind' names no member", "SHAPE.MEMBER"),
        (
            "  kinds: {Kind: union}",
            "Kind is an enum in the source, not a union",
            "structure",
        ),
        ("  kinds: {Policy: onion}", "'onion' is no type of a shape", "union"),
        ("  shapes: {Url: strin}", "'strin' is no simple type", "string"),
        ("  shapes: {Kind: string}", "the source says what Kind is", "outside"),
        ("  shapes: {Tags: {type: list}}", "a list needs the members member", None),
        ("  shapes: {Gone: {error: mine}}", "'mine' is no fault", "client or server"),
        (
            "  shapes: {Gone: {members: {m: Tex}}}",
            "the source has no shape 'Tex'",
            None,
        ),
        ("  shapes: {Gone: {required: [m]}}", "there is no member 'm'", None),
        ("  shapes: {a-b: string}", "'a-b' is not a name of a shape", None),
        (
            "  shapes: {State: {values: [a-b]}}",
            "'a-b' is not a name of a member",
            "mapping",
        ),
        ("  operations: {X: {in: Url}}", "an operation has no key 'in'", "input"),
        (
            "  operations: [X]",
            "expected a mapping for `operations:`, found a list",
            None,
        ),
    ],
)
def test_what_is_refused(
    line: str, message: str, hint: str | None, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        loaded(tmp_path, f"overlay: 1\nfacts:\n{line}\n")
    (problem,) = (each for each in caught.value.diagnostics if each.code != "W060")
    assert (problem.code, problem.message) == ("E066", message)
    assert problem.location is not None
    assert problem.location.position is not None
    assert hint is None or hint in (problem.hint or "")


def test_facts_are_for_partial_sources(tmp_path: Path) -> None:
    source = short_form.write(tmp_path / "toy.json")
    (tmp_path / "toy.overlay.yaml").write_text("overlay: 1\nfacts: {}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        pipeline.load([source])
    assert [each.code for each in caught.value.diagnostics] == ["E066"]


def test_what_keeps_a_package_from_being_built(tmp_path: Path) -> None:
    facts = FACTS.replace("  values: {Kind.Second_hand: second-hand}\n", "")
    facts = facts.replace("    Url: string\n", "").replace("default: lower, ", "")
    loaded(tmp_path, facts)
    job = pipeline.Job(str(tmp_path / "shop.txt"), tmp_path / "out")
    with pytest.raises(InputError) as caught:
        pipeline.target(job)
    missing, undefined = caught.value.diagnostics.sorted()
    assert (missing.code, undefined.code) == ("E063", "E064")
    assert "the first letter" in missing.message
    assert "Kind.Second_hand" in missing.message
    assert undefined.message.endswith(": Url")
    assert "Url:" in (missing.hint or "")


def test_rest_services_are_refused_with_one_diagnostic(tmp_path: Path) -> None:
    facts = FACTS.replace("awsJson1_0", "restJson1")
    loaded(tmp_path, facts)
    with pytest.raises(InputError) as caught:
        pipeline.target(pipeline.Job(str(tmp_path / "shop.txt"), tmp_path / "out"))
    (problem,) = caught.value.diagnostics
    assert problem.code == "E065"
    assert "botocore" in (problem.hint or "")


def test_what_is_told_and_not_refused(tmp_path: Path) -> None:
    pages = PAGES + "\nValues.OtherSource\ntype nonrec t = {a : Url.t option;}\n"
    pages = pages.replace(
        "tags : Tags.t option;", "tags : Tags.t option;other : Other.t option;"
    )
    found = loaded(tmp_path, FACTS, pages)
    assert {each.code for each in found.diagnostics} == {"W060", "W061"}
    job = pipeline.Job(str(tmp_path / "shop.txt"), tmp_path / "out")
    notes = pipeline.target(job).loaded.diagnostics
    (note,) = (each for each in notes if each.code == "N060")
    assert note.message.endswith("so may Other")


def test_models_without_the_trait_are_left_alone(tmp_path: Path) -> None:
    source = short_form.write(tmp_path / "toy.json")
    assert load(source, Diagnostics())
    target = pipeline.target(pipeline.Job(source, tmp_path / "out"))
    assert target.loaded.diagnostics == ()

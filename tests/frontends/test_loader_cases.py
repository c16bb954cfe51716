"""Smithy's own loader cases and AWS's models, both in ../shared/corpora beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecrgen import checks
from ecrgen.assemble import assemble
from ecrgen.documents.json_text import parse_json
from ecrgen.frontends.discover import load
from ecrgen.frontends.operations import LoadOperation
from ecrgen.frontends.smithy_json import load_node
from ecrgen.model.ast import digest, render_ast
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import (
    EnumShape,
    ListShape,
    Model,
    OperationShape,
    ServiceShape,
    StructureShape,
)
from ecrgen.problems.diagnostics import Diagnostics, Severity
from ecrgen.problems.locations import Document
from tests.support.places import AWS_MODELS, CORPORA, needs_corpora

LOADER_CASES = CORPORA / "smithy-loader-cases"
SHARED = LOADER_CASES / "valid" / "__shared.json"
AWS = list(AWS_MODELS.values())
PROTOCOLS = sorted((CORPORA / "smithy-protocol-tests-ast").glob("*.json"))
VALID = sorted(p for p in (LOADER_CASES / "valid").rglob("*.json") if p != SHARED)
INVALID = sorted((LOADER_CASES / "invalid").rglob("*.json"))

pytestmark = needs_corpora


def assembled(*sources: Path) -> Model:
    diagnostics = Diagnostics()
    operations: list[LoadOperation] = []
    for source in sources:
        operations += load(str(source), diagnostics)
    model = assemble(operations, diagnostics)
    assert [str(item) for item in diagnostics] == []
    return model


def reloaded(model: Model) -> Model:
    diagnostics = Diagnostics()
    document = Document("rendered.json", render_ast(model))
    node = parse_json(document, diagnostics)
    again = assemble(load_node(node, document, diagnostics), diagnostics)
    assert [str(item) for item in diagnostics] == []
    return again


def assert_survives_rendering(model: Model) -> None:
    again = reloaded(model)
    assert again == model
    assert render_ast(again) == render_ast(model)
    assert digest(again) == digest(model)


def valid(name: str) -> Model:
    return assembled(SHARED, LOADER_CASES / "valid" / f"{name}.json")


def test_the_corpora_are_complete() -> None:
    assert (len(AWS), len(PROTOCOLS), len(VALID), len(INVALID)) == (24, 2, 62, 1)


@pytest.mark.parametrize("path", VALID, ids=lambda p: p.stem)
def test_valid_case(path: Path) -> None:
    assert_survives_rendering(assembled(SHARED, path))


@pytest.mark.parametrize("path", INVALID, ids=lambda p: p.stem)
def test_invalid_case(path: Path) -> None:
    diagnostics = Diagnostics()
    assemble(load(str(path), diagnostics), diagnostics)
    assert diagnostics.has_errors


@pytest.mark.parametrize("path", [*AWS, *PROTOCOLS], ids=lambda p: p.stem)
def test_real_model(path: Path) -> None:
    model = assembled(path)
    assert_survives_rendering(model)
    diagnostics = Diagnostics()
    checks.run(model, diagnostics)
    errors = [i for i in diagnostics if i.severity is Severity.ERROR]
    assert [str(item) for item in errors] == []
    assert len(diagnostics.items) <= 3


def structure(model: Model, name: str) -> StructureShape:
    return model.structure(ShapeId(f"smithy.example#{name}"))


def documentation(shape: StructureShape, member: str) -> str:
    return str(shape.members[member].traits.raw["smithy.api#documentation"])


def test_mixins_with_members_and_traits() -> None:
    found = structure(valid("mixins/mixins-with-members-and-traits"), "F")
    assert list(found.members) == ["a", "b", "c", "d", "e", "f"]
    assert documentation(found, "a") == "I've changed"
    assert documentation(found, "c") == "I've changed"
    assert documentation(found, "d") == "D.d"
    assert sorted(trait.partition("#")[2] for trait in found.traits) == [
        "deprecated",
        "documentation",
        "externalDocumentation",
        "internal",
        "sensitive",
        "since",
        "tags",
    ]
    assert found.traits.raw["smithy.api#documentation"] == "F"


def test_mixin_local_traits_stay_with_the_mixin() -> None:
    model = valid("mixins/mixins-with-mixin-local-traits")
    mixins = [s for s in model if "smithy.api#mixin" in s.traits]
    others = [s for s in model if isinstance(s, StructureShape) and s not in mixins]
    assert any("smithy.api#private" in mixin.traits for mixin in mixins)
    named = [s for s in others if s.id.namespace == "smithy.example"]
    assert named
    assert all("smithy.api#private" not in shape.traits for shape in named)


def test_redefined_member_has_the_traits_of_both() -> None:
    model = valid("mixins/idl-mixins-redefine-member")
    member = structure(model, "MixedStructure").members["redefineable"]
    assert sorted(member.traits) == ["smithy.api#internal", "smithy.api#required"]


def test_operation_mixin_gives_its_errors() -> None:
    found = valid("mixins/operations")[ShapeId("smithy.example#ConcreteOperation")]
    assert isinstance(found, OperationShape)
    assert [error.name for error in found.errors] == ["MixinError", "ConcreteError"]
    assert sorted(found.traits) == ["smithy.api#internal"]


def test_service_mixin_gives_all_that_the_service_does_not_say() -> None:
    service = valid("mixins/services")[ShapeId("smithy.example#MixedService")]
    assert isinstance(service, ServiceShape)
    assert service.version == "2021-12-31"
    assert [shape.name for shape in service.operations] == ["MixinOperation"]
    assert [shape.name for shape in service.resources] == ["MixinResource"]
    assert [shape.name for shape in service.errors] == ["MixinError"]
    assert service.rename == {"smithy.example#ShapeToRename": "RenamedShape"}
    assert sorted(service.traits) == ["smithy.api#internal"]


def test_sets_are_lists_of_unique_items() -> None:
    model = valid("list-and-sets")
    unique = [s for s in model if "smithy.api#uniqueItems" in s.traits]
    assert unique
    assert all(isinstance(shape, ListShape) for shape in unique)


def test_enum_values_default_to_the_names() -> None:
    model = valid("enums/enums")
    enums = [s for s in model if isinstance(s, EnumShape)]
    implied = [m for s in enums for m in s.members if m.value == m.name]
    assert implied
    assert all(m.traits.raw["smithy.api#enumValue"] == m.name for m in implied)


def test_1_0_model_says_its_zero_values() -> None:
    model = assembled(AWS_MODELS["ec2"])
    ec2 = "com.amazonaws.ec2"
    assert all("smithy.api#box" not in shape.traits for shape in model)
    assert model[ShapeId(f"{ec2}#Boolean")].traits.raw["smithy.api#default"] is False
    assert "smithy.api#default" not in model[ShapeId(f"{ec2}#BareMetalFlag")].traits
    request = model.structure(
        ShapeId(f"{ec2}#AcceptReservedInstancesExchangeQuoteRequest")
    )
    assert request.members["DryRun"].traits.raw["smithy.api#default"] is False

from __future__ import annotations

from typing import Any

from ecrgen.assemble import assemble
from ecrgen.frontends.operations import (
    ApplyTrait,
    DefineMember,
    DefineShape,
    LoadOperation,
    PutMetadata,
    RemoveTrait,
)
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import Model, OperationShape, ResourceShape, ServiceShape
from ecrgen.model.traits import Default, Length, Required
from ecrgen.problems.diagnostics import Diagnostics
from ecrgen.problems.locations import Document, Location

AT = Location(Document("test", ""))
STRING = ShapeId("smithy.api#String")


def shape(name: str, kind: str, **properties: Any) -> DefineShape:
    return DefineShape(ShapeId(f"ns#{name}"), kind, AT, properties=properties)


def member(name: str, target: str) -> DefineMember:
    return DefineMember(ShapeId(f"ns#{name}"), ShapeId(target), AT)


def apply(target: str, trait: str, value: Any, replace: bool = False) -> ApplyTrait:
    name = trait if "#" in trait else f"smithy.api#{trait}"
    return ApplyTrait(ShapeId(f"ns#{target}"), ShapeId(name), value, AT, replace)


def run(*operations: LoadOperation) -> tuple[Model, list[str]]:
    diagnostics = Diagnostics()
    model = assemble(operations, diagnostics)
    return model, [item.code for item in diagnostics.sorted()]


def clean(*operations: LoadOperation) -> Model:
    model, codes = run(*operations)
    assert codes == []
    return model


def ref(*names: str) -> list[dict[str, str]]:
    return [{"target": f"ns#{name}"} for name in names]


def test_traits_can_come_before_their_shapes() -> None:
    model = clean(
        apply("S$a", "length", {"min": 2}),
        apply("S$a", "required", {}),
        shape("S", "structure"),
        member("S$a", STRING),
    )
    traits = model.structure(ShapeId("ns#S")).members["a"].traits
    assert traits.get(Length) == Length(2, None)
    assert traits.has(Required)


def test_lists_of_repeated_traits_are_joined() -> None:
    model = clean(
        shape("S", "string"),
        apply("S", "tags", ["a"]),
        apply("S", "tags", ["b", "a"]),
        apply("S", "ns2#unknown", ["x"]),
        apply("S", "ns2#unknown", ["y"]),
    )
    raw = model[ShapeId("ns#S")].traits.raw
    assert raw == {"smithy.api#tags": ["a", "b", "a"], "ns2#unknown": ["x", "y"]}


def test_a_trait_that_the_model_defines_as_no_list_does_not_join() -> None:
    _, codes = run(
        shape("S", "string"),
        shape("doc", "document"),
        apply("S", "ns#doc", ["x"]),
        apply("S", "ns#doc", ["y"]),
    )
    assert codes == ["E103"]


def test_defaults_do_not_join() -> None:
    _, codes = run(
        shape("S", "document"), apply("S", "default", [1]), apply("S", "default", [2])
    )
    assert codes == ["E103"]


def test_equal_values_are_no_conflict_and_true_is_not_one() -> None:
    same = [apply("S", "ns2#t", {"a": 1}), apply("S", "ns2#t", {"a": 1})]
    clean(shape("S", "string"), *same)
    _, codes = run(shape("S", "string"), same[0], apply("S", "ns2#t", {"a": True}))
    assert codes == ["E103"]


def test_metadata() -> None:
    model = clean(
        PutMetadata("list", [1], AT),
        PutMetadata("one", {"a": 1}, AT),
        PutMetadata("list", [2], AT),
        PutMetadata("one", {"a": 1}, AT),
    )
    assert model.metadata == {"list": [1, 2], "one": {"a": 1}}


def test_overlay_has_the_last_word() -> None:
    model = clean(
        apply("S", "documentation", "Ours.", replace=True),
        RemoveTrait(ShapeId("ns#S$a"), ShapeId("smithy.api#required"), AT),
        RemoveTrait(ShapeId("ns#S"), ShapeId("smithy.api#internal"), AT),
        shape("S", "structure"),
        member("S$a", STRING),
        apply("S$a", "required", {}),
        apply("S", "documentation", "Theirs."),
    )
    found = model.structure(ShapeId("ns#S"))
    assert found.traits.raw == {"smithy.api#documentation": "Ours."}
    assert found.members["a"].traits.raw == {}


def test_overlay_reaches_members_of_mixins_and_upgraded_enums() -> None:
    mixed = DefineShape(ShapeId("ns#S"), "structure", AT, mixins=(ShapeId("ns#M"),))
    model = clean(
        shape("M", "structure"),
        apply("M", "mixin", {}),
        member("M$a", STRING),
        mixed,
        apply("S$a", "documentation", "Ours.", replace=True),
        shape("E", "string"),
        apply("E", "enum", [{"value": "x", "name": "X"}]),
        apply("E$X", "documentation", "Ours.", replace=True),
    )
    assert "smithy.api#documentation" in model.structure(mixed.id).members["a"].traits
    assert (
        "smithy.api#documentation"
        not in model.structure(ShapeId("ns#M")).members["a"].traits
    )


def test_overlay_of_what_is_not_there() -> None:
    _, codes = run(
        shape("S", "structure"),
        apply("T", "internal", {}, replace=True),
        RemoveTrait(ShapeId("ns#S$a"), ShapeId("smithy.api#internal"), AT),
    )
    assert codes == ["E105", "E106"]


def test_same_shape_twice_is_one_shape() -> None:
    twice: list[LoadOperation] = [
        shape("S", "structure"),
        member("S$a", STRING),
        apply("S$a", "length", {"min": 1}),
    ]
    assert clean(*twice, *twice) == clean(*twice)


def test_member_twice_in_one_definition() -> None:
    _, codes = run(
        shape("S", "structure"), member("S$a", STRING), member("S$a", STRING)
    )
    assert codes == ["E101"]


def test_unresolved_members_are_left_out() -> None:
    model, codes = run(
        shape("S", "structure"), member("S$a", "ns#Gone"), member("S$b", STRING)
    )
    assert codes == ["E110"]
    assert list(model.structure(ShapeId("ns#S")).members) == ["b"]


def test_wrong_trait_values_stay_raw() -> None:
    model, codes = run(shape("S", "string"), apply("S", "length", {"min": -1}))
    traits = model[ShapeId("ns#S")].traits
    assert codes == ["E130"]
    assert not traits.has(Length)
    assert "smithy.api#length" in traits


def test_service_resource_and_operation() -> None:
    model = clean(
        shape(
            "Svc",
            "service",
            operations=ref("Op", "Op"),
            resources=ref("R"),
            rename={"ns#Id": "Identifier"},
        ),
        shape("Op", "operation"),
        shape(
            "R",
            "resource",
            identifiers={"id": ref("Id")[0]},
            read=ref("Op")[0],
            collectionOperations=ref("Op"),
        ),
        shape("Id", "string"),
    )
    service = model[ShapeId("ns#Svc")]
    assert isinstance(service, ServiceShape)
    assert (service.version, service.operations) == ("", ("ns#Op",))
    assert service.rename == {"ns#Id": "Identifier"}
    operation = model[ShapeId("ns#Op")]
    assert isinstance(operation, OperationShape)
    assert (operation.input, operation.output) == ("smithy.api#Unit",) * 2
    resource = model[ShapeId("ns#R")]
    assert isinstance(resource, ResourceShape)
    assert resource.lifecycle == {"read": "ns#Op"}
    assert resource.collection_operations == ("ns#Op",)


def test_prelude_is_there() -> None:
    model = clean()
    default = model[ShapeId("smithy.api#PrimitiveLong")].traits.get(Default)
    assert default == Default(0)
    assert not model[ShapeId("smithy.api#Long")].traits.has(Default)
    assert list(model) == []

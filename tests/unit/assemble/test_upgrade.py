from __future__ import annotations

from typing import Any

import pytest

from ecrgen.assemble import assemble
from ecrgen.frontends.smithy_json import load_node
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import EnumShape, ListShape, Model, SimpleShape
from ecrgen.problems.diagnostics import Diagnostics
from ecrgen.problems.locations import Document

ABSENT = object()
BOX: dict[str, Any] = {"smithy.api#box": {}}


def model_of(shapes: dict[str, Any], version: str = "1.0") -> Model:
    diagnostics = Diagnostics()
    named = {f"ns#{name}": shape for name, shape in shapes.items()}
    node = {"smithy": version, "shapes": named}
    model = assemble(load_node(node, Document("m", ""), diagnostics), diagnostics)
    assert [str(item) for item in diagnostics] == []
    return model


@pytest.mark.parametrize(
    ("target", "traits", "default"),
    [
        ("smithy.api#PrimitiveInteger", {}, 0),
        ("smithy.api#PrimitiveBoolean", {}, False),
        ("smithy.api#PrimitiveLong", BOX, None),
        ("smithy.api#Integer", {}, ABSENT),
        ("smithy.api#Integer", BOX, ABSENT),
        ("ns#Count", {}, 0),
        ("ns#Count", BOX, None),
        ("ns#Count", {"smithy.api#required": {}}, 0),
        ("ns#Boxed", {}, ABSENT),
        ("ns#Big", {}, ABSENT),
        ("smithy.api#String", {}, ABSENT),
        ("ns#Stream", {}, ""),
        ("ns#Stream", {"smithy.api#required": {}}, ABSENT),
    ],
)
def test_members_of_structures(
    target: str, traits: dict[str, Any], default: Any
) -> None:
    model = model_of(
        {
            "Count": {"type": "integer"},
            "Boxed": {"type": "integer", "traits": BOX},
            "Big": {"type": "bigInteger"},
            "Stream": {"type": "blob", "traits": {"smithy.api#streaming": {}}},
            "S": {
                "type": "structure",
                "members": {"a": {"target": target, "traits": traits}},
            },
        }
    )
    raw = model.structure(ShapeId("ns#S")).members["a"].traits.raw
    found = raw.get("smithy.api#default", ABSENT)
    assert (found, type(found)) == (default, type(default))
    assert "smithy.api#box" not in raw


def test_root_shapes_and_other_members() -> None:
    count = {"target": "ns#Count"}
    model = model_of(
        {
            "Count": {"type": "long"},
            "Boxed": {"type": "double", "traits": BOX},
            "L": {"type": "list", "member": count},
            "U": {"type": "union", "members": {"a": count}},
        }
    )
    assert model[ShapeId("ns#Count")].traits.raw == {"smithy.api#default": 0}
    assert model[ShapeId("ns#Boxed")].traits.raw == {}
    found = model[ShapeId("ns#L")]
    assert isinstance(found, ListShape)
    assert found.member.traits.raw == {}


def test_2_0_models_stay_as_they_are() -> None:
    count = {
        "target": "smithy.api#PrimitiveInteger",
        "traits": {"smithy.api#default": 0},
    }
    shapes = {
        "Count": {"type": "integer"},
        "S": {
            "type": "structure",
            "members": {"a": {"target": "ns#Count"}, "b": count},
        },
    }
    model = model_of(shapes, "2.0")
    assert model[ShapeId("ns#Count")].traits.raw == {}
    members = model.structure(ShapeId("ns#S")).members
    assert [dict(m.traits.raw) for m in members.values()] == [
        {},
        {"smithy.api#default": 0},
    ]


def test_sets_become_lists_of_unique_items() -> None:
    model = model_of({"S": {"type": "set", "member": {"target": "smithy.api#String"}}})
    found = model[ShapeId("ns#S")]
    assert isinstance(found, ListShape)
    assert found.traits.raw == {"smithy.api#uniqueItems": {}}


def enum(*entries: Any) -> dict[str, Any]:
    traits: dict[str, Any] = {
        "smithy.api#enum": list(entries),
        "smithy.api#sensitive": {},
    }
    return {"E": {"type": "string", "traits": traits}}


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_enum_trait_becomes_an_enum(version: str) -> None:
    entry = {
        "value": "t2.micro",
        "name": "T2_MICRO",
        "documentation": "Small.",
        "deprecated": True,
        "tags": ["internal", "old"],
    }
    model = model_of(enum(entry, {"value": "b", "name": "B"}), version)
    found = model[ShapeId("ns#E")]
    assert isinstance(found, EnumShape)
    assert found.traits.raw == {"smithy.api#sensitive": {}}
    assert [(m.name, m.value) for m in found.members] == [
        ("T2_MICRO", "t2.micro"),
        ("B", "b"),
    ]
    assert found.members[0].traits.raw == {
        "smithy.api#enumValue": "t2.micro",
        "smithy.api#documentation": "Small.",
        "smithy.api#tags": ["internal", "old"],
        "smithy.api#deprecated": {},
        "smithy.api#internal": {},
    }


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("available", "available"),
        ("us-east-1", "us_east_1"),
        ("a.b:c/d e", "a_b_c_d_e"),
        ("-x", "_x"),
        ("m5--large", "m5_large"),
    ],
)
def test_names_are_made_of_values(value: str, name: str) -> None:
    found = model_of(enum({"value": value}))[ShapeId("ns#E")]
    assert isinstance(found, EnumShape)
    assert [(m.name, m.value) for m in found.members] == [(name, value)]


@pytest.mark.parametrize("value", ["2xlarge", "", "a*b", "caf\u00e9"])
def test_values_that_make_no_name_leave_a_string(value: str) -> None:
    found = model_of(enum({"value": "ok"}, {"value": value}))[ShapeId("ns#E")]
    assert isinstance(found, SimpleShape)
    assert "smithy.api#enum" in found.traits


def test_values_that_make_the_same_name_leave_a_string() -> None:
    found = model_of(enum({"value": "a-b"}, {"value": "a.b"}))[ShapeId("ns#E")]
    assert isinstance(found, SimpleShape)

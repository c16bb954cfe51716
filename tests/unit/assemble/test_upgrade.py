from __future__ import annotations

from typing import Any

import pytest

from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import EnumShape, ListShape, Model, SimpleShape
from tests.support.short_form import assembled, shapes_alone

ABSENT = object()
BOX: dict[str, Any] = {"box": {}}
REQUIRED: dict[str, Any] = {"required": {}}


def model_of(shapes: dict[str, Any], version: str = "1.0") -> Model:
    return assembled(shapes_alone(shapes, version=version))


@pytest.mark.parametrize(
    ("target", "traits", "default"),
    [
        ("PrimitiveInteger", {}, 0),
        ("PrimitiveBoolean", {}, False),
        ("PrimitiveLong", BOX, None),
        ("Integer", {}, ABSENT),
        ("Integer", BOX, ABSENT),
        ("Count", {}, 0),
        ("Count", BOX, None),
        ("Count", REQUIRED, 0),
        ("Boxed", {}, ABSENT),
        ("Big", {}, ABSENT),
        ("String", {}, ABSENT),
        ("Stream", {}, ""),
        ("Stream", REQUIRED, ABSENT),
    ],
)
def test_members_of_structures(
    target: str, traits: dict[str, Any], default: Any
) -> None:
    model = model_of(
        {
            "Count": "integer",
            "Boxed": {"integer": None, "traits": BOX},
            "Big": "bigInteger",
            "Stream": {"blob": None, "traits": {"streaming": {}}},
            "S": {"structure": {"a": [target, traits]}},
        }
    )
    raw = model.structure(ShapeId("com.example#S")).members["a"].traits.raw
    found = raw.get("smithy.api#default", ABSENT)
    assert (found, type(found)) == (default, type(default))
    assert "smithy.api#box" not in raw


def test_root_shapes_and_other_members() -> None:
    model = model_of(
        {
            "Count": "long",
            "Boxed": {"double": None, "traits": BOX},
            "L": {"list": "Count"},
            "U": {"union": {"a": "Count"}},
        }
    )
    assert model[ShapeId("com.example#Count")].traits.raw == {"smithy.api#default": 0}
    assert model[ShapeId("com.example#Boxed")].traits.raw == {}
    found = model[ShapeId("com.example#L")]
    assert isinstance(found, ListShape)
    assert found.member.traits.raw == {}


def test_2_0_models_stay_as_they_are() -> None:
    zero = ["PrimitiveInteger", {"default": 0}]
    shapes = {"Count": "integer", "S": {"structure": {"a": "Count", "b": zero}}}
    model = model_of(shapes, "2.0")
    assert model[ShapeId("com.example#Count")].traits.raw == {}
    members = model.structure(ShapeId("com.example#S")).members
    assert [dict(m.traits.raw) for m in members.values()] == [
        {},
        {"smithy.api#default": 0},
    ]


def test_sets_become_lists_of_unique_items() -> None:
    model = model_of({"S": {"set": "String"}})
    found = model[ShapeId("com.example#S")]
    assert isinstance(found, ListShape)
    assert found.traits.raw == {"smithy.api#uniqueItems": {}}


def enum(*entries: Any) -> dict[str, Any]:
    return {"E": {"string": None, "traits": {"enum": list(entries), "sensitive": {}}}}


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
    found = model[ShapeId("com.example#E")]
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
    found = model_of(enum({"value": value}))[ShapeId("com.example#E")]
    assert isinstance(found, EnumShape)
    assert [(m.name, m.value) for m in found.members] == [(name, value)]


@pytest.mark.parametrize("value", ["2xlarge", "", "a*b", "caf\u00e9"])
def test_values_that_make_no_name_leave_a_string(value: str) -> None:
    found = model_of(enum({"value": "ok"}, {"value": value}))[ShapeId("com.example#E")]
    assert isinstance(found, SimpleShape)
    assert "smithy.api#enum" in found.traits


def test_values_that_make_the_same_name_leave_a_string() -> None:
    found = model_of(enum({"value": "a-b"}, {"value": "a.b"}))[ShapeId("com.example#E")]
    assert isinstance(found, SimpleShape)

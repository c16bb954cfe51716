"""Unions: one class per variant, and one for what the model does not know."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest


@pytest.fixture(scope="module")
def package(fragment: Any) -> Any:
    return fragment(
        {
            "Point": {
                "structure": {"x": ["Integer", {"required": {}}], "y": "Integer"}
            },
            "Texts": {"list": "String"},
            "Shapes": {"list": "Shape"},
            "ByName": {"map": ["String", "Shape"]},
            "Kind": {"enum": {"A": "a"}},
            "Shape": {
                "union": {
                    "text": "String",
                    "data": "Blob",
                    "point": "Point",
                    "texts": "Texts",
                    "shapes": "Shapes",
                    "byName": "ByName",
                    "kind": "Kind",
                    "nothing": "Unit",
                    "value": "Integer",
                    "tag": "Boolean",
                    "class": "String",
                    "unknown": "String",
                }
            },
            "Holder": {
                "structure": {
                    "shape": "Shape",
                    "needed": ["Shape", {"required": {}}],
                    "shapes": "Shapes",
                }
            },
        }
    )


def plain_values() -> list[dict[str, Any]]:
    return [
        {"text": ""},
        {"data": b"\x01"},
        {"point": {"x": 1, "y": 2}},
        {"texts": ["a", "b"]},
        {"shapes": [{"text": "a"}, {"shapes": [{"value": 0}]}]},
        {"byName": {"k": {"tag": False}}},
        {"kind": "a"},
        {"kind": "new"},
        {"value": 7},
        {"tag": True},
        {"class": "x"},
        {"unknown": "x"},
        {"notModelled": {"any": ["thing"]}},
    ]


@pytest.mark.parametrize("plain", plain_values(), ids=str)
def test_every_variant_goes_out_and_comes_back(package: Any, plain: Any) -> None:
    made = package.models.Shape.from_value(plain)
    assert isinstance(made, package.models.Shape)
    assert made.to_value() == plain
    assert package.models.Shape.from_value(made.to_value()) == made
    body = package.sent("Echo", holder=package.models.Holder(needed=made))
    assert list(body["Holder"]["needed"]) == list(plain)
    read = package.answer("Echo", body).holder.needed
    assert read == made
    assert type(read) is type(made)


@pytest.mark.parametrize("plain", plain_values(), ids=str)
def test_variants_can_be_pickled_copied_and_compared(package: Any, plain: Any) -> None:
    made = package.models.Shape.from_value(plain)
    for same in (
        pickle.loads(pickle.dumps(made)),
        copy.copy(made),
        copy.deepcopy(made),
    ):
        assert same == made
        assert type(same) is type(made)


def test_variants_of_one_value_differ(package: Any) -> None:
    models = package.models
    assert models.ShapeText("x") == models.ShapeText("x")
    assert models.ShapeText("x") != models.ShapeText("y")
    assert models.ShapeText("x") != models.ShapeClass("x")


def test_a_variant_can_be_matched(package: Any) -> None:
    models = package.models

    def told(shape: Any) -> Any:
        match shape:
            case models.ShapeText(text):
                return text
            case models.ShapePoint(value=models.Point(x=x)):
                return x
            case models.ShapeUnknown_(tag, _):
                return f"new: {tag}"
            case _:
                return None

    assert told(models.Shape.from_value({"text": "hi"})) == "hi"
    assert told(models.Shape.from_value({"point": {"x": 4}})) == 4
    assert told(models.Shape.from_value({"later": 1})) == "new: later"


def test_a_variant_named_unknown_leaves_room_for_the_unknown(package: Any) -> None:
    models = package.models
    assert models.Shape.from_value({"unknown": "x"}) == models.ShapeUnknown("x")
    assert models.Shape.from_value({"later": 1}) == models.ShapeUnknown_("later", 1)


def test_a_unit_variant(package: Any) -> None:
    made = package.models.Shape.from_value({"nothing": {}})
    assert made.to_value() == {"nothing": {}}
    holder = package.models.Holder(needed=made)
    assert package.sent("Echo", holder=holder) == {
        "Holder": {"needed": {"nothing": {}}}
    }


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ({"text": None, "value": 3}, {"value": 3}),
        ({"__type": "com.example#Shape", "value": 3}, {"value": 3}),
        ({"value": 3, "text": None}, {"value": 3}),
        ({"later": None, "text": "x"}, {"text": "x"}),
    ],
)
def test_null_members_and_type_names_are_skipped(
    package: Any, wire: Any, expected: Any
) -> None:
    read = package.answer("Echo", {"Shape": wire}).shape
    assert read.to_value() == expected


@pytest.mark.parametrize("wire", [{}, {"text": None}, {"__type": "x"}])
def test_a_union_without_a_member_is_unknown(package: Any, wire: Any) -> None:
    read = package.answer("Echo", {"Shape": wire}).shape
    assert type(read) is package.models.ShapeUnknown_
    assert (read.tag, read.value) == ("", None)


def test_an_absent_required_union_is_unknown(package: Any) -> None:
    read = package.answer("Echo", {"Holder": {}}).holder
    assert read.needed == package.models.ShapeUnknown_("", None)
    assert read.shape is None


def test_unknown_members_in_lists_are_kept(package: Any) -> None:
    wire = {"Holder": {"needed": {"later": 1}, "shapes": [{"text": "a"}, {"later": 2}]}}
    read = package.answer("Echo", wire)
    assert package.sent("Echo", holder=read.holder) == wire


def test_the_base_class_is_no_variant(package: Any) -> None:
    with pytest.raises(TypeError):
        package.models.Shape().to_value()

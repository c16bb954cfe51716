"""Lists and maps: sparse, nested, with keys and elements of every kind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

MOMENT = datetime(2024, 1, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def package(fragment: Any) -> Any:
    sparse: dict[str, Any] = {"sparse": {}}
    return fragment(
        {
            "Key": {"enum": {"A": "a", "B": "b"}},
            "KeyName": {"string": None, "traits": {"length": {"min": 1}}},
            "Inner": {"structure": {"data": "Blob", "text": "String"}},
            "Choice": {"union": {"text": "String", "data": "Blob"}},
            **{
                f"{kind}{name}": {
                    kind.lower().removeprefix("sparse"): (
                        target if kind.endswith("List") else ["String", target]
                    ),
                    "traits": sparse if kind.startswith("Sparse") else {},
                }
                for kind in ("List", "Map", "SparseList", "SparseMap")
                for name, target in (
                    ("Text", "String"),
                    ("Blob", "Blob"),
                    ("Time", "Timestamp"),
                    ("Float", "Double"),
                    ("Enum", "Key"),
                    ("Struct", "Inner"),
                    ("Union", "Choice"),
                    ("Document", "Document"),
                    ("Nested", "ListText"),
                    ("NestedMap", "MapBlob"),
                    ("NestedSparse", "SparseListTime"),
                )
            },
            "ByKey": {"map": ["Key", "ByName"]},
            "ByName": {"map": ["KeyName", "ListBlob"]},
            "Cube": {"list": "Square"},
            "Square": {"list": "Row"},
            "Row": {"list": "Timestamp"},
        }
    )


VALUES: dict[str, tuple[Any, Any]] = {
    "Text": ("x", "x"),
    "Blob": (b"\x00", "AA=="),
    "Time": (MOMENT, 1704153600),
    "Float": (float("inf"), "Infinity"),
    "Enum": ("a", "a"),
    "Struct": ({"data": b"\x00"}, {"data": "AA=="}),
    "Union": ({"data": b"\x00"}, {"data": "AA=="}),
    "Document": ({"a": 1}, {"a": 1}),
    "Nested": (["x", "y"], ["x", "y"]),
    "NestedMap": ({"k": b"\x00"}, {"k": "AA=="}),
    "NestedSparse": ([MOMENT, None], [1704153600, None]),
}


def contained(kind: str, values: list[Any]) -> Any:
    if kind.endswith("List"):
        return values
    return {f"key{number}": value for number, value in enumerate(values)}


@pytest.mark.parametrize("kind", ["List", "Map", "SparseList", "SparseMap"])
@pytest.mark.parametrize("name", VALUES)
def test_every_kind_of_entry(package: Any, kind: str, name: str) -> None:
    plain, wire = VALUES[name]
    entries = [plain, None, plain] if kind.startswith("Sparse") else [plain, plain]
    on_wire = [wire if each is not None else None for each in entries]
    shape = f"{kind}{name}"
    made = package.operations.Echo.input.from_value({shape: contained(kind, entries)})
    assert made.to_value() == {shape: contained(kind, entries)}
    request = package.operations.Echo.serialize(made)
    read = package.answer("Echo", {shape: contained(kind, on_wire)})
    assert read.to_value() == made.to_value()
    sent = package.answer("Echo", request.body)
    assert sent == read


@pytest.mark.parametrize("name", VALUES)
def test_nulls_where_none_belong_are_dropped(package: Any, name: str) -> None:
    plain, wire = VALUES[name]
    read = package.answer("Echo", {f"List{name}": [None, wire, None]})
    assert read.to_value() == {f"List{name}": [plain]}
    read = package.answer("Echo", {f"Map{name}": {"a": None, "b": wire}})
    assert read.to_value() == {f"Map{name}": {"b": plain}}


def test_enum_keys_of_nested_maps(package: Any) -> None:
    wire = {"ByKey": {"a": {"n": ["AA=="]}, "new": {}}}
    read = package.answer("Echo", wire)
    key = package.models.Key
    assert read.by_key == {key.A: {"n": [b"\x00"]}, key("new"): {}}
    assert all(isinstance(each, key) for each in read.by_key)
    assert package.sent("Echo", by_key=read.by_key) == wire
    assert package.sent("Echo", by_key={"a": {"n": [b"\x00"]}}) == {
        "ByKey": {"a": {"n": ["AA=="]}}
    }


def test_lists_three_deep(package: Any) -> None:
    wire = {"Cube": [[[1704153600], []], []]}
    read = package.answer("Echo", wire)
    assert read.cube == [[[MOMENT], []], []]
    assert package.sent("Echo", cube=read.cube) == wire


def test_empty_collections_are_sent(package: Any) -> None:
    assert package.sent("Echo", list_text=[], map_blob={}) == {
        "ListText": [],
        "MapBlob": {},
    }
    read = package.answer("Echo", {"ListText": [], "MapBlob": {}})
    assert (read.list_text, read.map_blob) == ([], {})


def test_plain_values_are_not_shared_with_the_structure(package: Any) -> None:
    made = package.operations.Echo.input(list_text=["a"], map_text={"k": "v"})
    plain = made.to_value()
    plain["ListText"].append("b")
    plain["MapText"]["l"] = "w"
    assert made.list_text == ["a"]
    assert made.map_text == {"k": "v"}


def test_any_sequence_can_be_sent(package: Any) -> None:
    assert package.sent("Echo", list_text=("a", "b"), list_blob=iter([b"\x00"])) == {
        "ListText": ["a", "b"],
        "ListBlob": ["AA=="],
    }

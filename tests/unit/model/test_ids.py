from __future__ import annotations

import pytest

from ecrgen.model.ids import ShapeId, is_identifier, is_shape_id


@pytest.mark.parametrize("text", ["a", "A1_", "_a", "__a", "_1", "snake_case"])
def test_identifiers(text: str) -> None:
    assert is_identifier(text)


@pytest.mark.parametrize(
    "text", ["", "_", "1a", "a-b", "a b", "a\n", "\u00e9", "a.b", "a#b"]
)
def test_no_identifiers(text: str) -> None:
    assert not is_identifier(text)


@pytest.mark.parametrize("text", ["a#B", "a.b.c#D", "a#B$c", "com.amazonaws.ec2#_X"])
def test_shape_ids(text: str) -> None:
    assert is_shape_id(text)


@pytest.mark.parametrize(
    "text", ["B", "#B", "a#", "a..b#C", "a#B$", "a#B$c$d", "a#B#C", "a#B\n"]
)
def test_no_shape_ids(text: str) -> None:
    assert not is_shape_id(text)


def test_parts() -> None:
    member = ShapeId("com.example#Thing").with_member("size")
    assert member == "com.example#Thing$size"
    assert (member.namespace, member.name, member.member) == (
        "com.example",
        "Thing",
        "size",
    )
    assert member.without_member == "com.example#Thing"
    assert member.without_member.member is None
    assert ShapeId("smithy.api#String").is_prelude

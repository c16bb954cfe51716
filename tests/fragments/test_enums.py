"""Open enums: what the model has, and what it did not have yet."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest


@pytest.fixture(scope="module")
def package(fragment: Any) -> Any:
    return fragment(
        {
            "Mode": {
                "enum": {
                    "FAST": "fast",
                    "very_slow": "very-slow",
                    "x86_64": "x86_64",
                    "_1_": "one",
                    "_1": "1",
                    "None": "none",
                    "mro": "mro-value",
                    "name": "name-value",
                    "value": "value-value",
                    "UNKNOWN": "a known unknown",
                    "isKnown": "is_known",
                    "title": "title",
                    "real": "real",
                }
            },
            "Level": {"intEnum": {"LOW": 1, "HIGH": 10, "real": 3}},
            "Modes": {"list": "Mode"},
            "ByMode": {"map": ["Mode", "Level"]},
            "Thing": {
                "structure": {
                    "mode": "Mode",
                    "level": "Level",
                    "modes": "Modes",
                    "byMode": "ByMode",
                }
            },
        }
    )


def test_members_have_the_wire_values(package: Any) -> None:
    mode = package.models.Mode
    assert {each.name: each.value for each in mode} == {
        "FAST": "fast",
        "VERY_SLOW": "very-slow",
        "X86_64": "x86_64",
        "VALUE_1": "one",
        "VALUE_1_": "1",
        "NONE": "none",
        "MRO": "mro-value",
        "NAME": "name-value",
        "VALUE": "value-value",
        "UNKNOWN": "a known unknown",
        "IS_KNOWN": "is_known",
        "TITLE": "title",
        "REAL": "real",
    }
    assert mode.FAST.is_known
    assert mode("fast") is mode.FAST


@pytest.mark.parametrize("text", ["fast", "unheard of", "", "UNKNOWN", "Fast"])
def test_a_member_is_its_string(package: Any, text: str) -> None:
    member = package.models.Mode(text)
    assert member == text
    assert hash(member) == hash(text)
    assert str(member) == f"{member}" == text
    assert {text: 1}[member] == 1
    assert isinstance(member, package.models.Mode)


@pytest.mark.parametrize("number", [10, 11, 0, -1])
def test_an_int_enum_member_is_its_number(package: Any, number: int) -> None:
    member = package.models.Level(number)
    assert member == number
    assert hash(member) == hash(number)
    assert member + 1 == number + 1
    assert str(member) == str(number)
    assert isinstance(member, package.models.Level)


def test_unknown_values_are_told_apart(package: Any) -> None:
    mode, level = package.models.Mode, package.models.Level
    assert not mode("new").is_known
    assert not level(99).is_known
    assert level.LOW.is_known
    assert mode("new") == mode("new")
    assert mode("new") != mode("other")
    assert len(list(mode)) == 13


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_members_can_be_pickled_and_copied(package: Any, protocol: int) -> None:
    mode, level = package.models.Mode, package.models.Level
    for member in (mode.FAST, mode("new"), mode.UNKNOWN, level.HIGH, level(5)):
        for made in (
            pickle.loads(pickle.dumps(member, protocol)),
            copy.copy(member),
            copy.deepcopy(member),
        ):
            assert made == member
            assert type(made) is type(member)
            assert made.is_known == member.is_known
            assert made.value == member.value


def test_members_match_in_a_match_statement(package: Any) -> None:
    mode = package.models.Mode

    def told(value: Any) -> str:
        match value:
            case mode.FAST:
                return "fast"
            case "later":
                return "a string that was not modelled"
            case _:
                return "other"

    assert [told(mode(each)) for each in ("fast", "later", "none")] == [
        "fast",
        "a string that was not modelled",
        "other",
    ]


@pytest.mark.parametrize("wrong", [None, 1.5, b"fast", ["fast"], True, 3])
def test_what_is_no_string_is_no_value(package: Any, wrong: Any) -> None:
    with pytest.raises(ValueError, match="is not a valid Mode"):
        package.models.Mode(wrong)


@pytest.mark.parametrize("wrong", [None, 1.5, "1"])
def test_what_is_no_integer_is_no_value(package: Any, wrong: Any) -> None:
    with pytest.raises(ValueError, match="is not a valid Level"):
        package.models.Level(wrong)


def test_unknown_values_go_through_unharmed(package: Any) -> None:
    wire = {
        "mode": "new",
        "level": 77,
        "modes": ["fast", "new"],
        "byMode": {"fast": 1, "new": 77},
    }
    read = package.answer("Echo", {"Thing": wire}).thing
    assert read.mode == "new"
    assert list(read.by_mode) == ["fast", "new"]
    assert all(isinstance(each, package.models.Mode) for each in read.by_mode)
    assert read.to_value() == wire
    assert package.sent("Echo", thing=read) == {"Thing": wire}
    assert package.models.Thing.from_value(wire) == read


def test_plain_values_hold_plain_strings_and_integers(package: Any) -> None:
    mode, level = package.models.Mode, package.models.Level
    plain = package.models.Thing(
        mode=mode.FAST,
        level=level.LOW,
        modes=[mode.FAST],
        by_mode={mode.FAST: level.HIGH},
    ).to_value()
    assert type(plain["mode"]) is str
    assert type(plain["level"]) is int
    assert type(plain["modes"][0]) is str
    assert [(type(k), type(v)) for k, v in plain["byMode"].items()] == [(str, int)]


def test_strings_given_for_enums_are_sent_as_they_are(package: Any) -> None:
    thing = package.models.Thing(mode="fast", level=3, modes=["x"], by_mode={"y": 2})
    assert package.sent("Echo", thing=thing)["Thing"] == {
        "mode": "fast",
        "level": 3,
        "modes": ["x"],
        "byMode": {"y": 2},
    }


def test_members_that_differ_in_case_stay_apart(fragment: Any) -> None:
    package = fragment({"Color": {"enum": {"redDark": "r", "RED_DARK": "R"}}})
    assert [each.name for each in package.models.Color] == ["RED_DARK", "RED_DARK_"]

"""Defaults of every type, in structures and errors, and what a client makes of their
absence.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

MOMENT = datetime(2024, 2, 29, 12, tzinfo=UTC)

# member -> target, default in the model, Python value
DEFAULTS: dict[str, tuple[str, Any, Any]] = {
    "blob": ("Blob", "AP8=", b"\x00\xff"),
    "emptyBlob": ("Blob", "", b""),
    "boolean": ("Boolean", True, True),
    "no": ("Boolean", False, False),
    "string": ("String", 'a"\\\n\u20ac', 'a"\\\n\u20ac'),
    "emptyString": ("String", "", ""),
    "byte": ("Byte", -5, -5),
    "long": ("Long", 2**40, 2**40),
    "bigInteger": ("BigInteger", 10**20, 10**20),
    "bigDecimal": ("BigDecimal", 1.5, Decimal("1.5")),
    "float": ("Float", 1.5, 1.5),
    "double": ("Double", 1, 1.0),
    "epoch": ("Timestamp", 1709208000, MOMENT),
    "date": ("Date", "2024-02-29T12:00:00Z", MOMENT),
    "mode": ("Mode", "a", "a"),
    "level": ("Level", 3, 3),
    "texts": ("Texts", [], []),
    "pairs": ("Pairs", {}, {}),
    "documentNumber": ("Document", 1, 1),
    "documentText": ("Document", "x", "x"),
    "documentTrue": ("Document", True, True),
    "documentList": ("Document", [], []),
    "documentMap": ("Document", {}, {}),
}


@pytest.fixture(scope="module")
def package(fragment: Callable[..., Any]) -> Any:
    members = {
        name: [target, {"default": default}]
        for name, (target, default, _) in DEFAULTS.items()
    }
    return fragment(
        {
            "Mode": {"enum": {"A": "a", "B": "b"}},
            "Level": {"intEnum": {"LOW": 1, "HIGH": 3}},
            "Date": {"timestamp": None, "traits": {"timestampFormat": "date-time"}},
            "Texts": {"list": "String"},
            "Pairs": {"map": ["String", "Texts"]},
            "Defaulted": {"structure": members},
            "Failed": {"structure": members, "traits": {"error": "client"}},
            # The default of the target, taken away by the member.
            "Five": {"integer": None, "traits": {"default": 5}},
            "Targets": {
                "structure": {
                    "five": ["Five", {"default": 5}],
                    "none": ["Five", {"default": None}],
                    "optional": ["Five", {"default": 5, "clientOptional": {}}],
                    "must": ["Integer", {"required": {}, "clientOptional": {}}],
                    "both": ["Integer", {"required": {}, "default": 9}],
                }
            },
            "Echo": {
                "operation": {
                    "input": "EchoInput",
                    "output": "EchoOutput",
                    "errors": ["Failed"],
                }
            },
            "EchoInput": {"structure": {"Defaulted": "Defaulted"}},
            "EchoOutput": {
                "structure": {"Defaulted": "Defaulted", "Targets": "Targets"}
            },
        }
    )


def values() -> dict[str, Any]:
    return {name: value for name, (_, _, value) in DEFAULTS.items()}


def test_defaults_of_every_type(package: Any) -> None:
    for made in (
        package.models.Defaulted(),
        package.models.Defaulted.from_value({}),
        package.answer("Echo", {"Defaulted": {}}).defaulted,
        package.errors.Failed(),
        package.operations.Echo.error_of_json("Failed", {}),
        package.operations.Echo.error_of_xml("Failed", "<Error/>"),
    ):
        plain = made.to_value()
        assert plain == values()
        assert [type(each) for each in plain.values()] == [
            type(each) for each in values().values()
        ]
    assert package.models.Defaulted().mode is package.models.Mode.A
    assert package.models.Defaulted().level is package.models.Level.HIGH


def test_mutable_defaults_are_not_shared(package: Any) -> None:
    for kind in (package.models.Defaulted, package.errors.Failed):
        first, second = kind(), kind()
        for name in ("texts", "pairs", "document_list", "document_map"):
            assert getattr(first, name) is not getattr(second, name)


def test_a_value_wins_over_a_default(package: Any) -> None:
    falsy = {"boolean": False, "string": "", "byte": 0, "texts": []}
    read = package.answer("Echo", {"Defaulted": falsy}).defaulted
    assert (read.boolean, read.string, read.byte, read.texts) == (False, "", 0, [])
    null = package.answer("Echo", {"Defaulted": {"byte": None}}).defaulted
    assert null.byte == -5


def test_defaults_of_targets(package: Any) -> None:
    made = package.models.Targets()
    assert (made.five, made.none, made.optional) == (5, None, None)
    assert (made.must, made.both) == (None, 9)
    assert package.answer("Echo", {"Targets": {}}).targets == made


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_defaults_that_are_no_numbers(
    fragment: Callable[..., Any], number: str
) -> None:
    package = fragment(
        {"Holder": {"structure": {"value": ["Double", {"default": number}]}}}
    )
    value = package.models.Holder().value
    assert math.isnan(value) if number == "NaN" else value == float(number)
    assert package.sent("Echo", holder=package.models.Holder()) == {
        "Holder": {"value": number}
    }

"""Every simple type, out and back: plain values, requests, responses."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

MOMENT = datetime(2024, 2, 29, 12, 30, 15, 250000, tzinfo=UTC)

# member -> target, Python value, plain value, JSON on the wire
CASES: dict[str, tuple[str, Any, Any, Any]] = {
    "aBlob": ("Blob", b"\x00\xffhi", b"\x00\xffhi", "AP9oaQ=="),
    "aBoolean": ("Boolean", False, False, False),
    "aString": (
        "String",
        "gr\u00fcn \U0001f600\n",
        "gr\u00fcn \U0001f600\n",
        "gr\u00fcn \U0001f600\n",
    ),
    "aByte": ("Byte", -128, -128, -128),
    "aShort": ("Short", 32767, 32767, 32767),
    "anInteger": ("Integer", -2147483648, -2147483648, -2147483648),
    "aLong": ("Long", 2**63 - 1, 2**63 - 1, 2**63 - 1),
    "aBigInteger": ("BigInteger", 10**40, 10**40, 10**40),
    "aFloat": ("Float", 0.5, 0.5, 0.5),
    "aDouble": ("Double", -1e300, -1e300, -1e300),
    "aBigDecimal": ("BigDecimal", Decimal("1.25"), Decimal("1.25"), 1.25),
    "aTimestamp": ("Timestamp", MOMENT, MOMENT, MOMENT.timestamp()),
    "aDocument": (
        "Document",
        {"a": [1, None, "x", {"b": True}]},
        {"a": [1, None, "x", {"b": True}]},
        {"a": [1, None, "x", {"b": True}]},
    ),
    "epochs": ("Epoch", MOMENT, MOMENT, MOMENT.timestamp()),
    "dates": ("Date", MOMENT, MOMENT, "2024-02-29T12:30:15.250Z"),
    "https": ("Http", MOMENT, MOMENT, "Thu, 29 Feb 2024 12:30:15 GMT"),
    # The member's own format wins over that of its target.
    "ownDates": ("Epoch!", MOMENT, MOMENT, "2024-02-29T12:30:15.250Z"),
}


@pytest.fixture(scope="module")
def package(fragment: Any) -> Any:
    date_time = {"timestampFormat": "date-time"}
    everything = {
        name: [target[:-1], date_time] if target.endswith("!") else target
        for name, (target, *_) in CASES.items()
    }
    return fragment(
        {
            "Epoch": {
                "timestamp": None,
                "traits": {"timestampFormat": "epoch-seconds"},
            },
            "Date": {"timestamp": None, "traits": date_time},
            "Http": {"timestamp": None, "traits": {"timestampFormat": "http-date"}},
            "Everything": {"structure": everything},
            "EverythingUnion": {"union": everything},
            "Run": {"operation": {"input": "Everything", "output": "Everything"}},
            "RunUnion": {"operation": {"input": "Holder", "output": "Holder"}},
            "Holder": {"structure": {"one": "EverythingUnion"}},
        }
    )


def field_of(package: Any, member: str) -> str:
    names = list(package.models.Everything.__dataclass_fields__)
    return str(names[list(CASES).index(member)])


@pytest.mark.parametrize("member", CASES)
def test_a_value_goes_out_and_comes_back(package: Any, member: str) -> None:
    _, value, plain, wire = CASES[member]
    field = field_of(package, member)
    made = package.models.Everything(**{field: value})
    assert made.to_value() == {member: plain}
    assert package.models.Everything.from_value({member: plain}) == made
    assert package.sent("Run", **{field: value}) == {member: wire}
    read = getattr(package.answer("Run", {member: wire}), field)
    assert type(read) is type(value)
    expected = value.replace(microsecond=0) if member == "https" else value
    assert read == expected


@pytest.mark.parametrize("member", CASES)
def test_a_union_carries_it_too(package: Any, member: str) -> None:
    _, value, plain, wire = CASES[member]
    union = package.models.EverythingUnion
    made = union.from_value({member: plain})
    assert made.value == value
    assert made.to_value() == {member: plain}
    assert package.sent("RunUnion", one=made) == {"one": {member: wire}}
    read = package.answer("RunUnion", {"one": {member: wire}}).one
    assert type(read) is type(made)


def test_unset_members_are_left_out_and_nulls_are_unset(package: Any) -> None:
    assert package.sent("Run") == {}
    assert package.models.Everything().to_value() == {}
    nulls: dict[str, Any] = dict.fromkeys(CASES)
    assert package.answer("Run", nulls) == package.models.Everything()
    assert package.models.Everything.from_value(nulls) == package.models.Everything()


def test_all_at_once_in_model_order(package: Any) -> None:
    plain = {name: plain for name, (_, _, plain, _) in CASES.items()}
    made = package.models.Everything.from_value(plain)
    assert list(made.to_value()) == list(CASES)
    assert made.to_value() == plain
    assert package.models.Everything.from_value(made.to_value()) == made


@pytest.mark.parametrize("member", ["aFloat", "aDouble"])
@pytest.mark.parametrize(
    ("value", "wire"),
    [(math.inf, "Infinity"), (-math.inf, "-Infinity"), (math.nan, "NaN")],
)
def test_floats_beyond_numbers(
    package: Any, member: str, value: float, wire: str
) -> None:
    field = field_of(package, member)
    assert package.sent("Run", **{field: value}) == {member: wire}
    assert repr(getattr(package.answer("Run", {member: wire}), field)) == repr(value)
    plain = package.models.Everything(**{field: value}).to_value()
    assert repr(plain) == repr({member: value})


@pytest.mark.parametrize("member", ["aFloat", "aDouble"])
def test_an_integer_on_the_wire_is_a_float(package: Any, member: str) -> None:
    read = getattr(package.answer("Run", {member: 3}), field_of(package, member))
    assert isinstance(read, float)
    assert read == 3.0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (0, datetime(1970, 1, 1, tzinfo=UTC)),
        (1515531081.1234, datetime(2018, 1, 9, 20, 51, 21, 123400, tzinfo=UTC)),
        (-1, datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("1515531081", datetime(2018, 1, 9, 20, 51, 21, tzinfo=UTC)),
        ("2024-02-29T12:30:15.25Z", MOMENT),
        ("2024-02-29T14:30:15.25+02:00", MOMENT),
        ("Thu, 29 Feb 2024 12:30:15 GMT", MOMENT.replace(microsecond=0)),
        (datetime(2024, 2, 29, 12, 30, 15, 250000), MOMENT),
        (MOMENT, MOMENT),
    ],
)
def test_timestamps_are_read_from_every_form(
    package: Any, given: Any, expected: datetime
) -> None:
    made = package.models.Everything.from_value({"aTimestamp": given})
    assert made.a_timestamp == expected
    assert made.a_timestamp.utcoffset() == timedelta(0)


def test_timestamps_are_written_in_utc(package: Any) -> None:
    there = MOMENT.astimezone(timezone(timedelta(hours=-5)))
    sent = package.sent("Run", a_timestamp=there, dates=there, https=there)
    assert sent == {
        "aTimestamp": MOMENT.timestamp(),
        "dates": "2024-02-29T12:30:15.250Z",
        "https": "Thu, 29 Feb 2024 12:30:15 GMT",
    }


@pytest.mark.parametrize(
    "document", [0, "", False, [], {}, [None], {"__type": "x"}, 1.5]
)
def test_documents_are_any_json_value(package: Any, document: Any) -> None:
    assert package.sent("Run", a_document=document) == {"aDocument": document}
    assert package.answer("Run", {"aDocument": document}).a_document == document


@pytest.mark.parametrize(
    "text", ["0", "-0.5", "12345678901234567890.123456789", "1E+3"]
)
def test_decimals_keep_their_digits_in_plain_values(package: Any, text: str) -> None:
    for given in (Decimal(text), text):
        made = package.models.Everything.from_value({"aBigDecimal": given})
        assert made.a_big_decimal == Decimal(text)
        assert made.to_value() == {"aBigDecimal": Decimal(text)}


def test_a_float_becomes_the_decimal_that_was_written(package: Any) -> None:
    made = package.models.Everything.from_value({"aBigDecimal": 0.1})
    assert made.a_big_decimal == Decimal("0.1")


@pytest.mark.parametrize(
    "body",
    [
        {"aTimestamp": "soon"},
        {"aTimestamp": 1e300},
        {"aBigDecimal": "much"},
        {"aBlob": "x"},
        {"aBlob": 3},
        {"aFloat": "fast"},
        [],
        "text",
        b"{",
        b"\xff",
    ],
)
def test_what_cannot_be_read_is_one_kind_of_error(package: Any, body: Any) -> None:
    problem = package.errors.DeserializationError
    with pytest.raises(problem) as caught:
        package.answer("Run", body)
    assert caught.value.operation == "Run"
    assert caught.value.status == 200

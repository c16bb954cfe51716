"""The CBOR codec: RFC 8949's own examples, cbor2 as the oracle, and bytes that are no
CBOR.
"""

from __future__ import annotations

import math
import random
import struct
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any

import pytest

from ecrgen.documents.nodes import is_list, is_object
from runtime.codecs import cbor

# RFC 8949, Appendix A, as far as plain values go.
EXAMPLES: list[tuple[str, Any]] = [
    ("00", 0),
    ("0a", 10),
    ("17", 23),
    ("1818", 24),
    ("1864", 100),
    ("1903e8", 1000),
    ("1a000f4240", 1_000_000),
    ("1b000000e8d4a51000", 1_000_000_000_000),
    ("1bffffffffffffffff", 18446744073709551615),
    ("c249010000000000000000", 18446744073709551616),
    ("3bffffffffffffffff", -18446744073709551616),
    ("c349010000000000000000", -18446744073709551617),
    ("20", -1),
    ("29", -10),
    ("3863", -100),
    ("3903e7", -1000),
    ("fb3ff199999999999a", 1.1),
    ("fa47c35000", 100000.0),
    ("fa7f7fffff", 3.4028234663852886e38),
    ("fb7e37e43c8800759c", 1.0e300),
    ("fbc010666666666666", -4.1),
    ("fa7f800000", math.inf),
    ("faff800000", -math.inf),
    ("f4", False),
    ("f5", True),
    ("f6", None),
    ("c11a514b67b0", datetime(2013, 3, 21, 20, 4, tzinfo=UTC)),
    (
        "c1fb41d452d9ec200000",
        datetime(2013, 3, 21, 20, 4, 0, 500_000, tzinfo=UTC),
    ),
    ("40", b""),
    ("4401020304", b"\x01\x02\x03\x04"),
    ("60", ""),
    ("6161", "a"),
    ("6449455446", "IETF"),
    ("62225c", '"\\'),
    ("62c3bc", "\u00fc"),
    ("63e6b0b4", "\u6c34"),
    ("64f0908591", "\U00010151"),
    ("80", []),
    ("83010203", [1, 2, 3]),
    ("8301820203820405", [1, [2, 3], [4, 5]]),
    ("a0", {}),
    ("a26161016162820203", {"a": 1, "b": [2, 3]}),
    ("826161a161626163", ["a", {"b": "c"}]),
]
# What is read and never written: wider than need be, of indefinite length, half
# precision, and with other tags.
READ_ONLY: list[tuple[str, Any]] = [
    ("1b0000000000000001", 1),
    ("1a00000001", 1),
    ("3b0000000000000000", -1),
    ("5900016b", b"k"),
    ("7b00000000000000016b", "k"),
    ("f90000", 0.0),
    ("f93c00", 1.0),
    ("f97bff", 65504.0),
    ("f90001", 5.960464477539063e-8),
    ("f90400", 0.00006103515625),
    ("f9c400", -4.0),
    ("f97c00", math.inf),
    ("f9fc00", -math.inf),
    ("fb7ff0000000000000", math.inf),
    ("f7", None),
    ("5f42010243030405ff", b"\x01\x02\x03\x04\x05"),
    ("7f657374726561646d696e67ff", "streaming"),
    ("7fff", ""),
    ("9fff", []),
    ("9f018202039f0405ffff", [1, [2, 3], [4, 5]]),
    ("83019f0203ff820405", [1, [2, 3], [4, 5]]),
    ("bf61610161629f0203ffff", {"a": 1, "b": [2, 3]}),
    ("826161bf61626163ff", ["a", {"b": "c"}]),
    ("bf7f6146626f6fff01ff", {"Foo": 1}),
    ("c24101", 1),
    ("c240", 0),
    ("c340", -1),
    ("c48221196ab3", Decimal("273.15")),
    ("c48200c249010000000000000000", Decimal(18446744073709551616)),
    ("c482390000" + "20", Decimal("-0.1")),
    ("c1f93c00", datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)),
    ("d9d9f76161", "a"),
]
BROKEN = [
    "",
    "18",
    "19ff",
    "1bffffffffffffff",
    "1c",
    "1d",
    "1e",
    "1f",
    "3f",
    "41",
    "5f",
    "5f41",
    "5f6161ff",
    "5f5f4100ffff",
    "6161" + "61",
    "61ff",
    "62c3",
    "7f4161ff",
    "81",
    "8201",
    "9f01",
    "a1",
    "a161",
    "a16161",
    "a10102",
    "bf6161ff",
    "bf616101",
    "c1",
    "c16161",
    "c1f5",
    "c1fb7e37e43c8800759c",
    "c1fa7fc00000",
    "c1f97c00",
    "c201",
    "c48101",
    "c4820a6161",
    "c4821a0fffffff01",
    "df",
    "e0",
    "f8ff",
    "f93c",
    "fa0000",
    "fb00000000",
    "fc",
    "ff",
    "0000",
]


@pytest.mark.parametrize(("wire", "value"), EXAMPLES, ids=lambda each: str(each)[:24])
def test_examples_of_the_rfc(wire: str, value: Any) -> None:
    assert cbor.dump(value).hex() == wire
    found = cbor.load(bytes.fromhex(wire))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("wire", "value"), READ_ONLY, ids=lambda each: str(each)[:24])
def test_what_others_may_write(wire: str, value: Any) -> None:
    found = cbor.load(bytes.fromhex(wire))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "wire", ["f97e00", "f97c01", "fa7fc00000", "fb7ff8000000000000"]
)
def test_what_is_no_number(wire: str) -> None:
    assert math.isnan(cbor.load(bytes.fromhex(wire)))
    assert cbor.dump(math.nan).hex() == "fa7fc00000"


@pytest.mark.parametrize("wire", BROKEN)
def test_what_is_no_cbor_is_refused(wire: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        cbor.load(bytes.fromhex(wire))


@pytest.mark.parametrize(
    "start",
    ["9b", "bb", "5b", "7b", "9a", "ba"],
)
def test_a_length_that_is_not_there_takes_no_memory(start: str) -> None:
    body = bytes.fromhex(start) + b"\x7f" * (8 if start[1] == "b" else 4) + b"a" * 100
    tracemalloc.start()
    with pytest.raises(ValueError, match="ends too soon"):
        cbor.load(body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000


@pytest.mark.parametrize("one", [b"\x81", b"\xa1\x61a", b"\x9f", b"\xbf\x61a", b"\xc1"])
def test_depth_is_limited(one: bytes) -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        cbor.load(one * 100_000 + b"\x01")


def test_depth_that_is_allowed() -> None:
    value: Any = 1
    for _ in range(cbor.MAX_DEPTH):
        value = [value]
    assert cbor.load(cbor.dump(value)) == value
    with pytest.raises(ValueError, match="nested too deeply"):
        cbor.dump([value])
    with pytest.raises(ValueError, match="nested too deeply"):
        cbor.load(b"\x81" + cbor.dump(value))


def test_every_cut_of_a_document_is_refused() -> None:
    whole = cbor.dump(SAMPLE)
    for end in range(len(whole)):
        with pytest.raises(ValueError, match=r"ends too soon|codec can't decode"):
            cbor.load(whole[:end])


SAMPLE: dict[str, Any] = {
    "text": "gr\u00fcn" * 20,
    "blob": bytes(range(256)),
    "numbers": [0, -1, 255, 2**31, 2**63 - 1, -(2**63), 1.5, 1.1, 1e300],
    "big": [2**70, -(2**70)],
    "nested": {"empty": {}, "none": None, "yes": True},
    "when": datetime(2024, 2, 29, 12, 30, 15, 250_000, tzinfo=UTC),
    "decimal": Decimal("-1.50"),
}


def test_bytes_at_random_never_raise_anything_else() -> None:
    random_bytes = random.Random(8949)
    whole = cbor.dump(SAMPLE)
    refused = 0
    for _ in range(3000):
        body = bytearray(whole)
        for _ in range(random_bytes.randrange(1, 6)):
            body[random_bytes.randrange(len(body))] = random_bytes.randrange(256)
        try:
            cbor.load(bytes(body))
        except ValueError:
            refused += 1
    # Some of them only make other values.
    assert 0 < refused < 3000


def _value(source: random.Random, depth: int = 0) -> Any:
    leaves: list[Callable[[], Any]] = [
        lambda: source.randrange(-(2 ** source.randrange(1, 90)), 2**64),
        lambda: source.uniform(-1e6, 1e6),
        lambda: struct.unpack(">f", source.randbytes(4))[0],
        lambda: source.random() < 0.5,
        lambda: None,
        lambda: "".join(
            map(chr, source.choices(range(32, 0x3000), k=source.randrange(40)))
        ),
        lambda: source.randbytes(source.randrange(300)),
        lambda: datetime(1970, 1, 1, tzinfo=UTC)
        + timedelta(milliseconds=source.randrange(-(10**13), 10**13)),
        lambda: Decimal(source.randrange(-(10**30), 10**30)).scaleb(
            source.randrange(-40, 40)
        ),
    ]
    if depth < 4 and source.random() < 0.4:
        if source.random() < 0.5:
            return [_value(source, depth + 1) for _ in range(source.randrange(30))]
        return {
            f"key{index}": _value(source, depth + 1)
            for index in range(source.randrange(30))
        }
    return source.choice(leaves)()


@pytest.mark.parametrize("seed", range(40))
def test_cbor2_reads_what_is_written_and_the_reverse(seed: int) -> None:
    oracle = pytest.importorskip("cbor2")
    value = {"value": _value(random.Random(seed))}
    written = cbor.dump(value)
    assert _same(oracle.loads(written), value)
    assert _same(cbor.load(written), value)
    theirs = oracle.dumps(value, datetime_as_timestamp=True)
    assert _same(cbor.load(theirs), value)


def _same(found: Any, expected: Any) -> bool:
    """Equality, with NaN equal to itself and moments to the microsecond that a double
    holds of them.
    """
    if is_object(expected):
        same_keys = bool(found.keys() == expected.keys())
        return same_keys and all(
            _same(found[key], each) for key, each in expected.items()
        )
    if is_list(expected):
        return len(found) == len(expected) and all(map(_same, found, expected))
    if isinstance(expected, float) and math.isnan(expected):
        return math.isnan(found)
    if isinstance(expected, datetime):
        return bool(abs(found - expected) < timedelta(milliseconds=1))
    return type(found) is type(expected) and bool(found == expected)


def test_big_integers_are_bignums_even_where_they_are_small() -> None:
    """ "Shape serialization": bigInteger is major type 6, tags 2 and 3."""
    for value, wire in ((0, "c24100"), (5, "c24105"), (-1, "c34100"), (-256, "c341ff")):
        assert cbor.dump(cbor.big_integer(value)).hex() == wire
        assert cbor.load(bytes.fromhex(wire)) == value


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        ("273.15", "c48221196ab3"),
        ("-1.50", "c482213895"),
        ("1E+3", "c4820301"),
        ("0", "c4820000"),
        ("0.100000000000000000000001", "c48237c24a152d02c7e14af6800001"),
        ("NaN", "fa7fc00000"),
        ("-Infinity", "faff800000"),
    ],
)
def test_decimals_keep_their_digits(value: str, wire: str) -> None:
    assert cbor.dump(Decimal(value)).hex() == wire
    if wire.startswith("c4"):
        assert str(cbor.load(bytes.fromhex(wire))) == value


def test_floats_of_single_precision() -> None:
    assert cbor.dump(1.1).hex() == "fb3ff199999999999a"
    assert cbor.dump(cbor.single(1.1)).hex() == "fa3f8ccccd"
    assert cbor.dump(cbor.single(math.inf)).hex() == "fa7f800000"
    assert math.isnan(cbor.single(math.nan))
    with pytest.raises(OverflowError):
        cbor.single(1e300)


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        # To the millisecond, whatever the zone; without a zone it is UTC.
        (datetime(1970, 1, 1, 0, 0, 1, 999_999, tzinfo=UTC), "c1fb3ffffbe76c8b4396"),
        (datetime(1970, 1, 1, 2, tzinfo=timezone(timedelta(hours=1))), "c1190e10"),
        (datetime(1970, 1, 1, 1), "c1190e10"),
        (datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), "c120"),
        (
            datetime(1969, 12, 31, 23, 59, 59, 500_000, tzinfo=UTC),
            "c1fbbfe0000000000000",
        ),
    ],
)
def test_timestamps(value: datetime, wire: str) -> None:
    assert cbor.dump(value).hex() == wire


def test_enums_and_views_of_bytes() -> None:
    class Colour(StrEnum):
        RED = "red"

    class Size(IntEnum):
        BIG = 500

    assert cbor.dump([Colour.RED, Size.BIG, bytearray(b"x")]) == cbor.dump(
        ["red", 500, b"x"]
    )


@pytest.mark.parametrize("value", [object(), {1, 2}, 1j])
def test_what_is_no_plain_value(value: Any) -> None:
    with pytest.raises(TypeError, match="has no CBOR form"):
        cbor.dump({"a": value})

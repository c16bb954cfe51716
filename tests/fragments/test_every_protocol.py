"""Values that go out and come back in every protocol whose answers have the form of its
requests.

Moments with fractions and offsets, floats that are no numbers, nulls in sparse
collections, documents.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

SHAPES: dict[str, Any] = {
    "Date": {"timestamp": None, "traits": {"timestampFormat": "date-time"}},
    "Http": {"timestamp": None, "traits": {"timestampFormat": "http-date"}},
    "Epoch": {"timestamp": None, "traits": {"timestampFormat": "epoch-seconds"}},
    "Moments": {"list": "Timestamp"},
    "MaybeTexts": {"list": "String", "traits": {"sparse": {}}},
    "MaybeMoments": {"map": ["String", "Timestamp"], "traits": {"sparse": {}}},
    "MaybeInners": {"list": "Inner", "traits": {"sparse": {}}},
    "Inner": {"structure": {"at": "Timestamp"}},
    "Thing": {
        "structure": {
            "moment": "Timestamp",
            "date": "Date",
            "http": "Http",
            "epoch": "Epoch",
            "moments": "Moments",
            "single": "Float",
            "double": "Double",
            "texts": "MaybeTexts",
            "times": "MaybeMoments",
            "inners": "MaybeInners",
        }
    },
    "Free": {"structure": {"value": "Document"}},
    "Run": {
        "operation": {"input": "Thing", "output": "Thing"},
        "traits": {"http": {"method": "POST", "uri": "/run"}},
    },
}
STORE: dict[str, Any] = {
    "Store": {
        "operation": {"input": "Free", "output": "Free"},
        "traits": {"http": {"method": "POST", "uri": "/store"}},
    }
}
HEADERS: dict[str, dict[str, str]] = {
    "awsJson1_0": {},
    "awsJson1_1": {},
    "restJson1": {},
    "restXml": {},
    "smithy.protocols#rpcv2Json": {"smithy-protocol": "rpc-v2-json"},
    "smithy.protocols#rpcv2Cbor": {"smithy-protocol": "rpc-v2-cbor"},
}
WITH_DOCUMENTS = [
    each for each in HEADERS if each.endswith(("1_0", "1_1", "Json", "n1"))
]


@pytest.fixture(scope="module")
def packages(fragment: Callable[..., Any]) -> dict[str, Any]:
    return {
        name: fragment(
            SHAPES | (STORE if name in WITH_DOCUMENTS else {}), protocol=name
        )
        for name in HEADERS
    }


@pytest.fixture(params=HEADERS)
def echo(
    request: pytest.FixtureRequest, packages: dict[str, Any]
) -> Callable[[str, dict[str, Any]], dict[str, Any]]:
    """What comes back of plain values that a service answers with as they were sent."""

    def echo(operation: str, plain: dict[str, Any]) -> dict[str, Any]:
        package = packages[request.param]
        found = package.operations.ALL[operation]
        body = found.serialize(found.input.from_value(plain)).body
        response = package.module.Response(200, HEADERS[request.param], body)
        value: dict[str, Any] = found.deserialize(response).to_value()
        return value

    return echo


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2024, 2, 29, 12, 30, 15, 250_000, tzinfo=UTC),
        datetime(2024, 2, 29, 12, 30, 15, 1_000, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 58, 500_000, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(1000, 1, 1, tzinfo=UTC),
        datetime(2024, 3, 1, 1, 0, 0, 750_000, tzinfo=timezone(timedelta(hours=5.5))),
        datetime(2024, 3, 1, 1, 0, 0, tzinfo=timezone(-timedelta(hours=8))),
    ],
    ids=str,
)
def test_moments(echo: Callable[..., Any], moment: datetime) -> None:
    """To the millisecond; http-date has whole seconds."""
    names = ("moment", "date", "epoch")
    plain: dict[str, Any] = dict.fromkeys(names, moment)
    plain |= {"moments": [moment], "times": {"a": moment}, "inners": [{"at": moment}]}
    found = echo("Run", plain | {"http": moment.replace(microsecond=0)})
    for name in names:
        assert found[name] == moment, name
        assert found[name].utcoffset() == timedelta(0)
    assert found["moments"] == [moment]
    assert found["times"] == {"a": moment}
    assert found["inners"] == [{"at": moment}]
    assert found["http"] == moment.replace(microsecond=0)


def test_what_is_finer_than_a_millisecond_is_cut_off(echo: Callable[..., Any]) -> None:
    moment = datetime(2024, 2, 29, 12, 30, 15, 250_999, tzinfo=UTC)
    found = echo("Run", {"moment": moment, "date": moment, "epoch": moment})
    assert set(found.values()) == {moment.replace(microsecond=250_000)}


@pytest.mark.parametrize(
    "value", [0.0, -0.0, 1.5, -(2.0**100), math.inf, -math.inf, math.nan]
)
def test_floats(echo: Callable[..., Any], value: float) -> None:
    found = echo("Run", {"single": value, "double": value})
    for each in found.values():
        assert type(each) is float
        assert each == value or (math.isnan(each) and math.isnan(value))
        assert math.isnan(value) or math.copysign(1, each) == math.copysign(1, value)


@pytest.mark.parametrize("value", [5e-324, 1.7976931348623157e308, 0.1, 1 / 3])
def test_doubles_keep_their_bits(echo: Callable[..., Any], value: float) -> None:
    assert echo("Run", {"double": value}) == {"double": value}


# XML has no null: an empty element stands for one.
@pytest.mark.parametrize(
    "echo", [each for each in HEADERS if each != "restXml"], indirect=True
)
def test_nulls_of_sparse_collections(echo: Callable[..., Any]) -> None:
    moment = datetime(2024, 2, 29, tzinfo=UTC)
    plain = {"times": {"a": None, "b": moment}, "inners": [None, {"at": moment}, None]}
    assert echo("Run", {**plain, "texts": ["", None]}) == {
        **plain,
        "texts": ["", None],
    }


DOCUMENTS: list[Any] = [
    "text",
    0,
    -1.5,
    True,
    [],
    {},
    {"a": [1, None, {"b": []}], "__type": "x", "\u00e4": 2**53},
]


@pytest.mark.parametrize("value", DOCUMENTS, ids=repr)
@pytest.mark.parametrize("protocol", WITH_DOCUMENTS)
def test_documents(packages: dict[str, Any], protocol: str, value: Any) -> None:
    package = packages[protocol]
    store = package.operations.Store
    body = store.serialize(store.input(value=value)).body
    response = package.module.Response(200, HEADERS[protocol], body)
    assert store.deserialize(response).value == value

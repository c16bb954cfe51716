"""bigInteger and bigDecimal: every digit out and back, in each protocol, and with
orjson as without.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

HEADERS = {"smithy-protocol": ""}
SHAPES: dict[str, Any] = {
    "Numbers": {"list": "BigDecimal"},
    "Table": {"map": ["String", "BigInteger"]},
    "Choice": {"union": {"big": "BigInteger", "exact": "BigDecimal"}},
    "Inner": {"structure": {"big": "BigInteger", "exact": "BigDecimal"}},
    "Thing": {
        "structure": {
            "inner": "Inner",
            "numbers": "Numbers",
            "table": "Table",
            "choice": "Choice",
            "ratio": "Double",
        }
    },
    "Broken": {
        "structure": {"message": "String", "exact": "BigDecimal"},
        "traits": {"error": "client"},
    },
    "Light": {"structure": {"ratio": "Double", "long": "Long"}},
    "Run": {
        "operation": {"input": "Thing", "output": "Thing", "errors": ["Broken"]},
        "traits": {"http": {"method": "POST", "uri": "/run"}},
    },
    "Walk": {
        "operation": {"input": "Light", "output": "Light"},
        "traits": {"http": {"method": "POST", "uri": "/walk"}},
    },
}
PLAIN: dict[str, Any] = {
    "inner": {
        "big": -(10**40) - 1,
        "exact": Decimal("-0.100000000000000000000001"),
    },
    "numbers": [Decimal("100000000000000000000001.0"), Decimal("1E-30"), Decimal(7)],
    "table": {"small": 1, "large": 2**64, "negative": -(2**63) - 1},
    "choice": {"exact": Decimal("1.10")},
    "ratio": 0.1,
}
# What writes and reads the same body: an answer of the service may be what a client
# sends.
ECHOING = {
    "awsJson1_1": {},
    "restJson1": {},
    "restXml": {},
    "smithy.protocols#rpcv2Json": {"smithy-protocol": "rpc-v2-json"},
    "smithy.protocols#rpcv2Cbor": {"smithy-protocol": "rpc-v2-cbor"},
}


@pytest.fixture(scope="module")
def packages(fragment: Callable[..., Any]) -> dict[str, Any]:
    return {name: fragment(SHAPES, protocol=name) for name in ECHOING}


@pytest.fixture(params=["orjson", "json"])
def with_orjson(request: pytest.FixtureRequest) -> bool:
    if request.param == "orjson":
        pytest.importorskip("orjson")
    return bool(request.param == "orjson")


@pytest.mark.parametrize("protocol", ECHOING)
def test_digits_out_and_back(
    protocol: str,
    packages: dict[str, Any],
    with_orjson: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    package = packages[protocol]
    if not with_orjson:
        monkeypatch.setattr(package.runtime("json"), "_orjson", None)
    run = package.operations.Run
    made = run.input.from_value(PLAIN)
    body = run.serialize(made).body
    found = run.deserialize(package.module.Response(200, ECHOING[protocol], body))
    assert found.to_value() == PLAIN
    assert [str(each) for each in found.numbers] == [
        "100000000000000000000001.0",
        "1E-30",
        "7",
    ]
    assert type(found.ratio) is float


@pytest.mark.parametrize("protocol", ["awsJson1_1", "restJson1"])
def test_json_numbers(
    protocol: str,
    packages: dict[str, Any],
    with_orjson: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Numbers, not strings: that is for rpcv2Json."""
    package = packages[protocol]
    if not with_orjson:
        monkeypatch.setattr(package.runtime("json"), "_orjson", None)
    run = package.operations.Run
    body = run.serialize(run.input.from_value(PLAIN)).body
    assert b'"exact":-0.100000000000000000000001' in body
    assert b'"large":18446744073709551616' in body
    given = b'{"numbers":[1e400,1.50,3],"table":{"a":123456789012345678901234567890}}'
    found = run.deserialize(package.module.Response(200, {}, given))
    assert [str(each) for each in found.numbers] == ["1E+400", "1.50", "3"]
    assert found.table == {"a": 123456789012345678901234567890}


@pytest.mark.parametrize("protocol", ["awsJson1_1", "restJson1"])
def test_digits_of_errors(protocol: str, packages: dict[str, Any]) -> None:
    package = packages[protocol]
    body = b'{"__type":"Broken","exact":0.1000000000000000000000000001}'
    with pytest.raises(package.errors.Broken) as caught:
        package.operations.Run.deserialize(package.module.Response(400, {}, body))
    assert str(caught.value.exact) == "0.1000000000000000000000000001"


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number(value: str, packages: dict[str, Any]) -> None:
    for protocol in ("awsJson1_1", "smithy.protocols#rpcv2Json"):
        package = packages[protocol]
        inner = package.models.Inner(exact=Decimal(value))
        run = package.operations.Run
        body = run.serialize(run.input(inner=inner)).body
        assert f'"exact":"{value}"'.encode() in body
        response = package.module.Response(200, ECHOING[protocol], body)
        assert str(run.deserialize(response).inner.exact) == value


@pytest.mark.parametrize("value", ["1.5", "true", '"1.5"', '"x"', "[]"])
def test_what_is_no_integer(value: str, packages: dict[str, Any]) -> None:
    package = packages["smithy.protocols#rpcv2Json"]
    body = f'{{"inner":{{"big":{value}}}}}'.encode()
    response = package.module.Response(200, {"smithy-protocol": "rpc-v2-json"}, body)
    with pytest.raises(package.errors.DeserializationError):
        package.operations.Run.deserialize(response)


def test_only_who_has_big_numbers_pays_for_them(packages: dict[str, Any]) -> None:
    for protocol, said in (("awsJson1_1", "exact = True"), ("restJson1", "exact=True")):
        assert said in packages[protocol].source("operations/run.py")
        assert "exact" not in packages[protocol].source("operations/walk.py")

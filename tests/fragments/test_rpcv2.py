"""rpcv2Cbor and rpcv2Json: what Smithy's suites leave open, and what answers may do."""

from __future__ import annotations

import json
import math
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from runtime.codecs import cbor

CBOR = "smithy.protocols#rpcv2Cbor"
JSON = "smithy.protocols#rpcv2Json"
MOMENT = datetime(2024, 2, 29, 1, 2, 3, 450_000, UTC)
SHAPES: dict[str, Any] = {
    "Color": {"enum": {"RED": "red"}},
    "Size": {"intEnum": {"SMALL": 1}},
    "Date": {"timestamp": None, "traits": {"timestampFormat": "date-time"}},
    "Texts": {"list": "String"},
    "Maybe": {"list": "Float", "traits": {"sparse": {}}},
    "Singles": {"map": ["Color", "Float"]},
    "MaybeMoments": {"map": ["String", "Timestamp"], "traits": {"sparse": {}}},
    "Choice": {"union": {"text": "String", "single": "Float", "none": "Unit"}},
    "Thing": {
        "structure": {
            "text": ["String", {"jsonName": "TEXT"}],
            "color": "Color",
            "size": "Size",
            "flag": "Boolean",
            "single": "Float",
            "double": "Double",
            "long": "Long",
            "big": "BigInteger",
            "exact": "BigDecimal",
            "data": "Blob",
            "moment": "Timestamp",
            "date": "Date",
            "texts": "Texts",
            "maybe": "Maybe",
            "singles": "Singles",
            "moments": "MaybeMoments",
            "choice": "Choice",
            "child": "Thing",
        }
    },
    "Gone": {
        "structure": {
            "message": "String",
            "data": "Blob",
            "thing": "Thing",
            "at": "Timestamp",
        },
        "traits": {"error": "client", "httpError": 410},
    },
    "Busy": {
        "structure": {"message": "String"},
        "traits": {"error": "server", "retryable": {"throttling": True}},
    },
    "Request": {
        "structure": {"token": ["String", {"idempotencyToken": {}}], "thing": "Thing"}
    },
    "Run": {
        "operation": {"input": "Request", "output": "Thing", "errors": ["Gone", "Busy"]}
    },
    "Ping": {"operation": {}},
}
PLAIN: dict[str, Any] = {
    "text": "gr\u00fcn",
    "color": "red",
    "size": 1,
    "flag": False,
    "single": 1.5,
    "double": 1.1,
    "long": 2**63 - 1,
    "big": -(10**30),
    "exact": Decimal("-123456789.123456789123456789"),
    "data": b"\x00\xff",
    "moment": MOMENT,
    "date": MOMENT,
    "texts": ["a", ""],
    "maybe": [0.5, None],
    "singles": {"red": -0.25, "other": 4.0},
    "moments": {"then": MOMENT, "never": None},
    "choice": {"single": 2.5},
    "child": {"text": "inner", "choice": {"none": {}}},
}


@pytest.fixture(scope="module")
def in_cbor(fragment: Callable[..., Any]) -> Any:
    return fragment(SHAPES, protocol=CBOR)


@pytest.fixture(scope="module")
def in_json(fragment: Callable[..., Any]) -> Any:
    return fragment(SHAPES, protocol=JSON)


def thing(package: Any, plain: dict[str, Any]) -> Any:
    return package.models.Thing.from_value(plain)


def in_(package: Any, body: bytes, status: int = 200, **headers: str) -> Any:
    protocol = (
        "rpc-v2-json" if "rpcv2json" in package.source("operations/run.py") else ""
    )
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return package.module.Response(
        status, {"Smithy-Protocol": protocol or "rpc-v2-cbor", **named}, body
    )


# --- Requests --------------------------------------------------------------------------------------------------------


def test_values_as_cbor(in_cbor: Any) -> None:
    run = in_cbor.operations.Run
    request = run.serialize(run.input(token="t", thing=thing(in_cbor, PLAIN)))
    assert request.method == "POST"
    assert request.path == "/service/Service/operation/Run"
    assert request.headers == {
        "smithy-protocol": "rpc-v2-cbor",
        "Accept": "application/cbor",
        "Content-Type": "application/cbor",
    }
    # What is read is what was to be written, except that the members' own types are not
    # seen by it.
    assert cbor.load(request.body) == {"token": "t", "thing": PLAIN}


def test_float_is_of_single_precision_and_double_of_double(in_cbor: Any) -> None:
    plain = {
        "single": 1.1,
        "double": 1.1,
        "maybe": [1.1, None],
        "singles": {"red": 1.1},
        "choice": {"single": 1.1},
    }
    run = in_cbor.operations.Run
    body = run.serialize(run.input(token="t", thing=thing(in_cbor, plain))).body
    assert body.count(b"\xfa\x3f\x8c\xcc\xcd") == 4
    assert body.count(b"\xfb\x3f\xf1\x99\x99\x99\x99\x99\x9a") == 1


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_floats_that_are_no_numbers(in_cbor: Any, in_json: Any, value: float) -> None:
    for package, load in ((in_cbor, cbor.load), (in_json, json.loads)):
        run = package.operations.Run
        made = package.models.Thing(single=value, double=value)
        sent = load(run.serialize(run.input(token="t", thing=made)).body)["thing"]
        back = run.deserialize(in_(package, dump(package, sent)))
        for found in (back.single, back.double):
            assert found == value or (math.isnan(found) and math.isnan(value))
    assert isinstance(sent["double"], str)


def dump(package: Any, value: Any) -> bytes:
    written: bytes = (
        json.dumps(value).encode()
        if "rpcv2json" in package.source("operations/run.py")
        else cbor.dump(value)
    )
    return written


def test_values_as_json(in_json: Any) -> None:
    run = in_json.operations.Run
    request = run.serialize(run.input(token="t", thing=thing(in_json, PLAIN)))
    assert request.path == "/service/Service/operation/Run"
    assert request.headers == {
        "smithy-protocol": "rpc-v2-json",
        "Accept": "application/json",
        "Content-Type": "application/json",
    }
    # Neither jsonName nor timestampFormat is respected.
    seconds = 1709168523.45
    assert json.loads(request.body) == {
        "token": "t",
        "thing": {
            **PLAIN,
            "big": "-1000000000000000000000000000000",
            "exact": "-123456789.123456789123456789",
            "data": "AP8=",
            "moment": seconds,
            "date": seconds,
            "moments": {"then": seconds, "never": None},
        },
    }


def test_no_input_no_body(in_cbor: Any, in_json: Any) -> None:
    for package in (in_cbor, in_json):
        ping = package.operations.Ping
        request = ping.serialize(ping.input())
        assert request.body == b""
        assert request.path == "/service/Service/operation/Ping"
        assert "Content-Type" not in request.headers
        assert isinstance(ping.deserialize(in_(package, b"")), ping.output)


def test_tokens_are_filled_in(in_cbor: Any) -> None:
    run = in_cbor.operations.Run
    first, second = (
        cbor.load(run.serialize(run.input()).body)["token"] for _ in range(2)
    )
    assert first != second
    assert len(first) == 36


def test_names_of_the_wire_are_those_of_the_model(fragment: Callable[..., Any]) -> None:
    """Whatever `rename` makes of a shape."""
    package = fragment(SHAPES, protocol=CBOR, rename={"Gone": "Missing"})
    run = package.operations.Run
    body = cbor.dump({"__type": "com.example#Gone", "message": "m"})
    with pytest.raises(package.errors.Missing):
        run.deserialize(in_(package, body, 410))


# --- Answers ---------------------------------------------------------------------------------------------------------


def test_values_from_cbor(in_cbor: Any) -> None:
    found = in_cbor.operations.Run.deserialize(in_(in_cbor, cbor.dump(PLAIN)))
    assert found == thing(in_cbor, PLAIN)
    assert found.to_value() == PLAIN


def test_values_from_json(in_json: Any) -> None:
    run = in_json.operations.Run
    made = thing(in_json, PLAIN)
    body = json.loads(run.serialize(run.input(token="t", thing=made)).body)["thing"]
    found = run.deserialize(in_(in_json, json.dumps(body).encode()))
    assert found == made
    assert found.to_value() == PLAIN


def test_numbers_of_other_widths(in_cbor: Any) -> None:
    """ "Numeric types MUST be deserialized into their Smithy type representation"."""
    plain = {"single": 3, "double": 2**40, "exact": 5, "big": 7, "moment": 0}
    found = in_cbor.operations.Run.deserialize(in_(in_cbor, cbor.dump(plain)))
    assert (found.single, found.double, found.exact, found.big) == (3.0, 2.0**40, 5, 7)
    assert [type(each) for each in (found.single, found.double)] == [float, float]
    assert isinstance(found.exact, Decimal)
    # A number without the tag is a timestamp all the same, and so is a time zone's.
    assert found.moment == datetime(1970, 1, 1, tzinfo=UTC)
    zoned = MOMENT.astimezone(timezone(timedelta(hours=-7)))
    again = in_cbor.operations.Run.deserialize(
        in_(in_cbor, cbor.dump({"moment": zoned}))
    )
    assert again.moment == MOMENT


def test_nulls_unknown_members_and_types_are_left_aside(in_cbor: Any) -> None:
    plain = {
        "text": None,
        "new": {"deep": [1, b"x", None]},
        "texts": ["a", None],
        "choice": {"__type": "com.example#Choice", "text": "t", "single": None},
        "child": {"choice": {"later": [1]}},
    }
    found = in_cbor.operations.Run.deserialize(in_(in_cbor, cbor.dump(plain)))
    assert found.to_value() == {
        "texts": ["a"],
        "choice": {"text": "t"},
        "child": {"choice": {"later": [1]}},
    }


@pytest.mark.parametrize(
    "body",
    [
        b"\xa1",
        b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x81" * 100_000,
        b"<html>",
        cbor.dump([1]),
        cbor.dump({"child": 1}),
        cbor.dump({"double": "x"}),
        cbor.dump({"moment": "x"}),
        cbor.dump({"texts": 1}),
        cbor.dump({"moment": 1e300}),
    ],
)
def test_answers_that_cannot_be_read(in_cbor: Any, body: bytes) -> None:
    with pytest.raises(in_cbor.errors.DeserializationError, match="answer to Run"):
        in_cbor.operations.Run.deserialize(in_(in_cbor, body))


def test_an_answer_of_another_protocol_is_not_read(in_cbor: Any, in_json: Any) -> None:
    """ "Operation response deserialization": the status alone counts."""
    for package, body in ((in_cbor, cbor.dump({})), (in_json, b"{}")):
        run, response = package.operations.Run, package.module.Response
        for headers in ({}, {"smithy-protocol": "rpc-v2-xml"}):
            with pytest.raises(
                package.errors.DeserializationError, match="smithy-prot"
            ):
                run.deserialize(response(200, headers, body))
            error_body = dump(package, {"__type": "Gone", "message": "m"})
            with pytest.raises(package.errors.UnknownOperationError) as caught:
                run.deserialize(response(503, headers, error_body))
            assert (caught.value.code, caught.value.status) == ("503", 503)
            assert caught.value.fault == "server"
            assert caught.value.payload == error_body


# --- Errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code", ["Gone", "com.example#Gone", "other.example#Gone:http://example.com/"]
)
def test_errors_by_their_type(in_cbor: Any, code: str) -> None:
    body = {
        "__type": code,
        "message": "m",
        "data": b"\x00",
        "at": MOMENT,
        "thing": {"exact": Decimal("1.50"), "data": b"x"},
    }
    response = in_(in_cbor, cbor.dump(body), 410, x_amzn_requestid="r-1")
    with pytest.raises(in_cbor.errors.Gone) as caught:
        in_cbor.operations.Run.deserialize(response)
    error = caught.value
    del body["__type"]
    assert error.to_value() == body
    assert (error.status, error.request_id) == (410, "r-1")
    assert pickle.loads(pickle.dumps(error)).to_value() == body


def test_errors_of_the_client_and_the_service(in_json: Any) -> None:
    response = in_(in_json, b'{"__type":"com.example#Busy","message":"m"}', 500)
    with pytest.raises(in_json.errors.Busy) as caught:
        in_json.operations.Run.deserialize(response)
    assert (caught.value.fault, caught.value.throttling) == ("server", True)


@pytest.mark.parametrize(
    "body",
    [
        {"__type": 7, "message": "m"},
        # "The `Code` response body field and `code` response body field MUST NOT be
        # used".
        {"code": "Gone", "Code": "Gone", "message": "m"},
    ],
)
def test_errors_without_a_type(in_cbor: Any, body: dict[str, Any]) -> None:
    response = in_(in_cbor, cbor.dump(body), 400, x_amzn_errortype="Gone")
    with pytest.raises(in_cbor.errors.UnknownOperationError) as caught:
        in_cbor.operations.Run.deserialize(response)
    assert (caught.value.code, caught.value.message) == ("400", "m")


@pytest.mark.parametrize("body", [b"", b"\xff", b"<html>", b"\x81\x01"])
def test_errors_that_cannot_be_read(in_cbor: Any, body: bytes) -> None:
    with pytest.raises(in_cbor.errors.UnknownOperationError) as caught:
        in_cbor.operations.Run.deserialize(in_(in_cbor, body, 502))
    assert (caught.value.code, caught.value.fault) == ("502", "server")


def test_an_error_that_does_not_fit_its_shape(in_cbor: Any) -> None:
    body = cbor.dump({"__type": "Gone", "thing": 1, "message": "m"})
    with pytest.raises(in_cbor.errors.UnknownOperationError) as caught:
        in_cbor.operations.Run.deserialize(in_(in_cbor, body, 410))
    assert (caught.value.code, caught.value.message) == ("Gone", "m")


def test_the_error_decoders_are_there_too(in_cbor: Any) -> None:
    """JSON and XML, whatever the protocol: blobs are base64 there, in what errors hold
    too.
    """
    run = in_cbor.operations.Run
    payload = {"message": "m", "data": "AA==", "thing": {"data": "eA=="}}
    error = run.error_of_json("Gone", payload)
    assert error.data == b"\x00"
    assert error.thing.data == b"x"
    document = "<Error><Code>Gone</Code><data>AA==</data></Error>"
    assert run.error_of_xml("Gone", document).data == b"\x00"


def test_codes_of_awsquery(fragment: Callable[..., Any]) -> None:
    package = fragment(
        SHAPES, protocol=CBOR, traits={"aws.protocols#awsQueryCompatible": {}}
    )
    run = package.operations.Run
    assert run.serialize(run.input()).headers["x-amzn-query-mode"] == "true"
    body = cbor.dump({"__type": "com.example#Gone", "message": "m"})
    response = in_(package, body, 410, x_amzn_query_error="Thing.Gone;Receiver")
    with pytest.raises(package.errors.Gone) as caught:
        run.deserialize(response)
    assert (caught.value.code, caught.value.fault) == ("Thing.Gone", "server")


# --- The package -----------------------------------------------------------------------------------------------------


def test_documents_are_not_in_cbor(fragment: Callable[..., Any]) -> None:
    shapes: dict[str, Any] = {
        "Free": {"structure": {"value": "Document"}},
        "Store": {"operation": {"input": "Free"}},
        "Ping": {"operation": {}},
    }
    package = fragment(shapes, protocol=CBOR)
    assert list(package.operations.ALL) == ["Ping"]
    (said,) = package.diagnostics
    assert "W510" in said
    assert "its input has a document" in said
    assert "Store" in fragment(shapes, protocol=JSON).operations.ALL


def test_a_package_has_the_codec_that_it_needs(in_cbor: Any, in_json: Any) -> None:
    for package, has, lacks in (
        (in_cbor, "rpcv2cbor", "rpcv2json"),
        (in_json, "rpcv2json", "cbor"),
    ):
        modules = [each.rpartition(".")[2] for each in package.modules()]
        assert has in modules
        assert lacks not in modules
    # One way of writing where the plain form is no way, and no reader of its own.
    source = in_cbor.source("models/thing.py")
    assert source.count("def to_cbor") == 1
    assert "from_cbor" not in source

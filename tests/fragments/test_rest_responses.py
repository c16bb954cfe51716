"""HTTP bindings of outputs and errors: what Smithy's suites leave open."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.fragments.rest_shapes import SMALL
from tests.support.short_form import http

MOMENT = datetime(2024, 2, 29, 1, 2, 3, tzinfo=UTC)
SHAPES: dict[str, Any] = {
    **SMALL,
    "Answer": {
        "structure": {
            "tag": ["String", {"required": {}, "httpHeader": "ETag"}],
            "text": ["String", {"httpHeader": "X-Text"}],
            "count": ["Long", {"required": {}, "httpHeader": "X-Count"}],
            "kind": ["String", {"default": "k", "httpHeader": "X-Kind"}],
            "flag": ["Boolean", {"httpHeader": "X-Flag"}],
            "color": ["Color", {"httpHeader": "X-Color"}],
            "size": ["Size", {"httpHeader": "X-Size"}],
            "json": ["Json", {"httpHeader": "X-Json"}],
            "data": ["Blob", {"httpHeader": "X-Data"}],
            "moment": ["Timestamp", {"httpHeader": "Last-Modified"}],
            "epoch": [
                "Timestamp",
                {"httpHeader": "X-Epoch", "timestampFormat": "epoch-seconds"},
            ],
            "texts": ["Texts", {"httpHeader": "X-Texts"}],
            "colors": ["Colors", {"httpHeader": "X-Colors"}],
            "sizes": ["Sizes", {"httpHeader": "X-Sizes"}],
            "moments": ["Moments", {"httpHeader": "X-Moments"}],
            "epochs": ["Epochs", {"httpHeader": "X-Epochs"}],
            "meta": ["Pairs", {"httpPrefixHeaders": "X-Meta-"}],
            "status": ["Integer", {"httpResponseCode": {}}],
            # Of requests alone: here it is a member of the document.
            "page": ["String", {"httpQuery": "page", "jsonName": "Page"}],
            "must": ["String", {"required": {}}],
        }
    },
    "Gone": {
        "structure": {
            "message": "String",
            "wait": ["Integer", {"httpHeader": "Retry-After"}],
            "which": ["String", {"required": {}, "httpHeader": "X-Which"}],
            "left": "Integer",
        },
        "traits": {"error": "client", "httpError": 410},
    },
    "Told": {
        "structure": {"message": ["String", {"httpHeader": "X-Message"}]},
        "traits": {"error": "client"},
    },
    "Get": {
        "operation": {"output": "Answer", "errors": ["Gone", "Told"]},
        "traits": http("/get", "GET"),
    },
}


@pytest.fixture(scope="module")
def built(fragment: Callable[..., Any]) -> Any:
    return fragment(SHAPES, protocol="restJson1")


def test_everything_around_the_body(built: Any) -> None:
    headers = {
        "etag": '"abc"',
        "X-TEXT": " t ",
        "X-Count": "9007199254740993",
        "X-Kind": "",
        "X-Flag": "true",
        "X-Color": "blue",
        "X-Size": "1",
        "X-Json": "e30=",
        "X-Data": "/w==",
        "Last-Modified": "Thu, 29 Feb 2024 01:02:03 GMT",
        "X-Epoch": "1709168523",
        "X-Texts": 'a, "b,c"',
        "X-Colors": "red,blue",
        "X-Sizes": "1, 7",
        "X-Moments": "Thu, 29 Feb 2024 01:02:03 GMT, Thu, 29 Feb 2024 01:02:03 GMT",
        "X-Epochs": "1709168523",
        "x-meta-kind": "k",
        "X-Meta-Owner": "me",
    }
    body = {"Page": "2", "must": "m", "text": "of the body"}
    answer = built.answer("Get", body, status=203, headers=headers)
    models = built.models
    assert answer == models.Answer(
        tag='"abc"',
        text=" t ",
        count=9007199254740993,
        kind="",
        flag=True,
        color=models.Color("blue"),
        size=models.Size.SMALL,
        json="{}",
        data=b"\xff",
        moment=MOMENT,
        epoch=MOMENT,
        texts=["a", "b,c"],
        colors=[models.Color.RED, models.Color("blue")],
        sizes=[models.Size.SMALL, models.Size(7)],
        moments=[MOMENT, MOMENT],
        epochs=[MOMENT],
        meta={"kind": "k", "Owner": "me"},
        status=203,
        page="2",
        must="m",
    )


@pytest.mark.parametrize("body", [b"", b"{}", b"null"])
def test_what_is_missing(built: Any, body: bytes) -> None:
    answer = built.answer("Get", body)
    # A map of headers is there whatever they are ("HttpPrefixHeadersAreNotPresent" of
    # the suite for restXml).
    assert answer == built.models.Answer(tag="", count=0, meta={}, status=200, must="")
    assert answer.kind == "k"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Count", "many"),
        ("X-Size", "1.5"),
        ("X-Json", "not base64!"),
        ("Last-Modified", "yesterday"),
        ("X-Moments", "yesterday"),
    ],
)
def test_a_header_that_does_not_fit(built: Any, name: str, value: str) -> None:
    with pytest.raises(built.errors.DeserializationError, match=r"Get \(status 200\)"):
        built.answer("Get", {}, headers={name: value})


def test_an_output_has_no_reader_that_nobody_calls(built: Any) -> None:
    source = built.source("operations/get.py")
    assert "def from_response" in source
    assert "def from_json" not in source


HEADERS = {"X-Amzn-Errortype": "Gone", "Retry-After": "3", "X-Which": "it"}


def test_errors_have_the_members_of_headers(built: Any) -> None:
    with pytest.raises(built.errors.Gone) as raised:
        built.answer("Get", {"message": "m", "left": 1}, status=410, headers=HEADERS)
    error = pickle.loads(pickle.dumps(raised.value))
    assert (error.message, error.wait, error.which, error.left) == ("m", 3, "it", 1)
    assert error.status == 410
    assert error.to_value() == {"message": "m", "wait": 3, "which": "it", "left": 1}


def test_errors_do_without_their_headers(built: Any) -> None:
    decode = built.operations.Get.error_of_json
    error = decode("Gone", {"message": "m"})
    assert (error.message, error.wait, error.which) == ("m", None, "")
    headers = {**HEADERS, "Retry-After": "Thu, 29 Feb 2024 01:02:03 GMT"}
    with pytest.raises(built.errors.Gone) as raised:
        built.answer("Get", b"<html>", status=503, headers=headers)
    assert (raised.value.wait, raised.value.status) == (None, 503)


def test_a_message_may_be_a_header(built: Any) -> None:
    headers = {"X-Amzn-Errortype": "Told", "X-Message": "told you"}
    with pytest.raises(built.errors.Told, match="Told: told you"):
        built.answer("Get", {}, status=400, headers=headers)


@pytest.mark.parametrize(
    ("target", "traits", "body", "value"),
    [
        ("Blob", {}, b"\xff", b"\xff"),
        ("Blob", {}, b"", None),
        ("Blob", {"required": {}}, b"", b""),
        ("Png", {}, b"png", b"png"),
        ("String", {}, b"\xc3\xa4", "ä"),
        ("String", {}, b"", None),
        ("String", {"required": {}}, b"", ""),
        ("Color", {}, b"red", "red"),
        ("Nested", {}, b'{"Text":"t"}', {"text": "t"}),
        ("Nested", {}, b"null", {}),
        ("Nested", {}, b"", None),
        ("Nested", {"required": {}}, b"", {}),
        ("Document", {}, b"[1,null]", [1, None]),
        ("Choice", {}, b'{"Text":"t"}', {"text": "t"}),
    ],
)
def test_payloads(
    fragment: Callable[..., Any],
    target: str,
    traits: dict[str, Any],
    body: bytes,
    value: Any,
) -> None:
    shapes: dict[str, Any] = {
        **{name: SHAPES[name] for name in ("Color", "Json", "Nested", "Png")},
        "Choice": {"union": {"text": ["String", {"jsonName": "Text"}]}},
        "Thing": {"structure": {"data": [target, {"httpPayload": {}, **traits}]}},
        "Get": {"operation": {"output": "Thing"}, "traits": http("/get", "GET")},
    }
    answer = fragment(shapes, protocol="restJson1").answer("Get", body)
    assert answer.to_value() == ({} if value is None else {"data": value})


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
def test_a_payload_that_does_not_fit(fragment: Callable[..., Any], body: bytes) -> None:
    shapes: dict[str, Any] = {
        "Nested": SHAPES["Nested"],
        "Thing": {"structure": {"data": ["Nested", {"httpPayload": {}}]}},
        "Get": {"operation": {"output": "Thing"}, "traits": http("/get", "GET")},
    }
    built = fragment(shapes, protocol="restJson1")
    with pytest.raises(built.errors.DeserializationError):
        built.answer("Get", body)


def test_an_output_without_members_needs_no_body(fragment: Callable[..., Any]) -> None:
    built = fragment(
        {
            "Nothing": {"structure": {}},
            "Get": {"operation": {"output": "Nothing"}, "traits": http("/get", "GET")},
            "Do": {"operation": {}, "traits": http("/do")},
        },
        protocol="restJson1",
    )
    assert built.answer("Get", b"", status=204) == built.models.Nothing()
    assert built.answer("Do", b"", status=204) == built.models.DoOutput()

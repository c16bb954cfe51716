"""HTTP bindings of inputs: what Smithy's suites leave open."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from tests.fragments.rest_shapes import SMALL
from tests.support.short_form import http

MOMENT = datetime(2024, 2, 29, 1, 2, 3, tzinfo=UTC)


SHAPES: dict[str, Any] = {
    **SMALL,
    "Everything": {
        "structure": {
            "color": ["Color", {"required": {}, "httpLabel": {}}],
            "size": ["Size", {"required": {}, "httpLabel": {}}],
            "exact": ["BigDecimal", {"required": {}, "httpLabel": {}}],
            "rest": ["String", {"required": {}, "httpLabel": {}}],
            "must": ["Texts", {"required": {}, "httpQuery": "must"}],
            "sizes": ["Sizes", {"httpQuery": "size"}],
            "epoch": [
                "Timestamp",
                {"httpQuery": "e", "timestampFormat": "epoch-seconds"},
            ],
            "more": ["Pairs", {"httpQueryParams": {}}],
            "colors": ["Colors", {"httpHeader": "X-Colors"}],
            "numbers": ["Numbers", {"httpHeader": "X-Numbers"}],
            "moments": ["Moments", {"httpHeader": "X-Moments"}],
            "epochs": ["Epochs", {"httpHeader": "X-Epochs"}],
            "days": ["Days", {"httpHeader": "X-Days"}],
            "jsons": ["Jsons", {"httpHeader": "X-Jsons"}],
            "meta": ["Pairs", {"httpPrefixHeaders": "X-Meta-"}],
            "owner": ["String", {"httpHeader": "x-meta-owner"}],
            "first": ["String", {"required": {}}],
            "second": ["Nested", {"jsonName": "2nd"}],
        }
    },
    "Do": {
        "operation": {"input": "Everything"},
        "traits": http("/a'/{color}/{size}/{exact}/{rest+}?x&y=%26+1"),
    },
}


@pytest.fixture(scope="module")
def everything(fragment: Callable[..., Any]) -> Any:
    return fragment(SHAPES, protocol="restJson1")


def request_of(built: Any, operation: str, **fields: Any) -> Any:
    found = getattr(built.operations, operation)
    return found.serialize(found.input(**fields))


def minimal(built: Any, **fields: Any) -> Any:
    models = built.models
    given = {
        "color": models.Color("o,d"),
        "size": models.Size.SMALL,
        "exact": Decimal("1.50"),
        "rest": "a/b c",
        "must": ["1"],
        "first": "1st",
        **fields,
    }
    return request_of(built, "Do", **given)


def test_what_is_not_set_is_not_sent(everything: Any) -> None:
    request = minimal(everything)
    assert request.method == "POST"
    assert request.path == "/a'/o%2Cd/1/1.50/a/b%20c"
    assert request.query == [("x", ""), ("y", "&+1"), ("must", "1")]
    assert request.headers == {"Content-Type": "application/json"}
    assert json.loads(request.body) == {"first": "1st"}


def test_labels_queries_and_headers_of_every_kind(everything: Any) -> None:
    models = everything.models
    request = minimal(
        everything,
        must=["a&b", ""],
        sizes=[models.Size.SMALL, models.Size(7)],
        epoch=MOMENT,
        more={"must": "no", "y": "no", "z": "yes"},
        colors=[models.Color.RED, models.Color.ODD],
        numbers=[1.5, float("inf")],
        moments=[MOMENT, MOMENT],
        epochs=[MOMENT],
        days=[MOMENT],
        jsons=["{}", "[]"],
        meta={"Kind": "k", "Owner": "no"},
        owner="me",
        second=models.Nested(text="t"),
    )
    assert request.query == [
        ("x", ""),
        ("y", "&+1"),
        ("must", "a&b"),
        ("must", ""),
        ("size", "1"),
        ("size", "7"),
        ("e", "1709168523"),
        ("z", "yes"),
    ]
    assert request.headers == {
        "Content-Type": "application/json",
        "X-Colors": 'red, "o,d"',
        "X-Numbers": "1.5, Infinity",
        "X-Moments": "Thu, 29 Feb 2024 01:02:03 GMT, Thu, 29 Feb 2024 01:02:03 GMT",
        "X-Epochs": "1709168523",
        "X-Days": "2024-02-29T01:02:03Z",
        "X-Jsons": "e30=, W10=",
        "x-meta-owner": "me",
        "X-Meta-Kind": "k",
    }
    assert json.loads(request.body) == {"first": "1st", "2nd": {"Text": "t"}}


@pytest.mark.parametrize("field", ["color", "rest"])
def test_empty_labels_are_refused(everything: Any, field: str) -> None:
    with pytest.raises(ValueError, match=f"{field} becomes part of the path"):
        minimal(everything, **{field: ""})


def test_an_input_has_no_writer_that_nobody_calls(everything: Any) -> None:
    source = everything.source("operations/do.py")
    assert "def to_json" not in source
    assert "def serialize" in source


def test_an_input_that_a_member_holds_is_a_document_there(
    fragment: Callable[..., Any],
) -> None:
    built = fragment(
        {
            "Node": {
                "structure": {
                    "id": ["Blob", {"httpHeader": "X-Id"}],
                    "next": "Node",
                }
            },
            "Put": {"operation": {"input": "Node"}, "traits": http("/put")},
        },
        protocol="restJson1",
    )
    node = built.models.Node
    request = request_of(built, "Put", id=b"1", next=node(id=b"2"))
    assert request.headers["X-Id"] == "MQ=="
    assert json.loads(request.body) == {"next": {"id": "Mg=="}}


def in_query(request: Any) -> str:
    return str(request.query[0][1])


def in_header(request: Any) -> str:
    return str(request.headers["X-T"])


def in_body(request: Any) -> str:
    return str(json.loads(request.body)["token"])


def in_path(request: Any) -> str:
    return str(request.path).removeprefix("/put/")


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ({"httpQuery": "t"}, in_query),
        ({"httpHeader": "X-T"}, in_header),
        ({}, in_body),
        ({"httpLabel": {}, "required": {}}, in_path),
    ],
)
def test_idempotency_tokens_are_filled_in_wherever_they_are(
    fragment: Callable[..., Any],
    place: dict[str, Any],
    found: Callable[[Any], str],
) -> None:
    uri = "/put/{token}" if "httpLabel" in place else "/put"
    built = fragment(
        {
            "Thing": {"structure": {"token": ["String", {"idempotencyToken": {}, **place}]}},
            "Put": {"operation": {"input": "Thing"}, "traits": http(uri)},
        },
        protocol="restJson1",
    )  # fmt: skip
    operation = built.operations.Put
    value = operation.input()
    made = found(operation.serialize(value))
    assert str(UUID(made)) == made
    assert found(operation.serialize(value)) != made
    assert value.token is None
    assert found(operation.serialize(operation.input(token="mine"))) == "mine"


@pytest.mark.parametrize(
    ("target", "traits", "value", "body", "kind"),
    [
        ("Blob", {}, b"\xff", b"\xff", "application/octet-stream"),
        ("Blob", {"required": {}}, b"", b"", "application/octet-stream"),
        ("Png", {}, b"png", b"png", "image/png"),
        ("String", {}, "ä", b"\xc3\xa4", "text/plain"),
        ("Color", {"required": {}}, "red", b"red", "text/plain"),
        ("Json", {}, "{}", b"{}", "application/json"),
        ("Nested", {}, {"text": "t"}, b'{"Text":"t"}', "application/json"),
        ("Document", {}, [1, None], b"[1,null]", "application/json"),
        ("Choice", {}, {"text": "t"}, b'{"Text":"t"}', "application/json"),
    ],
)
def test_payloads(
    fragment: Callable[..., Any],
    target: str,
    traits: dict[str, Any],
    value: Any,
    body: bytes,
    kind: str,
) -> None:
    shapes: dict[str, Any] = {
        **{name: SHAPES[name] for name in ("Color", "Json", "Nested", "Png")},
        "Choice": {"union": {"text": ["String", {"jsonName": "Text"}]}},
        "Thing": {
            "structure": {
                "type": ["String", {"httpHeader": "content-type"}],
                "data": [target, {"httpPayload": {}, **traits}],
            }
        },
        "Put": {"operation": {"input": "Thing"}, "traits": http("/put", "PUT")},
    }
    built = fragment(shapes, protocol="restJson1")
    operation = built.operations.Put
    thing = operation.input.from_value({"data": value})
    request = operation.serialize(thing)
    assert request.body == body
    assert request.headers == {"Content-Type": kind}
    thing.type = "text/x"
    assert operation.serialize(thing).headers == {"Content-Type": "text/x"}
    if "required" not in traits:
        request = operation.serialize(operation.input())
        # "RestJsonHttpWithEmptyStructurePayload" of Smithy's suite.
        is_object = target == "Nested"
        assert request.body == (b"{}" if is_object else b"")
        assert ("Content-Type" in request.headers) == is_object


def test_paths_keep_what_a_path_may_have(fragment: Callable[..., Any]) -> None:
    built = fragment(
        {
            "Get": {
                "operation": {},
                "traits": http('/(a+)+/%2F/"b"|\\', "GET"),
            }
        },
        protocol="restJson1",
    )
    request = request_of(built, "Get")
    assert request.path == "/(a+)+/%2F/%22b%22%7C%5C"
    assert (request.query, request.headers, request.body) == ([], {}, b"")


def test_operations_without_bindings_are_left_out(fragment: Callable[..., Any]) -> None:
    built = fragment(
        {
            "Get": {"operation": {}, "traits": http("/get", "GET")},
            "Call": {"operation": {}},
        },
        protocol="restJson1",
    )
    assert list(built.operations.ALL) == ["Get"]
    (problem,) = built.diagnostics
    assert "W510" in problem
    assert "Call is left out: it has no http trait" in problem

"""HTTP bindings at run time: paths, queries and headers (Smithy 2.0, "HTTP binding
traits").
"""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest

from runtime.codecs import rest
from runtime.core.http import Response


@pytest.mark.parametrize(
    ("value", "segment", "segments"),
    [
        ("plain-._~", "plain-._~", "plain-._~"),
        ("a/b", "a%2Fb", "a/b"),
        ("a b+c", "a%20b%2Bc", "a%20b%2Bc"),
        ("100%", "100%25", "100%25"),
        ("ä😹", "%C3%A4%F0%9F%98%B9", "%C3%A4%F0%9F%98%B9"),
        ("/a//b/", "%2Fa%2F%2Fb%2F", "/a//b/"),
        ("?#&=:@", "%3F%23%26%3D%3A%40", "%3F%23%26%3D%3A%40"),
    ],
)
def test_labels(value: str, segment: str, segments: str) -> None:
    assert rest.label("name", value) == segment
    assert rest.greedy_label("name", value) == segments


@pytest.mark.parametrize("value", ["", None])
def test_an_empty_label_is_refused(value: str | None) -> None:
    with pytest.raises(ValueError, match="bucket becomes part of the path"):
        rest.label("bucket", value)
    with pytest.raises(ValueError, match="key becomes part of the path"):
        rest.greedy_label("key", value)


def test_query_params_do_not_replace_what_is_there() -> None:
    query = [("a", "1"), ("constant", "")]
    params = {"a": "2", "b": ["x", "y"], "constant": "z", "c": "", "d": []}
    assert rest.query_params(query, params) == [("b", "x"), ("b", "y"), ("c", "")]
    assert query == [("a", "1"), ("constant", "")]


def test_prefix_headers_do_not_replace_what_is_there_in_any_case() -> None:
    headers = {"X-Meta-Owner": "me"}
    more = {"owner": "you", "OWNER": "them", "Kind": "k"}
    assert rest.prefix_headers(headers, "X-Meta-", more) == {"X-Meta-Kind": "k"}
    assert rest.prefix_headers({}, "", {"hello": ""}) == {"hello": ""}


@pytest.mark.parametrize(
    ("elements", "text"),
    [
        ([], ""),
        (["a", "b", "c"], "a, b, c"),
        (["b,c", '"def"', "a"], '"b,c", "\\"def\\"", a'),
        (['back\\slash, "'], '"back\\\\slash, \\""'),
        ([" a", "b ", "c d"], '" a", "b ", c d'),
        (["back\\slash"], "back\\slash"),
    ],
)
def test_lists_of_strings(elements: list[str], text: str) -> None:
    assert rest.quoted_list(elements) == text
    assert rest.read_list(text) == elements


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("a,b", ["a", "b"]),
        ("  a  ,\tb  ", ["a", "b"]),
        # RFC 9110, "Recipient Requirements": empty elements count for nothing.
        ("a,,b, ,", ["a", "b"]),
        (' , "", a', ["", "a"]),
        ('"a\\\\b"', ["a\\b"]),
        # Not in quotes, so that they are of the text.
        ('a"b, c', ['a"b', "c"]),
        ('"a" b, c', ['"a" b', "c"]),
        ('"a, c', ['"a', "c"]),
    ],
)
def test_lists_as_others_write_them(text: str, elements: list[str]) -> None:
    assert rest.read_list(text) == elements


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 16 Dec 2019 23:48:18 GMT, Tue, 17 Dec 2019 23:48:18 GMT",
        "Mon, 16 Dec 2019 23:48:18 GMT,Tue, 17 Dec 2019 23:48:18 GMT ",
        '"Mon, 16 Dec 2019 23:48:18 GMT", "Tue, 17 Dec 2019 23:48:18 GMT"',
    ],
)
def test_lists_of_dates(text: str) -> None:
    assert rest.read_dates(text) == [
        "Mon, 16 Dec 2019 23:48:18 GMT",
        "Tue, 17 Dec 2019 23:48:18 GMT",
    ]


def test_lists_of_dates_may_be_empty_or_broken() -> None:
    assert rest.read_dates("") == []
    with pytest.raises(ValueError, match="no list of a header"):
        rest.read_dates("yesterday")


def test_text_without_quotes_is_joined_as_it_is() -> None:
    dates = ["Mon, 16 Dec 2019 23:48:18 GMT"] * 2
    assert rest.plain_list(dates) == ", ".join(dates)


def test_strings_of_a_media_type() -> None:
    assert rest.media_type("true") == "dHJ1ZQ=="
    assert rest.media_type('{"a":"ä"}') == "eyJhIjoiw6QifQ=="
    assert rest.read_media_type("eyJhIjoiw6QifQ==") == '{"a":"ä"}'
    with pytest.raises(UnicodeDecodeError):
        rest.read_media_type("/w==")


def test_leaves_as_text() -> None:
    moment = datetime(2019, 12, 16, 23, 48, 18, tzinfo=UTC)
    assert rest.boolean(True) == "true"
    assert rest.boolean(False) == "false"
    assert rest.number(math.nan) == "NaN"
    assert rest.number(-math.inf) == "-Infinity"
    assert rest.number(4.1) == "4.1"
    assert rest.blob(b"\xff") == "/w=="
    assert rest.date_time(moment) == "2019-12-16T23:48:18Z"
    assert rest.http_date(moment) == "Mon, 16 Dec 2019 23:48:18 GMT"
    assert rest.epoch_seconds(moment) == "1576540098"


def test_leaves_from_text() -> None:
    assert rest.read_boolean(" True ")
    assert not rest.read_boolean("false")
    assert not rest.read_boolean("")
    assert rest.read_blob("/w==") == b"\xff"
    # As digits of a date in ISO 8601 it would be another moment.
    assert rest.read_epoch_seconds("20191216") == datetime(1970, 8, 22, 16, 40, 16, tzinfo=UTC)  # fmt: skip


def test_prefix_headers_are_found_in_any_case() -> None:
    headers = {"X-Meta-Kind": "k", "x-meta-owner": "me", "x-other": "o"}
    assert rest.read_prefix_headers(headers, "x-Meta-") == {"Kind": "k", "owner": "me"}
    assert rest.read_prefix_headers(headers, "") == headers
    assert rest.read_prefix_headers(headers, "y-") == {}


def test_long_headers_are_read_in_linear_time() -> None:
    # Quadratic, each would take minutes.
    assert rest.read_list("a" + " " * 1_000_000 + "b") == ["a" + " " * 1_000_000 + "b"]
    assert rest.read_list('"' + "\\a" * 500_000) == ['"' + "\\a" * 500_000]
    assert rest.read_dates("a," + " " * 1_000_000 + "b, c, d")[1:] == ["c, d"]


def test_headers_of_responses_are_found_in_any_case() -> None:
    response = Response(200, {"X-A": "1", "x-b": "", "x-B": "2"})
    assert response.header("x-a") == "1"
    assert response.header("X-A") == "1"
    assert response.header("X-B") == ""
    assert response.header("x-B") == "2"
    assert response.header("X-C") is None
    assert response == Response(200, {"X-A": "1", "x-b": "", "x-B": "2"})

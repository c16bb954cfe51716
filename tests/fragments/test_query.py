"""awsQuery and ec2Query: what Smithy's suites leave open, and what answers may do."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import pytest

MOMENT = datetime(2024, 2, 29, 1, 2, 3, 450_000, UTC)
SHAPES: dict[str, Any] = {
    "Color": {"enum": {"RED": "red"}},
    "Size": {"intEnum": {"SMALL": 1}},
    "Texts": {"list": "String"},
    "Moments": {"list": ["Timestamp", {"xmlName": "at"}]},
    "Table": {"list": "Texts"},
    "Maybe": {"list": "String", "traits": {"sparse": {}}},
    "Counts": {"map": ["Color", "Integer"]},
    "Things": {"map": ["String", "Thing"]},
    "Grid": {"map": ["String", "Counts"]},
    "Choice": {"union": {"text": "String", "many": ["Texts", {"xmlFlattened": {}}]}},
    "Thing": {
        "structure": {
            "text": "String",
            "color": "Color",
            "size": "Size",
            "flag": "Boolean",
            "number": "Double",
            "exact": "BigDecimal",
            "data": "Blob",
            "moment": "Timestamp",
            "epoch": ["Timestamp", {"timestampFormat": "epoch-seconds"}],
            "http": ["Timestamp", {"timestampFormat": "http-date"}],
            "texts": "Texts",
            "moments": "Moments",
            "flat": ["Texts", {"xmlFlattened": {}, "xmlName": "Flat"}],
            "table": "Table",
            "maybe": "Maybe",
            "counts": "Counts",
            "flatCounts": ["Counts", {"xmlFlattened": {}}],
            "things": "Things",
            "grid": "Grid",
            "choice": "Choice",
            "named": ["String", {"xmlName": "aws:Named"}],
            "attribute": ["String", {"xmlAttribute": {}, "xmlName": "aws:kind"}],
            "child": "Thing",
        }
    },
    "Gone": {
        "structure": {"message": "String", "left": "Integer"},
        "traits": {
            "error": "client",
            "httpError": 404,
            "aws.protocols#awsQueryError": {
                "code": "Thing.Gone",
                "httpResponseCode": 410,
            },
        },
    },
    "Plain": {"structure": {"message": "String"}, "traits": {"error": "server"}},
    "Answer": {"structure": {"thing": ["Thing", {"required": {}}]}},
    "Do": {
        "operation": {
            "input": "Thing",
            "output": "Answer",
            "errors": ["Gone", "Plain"],
        }
    },
    "Ping": {"operation": {}},
}
# Everything that a value can hold, as `from_value` takes it.
VALUE: dict[str, Any] = {
    "text": "a b&c=ü/~",
    "color": "red",
    "size": 1,
    "flag": False,
    "number": float("-inf"),
    "exact": "1.10",
    "data": b"\x00\xff",
    "moment": MOMENT,
    "epoch": MOMENT,
    "http": MOMENT.replace(microsecond=0),
    "texts": ["x", ""],
    "moments": [MOMENT],
    "flat": ["y", "z"],
    "table": [["1"], []],
    "maybe": ["s", None, "t"],
    "counts": {"red": 1, "blue": 2},
    "flatCounts": {"red": 3},
    "things": {"k": {"text": "deep"}},
    "grid": {"g": {"red": 4}, "h": {}},
    "choice": {"many": ["p", "q"]},
    "named": "n",
    "child": {"texts": [], "flat": [], "counts": {}},
}


@pytest.fixture(scope="module")
def packages(fragment: Callable[..., Any]) -> dict[str, Any]:
    return {
        protocol: fragment(
            SHAPES,
            traits={"xmlNamespace": {"uri": "https://example.com/"}},
            protocol=protocol,
        )
        for protocol in ("awsQuery", "ec2Query")
    }


@pytest.fixture(scope="module")
def query(packages: dict[str, Any]) -> Any:
    return packages["awsQuery"]


@pytest.fixture(scope="module")
def ec2(packages: dict[str, Any]) -> Any:
    return packages["ec2Query"]


def form_of(package: Any, value: dict[str, Any]) -> list[tuple[str, str]]:
    op = package.operations.Do
    body = op.serialize(op.input.from_value(value)).body.decode("ascii")
    return parse_qsl(body, keep_blank_values=True, strict_parsing=True)


def test_forms(query: Any) -> None:
    assert form_of(query, VALUE) == [
        ("Action", "Do"),
        ("Version", "2024-05-06"),
        ("text", "a b&c=ü/~"),
        ("color", "red"),
        ("size", "1"),
        ("flag", "false"),
        ("number", "-Infinity"),
        ("exact", "1.10"),
        ("data", "AP8="),
        ("moment", "2024-02-29T01:02:03.450Z"),
        ("epoch", "1709168523.45"),
        ("http", "Thu, 29 Feb 2024 01:02:03 GMT"),
        ("texts.member.1", "x"),
        ("texts.member.2", ""),
        ("moments.at.1", "2024-02-29T01:02:03.450Z"),
        ("Flat.1", "y"),
        ("Flat.2", "z"),
        ("table.member.1.member.1", "1"),
        ("table.member.2", ""),
        ("maybe.member.1", "s"),
        ("maybe.member.2", "t"),
        ("counts.entry.1.key", "red"),
        ("counts.entry.1.value", "1"),
        ("counts.entry.2.key", "blue"),
        ("counts.entry.2.value", "2"),
        ("flatCounts.1.key", "red"),
        ("flatCounts.1.value", "3"),
        ("things.entry.1.key", "k"),
        ("things.entry.1.value.text", "deep"),
        ("grid.entry.1.key", "g"),
        ("grid.entry.1.value.entry.1.key", "red"),
        ("grid.entry.1.value.entry.1.value", "4"),
        ("grid.entry.2.key", "h"),
        ("choice.many.1", "p"),
        ("choice.many.2", "q"),
        ("aws:Named", "n"),
        ("child.texts", ""),
        ("child.Flat", ""),
    ]


def test_forms_of_ec2(ec2: Any) -> None:
    value: dict[str, Any] = {
        "texts": ["x"],
        "flat": ["y"],
        "child": {"texts": [], "named": "n"},
    }
    assert form_of(ec2, value)[2:] == [
        ("Texts.1", "x"),
        ("Flat.1", "y"),
        ("Child.Aws:Named", "n"),
    ]


def test_characters_are_escaped(query: Any) -> None:
    op = query.operations.Do
    body = op.serialize(op.input(text="a b+&=ü/~*")).body
    assert body.endswith(b"&text=a%20b%2B%26%3D%C3%BC%2F~%2A")


def test_members_of_unions_that_are_not_known(query: Any) -> None:
    op, models = query.operations.Do, query.models
    given = op.input(choice=models.ChoiceUnknown("later", 5))
    assert op.serialize(given).body.endswith(b"&choice.later=5")
    with pytest.raises(TypeError, match="not a variant"):
        op.serialize(op.input(choice=models.Choice()))


THING = """
  <thing xmlns:aws="https://example.com/aws" aws:kind="k">
    <text> two  words </text><color>green</color><size>7</size><flag> true </flag>
    <number>NaN</number><exact> 1.10 </exact><data> AP8= </data>
    <moment> 2024-02-29T02:02:03.45+01:00 </moment><epoch>10000101</epoch>
    <http>Thu, 29 Feb 2024 01:02:03 GMT</http>
    <texts><member>x</member><!-- no member --><member/><other>y</other></texts>
    <moments><at>2024-02-29T01:02:03.450Z</at></moments>
    <Flat>y</Flat><flatCounts><key>red</key><value>3</value></flatCounts><Flat>z</Flat>
    <flatCounts><key>blue</key><value>4</value></flatCounts>
    <table><member><member>1</member></member><member/></table>
    <maybe><member>s</member></maybe>
    <counts><entry><key>red</key><value>1</value></entry><entry><key>no value</key></entry></counts>
    <things><entry><key>k</key><value><text>deep</text></value></entry></things>
    <grid><entry><key>g</key><value><entry><key>red</key><value>4</value></entry></value></entry></grid>
    <choice><many>p</many><many>q</many></choice>
    <aws:Named>n</aws:Named>
    <child><texts/><counts> </counts><text/><data/></child>
    <unknown/>
  </thing>"""
READ: dict[str, Any] = {
    "text": " two  words ",
    "color": "green",
    "size": 7,
    "flag": True,
    "exact": "1.10",
    "data": b"\x00\xff",
    "moment": MOMENT,
    "epoch": datetime(1970, 4, 26, 17, 48, 21, tzinfo=UTC),
    "http": MOMENT.replace(microsecond=0),
    "texts": ["x", ""],
    "moments": [MOMENT],
    "flat": ["y", "z"],
    "table": [["1"], []],
    "maybe": ["s"],
    "counts": {"red": 1},
    "flatCounts": {"red": 3, "blue": 4},
    "things": {"k": {"text": "deep"}},
    "grid": {"g": {"red": 4}},
    "choice": {"many": ["p", "q"]},
    "named": "n",
    "attribute": "k",
    "child": {"text": "", "data": b"", "texts": [], "counts": {}},
}


def answer(protocol: str, members: str) -> bytes:
    inner = f"<DoResult>{members}</DoResult>" if protocol == "awsQuery" else members
    document = (
        f'\ufeff\n<?xml version="1.0" encoding="UTF-8"?>\n<DoResponse xmlns="https://example.com/">{inner}'
        "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DoResponse>\n"
    )
    return document.encode()


@pytest.mark.parametrize("protocol", ["awsQuery", "ec2Query"])
def test_answers(packages: dict[str, Any], protocol: str) -> None:
    output = packages[protocol].answer("Do", answer(protocol, THING))
    found = output.to_value()["thing"]
    number = found.pop("number")
    assert number != number
    assert str(found.pop("exact")) == "1.10"
    assert found == {key: each for key, each in READ.items() if key != "exact"}
    assert not output.thing.color.is_known


@pytest.mark.parametrize("body", [b"", b"<DoResponse/>", answer("awsQuery", "")])
def test_answers_without_members(query: Any, body: bytes) -> None:
    # "Client error correction": a required structure is one without members.
    assert query.answer("Do", body).to_value() == {"thing": {}}


@pytest.mark.parametrize(
    "choice", ["<later>5</later>", "<later>5</later><text>a</text>"]
)
def test_answers_with_unknown_members_of_unions(query: Any, choice: str) -> None:
    members = f"<thing><choice>{choice}</choice></thing>"
    found = query.answer("Do", answer("awsQuery", members)).thing.choice
    assert found == query.models.ChoiceUnknown("later", "5")


@pytest.mark.parametrize(
    "body", [b"", b"<PingResponse><ResponseMetadata/></PingResponse>"]
)
def test_answers_of_operations_without_output(
    packages: dict[str, Any], body: bytes
) -> None:
    for package in packages.values():
        assert package.answer("Ping", body) == package.operations.Ping.output()


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"<html/>",
        b"{}",
        b"<DoResponse>",
        b"\xff\xfe",
        answer("awsQuery", "<thing><size>x</size></thing>"),
        answer("awsQuery", "<thing><moment/></thing>"),
        answer(
            "awsQuery", "<thing>" + "<child>" * 5000 + "</child>" * 5000 + "</thing>"
        ),
    ],
    ids=["html", "page", "json", "cut", "bytes", "number", "moment", "deep"],
)
def test_answers_that_cannot_be_read(query: Any, body: bytes) -> None:
    with pytest.raises(query.errors.DeserializationError):
        query.answer("Do", body)


def failed(package: Any, body: str, status: int = 400, **headers: str) -> Any:
    with pytest.raises(package.errors.ServiceError) as caught:
        package.answer("Do", body.encode(), status=status, headers=headers)
    return caught.value


def error_of(protocol: str, code: str, members: str = "", request_id: str = "") -> str:
    error = f"<Error><Type>Sender</Type><Code>{code}</Code>{members}</Error>"
    if protocol == "awsQuery":
        return f'<ErrorResponse xmlns="u">{error}{request_id}</ErrorResponse>'
    return f"<Response><Errors>{error}</Errors>{request_id}</Response>"


@pytest.mark.parametrize(
    ("protocol", "code"), [("awsQuery", "Thing.Gone"), ("ec2Query", "Gone")]
)
def test_errors(packages: dict[str, Any], protocol: str, code: str) -> None:
    members = "<Message>why</Message><left>5</left>"
    for tag in ("RequestId", "RequestID"):
        body = error_of(protocol, code, members, f"<{tag}>r-1</{tag}>")
        error = failed(packages[protocol], body, 409)
        assert type(error) is packages[protocol].errors.Gone
        assert (error.code, error.message, error.left) == (code, "why", 5)
        assert (error.status, error.request_id, error.fault) == (409, "r-1", "client")
        decoded = packages[protocol].operations.Do.error_of_xml(code, body)
        assert (decoded.left, decoded.request_id) == (5, "r-1")


def test_codes_and_statuses_of_errors(packages: dict[str, Any]) -> None:
    # awsQueryError is of awsQuery alone, and there HTTP bindings do not count.
    gone = packages["awsQuery"].errors.Gone
    assert (gone.code, gone.status) == ("Thing.Gone", 410)
    gone = packages["ec2Query"].errors.Gone
    assert (gone.code, gone.status) == ("Gone", 404)
    plain = packages["awsQuery"].errors.Plain
    assert (plain.code, plain.status, plain.fault) == ("Plain", 500, "server")


def test_errors_that_are_not_modelled(query: Any) -> None:
    error = failed(query, error_of("awsQuery", "Throttling", "<Message>slow</Message>"))
    assert type(error) is query.errors.UnknownOperationError
    assert (error.code, error.message, error.request_id) == ("Throttling", "slow", None)
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.message) == ("Throttling", "slow")


@pytest.mark.parametrize("body", ["", "<html>busy</html>", "busy", '{"x": 1}'])
def test_errors_that_are_no_xml_of_the_service(query: Any, body: str) -> None:
    error = failed(query, body, 503, **{"x-amzn-RequestId": "r-2"})
    assert (error.code, error.status, error.fault) == ("503", 503, "server")
    assert error.request_id == "r-2"


def test_errors_that_do_not_fit(query: Any) -> None:
    body = error_of("awsQuery", "Thing.Gone", "<left>many</left><Message>why</Message>")
    error = failed(query, body)
    assert type(error) is query.errors.UnknownOperationError
    assert (error.code, error.message) == ("Thing.Gone", "why")


def test_errors_in_json(query: Any) -> None:
    error = query.operations.Do.error_of_json(
        "Thing.Gone", {"message": "why", "left": 5}
    )
    assert type(error) is query.errors.Gone
    assert (error.message, error.left) == ("why", 5)


def test_what_neither_protocol_has_is_left_out(fragment: Callable[..., Any]) -> None:
    shapes: dict[str, Any] = {
        "Holder": {"structure": {"any": "Document"}},
        "Do": {"operation": {"input": "Holder"}},
        "Ping": {"operation": {}},
    }
    package = fragment(
        shapes,
        traits={"xmlNamespace": {"uri": "u"}},
        protocol="awsQuery",
    )
    assert list(package.operations.ALL) == ["Ping"]
    assert any("its input has a document" in each for each in package.diagnostics)

"""restXml: what Smithy's suites leave open of documents, answers and errors in XML."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest

MOMENT = datetime(2024, 2, 29, 1, 2, 3, 450_000, UTC)
FLAT: dict[str, Any] = {"xmlFlattened": {}}
SHAPES: dict[str, Any] = {
    "Color": {"enum": {"RED": "red"}},
    "Size": {"intEnum": {"SMALL": 1}},
    "Texts": {"list": "String"},
    "Items": {"list": ["Thing", {"xmlName": "Item"}]},
    "Moments": {"list": ["Timestamp", {"xmlName": "at", "xmlNamespace": {"uri": "m"}}]},
    "Table": {"list": "Texts"},
    "Maybe": {"list": "String", "traits": {"sparse": {}}},
    "MaybeMap": {"map": ["String", "Integer"], "traits": {"sparse": {}}},
    "Counts": {"map": ["Color", "Integer"]},
    "Named": {
        "map": [["String", {"xmlName": "Name"}], ["Thing", {"xmlName": "Thing"}]]
    },
    "Grid": {"map": ["String", "Counts"]},
    "Kind": {
        "structure": {
            "kind": ["Color", {"xmlAttribute": {}, "xmlName": "xsi:kind"}],
            "flag": ["Boolean", {"xmlAttribute": {}}],
            "size": ["Size", {"xmlAttribute": {}}],
            "moment": ["Timestamp", {"xmlAttribute": {}}],
            "text": "String",
        },
        # Names and namespaces of a structure are for documents that it is the root of.
        "traits": {"xmlName": "Not", "xmlNamespace": {"uri": "not"}},
    },
    "Choice": {
        "union": {
            "text": "String",
            "many": ["Texts", FLAT],
            "counts": ["Counts", {**FLAT, "xmlName": "Count"}],
            "nothing": "Unit",
            "thing": "Thing",
        }
    },
    "Thing": {
        "structure": {
            "text": "String",
            "color": "Color",
            "size": "Size",
            "flag": "Boolean",
            "number": "Double",
            "large": "BigInteger",
            "exact": "BigDecimal",
            "data": "Blob",
            "moment": "Timestamp",
            "epoch": ["Timestamp", {"timestampFormat": "epoch-seconds"}],
            "http": ["Timestamp", {"timestampFormat": "http-date"}],
            "texts": "Texts",
            "moments": "Moments",
            "flat": ["Texts", {**FLAT, "xmlName": "Flat"}],
            "items": ["Items", FLAT],
            "table": "Table",
            "flatTable": ["Table", FLAT],
            "maybe": "Maybe",
            "flatMaybe": ["Maybe", FLAT],
            "maybeMap": "MaybeMap",
            "flatMaybeMap": ["MaybeMap", FLAT],
            "counts": "Counts",
            "flatCounts": ["Counts", FLAT],
            "named": "Named",
            "flatNamed": ["Named", FLAT],
            "grid": "Grid",
            "flatGrid": ["Grid", FLAT],
            "choice": "Choice",
            "kind": [
                "Kind",
                {"xmlName": "n:Kind", "xmlNamespace": {"uri": "u&'", "prefix": "n"}},
            ],
            "child": "Thing",
        }
    },
    "Gone": {
        "structure": {
            "Message": "String",
            "left": "Integer",
            "after": ["Integer", {"httpHeader": "Retry-After"}],
        },
        "traits": {"error": "client", "httpError": 410},
    },
    "NotFound": {"structure": {}, "traits": {"error": "client", "httpError": 404}},
    "Do": {
        "operation": {
            "input": "Thing",
            "output": "Thing",
            "errors": ["Gone", "NotFound"],
        },
        "traits": {"http": {"method": "POST", "uri": "/do"}},
    },
    "Bound": {
        "structure": {
            "id": ["String", {"httpHeader": "x-id"}],
            "token": ["String", {"idempotencyToken": {}}],
            "kind": ["String", {"xmlAttribute": {}}],
            "texts": "Texts",
        },
        "traits": {"xmlName": "BoundDocument"},
    },
    "Bind": {
        "operation": {"input": "Bound", "output": "Bound"},
        "traits": {"http": {"method": "PUT", "uri": "/bind"}},
    },
    "Loaded": {
        "structure": {
            "id": ["String", {"httpHeader": "x-id"}],
            "kind": ["Kind", {"httpPayload": {}}],
        },
    },
    "Load": {
        "operation": {"input": "Loaded", "output": "Loaded"},
        "traits": {"http": {"method": "PUT", "uri": "/load"}},
    },
    "Picked": {
        "structure": {
            "choice": ["Choice", {"httpPayload": {}, "xmlName": "Picked"}],
        },
    },
    "Pick": {
        "operation": {"input": "Picked", "output": "Picked"},
        "traits": {"http": {"method": "PUT", "uri": "/pick"}},
    },
    "Place": {"structure": {"place": ["String", {"xmlName": "Place"}]}},
    "Find": {
        "operation": {"output": "Place", "errors": ["NotFound"]},
        "traits": {
            "http": {"method": "HEAD", "uri": "/find"},
            "aws.customizations#s3UnwrappedXmlOutput": {},
        },
    },
    "Ping": {
        "operation": {},
        "traits": {"http": {"method": "GET", "uri": "/ping"}},
    },
}
# Everything that a value can hold, as `from_value` takes it, and the elements that it
# becomes.
VALUE: dict[str, Any] = {
    "text": "a <b>&amp;</b>\r\n]]> \"'\t\x85\u2028\xfc",
    "color": "red",
    "size": 1,
    "flag": False,
    "number": float("-inf"),
    "large": 10**30,
    "exact": "1.10",
    "data": b"\x00\xff",
    "moment": MOMENT,
    "epoch": MOMENT,
    "http": MOMENT.replace(microsecond=0),
    "texts": ["x", ""],
    "moments": [MOMENT],
    "flat": ["y", "z"],
    "items": [{"text": "i"}],
    "table": [["1", "2"], []],
    "flatTable": [["3"], []],
    "counts": {"red": 1, "blue": 2},
    "flatCounts": {"red": 3},
    "named": {"<&>": {"text": "deep"}},
    "flatNamed": {"f": {}},
    "grid": {"g": {"red": 4}, "h": {}},
    "flatGrid": {"i": {"red": 5}},
    "choice": {"many": ["p", "q"]},
    "kind": {
        "kind": "red",
        "flag": True,
        "size": 1,
        "moment": MOMENT,
        "text": "k",
    },
    "child": {"text": "", "texts": [], "flat": [], "counts": {}, "child": {}},
}
ELEMENTS = (
    "<text>a &lt;b&gt;&amp;amp;&lt;/b&gt;&#xD;&#xA;]]&gt; \"'\t&#x85;&#x2028;\xfc</text>",
    "<color>red</color><size>1</size><flag>false</flag><number>-Infinity</number>",
    f"<large>{10**30}</large><exact>1.10</exact><data>AP8=</data>",
    "<moment>2024-02-29T01:02:03.450Z</moment><epoch>1709168523.45</epoch>",
    "<http>Thu, 29 Feb 2024 01:02:03 GMT</http>",
    "<texts><member>x</member><member></member></texts>",
    '<moments><at xmlns="m">2024-02-29T01:02:03.450Z</at></moments>',
    "<Flat>y</Flat><Flat>z</Flat><items><text>i</text></items>",
    "<table><member><member>1</member><member>2</member></member><member></member></table>",
    "<flatTable><member>3</member></flatTable><flatTable></flatTable>",
    "<counts><entry><key>red</key><value>1</value></entry>",
    "<entry><key>blue</key><value>2</value></entry></counts>",
    "<flatCounts><key>red</key><value>3</value></flatCounts>",
    "<named><entry><Name>&lt;&amp;&gt;</Name><Thing><text>deep</text></Thing></entry></named>",
    "<flatNamed><Name>f</Name><Thing></Thing></flatNamed>",
    "<grid><entry><key>g</key><value><entry><key>red</key><value>4</value></entry></value></entry>",
    "<entry><key>h</key><value></value></entry></grid>",
    "<flatGrid><key>i</key><value><entry><key>red</key><value>5</value></entry></value></flatGrid>",
    "<choice><many>p</many><many>q</many></choice>",
    '<n:Kind xmlns:n="u&amp;\'" xsi:kind="red" flag="true" size="1"',
    ' moment="2024-02-29T01:02:03.450Z"><text>k</text></n:Kind>',
    "<child><text></text><texts></texts><counts></counts><child></child></child>",
)


@pytest.fixture(scope="module")
def package(fragment: Callable[..., Any]) -> Any:
    return fragment(
        SHAPES,
        traits={"xmlNamespace": {"uri": "https://example.com/"}},
        protocol="restXml",
    )


def body_of(package: Any, operation: str, value: dict[str, Any]) -> str:
    op = package.operations.ALL[operation]
    request = op.serialize(op.input.from_value(value))
    assert request.headers.get("Content-Type") == (
        "application/xml" if request.body else None
    )
    found: str = request.body.decode()
    return found


def test_documents(package: Any) -> None:
    assert body_of(package, "Do", VALUE) == (
        f'<Thing xmlns="https://example.com/">{"".join(ELEMENTS)}</Thing>'
    )


def test_a_document_without_members(package: Any) -> None:
    assert body_of(package, "Do", {}) == '<Thing xmlns="https://example.com/"></Thing>'


def test_what_was_written_is_read_again(package: Any) -> None:
    """But for what XML has no difference for: a flattened list without elements is
    none.
    """
    written = body_of(package, "Do", VALUE).replace("xsi:kind", "kind")
    found = package.answer("Do", written.encode()).to_value()
    expected = dict(VALUE)
    assert str(found.pop("exact")) == expected.pop("exact")
    expected["child"] = {
        key: each for key, each in VALUE["child"].items() if each != []
    }
    expected["child"] |= {"texts": []}
    assert found == expected


@pytest.mark.parametrize(
    ("choice", "elements"),
    [
        ({"text": "<"}, "<text>&lt;</text>"),
        ({"many": []}, ""),
        ({"counts": {"red": 1}}, "<Count><key>red</key><value>1</value></Count>"),
        ({"nothing": {}}, "<nothing></nothing>"),
        ({"thing": {"text": "t"}}, "<thing><text>t</text></thing>"),
    ],
)
def test_unions(package: Any, choice: dict[str, Any], elements: str) -> None:
    written = body_of(package, "Pick", {"choice": choice})
    assert written == f'<Picked xmlns="https://example.com/">{elements}</Picked>'
    if elements:
        assert package.answer("Pick", written.encode()).to_value() == {"choice": choice}


def test_members_of_unions_that_are_not_known(package: Any) -> None:
    op, models = package.operations.Pick, package.models
    given = op.input(choice=models.ChoiceUnknown("later", "<5>"))
    assert b">&lt;5&gt;<" in op.serialize(given).body
    with pytest.raises(ValueError, match="not the name of an XML element"):
        op.serialize(op.input(choice=models.ChoiceUnknown("a><b", 5)))
    with pytest.raises(TypeError, match="not a variant"):
        op.serialize(op.input(choice=models.Choice()))


def test_nulls_are_left_out(package: Any) -> None:
    value: dict[str, Any] = {
        "maybe": ["s", None],
        "flatMaybe": [None, "t"],
        "maybeMap": {"a": None, "b": 1},
        "flatMaybeMap": {"c": None, "d": 2},
    }
    assert body_of(package, "Do", value) == (
        '<Thing xmlns="https://example.com/"><maybe><member>s</member></maybe><flatMaybe>t</flatMaybe>'
        "<maybeMap><entry><key>b</key><value>1</value></entry></maybeMap>"
        "<flatMaybeMap><key>d</key><value>2</value></flatMaybeMap></Thing>"
    )


def test_a_character_that_xml_does_not_have_is_refused(package: Any) -> None:
    with pytest.raises(ValueError, match=r"U\+0000"):
        body_of(package, "Do", {"child": {"texts": ["a\0b"]}})


def test_values_of_the_wrong_type_stay_in_their_elements(package: Any) -> None:
    """Types tell; who does not check them still gets no markup into a request."""
    op = package.operations.Do
    attack = "</x><y>1</y>"
    for field in ("text", "color", "large", "exact", "number"):
        body = op.serialize(op.input(**{field: attack})).body
        root = ElementTree.fromstring(body)
        assert len(root) == 1
        assert (len(root[0]), root[0].text) == (0, attack)
    kind = package.models.Kind(kind='"><y a="')
    body = op.serialize(op.input(kind=kind)).body.replace(b"xsi:", b"")
    (found,) = ElementTree.fromstring(body)
    assert (found.attrib, len(found)) == ({"kind": '"><y a="'}, 0)


def test_members_that_are_not_bound_are_the_document(package: Any) -> None:
    value = {"id": "i", "token": "t", "kind": '"k"', "texts": ["x"]}
    assert body_of(package, "Bind", value) == (
        '<BoundDocument xmlns="https://example.com/" kind="&quot;k&quot;">'
        "<token>t</token><texts><member>x</member></texts></BoundDocument>"
    )
    op = package.operations.Bind
    tokens = {op.serialize(op.input(id="i")).body for _ in range(2)}
    assert len(tokens) == 2
    answered = package.answer(
        "Bind",
        b'<Any kind="k"><texts><member>x</member></texts><id>no</id></Any>',
        headers={"X-ID": "i"},
    )
    assert answered.to_value() == {"id": "i", "kind": "k", "texts": ["x"]}


def test_payloads(package: Any) -> None:
    # Here the names and namespaces of the structure count.
    written = body_of(package, "Load", {"kind": {"text": "k"}})
    assert written == '<Not xmlns="not"><text>k</text></Not>'
    assert body_of(package, "Load", {"id": "i"}) == ""
    answered = package.answer("Load", b'<x:Not xmlns:x="not" kind="blue"/>')
    assert answered.to_value() == {"kind": {"kind": "blue"}}
    assert package.answer("Load", b"", headers={"x-id": "i"}).to_value() == {"id": "i"}


THING = """\ufeff
<?xml version="1.0" encoding="UTF-8"?>
<!-- any root -->
<DoAnswer xmlns="https://example.com/" xmlns:o="https://example.com/other">
  <text> two  <![CDATA[<words> &]]></text><color>green</color><size>7</size><flag> true </flag>
  <number>NaN</number><large> 5 </large><exact> 1.10 </exact><data> AP8= </data>
  <moment> 2024-02-29T02:02:03.45+01:00 </moment><epoch>10000101</epoch>
  <texts><member>x</member><!-- no member --><member/><other>y</other></texts>
  <moments><at>2024-02-29T01:02:03.450Z</at></moments>
  <Flat>y</Flat><flatCounts><key>red</key><value>3</value></flatCounts><Flat>z</Flat>
  <flatCounts><key>blue</key><value>4</value></flatCounts>
  <table><member><member>1</member></member><member/></table>
  <flatTable><member>3</member></flatTable><flatTable/>
  <counts><entry><key>red</key><value>1</value></entry><entry><key>no value</key></entry></counts>
  <choice><o:text>t</o:text></choice>
  <o:Kind o:kind="red" flag=" true "><text/></o:Kind>
  <child><texts/><counts> </counts><table></table><text/><data/><child/></child>
  <unknown><text>no</text></unknown>
</DoAnswer>"""


def test_answers(package: Any) -> None:
    output = package.answer("Do", THING.encode())
    found = output.to_value()
    number = found.pop("number")
    assert number != number
    assert str(found.pop("exact")) == "1.10"
    assert found == {
        "text": " two  <words> &",
        "color": "green",
        "size": 7,
        "flag": True,
        "large": 5,
        "data": b"\x00\xff",
        "moment": MOMENT,
        "epoch": datetime(1970, 4, 26, 17, 48, 21, tzinfo=UTC),
        "texts": ["x", ""],
        "moments": [MOMENT],
        "flat": ["y", "z"],
        "table": [["1"], []],
        "flatTable": [["3"], []],
        "counts": {"red": 1},
        "flatCounts": {"red": 3, "blue": 4},
        "choice": {"text": "t"},
        "kind": {"kind": "red", "flag": True, "text": ""},
        "child": {
            "text": "",
            "data": b"",
            "texts": [],
            "table": [],
            "counts": {},
            "child": {},
        },
    }
    assert not output.color.is_known


@pytest.mark.parametrize("body", [b"", b"<Any/>", b"  <Any>\n</Any>\n"])
def test_answers_without_members(package: Any, body: bytes) -> None:
    assert package.answer("Do", body).to_value() == {}
    assert package.answer("Ping", body) == package.operations.Ping.output()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'<Place xmlns="u">here</Place>', {"place": "here"}),
        (b'<Place xmlns="u"/>', {}),
        (b"", {}),
        # A service that wraps it all the same.
        (b"<Any><Place>here</Place></Any>", {"place": "here"}),
    ],
)
def test_documents_that_are_their_member(
    package: Any, body: bytes, expected: dict[str, str]
) -> None:
    assert package.answer("Find", body).to_value() == expected


@pytest.mark.parametrize(
    "body",
    [
        "<html>",
        "{}",
        "<Any>",
        "<Any/><Any/>",
        "<Any>&unknown;</Any>",
        '<!DOCTYPE a [<!ENTITY x "y">]><Any><text>&x;</text></Any>',
        "<Any><size>x</size></Any>",
        "<Any><moment/></Any>",
        "<Any><data>A</data></Any>",
        "<Any>" + "<child>" * 5000 + "</child>" * 5000 + "</Any>",
        # A success without members is not what this is.
        "<Error><Code>InternalError</Code></Error>",
        "<ErrorResponse/>",
    ],
)
def test_answers_that_cannot_be_read(package: Any, body: str) -> None:
    with pytest.raises(package.errors.DeserializationError):
        package.answer("Do", body.encode())


def failed(package: Any, body: str, status: int = 400, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with pytest.raises(package.errors.ServiceError) as caught:
        package.answer("Do", body.encode(), status=status, headers=named)
    return caught.value


MEMBERS = "<Code>Gone</Code><Message>why</Message><left>5</left>"


@pytest.mark.parametrize(
    "body",
    [
        f'<ErrorResponse xmlns="u"><Error>{MEMBERS}</Error><RequestId>r</RequestId></ErrorResponse>',
        # noErrorWrapping.
        f"<Error>{MEMBERS}<RequestId>r</RequestId><HostId>h</HostId></Error>",
        f"<Error>{MEMBERS}<Error>a member</Error></Error>",
    ],
)
def test_errors(package: Any, body: str) -> None:
    headers = {"x_amz_request_id": "r", "x_amz_id_2": "h", "retry_after": "7"}
    error = failed(package, body, 409, **headers)
    assert type(error) is package.errors.Gone
    assert (error.code, error.message, error.left) == ("Gone", "why", 5)
    assert (error.status, error.after, error.fault) == (409, 7, "client")
    assert (error.request_id, error.extended_request_id) == ("r", "h")
    again = pickle.loads(pickle.dumps(error))
    assert (again.left, again.extended_request_id) == (5, "h")
    decoded = package.operations.Do.error_of_xml("Gone", body)
    assert (type(decoded), decoded.left) == (package.errors.Gone, 5)


def test_ids_of_requests_in_documents(package: Any) -> None:
    body = f"<Error>{MEMBERS}<RequestId>r</RequestId><HostId>h</HostId></Error>"
    error = failed(package, body, x_amz_request_id="no", x_amz_id_2="no")
    assert (error.request_id, error.extended_request_id) == ("r", "h")


@pytest.mark.parametrize(
    ("status", "kind", "code", "message"),
    [
        (404, "NotFound", "NotFound", "Not Found"),
        (403, "UnknownOperationError", "403", "Forbidden"),
        (304, "UnknownOperationError", "304", "Not Modified"),
        (599, "UnknownOperationError", "599", None),
    ],
)
def test_errors_without_a_document(
    package: Any, status: int, kind: str, code: str, message: str | None
) -> None:
    """As the answers to HEAD requests are: only the status tells what is wrong."""
    error = failed(package, "", status, x_amz_request_id="r", x_amz_id_2="h")
    assert (type(error).__name__, error.code) == (kind, code)
    assert (error.message, error.status) == (message, status)
    assert (error.request_id, error.extended_request_id) == ("r", "h")
    assert error.fault == ("server" if status >= 500 else "client")


def test_a_status_that_the_operation_does_not_model(package: Any) -> None:
    with pytest.raises(package.errors.UnknownOperationError) as caught:
        package.answer("Ping", b"", status=404)
    assert (caught.value.code, caught.value.message) == ("404", "Not Found")


@pytest.mark.parametrize("body", ["<html>busy</html>", "busy", "<Error/>", '{"x": 1}'])
def test_errors_that_do_not_say_what_they_are(package: Any, body: str) -> None:
    error = failed(package, body, 503, x_amz_request_id="r")
    assert (error.code, error.status, error.fault) == ("503", 503, "server")
    assert error.request_id == "r"


def test_documents_are_left_out(fragment: Callable[..., Any]) -> None:
    shapes: dict[str, Any] = {
        "Holder": {"structure": {"any": "Document"}},
        "Do": {
            "operation": {"input": "Holder"},
            "traits": {"http": {"method": "POST", "uri": "/"}},
        },
        "Ping": SHAPES["Ping"],
    }
    package = fragment(shapes, protocol="restXml")
    assert list(package.operations.ALL) == ["Ping"]
    assert any("its input has a document" in each for each in package.diagnostics)

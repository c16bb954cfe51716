"""Answers that are not as the model has them, in every protocol: what is missing, null,
new or of a later model.

Smithy 2.0, "Client error correction", "sparse trait", "Enum types" and "union": nothing
of it is an error.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import cbor2
import pytest

SHAPES: dict[str, Any] = {
    "Texts": {"list": "String"},
    "Numbers": {"map": ["String", "Integer"]},
    "MaybeTexts": {"list": "String", "traits": {"sparse": {}}},
    "MaybeNumbers": {"map": ["String", "Integer"], "traits": {"sparse": {}}},
    "Mode": {"enum": {"FAST": "fast", "SLOW": "slow"}},
    "Choice": {"union": {"text": "String", "inner": "Inner"}},
    "Choices": {"list": "Choice"},
    "Inner": {
        "structure": {
            "name": ["String", {"required": {}}],
            "size": ["PrimitiveInteger", {"default": 0}],
        }
    },
    "Output": {
        "structure": {
            "text": ["String", {"required": {}}],
            "flag": ["Boolean", {"required": {}}],
            "count": ["Long", {"required": {}}],
            "ratio": ["Double", {"required": {}}],
            "data": ["Blob", {"required": {}}],
            "at": ["Timestamp", {"required": {}}],
            "texts": ["Texts", {"required": {}}],
            "numbers": ["Numbers", {"required": {}}],
            "mode": ["Mode", {"required": {}}],
            "inner": ["Inner", {"required": {}}],
            "choice": ["Choice", {"required": {}}],
            "limit": ["Integer", {"default": 7}],
            "free": "String",
            "choices": "Choices",
            "maybeTexts": "MaybeTexts",
            "maybeNumbers": "MaybeNumbers",
        }
    },
    "Get": {
        "operation": {"output": "Output", "errors": ["Gone"]},
        "traits": {"http": {"method": "POST", "uri": "/get"}},
    },
    "Gone": {
        "structure": {"message": "String", "inner": ["Inner", {"required": {}}]},
        "traits": {"error": "client"},
    },
}
CORRECTED: dict[str, Any] = {
    "text": "",
    "flag": False,
    "count": 0,
    "ratio": 0.0,
    "data": b"",
    "at": datetime(1970, 1, 1, tzinfo=UTC),
    "texts": [],
    "numbers": {},
    "mode": "",
    "inner": {"name": "", "size": 0},
    "limit": 7,
}
JSON = ("awsJson1_0", "awsJson1_1", "restJson1", "smithy.protocols#rpcv2Json")
CBOR = "smithy.protocols#rpcv2Cbor"
XML = ("restXml", "awsQuery", "ec2Query")
# Members of ec2 and of errors have the names that the model gives them here.
TRAITS = {"xmlNamespace": {"uri": "https://example.com/"}}


@pytest.fixture(scope="module", params=[*JSON, CBOR, *XML])
def made(request: pytest.FixtureRequest, fragment: Callable[..., Any]) -> Any:
    package = fragment(SHAPES, protocol=request.param, traits=TRAITS)
    return request.param, package


def answer(made: tuple[str, Any], value: dict[str, Any]) -> Any:
    """The output that a service's answer is read as. Nulls are not in XML, which has
    elements without content.
    """
    protocol, package = made
    headers = {}
    if protocol in XML:
        body = xml("GetResponse", value).encode()
        if protocol == "awsQuery":
            body = (
                b"<GetResponse>" + xml("GetResult", value).encode() + b"</GetResponse>"
            )
    elif protocol == CBOR:
        headers["smithy-protocol"] = "rpc-v2-cbor"
        body = cbor2.dumps(value)
    else:
        headers["smithy-protocol"] = "rpc-v2-json"
        body = json.dumps(value).encode()
    operation = package.operations.Get
    return operation.deserialize(package.module.Response(200, headers, body))


def xml(name: str, value: Any) -> str:
    match value:
        case dict():
            content = "".join(xml(key, each) for key, each in value.items())
        case list():
            content = "".join(xml("member", each) for each in value)
        case _:
            content = escape(str(value))
    return f"<{name}>{content}</{name}>"


def test_what_is_required_and_missing_is_corrected(made: tuple[str, Any]) -> None:
    output = answer(made, {})
    found = output.to_value()
    # The unknown variant of a union has no member.
    assert len(found.pop("choice")) == 1
    assert found == CORRECTED
    assert output.free is None
    assert output.inner.name == ""


def test_what_is_missing_further_down_is_corrected_too(made: tuple[str, Any]) -> None:
    output = answer(made, {"inner": {"size": 3}, "choice": {"inner": {}}})
    assert output.inner.to_value() == {"name": "", "size": 3}
    assert output.choice.to_value() == {"inner": {"name": "", "size": 0}}


def test_members_of_a_later_model_are_ignored(made: tuple[str, Any]) -> None:
    value = {"text": "a", "later": {"deep": [1]}, "inner": {"name": "n", "new": "x"}}
    output = answer(made, value)
    assert output.text == "a"
    assert output.inner.to_value() == {"name": "n", "size": 0}


def test_values_of_a_later_enum_are_kept(made: tuple[str, Any]) -> None:
    mode = answer(made, {"mode": "furious"}).mode
    assert mode == "furious"
    assert mode.value == "furious"


def test_variants_of_a_later_union_are_kept(made: tuple[str, Any]) -> None:
    choices: Any = [{"text": "a"}, {"later": "x"}]
    output = answer(made, {"choice": {"later": "x"}, "choices": choices})
    assert output.choice.to_value() == {"later": "x"}
    assert [each.to_value() for each in output.choices] == choices


@pytest.mark.parametrize("made", [*JSON, CBOR], indirect=True)
def test_nulls(made: tuple[str, Any]) -> None:
    """A null member is one that is not there; a null entry is one only where a list or
    map is sparse.
    """
    nulls: dict[str, Any] = dict.fromkeys(SHAPES["Output"]["structure"])
    found = answer(made, nulls).to_value()
    del found["choice"]
    assert found == CORRECTED
    output = answer(
        made,
        {
            "texts": ["a", None, "b"],
            "numbers": {"a": 1, "b": None},
            "maybeTexts": ["a", None],
            "maybeNumbers": {"a": None, "b": 2},
            "choice": {"text": None, "inner": {"name": "n"}},
        },
    )
    assert output.texts == ["a", "b"]
    assert output.numbers == {"a": 1}
    assert output.maybe_texts == ["a", None]
    assert output.maybe_numbers == {"a": None, "b": 2}
    assert output.choice.to_value() == {"inner": {"name": "n", "size": 0}}


def test_members_of_errors_are_corrected(made: tuple[str, Any]) -> None:
    protocol, package = made
    error = package.operations.Get.error_of_json("Gone", {"message": "m"})
    assert error.to_value() == {"message": "m", "inner": {"name": "", "size": 0}}
    document = "<Error><Code>Gone</Code><Message>m</Message></Error>"
    found = package.operations.Get.error_of_xml("Gone", document)
    assert found.inner.name == ""
    assert found.message == "m", protocol

"""What the botocore front end makes of a small service."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from ecrgen import checks
from ecrgen.frontends._botocore_names import enum_member_names
from ecrgen.model.ast import to_ast
from tests.support.bakery import (
    NAMESPACE,
    PAGINATORS,
    SERVICE,
    WAITERS,
    Json,
    edited,
    id_of,
    load,
    write,
)


@pytest.fixture
def shapes(tmp_path: Path) -> Json:
    """The shapes of the bakery in the JSON AST, by their names without the namespace."""
    source = write(
        tmp_path, service_2=SERVICE, paginators_1=PAGINATORS, waiters_2=WAITERS
    )
    model, diagnostics = load(source)
    checks.run(model, diagnostics)
    # The empty value of an enum.
    assert [item.code for item in diagnostics] == ["N050"], diagnostics.sorted()
    return {
        name.partition("#")[2]: shape for name, shape in to_ast(model)["shapes"].items()
    }


def traits_of(shapes: Json, name: str) -> Json:
    shape, _, member = name.partition("$")
    node = shapes[shape]
    if member:
        node = node["members"][member]
    return {
        key.partition("#")[2]: value for key, value in node.get("traits", {}).items()
    }


# --- What a service becomes ------------------------------------------------------------------


def test_the_service(shapes: Json) -> None:
    assert shapes["SmallBakery"]["version"] == "2020-01-02"
    assert traits_of(shapes, "SmallBakery") == {
        "service": {
            "sdkId": "Small Bakery",
            "arnNamespace": "bakery",
            "endpointPrefix": "api.bakery",
        },
        "sigv4": {"name": "bakery"},
        "restJson1": {},
        "title": "Small Bakery",
    }
    targets = [
        item["target"].partition("#")[2] for item in shapes["SmallBakery"]["operations"]
    ]
    assert sorted(targets) == ["Close", "GetLoaf", "ListLoaves"]


def test_an_operation(shapes: Json) -> None:
    operation = shapes["GetLoaf"]
    assert operation["input"] == {"target": f"{NAMESPACE}#GetLoafRequest"}
    assert operation["errors"] == [
        {"target": f"{NAMESPACE}#NoSuchLoaf"},
        {"target": f"{NAMESPACE}#TooBusy"},
    ]
    traits = traits_of(shapes, "GetLoaf")
    waiter = traits.pop("waitable")["LoafBaked"]
    assert traits == {
        "auth": [],
        "deprecated": {"message": "Use ListLoaves"},
        "documentation": "<p>Fetch.</p>",
        "endpoint": {"hostPrefix": "{Shop}."},
        "http": {"method": "GET", "uri": "/loaves/{LoafId}/{Rest+}?plain", "code": 206},
        "readonly": {},
    }
    assert waiter == {
        "documentation": "Until it is baked.",
        "minDelay": 150,
        "maxDelay": 150,
        "acceptors": [
            {"state": "success", "matcher": {"success": True}},
            {"state": "retry", "matcher": {"errorType": "NoSuchLoaf"}},
            {"state": "retry", "matcher": {"errorType": "TooBusy"}},
            {
                "state": "failure",
                "matcher": {
                    "output": {
                        "path": "Status",
                        "expected": "true",
                        "comparator": "booleanEquals",
                    }
                },
            },
        ],
    }


def test_an_operation_that_takes_and_returns_nothing(shapes: Json) -> None:
    unit = {"target": "smithy.api#Unit"}
    assert (shapes["Close"]["input"], shapes["Close"]["output"]) == (unit, unit)
    assert traits_of(shapes, "Close")["http"]["code"] == 200


def test_optional_auth_and_several_result_keys(shapes: Json) -> None:
    assert traits_of(shapes, "ListLoaves") == {
        "auth": ["aws.auth#sigv4"],
        "optionalAuth": {},
        "unsignedPayload": {},
        "http": {"method": "POST", "uri": "/loaves", "code": 200},
        # Of the two result keys one only leads to a list.
        "paginated": {
            "inputToken": "Next",
            "outputToken": "Next",
            "pageSize": "Max",
            "items": "Loaves",
        },
    }


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ("GetLoafRequest$LoafId", {"httpLabel": {}, "required": {}}),
        ("GetLoafRequest$Shop", {"hostLabel": {}, "required": {}}),
        ("GetLoafRequest$Since", {"httpHeader": "X-Since"}),
        ("GetLoafRequest$Extra", {"httpQueryParams": {}}),
        ("GetLoafRequest$Kind", {"httpQuery": "kind"}),
        ("GetLoafRequest$Meta", {"httpPrefixHeaders": "x-meta-"}),
        ("GetLoafRequest$Token", {"idempotencyToken": {}, "jsonName": "token"}),
        ("Loaf$Status", {"httpResponseCode": {}}),
        ("Loaf$Crumb", {"httpPayload": {}, "default": ""}),
        ("ListLoavesResponse$Sample", {}),
    ],
)
def test_members(shapes: Json, member: str, expected: Json) -> None:
    assert traits_of(shapes, member) == expected


@pytest.mark.parametrize(
    ("shape", "kind", "expected"),
    [
        ("GetLoafRequest", "structure", {"input": {}}),
        ("Loaf", "structure", {"output": {}}),
        ("NoSuchLoaf", "structure", {"error": "client", "httpError": 404}),
        (
            "TooBusy",
            "structure",
            {"error": "server", "httpError": 503, "retryable": {"throttling": True}},
        ),
        ("Choice", "union", {}),
        ("Anything", "document", {}),
        ("LoafId", "string", {"length": {"min": 3, "max": 9}, "pattern": "^[a-z]+$"}),
        ("Secret", "string", {"sensitive": {}}),
        ("Number", "integer", {"range": {"min": 1, "max": 100}}),
        ("Day", "timestamp", {"timestampFormat": "date-time"}),
        ("Names", "list", {"length": {"max": 5}, "sparse": {}}),
        ("Tags", "map", {}),
        # Some members stream the blob and some do not, so there have to be two.
        ("Crumb", "blob", {}),
        ("CrumbStream", "blob", {"streaming": {}}),
        ("Text", "string", {}),
        ("TextJsonValue", "string", {"mediaType": "application/json"}),
    ],
)
def test_shapes(shapes: Json, shape: str, kind: str, expected: Json) -> None:
    assert (shapes[shape]["type"], traits_of(shapes, shape)) == (kind, expected)


def test_marked_members_target_the_copy(shapes: Json) -> None:
    targets = {
        name: shapes[name]["members"][member]["target"].partition("#")[2]
        for name, member in (("Loaf", "Crumb"), ("ListLoavesRequest", "Filter"))
    }
    assert targets == {"Loaf": "CrumbStream", "ListLoavesRequest": "TextJsonValue"}


def test_enums(shapes: Json) -> None:
    members = {
        name: member["traits"]["smithy.api#enumValue"]
        for name, member in shapes["Kind"]["members"].items()
    }
    assert members == {
        "rye": "rye",
        "dark_rye": "dark-rye",
        "_4_grains": "4 grains",
    }


def test_enum_member_names_do_not_collide() -> None:
    values = ["a-b", "a.b", "A_B", "*", "1", "a-b"]
    named = enum_member_names(values)
    assert [value for _, value in named] == ["a-b", "a.b", "A_B", "*", "1"]
    assert [name for name, _ in named] == ["a_b", "a_b_2", "A_B_3", "VALUE", "_1"]


# --- Protocols -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"protocol": "json", "jsonVersion": "1.0"}, ["aws.protocols#awsJson1_0"]),
        ({"protocol": "json", "jsonVersion": "1.1"}, ["aws.protocols#awsJson1_1"]),
        ({"protocol": "rest-xml"}, ["aws.protocols#restXml"]),
        ({"protocol": "query"}, ["aws.protocols#awsQuery"]),
        ({"protocol": "ec2"}, ["aws.protocols#ec2Query"]),
        (
            {
                "protocol": "smithy-rpc-v2-cbor",
                "protocols": ["smithy-rpc-v2-cbor", "json"],
            },
            ["aws.protocols#awsJson1_0", "smithy.protocols#rpcv2Cbor"],
        ),
        (
            {"protocol": "json", "jsonVersion": "1.1", "awsQueryCompatible": {}},
            ["aws.protocols#awsJson1_1", "aws.protocols#awsQueryCompatible"],
        ),
    ],
)
def test_protocols(tmp_path: Path, metadata: Json, expected: list[str]) -> None:
    content = edited("metadata", value=SERVICE["metadata"] | metadata)
    model, diagnostics = load(write(tmp_path, service_2=content))
    assert not diagnostics.has_errors
    (service,) = model.services()
    assert [name for name in sorted(service.traits) if "protocols#" in name] == expected
    http = "smithy.api#http" in model.shapes[service.operations[0]].traits
    assert http == (metadata["protocol"] == "rest-xml")


@pytest.mark.parametrize(
    ("prefix", "name"),
    [
        ("BakeryFrontend_20200102", "BakeryFrontend_20200102"),
        ("com.example.v1.Bakery_1", "Bakery_1"),
        ("not a name", "SmallBakery"),
    ],
)
def test_the_target_prefix_names_the_service(
    tmp_path: Path, prefix: str, name: str
) -> None:
    content = edited("metadata", "targetPrefix", value=prefix)
    model, _ = load(write(tmp_path, service_2=content))
    assert model.services()[0].id == f"{NAMESPACE}#{name}"


def test_names_of_xml_elements(tmp_path: Path) -> None:
    content = edited("metadata", "protocol", value="query")
    content["metadata"]["xmlNamespace"] = "http://bakery.example/doc/"
    content["shapes"]["Names"] |= {
        "flattened": True,
        "member": {"shape": "Text", "locationName": "Name"},
    }
    content["shapes"]["NoSuchLoaf"]["error"]["code"] = "Loaf.Gone"
    model, diagnostics = load(write(tmp_path, service_2=content))
    assert not diagnostics.has_errors
    shapes = {
        name.partition("#")[2]: node for name, node in to_ast(model)["shapes"].items()
    }
    assert traits_of(shapes, "ListLoavesResponse$Loaves") == {
        "xmlFlattened": {},
        # Smithy ignores the name of the list's member where the list is flattened.
        "xmlName": "Name",
    }
    assert traits_of(shapes, "GetLoafRequest$Token")["xmlName"] == "token"
    assert traits_of(shapes, "SmallBakery")["xmlNamespace"] == {
        "uri": "http://bakery.example/doc/"
    }
    assert traits_of(shapes, "NoSuchLoaf")["awsQueryError"] == {
        "code": "Loaf.Gone",
        "httpResponseCode": 404,
    }


def test_names_that_smithy_does_not_tell_apart(tmp_path: Path) -> None:
    content = copy.deepcopy(SERVICE)
    content["shapes"] |= {"close": {"type": "string"}, "text": {"type": "string"}}
    content["shapes"]["ListLoavesRequest"]["members"]["Next"] = {"shape": "text"}
    model, diagnostics = load(write(tmp_path, service_2=content))
    checks.run(model, diagnostics)
    assert not diagnostics.has_errors, diagnostics.sorted()
    member = model.structure(model.operation(id_of(model, "ListLoaves")).input).members[
        "Next"
    ]
    assert member.target == f"{NAMESPACE}#text2"
    assert f"{NAMESPACE}#close2" in model.shapes


def test_text_is_left_out_without_docs(tmp_path: Path) -> None:
    content = copy.deepcopy(SERVICE)
    content["clientContextParams"] = {
        "Warm": {"type": "boolean", "documentation": "VENDOR"}
    }
    content["documentation"] = content["shapes"]["Text"]["documentation"] = "VENDOR"
    content["operations"]["GetLoaf"]["deprecatedMessage"] = "VENDOR"
    content["shapes"]["Loaf"]["members"]["Status"]["documentation"] = "VENDOR"
    waiters = copy.deepcopy(WAITERS)
    waiters["waiters"]["LoafBaked"]["description"] = "VENDOR"
    rules: Json = {
        "version": "1.0",
        "parameters": {"Region": {"type": "string", "documentation": "VENDOR"}},
        "rules": [
            {
                "type": "error",
                "conditions": [],
                "error": "KEPT",
                "documentation": "VENDOR",
            }
        ],
    }
    examples = {
        "examples": {"GetLoaf": [{"title": "VENDOR", "input": {"Rest": "VENDOR"}}]}
    }
    source = write(
        tmp_path,
        service_2=content,
        waiters_2=waiters,
        endpoint_rule_set_1=rules,
        examples_1=examples,
    )
    model, diagnostics = load(source)
    assert not diagnostics.has_errors
    with_docs, without = json.dumps(to_ast(model)), json.dumps(
        to_ast(model, docs=False)
    )
    # Once more in the copy of `Text` that holds JSON.
    assert with_docs.count("VENDOR") == 11
    assert "VENDOR" not in without
    assert "KEPT" in without
    assert '"smithy.api#deprecated": {}' in without

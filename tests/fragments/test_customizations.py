"""Customizations of single services, on models with as much of the service as they
need.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import botocore
import pytest
from botocore.utils import calculate_tree_hash

from ecrgen import customizations
from ecrgen.model.traits import TraitError, parse_traits
from tests.support.places import ROOT

SIGNED = {"aws.auth#sigv4": {"name": "example"}}


def service(sdk_id: str, prefix: str | None = None) -> dict[str, Any]:
    facts = {"sdkId": sdk_id, "arnNamespace": "example"}
    return {
        "aws.api#service": (
            facts if prefix is None else {**facts, "endpointPrefix": prefix}
        ),
        **SIGNED,
    }


def moment(stamp: str) -> float:
    """Seconds since the epoch of the time in a signature."""
    return datetime.strptime(f"{stamp}+0000", "%Y%m%dT%H%M%SZ%z").timestamp()


def http(uri: str, method: str = "GET") -> dict[str, Any]:
    return {"http": {"method": method, "uri": uri}}


LABEL: dict[str, Any] = {"httpLabel": {}, "required": {}}


def test_the_table_in_the_docs_is_of_all_customizations() -> None:
    lines = (ROOT / "docs" / "customizations.md").read_text("utf-8").splitlines()
    start = lines.index("|---|---|---|")
    expected = [
        f"| `{module.__name__.rpartition('.')[2]}` | {', '.join(module.SERVICES)} | {first_line(module)} |"
        for module in customizations.found()
    ]
    assert lines[start + 1 :] == expected


def first_line(module: ModuleType) -> str:
    return str(module.__doc__).partition("\n")[0]


def test_every_customization_is_of_services_that_there_are() -> None:
    data = Path(botocore.__file__).parent / "data"
    known: set[str] = set()
    for path in data.glob("*/*/service-2.json.gz"):
        metadata = json.loads(gzip.decompress(path.read_bytes()))["metadata"]
        known.add(metadata["serviceId"])
    for module in customizations.found():
        assert known.issuperset(module.SERVICES), module.__name__


def test_requests_of_api_gateway_say_what_they_accept(
    fragment: Callable[..., Any],
) -> None:
    shapes = {"Get": {"operation": {}, "traits": http("/x")}}
    made = fragment(shapes, traits=service("API Gateway"), protocol="restJson1")
    request = made.operations.Get.serialize(made.operations.Get.input())
    assert request.headers["Accept"] == "application/json"
    other = fragment(shapes, traits=service("Example"), protocol="restJson1")
    request = other.operations.Get.serialize(other.operations.Get.input())
    assert "Accept" not in request.headers


@pytest.fixture(scope="module")
def glacier(fragment: Callable[..., Any]) -> Any:
    return fragment(
        {
            "Body": {"blob": None, "traits": {"streaming": {}}},
            "UploadArchiveInput": {
                "structure": {
                    "accountId": ["String", LABEL],
                    "checksum": [
                        "String",
                        {"httpHeader": "x-amz-sha256-tree-hash"},
                    ],
                    "body": ["Body", {"httpPayload": {}, "default": ""}],
                }
            },
            "UploadArchive": {
                "operation": {"input": "UploadArchiveInput"},
                "traits": http("/{accountId}/archives", "POST"),
            },
        },
        traits=service("Glacier"),
        protocol="restJson1",
    )


class TestGlacier:
    def sent(self, glacier: Any, **fields: Any) -> Any:
        operation = glacier.operations.UploadArchive
        return operation.serialize(operation.input(**fields))

    def test_version(self, glacier: Any) -> None:
        headers = self.sent(glacier, body=b"").headers
        assert headers["X-Amz-Glacier-Version"] == "2024-05-06"

    @pytest.mark.parametrize(
        ("given", "path"),
        [
            ({}, "/-/archives"),
            ({"account_id": ""}, "/-/archives"),
            ({"account_id": "123"}, "/123/archives"),
        ],
    )
    def test_account(self, glacier: Any, given: dict[str, str], path: str) -> None:
        operation = glacier.operations.UploadArchive
        value = operation.input(body=b"", **given)
        assert operation.serialize(value).path == path
        assert value.account_id == given.get("account_id")  # the caller's own

    @pytest.mark.parametrize("size", [0, 1, 2**20 - 1, 2**20, 2**20 + 1, 5 * 2**20 + 7])
    def test_checksums(self, glacier: Any, size: int) -> None:
        body = bytes(index % 251 for index in range(1024)) * (size // 1024 + 1)
        body = body[:size]
        headers = self.sent(glacier, body=body).headers
        expected = calculate_tree_hash(BytesIO(body))
        if not size:  # which botocore does not send
            expected = hashlib.sha256(b"").hexdigest()
        assert headers["X-Amz-Sha256-Tree-Hash"] == expected
        assert headers["X-Amz-Content-Sha256"] == hashlib.sha256(body).hexdigest()

    @pytest.mark.parametrize("size", [1, 2**20 + 1, 3 * 2**20 + 5])
    def test_checksums_of_a_file(self, glacier: Any, size: int) -> None:
        body = bytes(index % 251 for index in range(size))
        module = glacier.module
        sent: list[Any] = []

        class Transport:
            def send(self, request: Any) -> Any:
                sent.append((request, b"".join(request.stream)))
                return glacier.response({})

            def close(self) -> None:
                pass

        with module.Client(
            region="eu-west-1",
            endpoint_url="https://glacier.test",
            credentials=module.Credentials("AKID", "secret"),
            transport=Transport(),
        ) as client:
            client.upload_archive(body=BytesIO(body))
        ((request, content),) = sent
        assert content == body
        tree = calculate_tree_hash(BytesIO(body))
        assert request.headers["X-Amz-Sha256-Tree-Hash"] == tree
        digest = hashlib.sha256(body).hexdigest()
        assert request.headers["X-Amz-Content-Sha256"] == digest

    def test_a_checksum_that_is_given(self, glacier: Any) -> None:
        headers = self.sent(glacier, body=b"x", checksum="mine").headers
        assert headers["x-amz-sha256-tree-hash"] == "mine"
        assert "X-Amz-Sha256-Tree-Hash" not in headers


def test_predictions_go_to_the_endpoint_of_the_model(
    fragment: Callable[..., Any],
) -> None:
    made = fragment(
        {
            "PredictInput": {
                "structure": {"PredictEndpoint": ["String", {"required": {}}]}
            },
            "Predict": {"operation": {"input": "PredictInput"}},
            "OtherInput": {"structure": {"PredictEndpoint": "String"}},
            "Other": {"operation": {"input": "OtherInput"}},
        },
        traits=service("Machine Learning", "machinelearning"),
    )
    operation = made.operations.Predict
    value = operation.input(predict_endpoint="https://m.test")
    assert operation.endpoint_parameters(value) == {"endpoint": "https://m.test"}
    found = made.module.endpoints.resolve(
        region="eu-west-1", **operation.endpoint_parameters(value)
    )
    assert found.url == "https://m.test"
    assert made.operations.Other.endpoint_parameters(value) == {}


@pytest.mark.parametrize(
    "given",
    ["Z1", "/hostedzone/Z1", "hostedzone/Z1", "/change/Z1", "/delegationset/Z1"],
)
def test_ids_of_route_53_with_and_without_a_path(
    given: str, fragment: Callable[..., Any]
) -> None:
    made = fragment(
        {
            "ResourceId": "string",
            "DelegationSetId": "string",
            "GetInput": {
                "structure": {
                    "Id": ["ResourceId", LABEL],
                    "Set": ["DelegationSetId", {"httpQuery": "set"}],
                    "Name": ["String", {"httpQuery": "name"}],
                }
            },
            "Get": {"operation": {"input": "GetInput"}, "traits": http("/zone/{Id}")},
        },
        traits=service("Route 53"),
        protocol="restXml",
    )
    operation = made.operations.Get
    request = operation.serialize(operation.input(id=given, set=given, name=given))
    assert request.path == "/zone/Z1"
    assert request.query == [("set", "Z1"), ("name", given)]
    assert operation.serialize(operation.input(id=given)).query == []


S3: dict[str, Any] = {
    "ListInput": {"structure": {"Bucket": ["String", LABEL]}},
    "List": {"operation": {"input": "ListInput"}, "traits": http("/{Bucket}?list")},
    "GetInput": {"structure": {"Bucket": ["String", LABEL], "Key": ["String", LABEL]}},
    "Blob": "blob",
    "GetOutput": {"structure": {"Body": ["Blob", {"httpPayload": {}}]}},
    "Get": {
        "operation": {"input": "GetInput", "output": "GetOutput"},
        "traits": http("/{Bucket}/{Key+}"),
    },
    "CopyOutput": {"structure": {"ETag": "String"}},
    "Copy": {
        "operation": {"input": "GetInput", "output": "CopyOutput"},
        "traits": http("/{Bucket}/{Key+}", "PUT"),
    },
    "Other": {"operation": {}, "traits": http("/{Bucketed}", "POST")},
    "OtherInput": {"structure": {"Bucketed": ["String", LABEL]}},
}
S3["Other"]["operation"] = {"input": "OtherInput"}


@pytest.fixture(scope="module")
def s3(fragment: Callable[..., Any]) -> Any:
    return fragment(S3, traits=service("S3", "s3"), protocol="restXml")


class TestS3:
    def test_paths_have_no_bucket(self, s3: Any) -> None:
        operations = s3.operations
        listed = operations.List.serialize(operations.List.input(bucket="b"))
        assert (listed.path, listed.query) == ("/", [("list", "")])
        got = operations.Get.serialize(operations.Get.input(bucket="b", key="a/b c"))
        assert got.path == "/a/b%20c"
        other = operations.Other.serialize(operations.Other.input(bucketed="b"))
        assert other.path == "/b"

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ({}, "https://mine.s3.eu-west-1.amazonaws.com"),
            ({"bucket": None}, "https://s3.eu-west-1.amazonaws.com"),
            ({"bucket": "a.b"}, "https://s3.eu-west-1.amazonaws.com/a.b"),
            ({"bucket": "A b"}, "https://s3.eu-west-1.amazonaws.com/A%20b"),
            ({"force_path_style": True}, "https://s3.eu-west-1.amazonaws.com/mine"),
            ({"accelerate": True}, "https://mine.s3-accelerate.amazonaws.com"),
            (
                {"use_dual_stack": True, "use_fips": True},
                "https://mine.s3-fips.dualstack.eu-west-1.amazonaws.com",
            ),
            (
                {"accelerate": True, "use_dual_stack": True},
                "https://mine.s3-accelerate.dualstack.amazonaws.com",
            ),
            ({"region": "cn-north-1"}, "https://mine.s3.cn-north-1.amazonaws.com.cn"),
            ({"endpoint": "http://127.0.0.1:9000"}, "http://127.0.0.1:9000/mine"),
            ({"endpoint": "https://s3.test/x"}, "https://mine.s3.test/x"),
        ],
    )
    def test_endpoints(self, s3: Any, given: Any, expected: str) -> None:
        given = {"region": "eu-west-1", "bucket": "mine", **given}
        found = s3.module.endpoints.resolve(**given)
        assert found.url == expected
        (scheme,) = found.properties["authSchemes"]
        assert scheme["disableDoubleEncoding"] is True

    @pytest.mark.parametrize(
        "given",
        [
            {"accelerate": True, "use_fips": True},
            {"accelerate": True, "bucket": "A b"},
            {"region": None},
        ],
    )
    def test_what_there_is_no_endpoint_for(self, s3: Any, given: Any) -> None:
        module = s3.module
        with pytest.raises(module.endpoints.EndpointError):
            module.endpoints.resolve(
                **{"region": "eu-west-1", "bucket": "mine", **given}
            )

    def test_signatures(self, s3: Any) -> None:
        """tests/runtime/signing compares signatures of these rules with botocore's."""
        module, sigv4, sent = s3.module, s3.runtime("sigv4"), list[Any]()

        class Keeper:
            def send(self, request: Any) -> Any:
                sent.append(request)
                return module.Response(200)

            def close(self) -> None: ...

        credentials = module.Credentials("AKID", "secret")
        get = s3.operations.Get
        value = get.input(bucket="mine", key="a/../b c")
        with module.Client(
            region="eu-west-1", credentials=credentials, transport=Keeper()
        ) as client:
            client.get(bucket=value.bucket, key=value.key)
            url = client.presigned_url(get, value)
        (request,) = sent
        assert request.target == "/a/../b%20c"
        rules = sigv4.Signing(
            "s3",
            "eu-west-1",
            double_encode=False,
            normalize=False,
            payload_header=True,
            presigns_body=False,
        )
        signed = sigv4.sign(
            request, credentials, rules, moment(request.headers["X-Amz-Date"])
        )
        assert signed == request.headers
        at = moment(url.partition("X-Amz-Date=")[2][:16])
        request.headers = {}
        assert sigv4.presign(request, credentials, rules, at, 3600) == url

    @pytest.mark.parametrize("method", ["list", "get"])
    def test_a_bucket_is_named(self, s3: Any, method: str) -> None:
        module = s3.module
        credentials = module.Credentials("AKID", "secret")
        more = {} if method == "list" else {"key": "k"}
        client = module.Client(region="eu-west-1", credentials=credentials)
        with client, pytest.raises(ValueError, match="Bucket says where"):
            getattr(client, method)(bucket=" ", **more)

    @pytest.mark.parametrize(
        "body",
        [
            b"<Error><Code>SlowDown</Code></Error>",
            b'<?xml version="1.0" encoding="UTF-8"?>\n\n<Error><Code>SlowDown</Code></Error>',
            b"\n<!-- one --><!-- two -->\n<Error xmlns='x'><Code>SlowDown</Code></Error>",
        ],
    )
    def test_errors_in_answers_of_status_200(self, s3: Any, body: bytes) -> None:
        with pytest.raises(s3.errors.UnknownOperationError) as caught:
            s3.answer("Copy", body)
        assert (caught.value.code, caught.value.status) == ("SlowDown", 500)

    @pytest.mark.parametrize("body", [b"", b"<CopyOutput/>", b"<Errors/>"])
    def test_answers_that_are_no_errors(self, s3: Any, body: bytes) -> None:
        assert s3.answer("Copy", body).e_tag is None

    def test_bodies_of_objects_may_look_like_errors(self, s3: Any) -> None:
        body = b"<Error><Code>SlowDown</Code></Error>"
        assert s3.answer("Get", body).body == body


@pytest.mark.parametrize(
    ("sdk_id", "prefix", "region", "url", "signing"),
    [
        ("IAM", "iam", "eu-west-1", "iam.amazonaws.com", "us-east-1"),
        ("IAM", "iam", "cn-north-1", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("IAM", "iam", "us-gov-east-1", "iam.us-gov.amazonaws.com", "us-gov-west-1"),
        (
            "IAM",
            "iam",
            "us-iso-east-1",
            "iam.us-iso-east-1.c2s.ic.gov",
            "us-iso-east-1",
        ),
        ("Route 53", "route53", "us-east-2", "route53.amazonaws.com", "us-east-1"),
        (
            *("Route 53", "route53", "cn-north-1", "route53.amazonaws.com.cn"),
            "cn-northwest-1",
        ),
        (
            "CloudFront",
            "cloudfront",
            "eu-west-1",
            "cloudfront.amazonaws.com",
            "us-east-1",
        ),
        (
            *("Organizations", "organizations", "eu-west-1"),
            *("organizations.us-east-1.amazonaws.com", "us-east-1"),
        ),
    ],
)
def test_global_services_without_endpoint_rules(
    sdk_id: str,
    prefix: str,
    region: str,
    url: str,
    signing: str,
    fragment: Callable[..., Any],
) -> None:
    made = fragment({"Get": {"operation": {}}}, traits=service(sdk_id, prefix))
    found = made.module.endpoints.resolve(region=region)
    assert found.url == f"https://{url}"
    assert found.properties["authSchemes"][0]["signingRegion"] == signing
    given = made.module.endpoints.resolve(region=region, endpoint="http://x.test")
    assert given.url == "http://x.test"


def test_a_model_of_s3_control_keeps_its_account_without_rules(
    fragment: Callable[..., Any],
) -> None:
    shapes = {
        "GetInput": {
            "structure": {"AccountId": ["String", {"required": {}, "hostLabel": {}}]}
        },
        "Get": {
            "operation": {"input": "GetInput"},
            "traits": {"endpoint": {"hostPrefix": "{AccountId}."}},
        },
    }
    rules: dict[str, Any] = {
        "smithy.rules#endpointRuleSet": {
            "version": "1.0",
            "parameters": {"Region": {"type": "string", "builtIn": "AWS::Region"}},
            "rules": [
                {
                    "type": "endpoint",
                    "conditions": [],
                    "endpoint": {"url": "https://a.b"},
                }
            ],
        }
    }
    for traits, expected in (({}, "1."), (rules, "")):
        made = fragment(
            shapes, traits={**service("S3 Control", "s3-control"), **traits}
        )
        operation = made.operations.Get
        request = operation.serialize(operation.input(account_id="1"))
        assert request.host_prefix == expected


@pytest.mark.parametrize(
    ("trait", "node"),
    [
        ("ecrgen.customization#requestHeaders", []),
        ("ecrgen.customization#requestHeaders", {"A": 1}),
        ("ecrgen.customization#emptyValue", 1),
        ("ecrgen.customization#lastSegment", {"x": 1}),
        ("ecrgen.customization#treeHash", "x"),
    ],
)
def test_traits_of_customizations_have_forms(trait: str, node: Any) -> None:
    found: list[TraitError] = []
    parse_traits({trait: node}, lambda _, error: found.append(error))
    assert len(found) == 1

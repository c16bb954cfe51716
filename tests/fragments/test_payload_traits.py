"""Compression and checksums in what operations write and read, and only where their
model asks for it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest

CHECKSUM = "aws.protocols#httpChecksum"
GZIP = {"requestCompression": {"encodings": ["br", "gzip"]}}
PROTOCOLS = (
    "awsJson1_0",
    "awsQuery",
    "ec2Query",
    "restJson1",
    "restXml",
    "smithy.protocols#rpcv2Cbor",
    "smithy.protocols#rpcv2Json",
)


def operation(uri: str, **traits: Any) -> dict[str, Any]:
    return {
        "operation": {"input": "Thing", "output": "Answer"},
        "traits": {"http": {"method": "PUT", "uri": uri}, **traits},
    }


SHAPES: dict[str, Any] = {
    "Algorithm": {"enum": {"CRC32": "CRC32", "SHA256": "SHA256"}},
    "Mode": {"enum": {"ENABLED": "ENABLED"}},
    "Thing": {
        "structure": {
            "text": "String",
            "encoding": ["String", {"httpHeader": "Content-Encoding"}],
            "algorithm": ["Algorithm", {"httpHeader": "x-amz-sdk-checksum-algorithm"}],
            "mode": ["Mode", {"httpHeader": "x-amz-checksum-mode"}],
            "crc": ["String", {"httpHeader": "x-amz-checksum-crc32"}],
        }
    },
    "Answer": {"structure": {"text": "String"}},
    "Plain": operation("/plain"),
    "Packed": operation("/packed", **GZIP),
    "OtherPacking": operation("/other", requestCompression={"encodings": ["br"]}),
    "Summed": operation("/summed", httpChecksumRequired={}),
    "Both": operation("/both", httpChecksumRequired={}, **GZIP),
    "Chosen": operation(
        "/chosen", **{CHECKSUM: {"requestAlgorithmMember": "algorithm"}}
    ),
    "Required": operation("/required", **{CHECKSUM: {"requestChecksumRequired": True}}),
    "Checked": operation(
        "/checked",
        **{
            CHECKSUM: {
                "requestValidationModeMember": "mode",
                "responseAlgorithms": ["CRC32", "SHA256", "MD5"],
            }
        },
    ),
}


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "AWS_DISABLE_REQUEST_COMPRESSION",
        "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
        "AWS_REQUEST_CHECKSUM_CALCULATION",
        "AWS_RESPONSE_CHECKSUM_VALIDATION",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def packages(fragment: Callable[..., Any]) -> dict[str, Any]:
    return {name: fragment(SHAPES, protocol=name) for name in PROTOCOLS}


@pytest.fixture(params=PROTOCOLS)
def package(request: pytest.FixtureRequest, packages: dict[str, Any]) -> Any:
    return packages[request.param]


@pytest.fixture
def rest(packages: dict[str, Any]) -> Any:
    return packages["restJson1"]


def sent(package: Any, operation: str, **fields: Any) -> Any:
    found = getattr(package.operations, operation)
    return found.serialize(found.input(**fields))


def body(request: Any) -> bytes:
    content: bytes = request.body
    packed = request.headers.get("Content-Encoding", "").endswith("gzip")
    return gzip.decompress(content) if packed else content


def test_large_bodies_are_compressed(package: Any) -> None:
    plain = sent(package, "Plain", text="a" * 20_000)
    request = sent(package, "Packed", text="a" * 20_000)
    assert len(request.body) < 200
    assert request.headers["Content-Encoding"] == "gzip"
    # But for the operation's name, which some protocols have in it.
    assert body(request).replace(b"Packed", b"Plain") == plain.body
    assert "Content-Encoding" not in sent(package, "Packed", text="a").headers
    assert "Content-Encoding" not in plain.headers


def test_encodings_that_we_do_not_know(package: Any) -> None:
    request = sent(package, "OtherPacking", text="a" * 20_000)
    assert "Content-Encoding" not in request.headers


def test_an_encoding_of_the_caller_comes_first(rest: Any) -> None:
    request = sent(rest, "Packed", text="a" * 20_000, encoding="custom")
    assert request.headers["Content-Encoding"] == "custom, gzip"


def test_md5(package: Any) -> None:
    for name in ("Summed", "Required"):
        request = sent(package, name, text="a")
        digest = hashlib.md5(request.body).digest()
        assert request.headers["Content-MD5"] == b64encode(digest).decode()
    assert "Content-MD5" not in sent(package, "Plain", text="a").headers


def test_a_checksum_is_that_of_what_is_sent(package: Any) -> None:
    request = sent(package, "Both", text="a" * 20_000)
    assert request.headers["Content-Encoding"] == "gzip"
    digest = hashlib.md5(request.body).digest()
    assert request.headers["Content-MD5"] == b64encode(digest).decode()


def test_the_algorithm_of_the_caller(package: Any) -> None:
    request = sent(package, "Chosen", text="a", algorithm="SHA256")
    digest = hashlib.sha256(request.body).digest()
    assert request.headers["x-amz-checksum-sha256"] == b64encode(digest).decode()
    assert "x-amz-checksum-crc32" not in request.headers


def test_crc32_where_the_caller_says_nothing(package: Any, rest: Any) -> None:
    request = sent(package, "Chosen", text="a")
    assert len(request.headers["x-amz-checksum-crc32"]) == 8
    # The member is a header where the protocol has such, and is not made up elsewhere.
    named = request.headers.get("x-amz-sdk-checksum-algorithm")
    assert named == ("CRC32" if request.path == "/chosen" else None)


def test_a_checksum_of_the_caller(rest: Any) -> None:
    request = sent(rest, "Chosen", text="a", crc="mine")
    assert request.headers["x-amz-checksum-crc32"] == "mine"
    assert "x-amz-sdk-checksum-algorithm" not in request.headers


def test_answers_are_verified(rest: Any) -> None:
    assert sent(rest, "Checked").headers["x-amz-checksum-mode"] == "ENABLED"
    content = json.dumps({"text": "a"}).encode()
    digest = b64encode(hashlib.sha256(content).digest()).decode()
    headers = {"x-amz-checksum-sha256": digest}
    checked = rest.operations.Checked
    response = rest.module.Response
    assert checked.deserialize(response(200, headers, content)).text == "a"
    with pytest.raises(rest.errors.DeserializationError, match="the SHA256 of the"):
        checked.deserialize(response(200, headers, content + b" "))
    # No algorithm of the model's that is one of the specification's.
    headers = {"x-amz-checksum-md5": "AAAA", "x-amz-checksum-sha1": "AAAA"}
    assert checked.deserialize(response(200, headers, content)).text == "a"


def test_only_who_asks_has_the_code(
    packages: dict[str, Any], fragment: Callable[..., Any]
) -> None:
    for package in packages.values():
        for module in ("checksums", "compression"):
            assert module not in package.source("operations/plain.py")
    plain = fragment({"Ping": {"operation": {}}})
    assert not {"checksums", "compression"} & {
        each.rpartition(".")[2] for each in plain.modules()
    }

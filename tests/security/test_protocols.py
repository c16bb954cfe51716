"""Hostile strings in each protocol: in what it alone takes from a model, and in what a
service answers with.
"""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from runtime.codecs import cbor
from tests.security.hostile import CANARY, PAYLOADS, model
from tests.support.packages import build
from tests.support.short_form import write

PROTOCOLS = (
    "aws.protocols#awsQuery",
    "aws.protocols#ec2Query",
    "aws.protocols#restJson1",
    "aws.protocols#restXml",
    "smithy.protocols#rpcv2Cbor",
    "smithy.protocols#rpcv2Json",
)
# Those that break out of a literal where one is written carelessly.
SOME = [each for each in PAYLOADS if CANARY in each][:9]


@pytest.fixture(autouse=True)
def nothing_fires() -> Any:
    yield
    assert not hasattr(builtins, CANARY)


def with_checksums(protocol: str, payload: str) -> dict[str, Any]:
    """The hostile model, with checksums and compression that name its members."""
    document = model(payload, protocol)
    shapes = document["shapes"]
    shapes["h#Do"]["traits"] |= {
        "smithy.api#http": {"method": "POST", "uri": "/do"},
        "smithy.api#requestCompression": {"encodings": ["gzip", payload]},
        "aws.protocols#httpChecksum": {
            "requestAlgorithmMember": "algorithm",
            "requestChecksumRequired": True,
            "requestValidationModeMember": "algorithm",
            "responseAlgorithms": ["CRC32", payload],
        },
    }
    shapes["h#In"]["members"]["algorithm"] = {
        "target": "h#Mode",
        "traits": {"smithy.api#httpHeader": "x-algorithm"},
    }
    return document


@pytest.mark.parametrize("payload", SOME, ids=lambda payload: ascii(payload[:30]))
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_payloads(protocol: str, payload: str, tmp_path: Path) -> None:
    source = write(tmp_path / "hostile.json", with_checksums(protocol, payload))
    name = f"hostile_{PROTOCOLS.index(protocol)}_{SOME.index(payload)}"
    package: Any = build(source, tmp_path / "out", name)
    op, models = package.operations.Do, package.models
    assert models.Mode.HOSTILE.value == payload
    assert models.Holder().defaulted == payload
    request = op.serialize(op.input(text="t", holder=models.Holder()))
    if protocol == "smithy.protocols#rpcv2Cbor":
        assert cbor.load(request.body)["holder"] == {"defaulted": payload}
    # The algorithm that the model has is none, and is quoted rather than run.
    with pytest.raises(ValueError, match="is not supported"):
        op.serialize(op.input(text="t", algorithm=models.Mode.HOSTILE))


@pytest.fixture(scope="module")
def in_cbor(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("cbor")
    document = model("tame", "smithy.protocols#rpcv2Cbor")
    return build(write(folder / "model.json", document), folder, "hostile_cbor_answers")


@pytest.mark.parametrize(
    "body",
    [
        b"\x81" * 200_000,
        b"\xbf\x66holder" * 100_000,
        b"\xc1" * 200_000,
        b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\xbb\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x7b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"<html>",
        b"\xa1\x66holder\x05",
        b"\xa1\x66holder\xa1\x62at\xc1\xfb\x7e\x37\xe4\x3c\x88\x00\x75\x9c",
    ],
    ids=lambda body: body[:2].hex(),
)
def test_answers_in_cbor_that_cannot_be_read(in_cbor: Any, body: bytes) -> None:
    headers = {"smithy-protocol": "rpc-v2-cbor"}
    with pytest.raises(in_cbor.errors.DeserializationError) as caught:
        in_cbor.operations.Do.deserialize(in_cbor.Response(200, headers, body))
    assert caught.value.operation == "Do"
    with pytest.raises(in_cbor.errors.ServiceError) as failed:
        in_cbor.operations.Do.deserialize(in_cbor.Response(500, headers, body))
    assert failed.value.status == 500

"""What goes with a body that is not in memory: its hash in the signature, checksums,
encodings; without I/O.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.httpchecksum import (  # type: ignore[import-untyped]
    AwsChunkedWrapper,
    Crc32Checksum,
)

from runtime.client import call_streams
from runtime.client.call_streams import UnsignableError
from runtime.client.destinations import Destination
from runtime.client.steps import Receive, Run
from runtime.core.bodies import BodySource
from runtime.core.errors import DeserializationError
from runtime.core.http import HttpRequest, Request, Response, TransportError
from runtime.core.operation import Operation
from runtime.signing.sigv4 import Signing
from runtime.streams import checksums, compression
from runtime.streams.event_messages import Message, encode
from runtime.streams.event_streams import EventSource
from runtime.streams.sources import attach
from runtime.streams.streams import output
from runtime.streams.tree_hash import TreeHash, with_tree_hash
from tests.support.both import KINDS, run, sent, wire

DATA = bytes(range(256)) * 1000 + b"the end"
CRC32 = b64encode(zlib.crc32(DATA).to_bytes(4)).decode()
both = pytest.mark.parametrize("kind", KINDS)


def operation(**facts: bool) -> type[Operation[Any, Any]]:
    return type("Upload", (Operation,), {"name": "Upload", **facts})


def once() -> Iterator[bytes]:
    yield DATA[:1000]
    yield DATA[1000:]


def prepared(
    request: Request, *, scheme: str = "https", signs: bool = True, **facts: bool
) -> tuple[HttpRequest, BodySource, int]:
    """The request as it is signed, its body, and how often the body is read before."""
    assert request.stream is not None
    to = Destination(scheme, "host", False, "", {}, Signing("service", "region"))
    headers = dict(request.headers)
    made = HttpRequest("PUT", scheme, "host", "/", headers, b"", request.stream)
    steps = call_streams.prepare(
        made, request.stream, operation(**facts), to, signs=signs
    )
    runs = 0
    try:
        step = next(steps)
        while True:
            assert isinstance(step, Run)
            runs += 1
            step = steps.send(step.function())
    except StopIteration as done:
        return made, done.value, runs


def put(value: Any, **headers: str) -> Request:
    return attach(Request("PUT", "/", headers=headers), value)


SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.mark.parametrize(
    ("value", "scheme", "unsigned", "expected", "reads"),
    [
        (lambda: io.BytesIO(DATA), "https", False, SHA256, 1),
        (lambda: io.BytesIO(DATA), "http", False, SHA256, 1),
        (lambda: io.BytesIO(DATA), "https", True, "UNSIGNED-PAYLOAD", 0),
        # Without TLS a body is signed whatever the model says.
        (lambda: io.BytesIO(DATA), "http", True, SHA256, 1),
        (once, "https", False, "UNSIGNED-PAYLOAD", 0),
        (once, "https", True, "UNSIGNED-PAYLOAD", 0),
    ],
)
@both
def test_hashes_of_bodies(
    value: Any, scheme: str, unsigned: bool, expected: str, reads: int, kind: str
) -> None:
    request = put(value())
    made, source, runs = prepared(request, scheme=scheme, unsigned_payload=unsigned)
    assert made.headers["X-Amz-Content-Sha256"] == expected
    assert runs == reads
    if source.can_rewind():
        assert made.headers["Content-Length"] == str(len(DATA))
        assert sent(kind, source) == DATA


def test_a_hash_that_is_given_is_kept() -> None:
    request = put(io.BytesIO(DATA), **{"x-amz-content-sha256": "given"})
    made, _, runs = prepared(request)
    assert made.headers["x-amz-content-sha256"] == "given"
    assert "X-Amz-Content-Sha256" not in made.headers
    assert runs == 0


def test_what_is_not_signed_needs_no_hash() -> None:
    made, _, runs = prepared(put(once()), scheme="http", signs=False)
    assert "X-Amz-Content-Sha256" not in made.headers
    assert runs == 0


def test_what_cannot_be_signed_is_not_sent_without_tls() -> None:
    with pytest.raises(UnsignableError, match="only once"):
        prepared(put(once()), scheme="http")


def test_events_are_signed_one_by_one() -> None:
    request = Request("POST", "/")
    request.stream = EventSource([], None)
    made, _, runs = prepared(request, unsigned_payload=True)
    sha256 = made.headers["X-Amz-Content-Sha256"]
    assert (sha256, runs) == ("STREAMING-AWS4-HMAC-SHA256-EVENTS", 0)


# --- Checksums ---------------------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("size", [0, 1, 64 * 1024, len(DATA)])
def test_a_checksum_comes_behind_the_body(kind: str, size: int) -> None:
    """As botocore's wrapper has it, with chunks of the same size."""
    data = DATA[:size]
    request = checksums.flexible(put([data]), None, header="x-amz-algorithm")
    made, source, runs = prepared(request)
    assert runs == 0
    found = sent(kind, source)
    expected = AwsChunkedWrapper(
        io.BytesIO(data), Crc32Checksum, "x-amz-checksum-crc32", chunk_size=64 * 1024
    ).read()
    assert found == expected
    headers = made.headers
    assert headers["Content-Length"] == str(len(expected))
    assert headers["X-Amz-Decoded-Content-Length"] == str(size)
    assert headers["Content-Encoding"] == "aws-chunked"
    assert headers["X-Amz-Trailer"] == "x-amz-checksum-crc32"
    assert headers["X-Amz-Content-Sha256"] == "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
    assert headers["x-amz-algorithm"] == "CRC32"
    assert source.rewind()
    assert sent(kind, source) == expected


def test_encodings_of_the_caller_stay() -> None:
    request = checksums.flexible(put([DATA], **{"content-encoding": "gzip"}), "SHA256")
    made, _, _ = prepared(request)
    assert made.headers["Content-Encoding"] == "aws-chunked,gzip"
    assert "content-encoding" not in made.headers


def test_without_tls_a_checksum_comes_before_the_body() -> None:
    made, source, runs = prepared(checksums.flexible(put([DATA]), None), scheme="http")
    assert made.headers["x-amz-checksum-crc32"] == CRC32
    # Both hashes in one go.
    assert (made.headers["X-Amz-Content-Sha256"], runs) == (SHA256, 1)
    assert sent("sync", source) == DATA


def test_a_checksum_nobody_asked_for_is_left_out_where_it_cannot_be_had() -> None:
    made, _, _ = prepared(checksums.flexible(put(once()), None))
    assert not [each for each in made.headers if "checksum" in each.lower()]
    with pytest.raises(UnsignableError, match="x-amz-checksum-sha1"):
        prepared(checksums.flexible(put(once()), "SHA1"))
    with pytest.raises(UnsignableError, match="Content-MD5"):
        prepared(checksums.md5(put(once())))


def test_md5_and_tree_hashes_are_read_before() -> None:
    made, source, _ = prepared(checksums.md5(put(io.BytesIO(DATA))))
    digest = hashlib.md5(DATA, usedforsecurity=False).digest()
    assert made.headers["Content-MD5"] == b64encode(digest).decode()
    assert sent("sync", source) == DATA
    large = DATA * 20
    made, _, runs = prepared(with_tree_hash(put(io.BytesIO(large))))
    assert made.headers["X-Amz-Sha256-Tree-Hash"] == TreeHash(large).digest().hex()
    sha256 = hashlib.sha256(large).hexdigest()
    assert (made.headers["X-Amz-Content-Sha256"], runs) == (sha256, 1)


@both
def test_streams_are_compressed_as_they_go(kind: str) -> None:
    request = compression.gzip(put(iter([b"some", b"more"])))
    assert request.headers["Content-Encoding"] == "gzip"
    assert request.stream is not None
    assert request.stream.length is None
    assert gzip.decompress(sent(kind, request.stream)) == b"somemore"


@both
@pytest.mark.parametrize("right", [True, False])
def test_answers_are_verified_as_they_are_read(kind: str, right: bool) -> None:
    body = wire(kind, DATA[:100], DATA[100:] if right else DATA[101:])
    response = Response(200, {"x-amz-checksum-crc32": CRC32}, stream=body)
    stream = output(checksums.verified(response, "Get", "CRC32"))
    read = stream.read if kind == "sync" else stream.aread
    if right:
        assert run(read()) == DATA
    else:
        with pytest.raises(DeserializationError, match="CRC32 of the body"):
            run(read())
    assert body.closed


# --- Answers -----------------------------------------------------------------------------------------------------


def received(operation: Operation, response: Response) -> tuple[Response, int]:
    """What is deserialized, and how often the connection was asked."""
    steps = call_streams.received(operation, response)
    reads = 0
    try:
        step = next(steps)
        while True:
            assert isinstance(step, Receive)
            stream: Any = step.stream
            reads += 1
            step = steps.send(stream.read(7))
    except StopIteration as done:
        return done.value, reads


def test_errors_are_read_whole() -> None:
    body = wire("sync", b"the error", b" it is")
    found, _ = received(operation(), Response(400, {}, b"<", body))
    assert (found.body, found.stream) == (b"<the error it is", None)
    assert body.closed


def test_a_first_event_is_read() -> None:
    first = encode(Message({"a": True}, b"first"))
    body = wire("sync", first + first)
    listen = operation(initial_response=True)
    found, reads = received(listen, Response(200, {}, stream=body))
    assert found.stream is body
    assert len(first) <= len(found.body) < len(first) + 7
    assert reads == -(-len(first) // 7)


@pytest.mark.parametrize("beginning", [b"", b"\x00\x00", b"\xff\xff\xff\xff"])
def test_what_is_no_event_is_not_waited_for(beginning: bytes) -> None:
    body = wire("sync", beginning) if beginning else wire("sync")
    listen = operation(initial_response=True)
    found, _ = received(listen, Response(200, {}, stream=body))
    assert found.body == beginning


def test_streams_of_outputs_are_left_alone() -> None:
    response = Response(200, {}, stream=wire("sync", b"blob"))
    found, reads = received(operation(), response)
    assert found is response
    assert reads == 0


def test_a_connection_that_breaks_is_closed() -> None:
    body = wire("sync", failure=TransportError("broken"))
    steps = call_streams.received(operation(), Response(500, {}, stream=body))
    next(steps)
    with pytest.raises(TransportError):
        steps.throw(TransportError("broken"))
    assert body.closed

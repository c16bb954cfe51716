"""Signatures of events: the string to sign of smithy-rs's tests, the chain, and what
goes over the wire.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest

from runtime.core.bodies import SignedStart
from runtime.core.identity import Credentials
from runtime.streams.event_messages import Decoder, Message, encode
from runtime.streams.event_streams import EventSource
from runtime.streams.sigv4_events import EventSigner
from tests.support.both import asynchronous, pieces_of

CREDENTIALS = Credentials("ANOTREAL", "notrealrnrELgWzOk3IfjzDKtFBhDby")
AT = 123_456_789.001234
EVENT = encode(Message({"some-header": "value"}, b"test payload"))
FIRST = sha256(b"last message sts").hexdigest()
START = SignedStart(FIRST, CREDENTIALS, "us-east-1", "testservice", 0.0)
# What smithy-rs's test of the same event expects to be signed (aws-sigv4,
# "string_to_sign").
TO_SIGN = (
    "AWS4-HMAC-SHA256-PAYLOAD\n"
    "19731129T213309Z\n"
    "19731129/us-east-1/testservice/aws4_request\n"
    "be1f8c7d79ef8e1abc5254a2c70e4da3bfaf4f07328f527444e1fc6ea67273e2\n"
    "0c0e3b3bf66b59b976181bd7d401927bbd624107303c713fd1e5f3d3c8dd1b1e\n"
    "f2eba0f2e95967ee9fbc6db5e678d2fd599229c0d04b11e4fc8e0f2a02a806c6"
)


def signature(to_sign: str) -> bytes:
    """By the standard library alone: what the key derivation and the HMAC of the
    documentation give.
    """
    key = f"AWS4{CREDENTIALS.secret_access_key}".encode()
    for part in ("19731129", "us-east-1", "testservice", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, to_sign.encode(), "sha256")


def test_the_published_string_is_signed() -> None:
    signed = EventSigner(START, lambda: AT).sign(EVENT)
    assert signed.headers[":date"] == datetime(1973, 11, 29, 21, 33, 9, tzinfo=UTC)
    assert signed.headers[":chunk-signature"] == signature(TO_SIGN)
    assert signed.payload == EVENT


def test_each_signature_covers_the_one_before() -> None:
    signer = EventSigner(START, lambda: AT)
    first = signer.sign(EVENT).headers[":chunk-signature"]
    second = signer.sign(EVENT).headers[":chunk-signature"]
    assert second == signature(TO_SIGN.replace(FIRST, first.hex()))


def test_clocks_are_corrected() -> None:
    signer = EventSigner(
        SignedStart(FIRST, CREDENTIALS, "us-east-1", "testservice", 3600.0),
        lambda: AT - 3600,
    )
    assert signer.sign(EVENT).headers[":chunk-signature"] == signature(TO_SIGN)


class Event:
    def __init__(self, payload: bytes) -> None:
        self.payload = payload

    def to_event(self) -> Message:
        return Message({":event-type": "e"}, self.payload)


def messages(data: bytes) -> list[Message]:
    decoder = Decoder()
    decoder.feed(data)
    found: list[Message] = []
    while (message := decoder.next()) is not None:
        found.append(message)
    decoder.finish()
    return found


@pytest.mark.parametrize("make", [list, asynchronous])
def test_events_are_sent_one_by_one(make: Any) -> None:
    source = EventSource(make([Event(b"a"), Event(b"b")]), Message({"first": True}))
    assert source.payload_hash() == "STREAMING-AWS4-HMAC-SHA256-EVENTS"
    pieces = pieces_of("async", source)
    found = [message for piece in pieces for message in messages(piece)]
    assert [each.payload for each in found] == [b"", b"a", b"b"]
    assert len(pieces) == 3
    assert not source.rewind()


def test_signed_events_are_in_messages_of_their_own() -> None:
    source = EventSource([Event(b"a"), Event(b"b")], None)
    source.sign(START)
    found = messages(b"".join(pieces_of("async", source)))
    inner = [messages(each.payload) for each in found]
    # The last one says that there are no more.
    assert [[each.payload for each in held] for held in inner] == [[b"a"], [b"b"], []]
    assert len({each.headers[":chunk-signature"] for each in found}) == 3


def test_events_are_for_async_clients() -> None:
    source = EventSource([Event(b"a")], None)
    with pytest.raises(Exception, match="AsyncClient") as raised:
        list(source)
    assert source.failure is raised.value


def test_what_the_events_raise_is_kept() -> None:
    def failing() -> Any:
        yield Event(b"a")
        raise RuntimeError("no microphone")

    source = EventSource(failing(), None)
    with pytest.raises(RuntimeError) as raised:
        pieces_of("async", source)
    assert source.failure is raised.value

"""Streaming blobs and event streams in generated packages, without a network."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from typing import Any

import pytest

REST: dict[str, Any] = {
    "Bytes": {"blob": None, "traits": {"streaming": {}}},
    "Typed": {
        "blob": None,
        "traits": {"streaming": {}, "mediaType": "text/csv", "requiresLength": {}},
    },
    "PutInput": {
        "structure": {
            "streams": ["String", {"httpHeader": "X-Streams"}],
            "sources": ["String", {"httpHeader": "X-Sources"}],
            "body": ["Bytes", {"httpPayload": {}, "default": ""}],
        }
    },
    "Put": {
        "operation": {"input": "PutInput"},
        "traits": {"http": {"method": "PUT", "uri": "/put"}},
    },
    "SendInput": {
        "structure": {"body": ["Typed", {"httpPayload": {}, "required": {}}]},
        "traits": {"input": {}},
    },
    "Send": {
        "operation": {"input": "SendInput"},
        "traits": {"http": {"method": "PUT", "uri": "/send"}},
    },
    "OfferInput": {
        "structure": {"body": ["Bytes", {"httpPayload": {}, "default": ""}]},
        "traits": {"input": {}},
    },
    "Offer": {
        "operation": {"input": "OfferInput"},
        "traits": {"http": {"method": "PUT", "uri": "/offer"}},
    },
    "GetOutput": {
        "structure": {
            "size": ["Integer", {"httpHeader": "X-Size"}],
            "body": ["Bytes", {"httpPayload": {}, "default": ""}],
        }
    },
    "Get": {
        "operation": {"output": "GetOutput"},
        "traits": {"http": {"method": "GET", "uri": "/get"}},
    },
}
EVENTS: dict[str, Any] = {
    "Mood": {"enum": {"GOOD": "good"}},
    "Level": {"intEnum": {"LOW": 1}},
    "Gone": {
        "structure": {"message": "String", "since": "Integer"},
        "traits": {"error": "client"},
    },
    "Whole": {"structure": {"data": "Blob", "at": "Timestamp"}},
    "Mixed": {
        "structure": {
            "mood": ["Mood", {"eventHeader": {}, "required": {}}],
            "level": ["Level", {"eventHeader": {}}],
            "data": "Blob",
        }
    },
    "Text": {
        "structure": {"text": ["String", {"eventPayload": {}}]},
    },
    "Held": {"structure": {"held": ["Whole", {"eventPayload": {}}]}},
    "Nothing": {"structure": {}},
    "Down": {
        "union": {
            "whole": "Whole",
            "mixed": "Mixed",
            "text": "Text",
            "held": "Held",
            "nothing": "Nothing",
            "gone": "Gone",
        },
        "traits": {"streaming": {}},
    },
    "Up": {
        "union": {
            "whole": "Whole",
            "mixed": "Mixed",
            "text": "Text",
            "held": "Held",
            "nothing": "Nothing",
            "gone": "Gone",
        },
        "traits": {"streaming": {}},
    },
    "ListenInput": {"structure": {"name": "String"}},
    "ListenOutput": {"structure": {"session": "String", "down": "Down"}},
    "Listen": {"operation": {"input": "ListenInput", "output": "ListenOutput"}},
    "TellInput": {"structure": {"name": "String", "up": ["Up", {"required": {}}]}},
    "Tell": {"operation": {"input": "TellInput"}},
    "Plain": {"operation": {}},
}
FAMILIES = ["awsJson1_1", "smithy.protocols#rpcv2Cbor", "smithy.protocols#rpcv2Json"]


@pytest.fixture(scope="module")
def rest(fragment: Callable[..., Any]) -> Any:
    return fragment(REST, protocol="restJson1")


@pytest.fixture(scope="module", params=FAMILIES)
def rpc(request: pytest.FixtureRequest, fragment: Callable[..., Any]) -> Any:
    return fragment(EVENTS, protocol=request.param)


# --- Blobs -------------------------------------------------------------------------------------------------------


def test_bytes_are_in_the_body(rest: Any) -> None:
    put = rest.operations.Put
    request = put.serialize(put.input(body=b"abc", streams_="a", sources_="b"))
    assert (request.body, request.stream) == (b"abc", None)
    assert request.headers == {
        "Content-Type": "application/octet-stream",
        "X-Streams": "a",
        "X-Sources": "b",
    }


def test_files_are_in_the_stream(rest: Any) -> None:
    put = rest.operations.Put
    request = put.serialize(put.input(body=io.BytesIO(b"abc")))
    assert request.body == b""
    assert (request.stream.length, b"".join(request.stream)) == (3, b"abc")


def test_defaults_and_what_must_be_given(rest: Any) -> None:
    put, send, offer = (
        getattr(rest.operations, name) for name in ("Put", "Send", "Offer")
    )
    assert put.input().body == b""
    # The defaults of `@input` structures are the service's, not the client's.
    assert offer.input().body is None
    request = offer.serialize(offer.input())
    assert (request.body, request.stream, request.headers) == (b"", None, {})
    with pytest.raises(TypeError, match="body"):
        send.input()
    request = send.serialize(send.input(body=[b"a,b"]))
    assert request.headers["Content-Type"] == "text/csv"
    with pytest.raises(rest.errors.StreamError, match="how long"):
        send.serialize(send.input(body=iter([b"a,b"])))


def test_fields_named_as_modules_are(rest: Any) -> None:
    put = rest.operations.Put
    # Their names stay theirs: annotations name the modules.
    assert "streams_" in put.input.__dataclass_fields__
    assert "sources_" in put.input.__dataclass_fields__


def test_plain_values_have_the_bytes_of_what_is_in_memory(rest: Any) -> None:
    put, get = rest.operations.Put, rest.operations.Get
    assert put.input.from_value({"body": b"abc"}).to_value() == {"body": b"abc"}
    output = rest.answer("Get", b"abc", headers={"X-Size": "3"})
    assert output.to_value() == {"size": 3, "body": b"abc"}
    assert get.output.from_value(output.to_value()) == output
    assert output.body.read() == b"abc"
    with pytest.raises(rest.errors.StreamError):
        put.input(body=io.BytesIO(b"abc")).to_value()
    assert get.output.from_value({}).body.read() == b""


def test_only_what_streams_says_so(rest: Any) -> None:
    assert rest.operations.Get.streams_output is True
    assert "streams_output" not in vars(rest.operations.Put)
    assert not hasattr(rest.models, "Bytes")


@pytest.mark.parametrize("protocol", ["awsJson1_1", "awsQuery"])
def test_documents_have_no_place_for_a_stream_of_bytes(
    fragment: Callable[..., Any], protocol: str
) -> None:
    shapes = {
        "Bytes": REST["Bytes"],
        "PutInput": {"structure": {"body": ["Bytes", {"required": {}}]}},
        "Put": {"operation": {"input": "PutInput"}},
        "Plain": {"operation": {}},
    }
    package = fragment(shapes, protocol=protocol)
    assert set(package.operations.ALL) == {"Plain"}
    (found,) = [each for each in package.diagnostics if "W510" in each]
    assert "stream" in found


# --- Events ------------------------------------------------------------------------------------------------------


def variants(package: Any, side: str) -> list[Any]:
    """Every kind of event, as values of the union that streams in a direction."""
    models = package.models

    def of(name: str) -> Any:
        return getattr(models, f"{side}{name}")

    whole = models.Whole(
        data=b"\x00\xff", at=models.Whole.from_value({"at": 1_700_000_000}).at
    )
    return [
        of("Whole")(whole),
        of("Mixed")(models.Mixed(mood=models.Mood.GOOD, level=models.Level.LOW)),
        of("Mixed")(models.Mixed(mood=models.Mood.GOOD, data=b"\x01")),
        of("Text")(models.Text(text="straße")),
        of("Held")(models.Held(held=whole)),
        of("Nothing")(models.Nothing()),
    ]


def frames(request: Any) -> list[bytes]:
    async def collected() -> list[bytes]:
        return [each async for each in request.stream]

    return asyncio.run(collected())


def test_events_come_back_as_they_were_sent(rpc: Any) -> None:
    tell, listen = rpc.operations.Tell, rpc.operations.Listen
    request = tell.serialize(tell.input(name="n", up=variants(rpc, "Up")))
    assert request.body == b""
    assert request.headers["Content-Type"] == "application/vnd.amazon.eventstream"
    _, *events = frames(request)
    headers = {"smithy-protocol": request.headers.get("smithy-protocol", "")}
    assert len(events) == 6
    response = rpc.module.Response(200, headers, b"".join(events))
    output = listen.deserialize(response)
    assert list(output.down) == variants(rpc, "Down")
    assert output.session is None


def test_members_beside_the_stream_are_an_event_too(rpc: Any) -> None:
    tell, listen = rpc.operations.Tell, rpc.operations.Listen
    messages = rpc.runtime("event_messages")
    request = tell.serialize(tell.input(name="n", up=[]))
    decoder = messages.Decoder()
    decoder.feed(frames(request)[0])
    first = decoder.next()
    assert first.headers[":event-type"] == "initial-request"
    codec = rpc.runtime(
        "cbor" if first.headers[":content-type"].endswith("cbor") else "json"
    )
    assert codec.load(first.payload) == {"name": "n"}
    sent = messages.encode(
        messages.event("initial-response", codec.dump({"session": "s-1"}))
    )
    headers = {"smithy-protocol": request.headers.get("smithy-protocol", "")}
    output = listen.deserialize(rpc.module.Response(200, headers, sent))
    assert (output.session, list(output.down)) == ("s-1", [])
    assert listen.initial_response is True
    accept = listen.serialize(listen.input()).headers.get("Accept")
    assert accept in (None, "application/vnd.amazon.eventstream")
    assert (accept is None) is ("smithy-protocol" not in request.headers)


def test_exceptions_are_errors_of_the_operation(rpc: Any) -> None:
    listen, messages = rpc.operations.Listen, rpc.runtime("event_messages")
    gone = rpc.errors.Gone
    assert gone in listen.errors
    is_cbor = any(each.endswith("_runtime.codecs.rpcv2cbor") for each in rpc.modules())
    codec = rpc.runtime("cbor" if is_cbor else "json")
    payload = codec.dump({"message": "long ago", "since": 5})
    event = messages.event("gone", payload, kind="exception")
    error = rpc.models.Down.error_of_event(event)
    assert type(error) is gone
    assert (error.message, error.since) == ("long ago", 5)
    # Nobody receives one as a value, but it may be sent.
    assert not hasattr(rpc.models, "DownGone")
    sent = rpc.models.UpGone(rpc.models.Gone(message="m")).to_event()
    assert sent.headers[":message-type"] == "exception"
    assert sent.headers[":exception-type"] == "gone"


def test_plain_values_leave_events_out(rpc: Any) -> None:
    listen = rpc.operations.Listen
    output = listen.output.from_value({"session": "s"})
    assert output.to_value() == {"session": "s"}
    assert list(output.down) == []


def test_packages_without_streams_have_none_of_it(fragment: Callable[..., Any]) -> None:
    package = fragment({"Plain": {"operation": {}}})
    names = {each.rpartition(".")[2] for each in package.modules()}
    assert not names & {"streams", "sources", "event_streams", "event_messages"}
    assert not hasattr(package.errors, "StreamError")


def test_types_of_streams_are_in_the_package(rest: Any, rpc: Any) -> None:
    module = rest.module
    assert isinstance(rest.answer("Get", b"abc").body, module.ByteStream)
    assert {"ByteStream", "Streamable"} <= set(module.__all__)
    assert "EventStream" not in module.__all__
    assert "EventStream" in rpc.module.__all__
    output = rpc.operations.Listen.output.from_value({})
    assert isinstance(output.down, rpc.module.EventStream)


def test_events_in_xml_are_received_only(fragment: Callable[..., Any]) -> None:
    http = {"http": {"method": "POST", "uri": "/"}}
    shapes = {
        **{name: each for name, each in EVENTS.items() if "operation" not in each},
        "ListenOutput": {"structure": {"down": ["Down", {"httpPayload": {}}]}},
        "TellInput": {"structure": {"up": ["Up", {"httpPayload": {}}]}},
        "Listen": {"operation": {"output": "ListenOutput"}, "traits": http},
        "Tell": {
            "operation": {"input": "TellInput"},
            "traits": {"http": {"method": "POST", "uri": "/tell"}},
        },
    }
    package = fragment(shapes, protocol="restXml")
    assert set(package.operations.ALL) == {"Listen"}
    assert any("W510" in each for each in package.diagnostics)
    messages = package.runtime("event_messages")
    frames = [
        messages.event("held", b"<Whole><data>AP8=</data></Whole>"),
        messages.event("nothing"),
        messages.event("whole", b"<Whole><data>AA==</data></Whole>"),
        messages.event("gone", b"<Gone><message>m</message></Gone>", kind="exception"),
    ]
    body = b"".join(map(messages.encode, frames))
    down = package.answer("Listen", body).down
    assert next(down).value.held.data == b"\x00\xff"
    assert next(down).value == package.models.Nothing()
    assert next(down).value.data == b"\x00"
    with pytest.raises(package.errors.Gone, match="m"):
        next(down)

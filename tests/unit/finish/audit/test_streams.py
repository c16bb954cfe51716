"""What the audit lets pass of streams, and that it is no more than that."""

from __future__ import annotations

import pytest

from ecrgen.finish.audit import UnsafeError, audit

MODULE = """\
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from .. import errors
from .._runtime.codecs import answers, json
from .._runtime.core import http
from .._runtime.streams import event_messages, event_streams
from .._runtime.streams import sources, streams


class Heard:
    __slots__ = ()

    @classmethod
    def from_event(cls, event: event_messages.Message) -> Heard:
        tag = event.type
        if tag == "said":
            return HeardSaid(Said.from_event(event))
        return HeardUnknown(tag, event.payload)

    @classmethod
    def error_of_event(cls, event: event_messages.Message) -> errors.ServiceError:
        if event.type == "gone":
            return errors.Gone.from_json(answers.members(json.load, event.payload))
        return event_streams.unmodelled(event)


@dataclass(slots=True)
class HeardSaid(Heard):
    value: Said

    def to_event(self) -> event_messages.Message:
        return self.value.to_event("said")


@dataclass(slots=True)
class HeardUnknown(Heard):
    tag: str
    value: Any


@dataclass(slots=True, kw_only=True)
class Said:
    page: int | None = None
    data: bytes | None = None

    def to_event(self, tag: str) -> event_messages.Message:
        payload: dict[str, Any] = {}
        if self.data is not None:
            payload["data"] = json.write_blob(self.data)
        out = event_messages.event(tag, json.dump(payload), "application/json")
        if self.page is not None:
            out["page"] = event_messages.Integer(self.page)
        return out

    @classmethod
    def from_event(cls, event: event_messages.Message) -> Self:
        out = cls.from_json(answers.members(json.load, event.payload))
        if (item := event_messages.integer(event, "page")) is not None:
            out.page = item
        return out


@dataclass(slots=True, kw_only=True)
class TalkInput:
    events: event_streams.Sendable[Heard]
    body: sources.Streamable = b""


@dataclass(slots=True, kw_only=True)
class TalkOutput:
    body: streams.ByteStream
    events: event_streams.EventStream[Heard]

    def to_value(self) -> dict[str, Any]:
        return {"body": streams.content(self.body)}


class Talk:
    streams_output = True
    initial_response = True

    @staticmethod
    def serialize(value: TalkInput) -> http.Request:
        request = http.Request(method="PUT", path="/")
        request = sources.attach(request, value.body)
        return event_streams.attach_after(request, value.events, "application/json")

    @staticmethod
    def deserialize(response: http.Response) -> TalkOutput:
        stream = event_streams.output(response, Heard)
        out = TalkOutput.from_response(stream.initial)
        out.events = stream
        return out
"""


def test_what_the_lowering_writes_passes() -> None:
    audit(MODULE, "operations/talk.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Types.
        ("event_streams.EventStream[Heard]", "event_streams.EventStream[exec]"),
        ("event_streams.EventStream[Heard]", "event_streams.EventStream[Heard()]"),
        ("event_streams.EventStream[Heard]", "event_streams.EventStream[Heard, Said]"),
        ("event_streams.EventStream[Heard]", "event_streams.Decoder[Heard]"),
        ("event_streams.EventStream[Heard]", "errors.EventStream[Heard][0]"),
        ("event_streams.Sendable[Heard]", "other.Sendable[Heard]"),
        ("streams.ByteStream", "streams._Replacement"),
        ("streams.ByteStream", "streams.os"),
        # Names of methods, and what is called on events.
        ("def to_event(self, tag", "def to_events(self, tag"),
        ("def from_event(cls, event", "def from_event(cls, message"),
        ("self.value.to_event", "self.value.to_file"),
        ("event.payload)\n\n    @class", "event.payload.tofile)\n\n    @class"),
        ("tag = event.type", "tag = event.__class__"),
        ("tag = event.type", "tag = event._required"),
        ("event_streams.unmodelled(event)", "event_streams.os(event)"),
        ("event_messages.event(tag", "event_messages.struct(tag"),
        ('out["page"] =', "out[self.page] ="),
        ("out.events = stream", "stream.events = out"),
        ("stream.initial", "stream.initial.save()"),
        ("stream.initial", "stream.close()"),
        ("sources.attach(request, value.body)", "sources.open(value.body)"),
        # What is made on import.
        ('body: sources.Streamable = b""', 'body: sources.Streamable = open("x")'),
        ("streams_output = True", "streams_output = streams.output(1)"),
    ],
)
def test_no_more_than_that(old: str, new: str) -> None:
    assert MODULE.count(old) >= 1
    with pytest.raises(UnsafeError):
        audit(MODULE.replace(old, new, 1), "operations/talk.py")

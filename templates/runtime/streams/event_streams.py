"""Event streams: the events of an answer as they come, and the events of a request as
they are sent.

What an event looks like is compiled into the union of the stream: its `from_event`,
`to_event` and `error_of_event`.
"""

from __future__ import annotations

from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Callable,
    Iterable,
    Iterator,
)
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeAlias, TypeVar

from ..core.bodies import AsyncBody, BodySource, SignedStart, SyncBody
from ..core.errors import UNREADABLE, ServiceError, UnknownOperationError
from ..core.http import Request, Response
from .event_messages import Decoder, EventStreamError, Message, encode, event
from .streams import StreamError

T = TypeVar("T")
EventT = TypeVar("EventT")
TCo = TypeVar("TCo", covariant=True)

_CHUNK = 64 * 1024


class Events(Protocol[TCo]):
    """The union of a stream that is read."""

    def from_event(self, event: Message, /) -> TCo: ...

    def error_of_event(self, event: Message, /) -> ServiceError: ...


class Event(Protocol):
    """An event that is sent: a variant of the stream's union."""

    def to_event(self) -> Message: ...


Sendable: TypeAlias = AsyncIterable[EventT] | Iterable[EventT]
"""The events that a request is given: an async iterable of them, sent as they come, or
an iterable.
"""


class EventStream(Generic[T]):
    """The events of an answer, each as soon as it is there.

    From `Client` they are iterated with `for`, from `AsyncClient` with `async for`;
    events that are in memory can be had both ways. Each event is given once. The
    connection is given back at the end of the stream, or by `close`: use the stream in
    a `with` or `async with` statement where it may not be iterated to its end.

    Raises the errors of the operation where the service ends the stream with one,
    TransportError where the connection breaks, and EventStreamError for what is no
    event.
    """

    def __init__(
        self, response: Response | None = None, kind: Events[T] | None = None
    ) -> None:
        """Without arguments, a stream without events."""
        self._response = response or Response(200)
        self._kind = kind
        self._decoder = Decoder()
        self._decoder.feed(self._response.body)
        self._stream = self._response.stream
        self._is_first = True
        self._is_over = self._response.status >= 300
        self._is_closed = False

    @property
    def initial(self) -> Response:
        """The response that the other members of the output are read from.

        Its body is the event `initial-response` of the RPC protocols where that is what
        the stream starts with (Smithy 2.0, "Initial Message Events"); a response that
        is an error is given as it is.
        """
        response = self._response
        if response.status >= 300:
            return response
        body = b""
        try:
            first = self._decoder.peek()
            if first is not None and first.kind != "event":
                raise self._failed(self._error(first))
            if first is not None and _is_initial(first):
                body = first.payload
        except EventStreamError:
            self.close()
            raise
        return Response(response.status, response.headers, body)

    # --- For `Client` ------------------------------------------------------------------------------------------

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        while True:
            found = self._next()
            if found is not None:
                return found
            stream = self._more()
            if stream is None:
                raise StopIteration
            if not isinstance(stream, SyncBody):
                raise StreamError("the stream is of an AsyncClient: use `async for`")
            try:
                self._came(stream.read(_CHUNK))
            except BaseException:
                self.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the connection back. Events that were not read are lost."""
        self._is_closed = True
        if self._stream is not None:
            self._stream.close()

    # --- For `AsyncClient` -------------------------------------------------------------------------------------

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        while True:
            found = self._next()
            if found is not None:
                return found
            stream = self._more()
            if stream is None:
                raise StopAsyncIteration
            if not isinstance(stream, AsyncBody):
                raise StreamError("the stream is of a Client: use `for`")
            try:
                self._came(await stream.aread(_CHUNK))
            except BaseException:
                self.close()
                raise

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    async def aclose(self) -> None:
        """As `close`, which does as well: it waits for nothing."""
        self.close()

    # --- Messages ----------------------------------------------------------------------------------------------

    def _next(self) -> T | None:
        """The next event of those that are there already."""
        if self._is_closed:
            if self._is_over:
                return None
            raise StreamError("the stream is closed")
        while True:
            offset = self._decoder.offset
            try:
                message = self._decoder.next()
                if message is None:
                    return None
                is_first, self._is_first = self._is_first, False
                if is_first and _is_initial(message):
                    continue
                return self._event(message)
            except EventStreamError as problem:
                raise self._failed(
                    EventStreamError(problem.reason, problem.offset or offset)
                ) from problem.__cause__
            except UNREADABLE as problem:
                reason = (
                    f"the event cannot be read: {type(problem).__name__}: {problem}"
                )
                raise self._failed(EventStreamError(reason, offset)) from problem

    def _event(self, message: Message) -> T:
        kind = self._kind
        assert kind is not None
        if message.kind == "event":
            # What has no type is refused here, whatever the union makes of it.
            if message.type:
                return kind.from_event(message)
            raise EventStreamError("the header :event-type is empty")
        raise self._failed(self._error(message))

    def _error(self, message: Message) -> ServiceError:
        kind = self._kind
        if message.kind == "exception" and kind is not None:
            found = kind.error_of_event(message)
        elif message.kind == "error":
            found = unmodelled(message)
        else:
            raise EventStreamError(f"a message of the type {message.kind!r}")
        header = self._response.header
        found.request_id = header("x-amzn-requestid") or header("x-amz-request-id")
        return found

    def _failed(self, problem: Exception) -> Exception:
        """A problem that ends the stream."""
        self._is_over = True
        self.close()
        return problem

    def _more(self) -> SyncBody | AsyncBody | None:
        """Where more bytes come from; None at the end of the stream."""
        if self._stream is None and not self._is_over:
            self._came(b"")
        return None if self._is_over else self._stream

    def _came(self, piece: bytes) -> None:
        if piece:
            self._decoder.feed(piece)
            return
        self._is_over = True
        self.close()
        self._decoder.finish()

    def __repr__(self) -> str:
        state = "over" if self._is_over else "closed" if self._is_closed else "open"
        return f"EventStream({state}, at byte {self._decoder.offset})"


def output(response: Response, kind: Events[T]) -> EventStream[T]:
    """The events of a response, read as the union `kind` says."""
    return EventStream(response, kind)


def _is_initial(message: Message) -> bool:
    headers = message.headers
    return (
        headers.get(":message-type") == "event"
        and headers.get(":event-type") == "initial-response"
    )


def unmodelled(message: Message) -> ServiceError:
    """The error of a message that the union has no member for, or that is none of the
    service's own.
    """
    headers = message.headers
    code = headers.get(":error-code") or headers.get(":exception-type")
    payload: Any = message.payload
    if message.headers.get(":message-type") == "error":
        payload = {"message": headers.get(":error-message")}
    return UnknownOperationError(code if isinstance(code, str) else "", payload)


# --- Requests --------------------------------------------------------------------------------------------------------

EVENT_STREAM = "application/vnd.amazon.eventstream"
# What stands for the body in the signature of a request whose events are signed one by
# one.
SIGNED_EVENTS = "STREAMING-AWS4-HMAC-SHA256-EVENTS"


def expecting(request: Request) -> Request:
    """The request, saying that its answer may be events."""
    request.headers["Accept"] = EVENT_STREAM
    return request


def attach(request: Request, events: Sendable[Event] | None) -> Request:
    """The request with events for its body."""
    request.headers["Content-Type"] = EVENT_STREAM
    request.body = b""
    request.stream = EventSource(events or (), None)
    return request


def attach_after(
    request: Request, events: Sendable[Event] | None, media_type: str
) -> Request:
    """The request with events for its body, after one with what was its body: the event
    `initial-request`.

    It is how the RPC protocols have the other members of an input (Smithy 2.0, "Initial
    Message Events").
    """
    first = event("initial-request", request.body, media_type)
    attach(request, events).stream = EventSource(events or (), first)
    return request


class EventSource(BodySource):
    """The events of a request in their wire format; signed one by one where the request
    is signed.
    """

    def __init__(self, events: Sendable[Event], first: Message | None) -> None:
        self.length = None
        self._failure: Exception | None = None
        self._events = events
        self._first = first
        self._start: SignedStart | None = None
        self._is_started = False

    @property
    def failure(self) -> Exception | None:
        return self._failure

    def payload_hash(self) -> str | None:
        return SIGNED_EVENTS

    def sign(self, start: SignedStart, /) -> None:
        self._start = start

    def rewind(self) -> bool:
        return not self._is_started

    def __iter__(self) -> Iterator[bytes]:
        raise self._failed(
            StreamError("events are sent by an AsyncClient, not by a Client")
        )

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._is_started:
            raise self._failed(StreamError("events can be sent only once"))
        self._is_started = True
        frame = self._framing()
        if self._first is not None:
            yield frame(encode(self._first))
        try:
            async for each in self._values():
                yield frame(encode(each.to_event()))
        except GeneratorExit:
            raise
        except Exception as problem:
            self._failure = problem
            raise
        if self._start is not None:
            # The end of a signed stream is a message without an event in it.
            yield frame(b"")

    async def _values(self) -> AsyncIterator[Event]:
        if isinstance(self._events, AsyncIterable):
            async for each in self._events:
                yield each
        else:
            for each in self._events:
                yield each

    def _framing(self) -> Callable[[bytes], bytes]:
        if self._start is None:
            return bytes
        # Only where there is something to sign.
        from .sigv4_events import EventSigner

        signer = EventSigner(self._start)
        return lambda message: encode(signer.sign(message))

    def _failed(self, problem: Exception) -> Exception:
        self._failure = problem
        return problem

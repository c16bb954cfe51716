"""What goes over the wire, as plain values, and what a transport raises when it cannot
get it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from .plain import Plain, shown

if TYPE_CHECKING:
    from .bodies import AsyncBody, BodySource, SyncBody


class Request(Plain):
    """An HTTP request without its host, unsigned.

    `path` starts with a slash and is already percent-encoded; `query` holds decoded
    names and values in order; `host_prefix` goes before the host of the endpoint
    ("123456789012."). A body that is not in memory is in `stream`, and `body` is empty.
    """

    __slots__ = _attributes = (
        "method",
        "path",
        "query",
        "headers",
        "body",
        "host_prefix",
        "stream",
    )

    def __init__(
        self,
        method: str,
        path: str,
        query: list[tuple[str, str]] | None = None,
        headers: dict[str, str] | None = None,
        body: bytes = b"",
        host_prefix: str = "",
        stream: BodySource | None = None,
    ) -> None:
        self.method = method
        self.path = path
        self.query: list[tuple[str, str]] = [] if query is None else query
        self.headers: dict[str, str] = {} if headers is None else headers
        self.body = body
        self.host_prefix = host_prefix
        self.stream = stream

    def __repr__(self) -> str:
        # Names without values, and no body: members that are sensitive may be in any of
        # them.
        query = [name for name, _ in self.query]
        return shown(
            self,
            repr(self.method),
            repr(self.path),
            f"query={query}",
            f"headers={list(self.headers)}",
            f"body={_size(self.body, self.stream)}",
        )


class Response(Plain):
    """An HTTP response. Header names are found in any case.

    Where the body is still on its way, `stream` has what comes after `body`.
    """

    _attributes = ("status", "headers", "body", "stream")
    __slots__ = ("_folded", *_attributes)

    def __init__(
        self,
        status: int,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        stream: SyncBody | AsyncBody | None = None,
    ) -> None:
        self.status = status
        self.headers: Mapping[str, str] = {} if headers is None else headers
        self.body = body
        self.stream = stream
        # The headers by their names in lower case, once one is asked for under a name
        # that is not there as it is: outputs may look for forty headers and find four.
        self._folded: dict[str, str] | None = None

    def header(self, name: str) -> str | None:
        """The value of the header `name`, whatever the case of either."""
        value = self.headers.get(name)
        if value is not None:
            return value
        if self._folded is None:
            # The first of several that differ in case.
            pairs = reversed([*self.headers.items()])
            self._folded = {key.lower(): each for key, each in pairs}
        return self._folded.get(name.lower())

    def __repr__(self) -> str:
        body = _size(self.body, self.stream)
        return shown(
            self, str(self.status), f"headers={list(self.headers)}", f"body={body}"
        )


class HttpRequest:
    """A request as a transport sends it: signed, and with its destination.

    `authority` is the host, with the port where it is not the scheme's own; `target`
    the encoded path and query. A body that is not in memory is in `stream`, and `body`
    is empty. `streams_response` asks for an answer whose body is left in
    `Response.stream`; a transport that cannot do that reads it into `Response.body`.
    """

    __slots__ = (
        "authority",
        "body",
        "headers",
        "method",
        "scheme",
        "stream",
        "streams_response",
        "target",
    )

    def __init__(
        self,
        method: str,
        scheme: str,
        authority: str,
        target: str,
        headers: dict[str, str],
        body: bytes,
        stream: BodySource | None = None,
        streams_response: bool = False,
    ) -> None:
        self.method = method
        self.scheme = scheme
        self.authority = authority
        self.target = target
        self.headers = headers
        self.body = body
        self.stream = stream
        self.streams_response = streams_response

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"

    def __repr__(self) -> str:
        # Neither the query nor the headers, which the signature and the session token
        # are in, nor the body.
        path, question, _ = self.target.partition("?")
        url = f"{self.scheme}://{self.authority}{path}{question and '?...'}"
        body = _size(self.body, self.stream)
        return shown(self, repr(self.method), repr(url), f"body={body}")


def _size(body: bytes, stream: object) -> str:
    return f"{len(body)} bytes" if stream is None else "a stream"


class Timeout(NamedTuple):
    """Seconds to wait for a connection, and for each piece of the answer. None waits
    for ever.
    """

    connect: float | None = 60.0
    read: float | None = 60.0


class TransportError(Exception):
    """There is no whole answer: no connection, a connection that broke, or a time-out.

    `timed_out` tells time-outs apart. `retryable` is False for what cannot go better
    the next time, such as a certificate that is not trusted. `attempts` counts what was
    sent before the error reached the caller.
    """

    def __init__(
        self, message: str, *, timed_out: bool = False, retryable: bool = True
    ) -> None:
        super().__init__(message)
        self.timed_out = timed_out
        self.retryable = retryable
        self.attempts = 1

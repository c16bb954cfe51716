"""HTTP to the metadata services of instances and containers: one request, short, and
never through a proxy.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from http.client import HTTPConnection

# No answer of these services is longer.
LONGEST = 1 << 20


class MetadataError(Exception):
    """A metadata service gave nothing that can be used; the message holds nothing that
    it or a caller sent.
    """


class UnreachableError(MetadataError):
    """There is no connection to be had."""


class SilentError(MetadataError):
    """There is a connection, but no answer in time."""


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes


def ask(method: str, url: str, headers: Mapping[str, str], timeout: float) -> Answer:
    """The answer to one request without a body; `timeout` is in seconds, for the
    connection and for each read.

    Redirects are answers like any other: what is in `headers` goes to this host alone.
    """
    from http.client import HTTPException

    connection, target = _connection(url, timeout)
    kind: type[MetadataError] = UnreachableError
    problem = "no connection"
    try:
        connection.connect()
        kind, problem = MetadataError, "no answer"
        connection.request(method, target, headers=dict(headers))
        response = connection.getresponse()
        return Answer(response.status, response.read(LONGEST))
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, TimeoutError) and kind is MetadataError:
            kind = SilentError
        problem = f"{problem} ({_reason(error)})"
    finally:
        connection.close()
    # Raised here: the texts of what is caught above may quote headers, thus tokens.
    raise kind(problem)


def _connection(url: str, timeout: float) -> tuple[HTTPConnection, str]:
    """A connection that is not yet open, and what to ask for on it."""
    from http.client import HTTPConnection, HTTPException, HTTPSConnection
    from urllib.parse import urlsplit

    with suppress(HTTPException, ValueError):
        parts = urlsplit(url)
        kind = {"http": HTTPConnection, "https": HTTPSConnection}.get(parts.scheme)
        if kind is not None and parts.hostname:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            return kind(parts.hostname, parts.port, timeout=timeout), target
    raise MetadataError("it is no URL of http or https")


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timed out"
    return getattr(error, "strerror", None) or type(error).__name__

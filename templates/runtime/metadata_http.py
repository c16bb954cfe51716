"""HTTP to the metadata services of instances and containers: one request, short, and never through a proxy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

# No answer of these services is longer.
LONGEST = 1 << 20


class MetadataError(Exception):
    """A metadata service gave nothing that can be used; the message holds nothing that it or a caller sent."""


class UnreachableError(MetadataError):
    """There is no connection to be had."""


class SilentError(MetadataError):
    """There is a connection, but no answer in time."""


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes


def ask(method: str, url: str, headers: Mapping[str, str], timeout: float) -> Answer:
    """The answer to one request without a body; `timeout` is in seconds, for the connection and for each read.

    Redirects are answers like any other: what is in `headers` goes to this host alone.
    """
    from http.client import HTTPConnection, HTTPException, HTTPSConnection
    from urllib.parse import urlsplit

    problem = ""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    if host is None or parts.scheme not in ("http", "https"):
        raise MetadataError("it is no URL of http or https")
    secure = parts.scheme == "https"
    connection = (HTTPSConnection if secure else HTTPConnection)(
        host, port, timeout=timeout
    )
    try:
        try:
            connection.connect()
        except OSError as error:
            problem = _reason(error)
        if not problem:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request(method, path, headers=dict(headers))
            response = connection.getresponse()
            return Answer(response.status, response.read(LONGEST))
    except (OSError, HTTPException, ValueError) as error:
        # The texts of these may quote headers, thus tokens.
        silent = isinstance(error, TimeoutError)
        kind = SilentError if silent else MetadataError
        failure = kind(f"no answer ({_reason(error)})")
    else:
        failure = UnreachableError(f"no connection ({problem})")
    finally:
        connection.close()
    raise failure


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timed out"
    return getattr(error, "strerror", None) or type(error).__name__

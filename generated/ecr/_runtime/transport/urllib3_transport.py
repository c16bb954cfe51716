"""Requests over urllib3."""

from __future__ import annotations

import http.client
import os
import ssl
from base64 import b64encode
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ..core.bodies import SyncBody
from ..core.http import HttpRequest, Response, Timeout, TransportError
from ..settings.proxies import proxy_for
from . import trust

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, HTTPConnectionPool

try:
    import urllib3
    from urllib3 import connection, exceptions
    from urllib3.util import parse_url
except ModuleNotFoundError as problem:
    if problem.name != "urllib3":
        raise
    from .transports import MissingDependencyError

    raise MissingDependencyError("urllib3", "Client") from None


# With TLS, this is what a connection that the other side ends looks like.
_BROKEN_TLS = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)


class _Connection(connection.HTTPConnection):
    # urllib3's own looks for its placeholders in every header, of which there are none
    # here: a fifth of the time that a small request takes. That of the standard library
    # refuses what cannot be in a header as well.
    putheader = http.client.HTTPConnection.putheader

    def getresponse(self) -> Any:
        answer = super().getresponse()
        if answer.status < 200:
            # Python takes an interim answer other than 100 for the final one, which the
            # next request on the connection would then read as its own.
            raise http.client.HTTPException
        return answer


class _SecureConnection(_Connection, connection.HTTPSConnection):
    pass


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls: Any = _Connection


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls: Any = _SecureConnection


_POOLS: dict[str, type[urllib3.HTTPConnectionPool]] = {
    "http": _Pool,
    "https": _SecurePool,
}


class Urllib3Transport:
    """One pool of kept-alive connections per host.

    `max_connections` is how many a host's pool keeps; more threads than that get
    connections of their own, which are closed after the request. `ca_bundle` is a file
    of certificates to trust instead of the system's.
    """

    def __init__(
        self,
        *,
        timeout: Timeout | None = None,
        ca_bundle: str | None = None,
        max_connections: int = 50,
    ) -> None:
        timeout = timeout or Timeout()
        self._timeout = urllib3.Timeout(connect=timeout.connect, read=timeout.read)
        self._ca_bundle = ca_bundle
        self._max_connections = max_connections
        self._pools: dict[tuple[str, str], HTTPConnectionPool] = {}
        self._managers: list[urllib3.PoolManager] = []
        self._lock = Lock()
        self._process = os.getpid()

    def send(self, request: HttpRequest) -> Response:
        if self._process != os.getpid():
            # Connections from before a fork are those of the other process: what one
            # asked the other would read.
            self._pools, self._managers = {}, []
            self._lock = Lock()
            self._process = os.getpid()
        try:
            pool = self._pools.get((request.scheme, request.authority))
            if pool is None:
                pool = self._pool(request)
            # A proxy that forwards plain http wants the whole URL.
            proxied = request.scheme == "http" and pool.proxy is not None
            answer = pool.urlopen(
                request.method,
                request.url if proxied else request.target,
                body=request.body if request.stream is None else request.stream,
                headers=request.headers,
                retries=False,
                redirect=False,
                assert_same_host=False,
                timeout=self._timeout,
                preload_content=not request.streams_response,
            )
            if request.streams_response:
                body = _Body(answer, request)
                return Response(answer.status, answer.headers, stream=body)
            return Response(answer.status, answer.headers, answer.data)
        except (exceptions.HTTPError, OSError) as problem:
            error = _transport_error(problem, request)
        raise error

    def close(self) -> None:
        with self._lock:
            pools, self._pools = list(self._pools.values()), {}
            managers, self._managers = self._managers, []
        for pool in pools:
            pool.close()
        for manager in managers:
            manager.clear()

    def _pool(self, request: HttpRequest) -> HTTPConnectionPool:
        key = (request.scheme, request.authority)
        with self._lock:
            if key not in self._pools:
                proxy = proxy_for(request.url, os.environ)
                size = self._max_connections
                is_tls = request.scheme == "https" or (proxy or "").startswith("https:")
                tls = None
                if is_tls and self._ca_bundle:
                    tls = trust.context(self._ca_bundle)
                manager = (
                    urllib3.PoolManager(1, maxsize=size, ssl_context=tls)
                    if proxy is None
                    else urllib3.ProxyManager(
                        proxy,
                        1,
                        proxy_headers=_proxy_headers(proxy),
                        proxy_ssl_context=tls,
                        maxsize=size,
                        ssl_context=tls,
                    )
                )
                manager.pool_classes_by_scheme = _POOLS
                self._managers.append(manager)
                self._pools[key] = manager.connection_from_url(
                    f"{request.scheme}://{request.authority}"
                )
            return self._pools[key]


def _proxy_headers(proxy: str) -> dict[str, str] | None:
    """What tells a proxy the user and password in its URL, which urllib3 leaves out."""
    auth = parse_url(proxy).auth
    if auth is None:
        return None
    user, _, password = auth.partition(":")
    pair = f"{unquote(user)}:{unquote(password)}".encode()
    return {"Proxy-Authorization": f"Basic {b64encode(pair).decode()}"}


class _Body(SyncBody):
    """The body of an answer, as it was sent: a Content-Encoding is for who reads it."""

    def __init__(self, answer: BaseHTTPResponse, request: HttpRequest) -> None:
        self._answer = answer
        self._request = request
        length = answer.headers.get("Content-Length", "")
        self.length = int(length) if length.isascii() and length.isdecimal() else None

    def read(self, size: int) -> bytes:
        try:
            return self._answer.read1(size, decode_content=False) or b""
        except (exceptions.HTTPError, OSError) as problem:
            error = _transport_error(problem, self._request)
        raise error

    def close(self) -> None:
        # A connection with something left to read is closed, and goes back to its pool
        # to be opened anew.
        self._answer.close()
        self._answer.release_conn()


def _transport_error(problem: Exception, request: HttpRequest) -> TransportError:
    # A connection that is refused counts as a time-out of connecting in urllib3.
    # One while the body is sent is told as a connection that broke.
    timed_out = any(
        isinstance(each, (exceptions.TimeoutError, TimeoutError))
        for each in (problem, *problem.args)
    ) and not isinstance(problem, exceptions.NewConnectionError)
    # What cannot be trusted or understood now will not be the next time.
    hopeless = isinstance(
        problem,
        (exceptions.SSLError, exceptions.LocationValueError, exceptions.DecodeError),
    ) and not any(isinstance(each, _BROKEN_TLS) for each in problem.args)
    told, known = _told(problem)
    text = f"{type(problem).__name__}: {problem}" if told else type(problem).__name__
    error = TransportError(
        f"{request.method} {request.scheme}://{request.authority}: {text}",
        timed_out=timed_out,
        retryable=not hopeless,
    )
    error.__cause__ = problem if known else None
    return error


def _told(problem: Exception) -> tuple[bool, bool]:
    """Whether its text, and whether the problem itself may be shown: what arrived of an
    answer may be a secret.

    `BadStatusLine` and its like quote it, `IncompleteRead` holds it.
    """
    harmless = http.client.RemoteDisconnected
    parts = [
        each
        for each in (problem, *problem.args)
        if isinstance(each, http.client.HTTPException)
        and not isinstance(each, harmless)
    ]
    return (
        all(isinstance(each, http.client.IncompleteRead) for each in parts),
        not parts,
    )

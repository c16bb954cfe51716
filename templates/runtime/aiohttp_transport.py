"""Requests over aiohttp."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from typing import Any

from .bodies import AsyncBody
from .http import HttpRequest, Response, Timeout, TransportError
from .proxies import proxy_for

try:
    import aiohttp
    from yarl import URL
except ModuleNotFoundError as problem:
    if problem.name not in ("aiohttp", "yarl"):
        raise
    from .transports import MissingDependencyError

    raise MissingDependencyError("aiohttp", "AsyncClient") from None

# aiohttp would add these by itself, after the signature.
_NOT_ADDED = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
# What its own tests set to the same end.
_RESENDS = "_retry_connection"
# aiohttp warns of bodies that are larger: written at once, they keep the event loop from everything else.
_LARGE = 2**20
_PIECE = 2**18


class AiohttpTransport:
    """One session with a pool of kept-alive connections, made anew when the event loop is another one.

    `max_connections` bounds the connections that are open at a time; requests beyond it wait for their turn.
    `ca_bundle` is a file of certificates to trust instead of the system's.
    """

    def __init__(
        self,
        *,
        timeout: Timeout | None = None,
        ca_bundle: str | None = None,
        max_connections: int = 100,
    ) -> None:
        timeout = timeout or Timeout()
        self._timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=timeout.connect, sock_read=timeout.read
        )
        self._ca_bundle = ca_bundle
        self._max_connections = max_connections
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._proxies: dict[tuple[str, str], str | None] = {}

    async def send(self, request: HttpRequest) -> Response:
        session = self._session
        if session is None or self._loop is not asyncio.get_running_loop():
            abandoned, loop = session, self._loop
            session = self._connected()
            if abandoned is not None and loop is not None:
                await _close(abandoned, loop)
        key = (request.scheme, request.authority)
        if key not in self._proxies:
            self._proxies[key] = proxy_for(request.url, os.environ)
        if request.stream is not None or request.streams_response:
            return await self._send_streaming(session, request, self._proxies[key])
        try:
            body, headers = request.body, request.headers
            data: Any = body
            if len(body) > _LARGE:
                data = _pieces(body)
                headers = {**headers, "Content-Length": str(len(body))}
            async with session.request(
                request.method,
                URL(request.url, encoded=True),
                data=data,
                headers=headers,
                allow_redirects=False,
                proxy=self._proxies[key],
            ) as answer:
                body = await answer.read()
                return Response(answer.status, answer.headers, body)
        except (aiohttp.ClientError, OSError, ValueError) as problem:
            error = _transport_error(problem, request)
        raise error

    async def _send_streaming(
        self, session: aiohttp.ClientSession, request: HttpRequest, proxy: str | None
    ) -> Response:
        try:
            answer = await session.request(
                request.method,
                URL(request.url, encoded=True),
                data=request.body if request.stream is None else request.stream,
                headers=request.headers,
                allow_redirects=False,
                proxy=proxy,
                # What is stored compressed is read as it is stored.
                auto_decompress=not request.streams_response,
            )
            if request.streams_response:
                stream = _Body(answer, request)
                return Response(answer.status, answer.headers, stream=stream)
            async with answer:
                body = await answer.read()
                return Response(answer.status, answer.headers, body)
        except (aiohttp.ClientError, OSError, ValueError) as problem:
            error = _transport_error(problem, request)
        raise error

    async def close(self) -> None:
        session, self._session = self._session, None
        if session is not None and self._loop is not None:
            await _close(session, self._loop)

    def _connected(self) -> aiohttp.ClientSession:
        tls: Any = True
        if self._ca_bundle is not None:
            import ssl

            tls = ssl.create_default_context(cafile=self._ca_bundle)
        self._loop = asyncio.get_running_loop()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._max_connections, ssl=tls),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=self._timeout,
            skip_auto_headers=_NOT_ADDED,
        )
        # It would send some requests again by itself where a kept connection is gone: uncounted, and with what is left
        # of a stream. Whether to try again is for the call to decide.
        if hasattr(self._session, _RESENDS):
            setattr(self._session, _RESENDS, False)
        return self._session


async def _close(
    session: aiohttp.ClientSession, loop: asyncio.AbstractEventLoop
) -> None:
    """Closes a session of `loop`, which need not be the one that runs."""
    if loop is asyncio.get_running_loop() or loop.is_closed():
        # Where the loop is gone, so is everything that there would be to wait for.
        await session.close()
    else:
        asyncio.run_coroutine_threadsafe(session.close(), loop)


async def _pieces(body: bytes) -> AsyncIterator[memoryview]:
    view = memoryview(body)
    for start in range(0, len(body), _PIECE):
        yield view[start : start + _PIECE]


class _Body(AsyncBody):
    """The body of an answer, as it was sent: a Content-Encoding is for who reads it."""

    def __init__(self, answer: aiohttp.ClientResponse, request: HttpRequest) -> None:
        self._answer = answer
        self._request = request
        self.length = answer.content_length

    async def aread(self, size: int) -> bytes:
        try:
            return await self._answer.content.read(size)
        except (aiohttp.ClientError, OSError) as problem:
            error = _transport_error(problem, self._request)
        raise error

    def close(self) -> None:
        # Drops the connection where there is something left to read.
        self._answer.close()


def _transport_error(problem: Exception, request: HttpRequest) -> TransportError:
    # What cannot be trusted or understood now will not be the next time.
    hopeless = isinstance(
        problem, (aiohttp.ClientSSLError, aiohttp.InvalidURL, ValueError)
    )
    # Other texts may have a piece of the answer, or of a header: either may be a secret.
    told = isinstance(problem, (aiohttp.ClientConnectionError, OSError))
    text = f"{type(problem).__name__}: {problem}" if told else type(problem).__name__
    error = TransportError(
        f"{request.method} {request.scheme}://{request.authority}: {text}",
        timed_out=isinstance(problem, TimeoutError),
        retryable=not hopeless,
    )
    error.__cause__ = problem if told else None
    return error

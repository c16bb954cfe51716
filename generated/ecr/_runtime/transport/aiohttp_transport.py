"""Requests over aiohttp."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from contextlib import suppress
from typing import Any

from ..core.bodies import AsyncBody
from ..core.http import HttpRequest, Response, Timeout, TransportError
from ..settings.proxies import proxy_for
from . import trust

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
# As much as always fits into what is kept for a connection until it takes more.
_AT_ONCE = 32 * 1024

# What processes that were forked from others have of them.
_OF_PARENTS: list[object] = []


class _Connector(aiohttp.TCPConnector):
    async def _create_connection(
        self, req: Any, traces: Any, timeout: aiohttp.ClientTimeout
    ) -> Any:
        if req.proxy is None:
            return await super()._create_connection(req, traces, timeout)
        # aiohttp waits for ever for what a proxy answers to CONNECT.
        async with asyncio.timeout(timeout.sock_connect):
            return await super()._create_connection(req, traces, timeout)


class _Sent(aiohttp.Payload):
    """A body that is given up where the connection takes nothing more of it for
    `seconds`.

    The time-outs of aiohttp begin when all of the body is sent.
    """

    def __init__(
        self, pieces: AsyncIterable[bytes], size: int | None, seconds: float | None
    ) -> None:
        super().__init__(pieces)
        self._pieces = pieces
        self._size = size
        self._seconds = seconds

    async def write(self, writer: Any) -> None:
        try:
            async for piece in self._pieces:
                async with asyncio.timeout(self._seconds):
                    await writer.write(piece)
            async with asyncio.timeout(self._seconds):
                await writer.drain()
        except TimeoutError:
            # What is not sent yet would keep the connection from being closed.
            if writer.transport is not None:
                writer.transport.abort()
            raise

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        raise TypeError("a body that is sent is bytes")


async def _pieces(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), _AT_ONCE):
        yield body[start : start + _AT_ONCE]


class AiohttpTransport:
    """One session with a pool of kept-alive connections for each event loop, closed
    with the loop at the latest.

    `max_connections` bounds the connections that are open at a time; requests beyond it
    wait for their turn. `ca_bundle` is a file of certificates to trust instead of the
    system's.
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
        self._sessions: dict[asyncio.AbstractEventLoop, aiohttp.ClientSession] = {}
        self._guards: dict[asyncio.AbstractEventLoop, AsyncGenerator[None]] = {}
        self._process = os.getpid()
        self._proxies: dict[tuple[str, str], str | None] = {}

    async def send(self, request: HttpRequest) -> Response:
        session = self._sessions.get(asyncio.get_running_loop())
        if session is None:
            session = await self._connected()
        key = (request.scheme, request.authority)
        if key not in self._proxies:
            self._proxies[key] = proxy_for(request.url, os.environ)
        if request.stream is not None or request.streams_response:
            return await self._send_streaming(session, request, self._proxies[key])
        try:
            async with session.request(
                request.method,
                URL(request.url, encoded=True),
                data=self._data(request),
                headers=request.headers,
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
                data=self._data(request),
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

    def _data(self, request: HttpRequest) -> bytes | _Sent:
        body, seconds = request.body, self._timeout.sock_read
        if request.stream is not None:
            return _Sent(request.stream, None, seconds)
        if len(body) <= _AT_ONCE:
            return body
        return _Sent(_pieces(body), len(body), seconds)

    async def close(self) -> None:
        here = asyncio.get_running_loop()
        for loop, guard in [*self._guards.items()]:
            if loop is here:
                await guard.aclose()
            elif loop.is_closed():
                self._drop(loop)
            else:
                # Another thread's, and only to be touched from there.
                asyncio.run_coroutine_threadsafe(guard.aclose(), loop)

    async def _connected(self) -> aiohttp.ClientSession:
        if self._process != os.getpid():
            # Connections from before a fork are those of the other process, and so is
            # what its loop waits with: to close any here would make the other one deaf.
            # They stay as they are.
            _OF_PARENTS.append((self._sessions, self._guards))
            self._sessions, self._guards = {}, {}
            self._process = os.getpid()
        for loop in [each for each in self._guards if each.is_closed()]:
            self._drop(loop)
        tls: Any = True
        if self._ca_bundle is not None:
            tls = trust.context(self._ca_bundle)
        session = aiohttp.ClientSession(
            connector=_Connector(limit=self._max_connections, ssl=tls),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=self._timeout,
            skip_auto_headers=_NOT_ADDED,
        )
        # It would send some requests again by itself where a kept connection is gone:
        # uncounted, and with what is left of a stream. Whether to try again is for the
        # call to decide.
        if hasattr(session, _RESENDS):
            setattr(session, _RESENDS, False)
        loop = asyncio.get_running_loop()
        self._sessions[loop] = session
        self._guards[loop] = guard = self._guard(loop, session)
        await anext(guard)
        return session

    async def _guard(
        self, loop: asyncio.AbstractEventLoop, session: aiohttp.ClientSession
    ) -> AsyncGenerator[None]:
        """Closes the session at its end: `asyncio.run` ends all generators of its loop
        before it closes that.
        """
        try:
            yield
        finally:
            self._sessions.pop(loop, None)
            self._guards.pop(loop, None)
            await session.close()

    def _drop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Forgets the session of a loop that is gone, and with it everything that a
        proper close would wait for.
        """
        del self._guards[loop]
        session = self._sessions.pop(loop)
        if session.connector is not None:
            with suppress(StopIteration):
                next(session.connector.close().__await__())
        session.detach()


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
    # Other texts may have a piece of the answer, or of a header: either may be a
    # secret.
    told = isinstance(problem, (aiohttp.ClientConnectionError, OSError))
    text = f"{type(problem).__name__}: {problem}" if told else type(problem).__name__
    error = TransportError(
        f"{request.method} {request.scheme}://{request.authority}: {text}",
        timed_out=isinstance(problem, TimeoutError),
        retryable=not hopeless,
    )
    error.__cause__ = problem if told else None
    return error

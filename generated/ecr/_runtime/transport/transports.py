"""What a client needs from an HTTP library; pass your own to use another one."""

from __future__ import annotations

from typing import Any, Protocol

from ..core.http import HttpRequest, Response


class Transport(Protocol):
    """Sends requests, for `Client`. Shared by threads."""

    def send(self, request: HttpRequest, /) -> Response:
        """The whole answer, whatever its status; redirects are not followed. Raises
        `TransportError` without one.

        The body of the request is `request.stream` where that is not None: iterate it.
        Where `request.streams_response` is set, the body of the answer may stay on its
        connection: a `SyncBody` in `Response.stream`.
        """
        ...

    def close(self) -> None: ...


class AsyncTransport(Protocol):
    """Sends requests, for `AsyncClient`. Shared by tasks."""

    async def send(self, request: HttpRequest, /) -> Response:
        """The whole answer, whatever its status; redirects are not followed. Raises
        `TransportError` without one.

        The body of the request is `request.stream` where that is not None: iterate it
        with `async for`. Where `request.streams_response` is set, the body of the
        answer may stay on its connection: an `AsyncBody` in `Response.stream`.
        """
        ...

    async def close(self) -> None: ...


class MissingDependencyError(ImportError):
    """An HTTP library is not installed; the message says which, and how to get it."""

    def __init__(self, library: str, client: str) -> None:
        super().__init__(
            f"{client} sends its requests with {library}, which is not installed: `pip install {library}`, "
            f"or pass a transport of your own",
            name=library,
        )
        self._client = client

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are rebuilt from `args` by default, which is the message here.
        return type(self), (self.name, self._client), self.__dict__

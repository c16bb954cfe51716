"""The base of `AsyncClient`: does what the calls ask for, in the running event loop."""

from __future__ import annotations

from collections.abc import Generator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from ..core.bodies import AsyncBody
from ..core.identity import Credentials
from ..core.operation import Operation
from .clients import Configured
from .steps import GET_CREDENTIALS, Receive, Send, Sleep

if TYPE_CHECKING:
    import asyncio

    from ..transport.transports import AsyncTransport
    from .paging import AsyncPaginator, Pagination
    from .steps import Step
    from .waiting import Waiter

Input = TypeVar("Input")
Output = TypeVar("Output")
Item = TypeVar("Item")
T = TypeVar("T")


class AsyncioClient(Configured["AsyncTransport"]):
    """A client whose calls are awaited. Safe to share between tasks; use it in `async
    with`, or `await close()` it.

    Credentials are got in a thread, for they may take a file or a process.
    """

    _refreshing: asyncio.Task[Credentials] | None = None

    async def close(self) -> None:
        """Closes the connections. Calls raise after that."""
        self._is_closed = True
        if self._owns_transport and self._transport is not None:
            await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def presigned_url(
        self,
        operation: type[Operation[Input, Any]],
        value: Input,
        *,
        expires_in: int = 3600,
        **parameters: Any,
    ) -> str:
        """As `Client.presigned_url`."""
        return await self._run(
            self._presigning(operation, value, parameters, expires_in)
        )

    async def _call(
        self, operation: type[Operation[Input, Output]], value: Input
    ) -> Output:
        return await self._run(self._calling(operation, value))

    def _paginate(
        self,
        pagination: Pagination[Input, Output, Item],
        operation: type[Operation[Input, Output]],
        value: Input,
        token: Any,
        limit: int | None,
    ) -> AsyncPaginator[Output, Item]:
        from .paging import AsyncPaginator, Pager

        return AsyncPaginator(
            lambda: Pager(pagination, value, token, limit),
            lambda each: self._call(operation, each),
        )

    async def _wait(
        self,
        waiter: Waiter[Input, Output],
        operation: type[Operation[Input, Output]],
        value: Input,
        max_wait_time: float,
    ) -> Output | None:
        steps = self._waiting(waiter, operation, value, max_wait_time)
        return await self._run(steps)

    async def _run(self, steps: Generator[Step, Any, T]) -> T:
        if self._is_closed:
            raise RuntimeError("the client is closed")
        answer: Any = None
        problem: BaseException | None = None
        try:
            while True:
                if problem is None:
                    step = steps.send(answer)
                else:
                    step, problem = steps.throw(problem), None
                try:
                    if isinstance(step, Send):
                        if self._is_closed:
                            # While the call waited for its next attempt: nobody would
                            # close what it connects anew.
                            raise RuntimeError("the client is closed")
                        transport = self._transport
                        if transport is None:
                            transport = self._connected()
                        answer = await transport.send(step.request)
                    elif step == GET_CREDENTIALS:
                        answer = await self._refreshed()
                    elif isinstance(step, Sleep):
                        import asyncio

                        await asyncio.sleep(step.seconds)
                        answer = None
                    elif isinstance(step, Receive):
                        answer = await _some_of(step)
                    else:
                        import asyncio

                        answer = await asyncio.to_thread(step.function)
                except BaseException as raised:
                    # The call hears of it where it is cancelled, too: it has to end its
                    # attempt.
                    problem = raised
        except StopIteration as done:
            output: T = done.value
            return output

    async def _refreshed(self) -> Credentials:
        """New credentials, got once for all the calls that wait for them."""
        # Not at the top: the module is imported for `Client` too, which needs no event
        # loop.
        import asyncio

        task = self._refreshing
        if (
            task is None
            or task.done()
            or task.get_loop() is not asyncio.get_running_loop()
        ):
            task = asyncio.ensure_future(asyncio.to_thread(self._credentials.refresh))
            # Where all who waited were cancelled, nobody is left to be told of a
            # failure: asyncio would log it.
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._refreshing = task
        # A call that is cancelled must not take the others' credentials with it.
        return await asyncio.shield(task)

    def _connected(self) -> AsyncTransport:
        """The client's own transport, made at the first request: importing the HTTP
        library takes time.
        """
        from ..transport.aiohttp_transport import AiohttpTransport

        self._transport = AiohttpTransport(
            timeout=self._timeout, ca_bundle=self._settings.ca_bundle
        )
        return self._transport


async def _some_of(step: Receive) -> bytes:
    stream = step.stream
    if isinstance(stream, AsyncBody):
        return await stream.aread(65536)
    raise TypeError("the transport of an AsyncClient gives an AsyncBody")

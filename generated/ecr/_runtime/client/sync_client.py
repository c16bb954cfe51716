"""The base of `Client`: does what the calls ask for, in the calling thread."""

from __future__ import annotations

import time
from collections.abc import Generator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from ..core.bodies import SyncBody
from ..core.operation import Operation
from .clients import Configured
from .steps import GET_CREDENTIALS, Receive, Send, Sleep

if TYPE_CHECKING:
    from ..transport.transports import Transport
    from .paging import Pagination, Paginator
    from .steps import Step
    from .waiting import Waiter

Input = TypeVar("Input")
Output = TypeVar("Output")
Item = TypeVar("Item")
T = TypeVar("T")


class SyncClient(Configured["Transport"]):
    """A client whose calls block. Safe to share between threads; use it in a `with`
    statement, or `close` it.
    """

    def close(self) -> None:
        """Closes the connections. Calls raise after that."""
        self._is_closed = True
        if self._owns_transport and self._transport is not None:
            self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def presigned_url(
        self,
        operation: type[Operation[Input, Any]],
        value: Input,
        *,
        expires_in: int = 3600,
        **parameters: Any,
    ) -> str:
        """A URL that sends the operation's request without credentials of one's own.

        It is valid for `expires_in` seconds, at most 7 days. `parameters` are those of
        the endpoint rules, where they have to be others than what the client and the
        input say.
        """
        return self._run(self._presigning(operation, value, parameters, expires_in))

    def _call(self, operation: type[Operation[Input, Output]], value: Input) -> Output:
        return self._run(self._calling(operation, value))

    def _paginate(
        self,
        pagination: Pagination[Input, Output, Item],
        operation: type[Operation[Input, Output]],
        value: Input,
        token: Any,
        limit: int | None,
    ) -> Paginator[Output, Item]:
        from .paging import Pager, Paginator

        return Paginator(
            lambda: Pager(pagination, value, token, limit),
            lambda each: self._call(operation, each),
        )

    def _wait(
        self,
        waiter: Waiter[Input, Output],
        operation: type[Operation[Input, Output]],
        value: Input,
        max_wait_time: float,
    ) -> Output | None:
        steps = self._waiting(waiter, operation, value, max_wait_time)
        return self._run(steps)

    def _run(self, steps: Generator[Step, Any, T]) -> T:
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
                        answer = transport.send(step.request)
                    elif step == GET_CREDENTIALS:
                        answer = self._credentials.refresh()
                    elif isinstance(step, Sleep):
                        time.sleep(step.seconds)
                        answer = None
                    elif isinstance(step, Receive):
                        answer = _some_of(step)
                    else:
                        answer = step.function()
                except BaseException as raised:
                    # The call hears of it where it is interrupted, too: it has to end
                    # its attempt.
                    problem = raised
        except StopIteration as done:
            output: T = done.value
            return output

    def _connected(self) -> Transport:
        """The client's own transport, made at the first request: importing the HTTP
        library takes time.
        """
        from ..transport.urllib3_transport import Urllib3Transport

        with self._lock:
            if self._transport is None:
                self._transport = Urllib3Transport(
                    timeout=self._timeout, ca_bundle=self._settings.ca_bundle
                )
            return self._transport


def _some_of(step: Receive) -> bytes:
    stream = step.stream
    if isinstance(stream, SyncBody):
        return stream.read(65536)
    raise TypeError("the transport of a Client gives a SyncBody")

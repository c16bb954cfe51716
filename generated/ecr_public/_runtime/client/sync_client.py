"""The base of `Client`: does what the calls ask for, in the calling thread."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from ..core.bodies import SyncBody
from ..core.http import Timeout
from ..core.operation import Operation
from .clients import Configured, CredentialSource
from .hooks import Hooks
from .retry import Retries
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


class SyncClient(Configured):
    """A client whose calls block. Safe to share between threads; use it in a `with` statement, or `close` it.

    `region`, `credentials`, `profile`, `endpoint_url`, `use_fips` and `use_dualstack` come from the environment and
    the shared config and credentials files where they are not given; a Region that nothing names is that of the EC2
    instance, asked for at the first call. `timeout` is in seconds, for connecting and for each read. A `transport` that
    is given is not closed with the client.
    """

    def __init__(
        self,
        *,
        region: str | None = None,
        credentials: CredentialSource | None = None,
        profile: str | None = None,
        endpoint_url: str | None = None,
        use_fips: bool | None = None,
        use_dualstack: bool | None = None,
        retries: Retries | None = None,
        timeout: Timeout | float | None = None,
        transport: Transport | None = None,
        hooks: Hooks | None = None,
        endpoint_parameters: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(
            region=region,
            credentials=credentials,
            profile=profile,
            endpoint_url=endpoint_url,
            use_fips=use_fips,
            use_dualstack=use_dualstack,
            retries=retries,
            timeout=timeout,
            hooks=hooks,
            endpoint_parameters=endpoint_parameters,
        )
        self._transport = transport
        self._owns_transport = transport is None
        self._is_closed = False
        self._lock = Lock()

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

        It is valid for `expires_in` seconds, at most 7 days. `parameters` are those of the endpoint rules, where they
        have to be others than what the client and the input say.
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
        transport = self._transport
        if transport is None:
            transport = self._connected()
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
                            # While the call waited for its next attempt: nobody would close what it connects anew.
                            raise RuntimeError("the client is closed")
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
                    # The call hears of it where it is interrupted, too: it has to end its attempt.
                    problem = raised
        except StopIteration as done:
            output: T = done.value
            return output

    def _connected(self) -> Transport:
        """The client's own transport, made at the first request: importing the HTTP library takes time."""
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

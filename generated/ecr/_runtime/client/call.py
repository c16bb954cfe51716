"""One call of an operation, from the input to the output, without I/O.

`Caller.call` is a generator. It yields the steps that have to be done, is sent the
result of each (or has the exception thrown into it), and returns the output. The
clients differ in how they do the steps and in nothing else.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from random import getrandbits
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..core.errors import CredentialsError, DeserializationError, ServiceError
from ..core.http import HttpRequest, Request, Response, TransportError
from ..core.identity import Credentials
from ..core.operation import Operation
from ..signing import sigv4
from . import retry
from .destinations import Destination
from .hooks import Attempt, Hooks
from .retry import Retries, RetryQuota
from .steps import GET_CREDENTIALS, Send, Sleep

if TYPE_CHECKING:
    from ..core.bodies import BodySource
    from .steps import Step

Input = TypeVar("Input")
Output = TypeVar("Output")


# Clocks that are further apart than this make a signature invalid or soon will.
_TOLERATED_SKEW = 240.0


class _Call(Generic[Output]):
    """What the attempts of one call share, and what the last one left."""

    __slots__ = (
        "corrected_skew",
        "operation",
        "paid",
        "request",
        "response",
        "signs",
        "skew",
        "source",
        "to",
    )

    def __init__(
        self,
        operation: type[Operation[Any, Output]],
        to: Destination,
        request: HttpRequest,
    ) -> None:
        self.operation = operation
        self.to = to
        # Without a signature.
        self.request = request
        self.signs = to.signing is not None and operation.signed
        # The body, where it is not in memory.
        self.source: BodySource | None = None
        self.response: Response | None = None
        # What the last request was signed with, and what its retry cost.
        self.skew = 0.0
        self.paid = 0
        self.corrected_skew = False


class Caller:
    """What the calls of one client share. Safe to use from many threads and tasks.

    `name` is the package, whose name its logger has, too. `current_credentials` gives
    credentials that are fresh, None when somebody has to get new ones.
    """

    __slots__ = (
        "clock",
        "current_credentials",
        "hooks",
        "name",
        "quota",
        "retries",
        "skew",
        "user_agent",
    )

    def __init__(
        self,
        name: str,
        user_agent: str,
        retries: Retries,
        hooks: Hooks,
        current_credentials: Callable[[], Credentials | None],
        quota: RetryQuota,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.name = name
        self.user_agent = user_agent
        self.retries = retries
        self.hooks = hooks
        self.current_credentials = current_credentials
        self.quota = quota
        self.clock = clock
        # What has to be added to our clock for the service's.
        self.skew = 0.0

    def call(
        self, operation: type[Operation[Input, Output]], value: Input, to: Destination
    ) -> Generator[Step, Any, Output]:
        """The output of an operation. Raises its errors, DeserializationError and
        TransportError.
        """
        call = yield from self._prepare(operation, operation.serialize(value), to)
        number = 0
        while True:
            number += 1
            attempt = Attempt(operation.name, call.request.authority, number)
            request = yield from self._sign(call, number)
            self._hook(self.hooks.before_send, attempt)
            started = time.perf_counter()
            try:
                output = yield from self._attempt(call, request, attempt)
            except BaseException as error:
                # Whatever ends it, whoever saw it begin sees it end.
                attempt.error = error
                attempt.delay = self._delay(call, attempt, error)
                if attempt.delay is None:
                    raise
            else:
                self.quota.release(call.paid)
                return output
            finally:
                self._finished(attempt, started)
            self._hook(self.hooks.on_retry, attempt)
            if attempt.delay:
                yield Sleep(attempt.delay)

    def _prepare(
        self,
        operation: type[Operation[Any, Output]],
        request: Request,
        to: Destination,
    ) -> Generator[Step, Any, _Call[Output]]:
        """The call with all that is the same for its attempts."""
        sent = self._addressed(request, to)
        sent.streams_response = operation.streams_output
        call = _Call(operation, to, sent)
        if request.stream is not None:
            from . import call_streams

            call.source = yield from call_streams.prepare(
                sent, request.stream, operation, to, signs=call.signs
            )
        return call

    def _attempt(
        self, call: _Call[Output], request: HttpRequest, attempt: Attempt
    ) -> Generator[Step, Any, Output]:
        """The output from one answer."""
        call.response = None
        response: Response
        if call.source is None:
            response = yield Send(request)
        else:
            from . import call_streams

            response = yield from call_streams.send(request, call.source)
        call.response = response
        attempt.status = response.status
        attempt.request_id = request_id(response)
        if response.stream is None:
            return call.operation.deserialize(response)
        try:
            from . import call_streams

            response = yield from call_streams.received(call.operation, response)
            return call.operation.deserialize(response)
        except BaseException:
            if response.stream is not None:
                response.stream.close()
            raise

    def _delay(
        self, call: _Call[Any], attempt: Attempt, error: BaseException
    ) -> float | None:
        """The decision after an attempt that failed: the seconds until the next one,
        None where it was the last.
        """
        if not isinstance(error, (ServiceError, DeserializationError, TransportError)):
            return None
        error.attempts = attempt.number
        if isinstance(error, DeserializationError):
            error.request_id = attempt.request_id
        source = call.source
        if source is not None and (source.failure is not None or not source.rewind()):
            return None
        if self._corrects_skew(call, error):
            return 0.0
        reason = retry.reason_of(error)
        if reason is None or attempt.number >= self.retries.max_attempts:
            return None
        call.paid = self.quota.acquire(reason)
        if not call.paid:
            return None
        asked = None
        if call.response is not None:
            asked = retry.retry_after(call.response.headers, self.clock())
        return self.retries.delay(attempt.number, asked)

    def presigned_url(
        self,
        operation: type[Operation[Input, Any]],
        value: Input,
        to: Destination,
        expires_in: int,
    ) -> Generator[Step, Any, str]:
        """A URL that whoever has it may send the operation's request to, for
        `expires_in` seconds.
        """
        from ..signing.presigning import headers_of

        request = operation.serialize(value)
        prepared = self._addressed(request, to)
        if to.signing is None or not operation.signed:
            return prepared.url
        credentials = yield from self._credentials(operation)
        if credentials is None:
            return prepared.url
        prepared.headers = headers_of(request)
        return sigv4.presign(
            prepared,
            credentials,
            to.signing,
            self.clock() + self.skew,
            expires_in,
            # Whoever uses the URL brings the body.
            unsigned=request.stream is not None,
        )

    def _credentials(
        self, operation: type[Operation[Any, Any]]
    ) -> Generator[Step, Any, Credentials | None]:
        """What to sign with; None where there is nothing and it is optional (Smithy
        2.0, "optionalAuth").
        """
        credentials = self.current_credentials()
        if credentials is None:
            try:
                credentials = yield GET_CREDENTIALS
            except CredentialsError:
                if not operation.optional_auth:
                    raise
        return credentials

    def _addressed(self, request: Request, to: Destination) -> HttpRequest:
        """The request with its destination, before it is signed."""
        # An address has no labels that another could go before.
        prefix = "" if to.is_ip else request.host_prefix
        target = to.path_of(request)
        if request.query:
            target = f"{target}?{sigv4.encode_query(request.query)}"
        bits = getrandbits(128)
        headers = {
            **to.headers,
            **request.headers,
            "User-Agent": self.user_agent,
            "amz-sdk-invocation-id": f"{bits >> 96:08x}-{bits >> 80 & 0xFFFF:04x}-4{bits >> 64 & 0xFFF:03x}"
            f"-{bits >> 48 & 0x3FFF | 0x8000:04x}-{bits & 0xFFFFFFFFFFFF:012x}",
        }
        return HttpRequest(
            request.method,
            to.scheme,
            prefix + to.authority,
            target,
            headers,
            request.body,
            request.stream,
        )

    def _sign(self, call: _Call[Any], number: int) -> Generator[Step, Any, HttpRequest]:
        """The request of one attempt."""
        sent = call.request
        sent.headers["amz-sdk-request"] = (
            f"attempt={number}; max={self.retries.max_attempts}"
        )
        signing = call.to.signing
        if not call.signs or signing is None:
            return sent
        credentials = yield from self._credentials(call.operation)
        if credentials is None:
            return sent
        call.skew = self.skew
        headers = sigv4.sign(
            sent,
            credentials,
            signing,
            self.clock() + call.skew,
            # A body that is not in memory has a header for its hash already.
            unsigned=call.operation.unsigned_payload and sent.stream is None,
        )
        signed = HttpRequest(
            sent.method,
            sent.scheme,
            sent.authority,
            sent.target,
            headers,
            sent.body,
            sent.stream,
            sent.streams_response,
        )
        if call.source is not None:
            from . import call_streams

            call_streams.start(call.source, signed, signing, credentials, call.skew)
        return signed

    def _corrects_skew(self, call: _Call[Any], error: Exception) -> bool:
        """Whether our clock was why the service refused, and is now corrected by the
        service's; once in a call.
        """
        if (
            call.response is None
            or call.corrected_skew
            or not isinstance(error, ServiceError)
            or error.code not in retry.SKEW_CODES
        ):
            return False
        date = retry.http_date(call.response.header("Date") or "")
        if date is None:
            return False
        skew = date - self.clock()
        # Compared with what the request was signed with: another call may have
        # corrected ours since.
        if abs(skew - call.skew) < _TOLERATED_SKEW:
            return False
        self.skew = skew
        call.corrected_skew = True
        return True

    def _finished(self, attempt: Attempt, started: float) -> None:
        attempt.duration = time.perf_counter() - started
        if self.hooks.after_response is not None:
            self._hook(self.hooks.after_response, attempt)
        # Nobody can have asked for log records where nobody has imported the module.
        logging = sys.modules.get("logging")
        if logging is None:
            return
        logger = logging.getLogger(self.name)
        if logger.isEnabledFor(logging.DEBUG):
            logger.debug(
                "%s %s attempt=%d status=%s request_id=%s duration=%.1fms%s",
                attempt.operation,
                attempt.host,
                attempt.number,
                attempt.status,
                attempt.request_id,
                attempt.duration * 1000,
                _ending(attempt),
            )

    def _hook(self, hook: Callable[[Attempt], None] | None, attempt: Attempt) -> None:
        if hook is None:
            return
        try:
            hook(attempt)
        except Exception:
            import logging

            logging.getLogger(self.name).exception("a hook of the client failed")


def _ending(attempt: Attempt) -> str:
    """How an attempt ended, in words for a log: never the error's own text, which may
    quote what was sent.
    """
    if attempt.error is None:
        return ""
    error = attempt.error
    code = error.code if isinstance(error, ServiceError) else ""
    code = code or type(error).__name__
    retrying = "" if attempt.delay is None else f" retry_in={attempt.delay:.2f}s"
    return f" error={code}{retrying}"


def request_id(response: Response) -> str | None:
    """The ID that AWS support asks for."""
    return response.header("x-amzn-requestid") or response.header("x-amz-request-id")

"""One call of an operation, from the input to the output, without I/O.

`Caller.call` is a generator. It yields the steps that have to be done, is sent the result of each (or has the
exception thrown into it), and returns the output. The clients differ in how they do the steps and in nothing else.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from random import getrandbits
from typing import TYPE_CHECKING, Any, TypeVar

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
    from .steps import Step

Input = TypeVar("Input")
Output = TypeVar("Output")


# Clocks that are further apart than this make a signature invalid or soon will.
_TOLERATED_SKEW = 240.0


class Caller:
    """What the calls of one client share. Safe to use from many threads and tasks.

    `name` is the package, whose name its logger has, too. `current_credentials` gives credentials that are fresh, None
    when somebody has to get new ones.
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
        """The output of an operation. Raises its errors, DeserializationError and TransportError."""
        request = operation.serialize(value)
        sent = self._prepared(request, to)
        sent.streams_response = operation.streams_output
        signs = to.signing is not None and operation.signed
        source = request.stream
        if source is not None:
            from . import call_streams

            source = yield from call_streams.prepare(
                sent, source, operation, to, signs=signs
            )
        name = operation.name
        attempt = Attempt(name, sent.authority, 0)
        paid = 0
        skew = 0.0
        skew_is_corrected = False
        while True:
            attempt = Attempt(name, sent.authority, attempt.number + 1)
            sent.headers["amz-sdk-request"] = (
                f"attempt={attempt.number}; max={self.retries.max_attempts}"
            )
            signed = sent
            if signs:
                credentials = yield from self._credentials(operation)
                if credentials is not None:
                    skew = self.skew
                    signed = self._signed(sent, to, operation, credentials, skew)
                    if source is not None:
                        from . import call_streams

                        call_streams.start(source, signed, to, credentials, skew)
            self._hook(self.hooks.before_send, attempt)
            response: Response | None = None
            started = time.perf_counter()
            try:
                answered: Response = yield Send(signed)
                response = answered
                attempt.status = answered.status
                attempt.request_id = request_id(answered)
                if answered.stream is not None:
                    from . import call_streams

                    response = yield from call_streams.received(operation, answered)
                output = operation.deserialize(response)
            except (ServiceError, DeserializationError, TransportError) as problem:
                error = problem
                if response is not None and response.stream is not None:
                    response.stream.close()
            except BaseException as stopped:
                # Cancelled, interrupted, or what a transport should not raise: whoever saw it begin sees it end.
                if response is not None and response.stream is not None:
                    response.stream.close()
                attempt.error = stopped
                self._finished(attempt, started)
                raise
            else:
                self._finished(attempt, started)
                self.quota.release(paid)
                return output
            attempt.error = error
            error.attempts = attempt.number
            if isinstance(error, DeserializationError):
                error.request_id = attempt.request_id
            if source is not None:
                from . import call_streams

                last = call_streams.last_error(source, error)
                if last is not None:
                    self._finished(attempt, started)
                    raise last
            if (
                not skew_is_corrected
                and response is not None
                and self._correct_skew(error, response, skew)
            ):
                skew_is_corrected = True
                delay = 0.0
            else:
                reason = retry.reason_of(error)
                if reason is None or attempt.number >= self.retries.max_attempts:
                    self._finished(attempt, started)
                    raise error
                paid = self.quota.acquire(reason)
                if not paid:
                    self._finished(attempt, started)
                    raise error
                asked = (
                    None
                    if response is None
                    else retry.retry_after(response.headers, self.clock())
                )
                delay = self.retries.delay(attempt.number, asked)
            attempt.delay = delay
            self._finished(attempt, started)
            self._hook(self.hooks.on_retry, attempt)
            if delay:
                yield Sleep(delay)

    def presigned_url(
        self,
        operation: type[Operation[Input, Any]],
        value: Input,
        to: Destination,
        expires_in: int,
    ) -> Generator[Step, Any, str]:
        """A URL that whoever has it may send the operation's request to, for `expires_in` seconds."""
        from ..signing.presigning import headers_of

        request = operation.serialize(value)
        prepared = self._prepared(request, to)
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
        """What to sign with; None where there is nothing and it is optional (Smithy 2.0, "optionalAuth")."""
        credentials = self.current_credentials()
        if credentials is None:
            try:
                credentials = yield GET_CREDENTIALS
            except CredentialsError:
                if not operation.optional_auth:
                    raise
        return credentials

    def _prepared(self, request: Request, to: Destination) -> HttpRequest:
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

    def _signed(
        self,
        sent: HttpRequest,
        to: Destination,
        operation: type[Operation[Any, Any]],
        credentials: Credentials,
        skew: float,
    ) -> HttpRequest:
        assert to.signing is not None
        headers = sigv4.sign(
            sent,
            credentials,
            to.signing,
            self.clock() + skew,
            # A body that is not in memory has a header for its hash already.
            unsigned=operation.unsigned_payload and sent.stream is None,
        )
        return HttpRequest(
            sent.method,
            sent.scheme,
            sent.authority,
            sent.target,
            headers,
            sent.body,
            sent.stream,
            sent.streams_response,
        )

    def _correct_skew(
        self, error: Exception, response: Response, signed_with: float
    ) -> bool:
        """Whether our clock was why the service refused, and is now corrected by the service's.

        `signed_with` is the skew that the request was signed with: another call may have corrected ours since.
        """
        if not isinstance(error, ServiceError) or error.code not in retry.SKEW_CODES:
            return False
        date = retry.http_date(response.header("Date") or "")
        if date is None:
            return False
        skew = date - self.clock()
        if abs(skew - signed_with) < _TOLERATED_SKEW:
            return False
        self.skew = skew
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
    """How an attempt ended, in words for a log: never the error's own text, which may quote what was sent."""
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

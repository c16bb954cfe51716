"""Which failures are worth another attempt, and when: the "standard" retry mode of
AWS's SDKs.

Nothing here waits or sends: decisions are values (AWS SDKs and Tools Reference Guide,
"Retry behavior").
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from threading import Lock
from typing import Literal, NamedTuple, Self, TypeAlias

from ..core.errors import ServiceError
from ..core.http import TransportError

Reason: TypeAlias = Literal["throttling", "transient", "timeout"]

# Error codes that mean the same for every service.
THROTTLING_CODES = frozenset(
    (
        "BandwidthLimitExceeded EC2ThrottledException LimitExceededException PriorRequestNotComplete "
        "ProvisionedThroughputExceededException RequestLimitExceeded RequestThrottled RequestThrottledException "
        "SlowDown ThrottledException Throttling ThrottlingException TooManyRequestsException "
        "TransactionInProgressException"
    ).split()
)
TRANSIENT_CODES = frozenset(
    "IDPCommunicationError RequestTimeout RequestTimeoutException".split()
)
TRANSIENT_STATUSES = frozenset((500, 502, 503, 504))
# A request may be refused because of the clock of whoever signed it.
SKEW_CODES = frozenset(
    (
        "AuthFailure InvalidSignatureException RequestExpired RequestInTheFuture RequestTimeTooSkewed "
        "SignatureDoesNotMatch"
    ).split()
)

_CAPACITY = 500
_COST = 5
_TIMEOUT_COST = 10


class _Retries(NamedTuple):
    max_attempts: int = 3
    base_delay: float = 1.0
    max_delay: float = 20.0


class Retries(_Retries):
    """How often and how soon a client tries again.

    `max_attempts` counts the first one too: 1 means no retries. Before attempt n + 1
    the client waits a random time of up to `base_delay` * 2 ** (n - 1) seconds, at most
    `max_delay`; a service that asks for a certain delay gets it, up to `max_delay`.
    This is the standard mode; where the settings ask for another one ("adaptive",
    "legacy") the client says in its log that it is not supported, and does the same.
    """

    __slots__ = ()

    def __new__(
        cls, max_attempts: int = 3, base_delay: float = 1.0, max_delay: float = 20.0
    ) -> Self:
        if max_attempts < 1:
            raise ValueError(f"max_attempts must be at least 1, not {max_attempts}")
        if base_delay < 0 or max_delay < 0:
            raise ValueError("delays cannot be negative")
        return super().__new__(cls, max_attempts, base_delay, max_delay)

    def delay(self, attempt: int, asked: float | None = None) -> float:
        """Seconds to wait after attempt number `attempt`; `asked` is what the service
        wants.
        """
        if asked is not None:
            return min(asked, self.max_delay)
        # The exponent is bounded so that no number of attempts overflows a float.
        ceiling = self.base_delay * 2.0 ** min(attempt - 1, 32)
        return random.random() * min(ceiling, self.max_delay)


class RetryQuota:
    """The tokens that all calls of one client pay retries with, so that an outage does
    not multiply its load.
    """

    __slots__ = ("_lock", "available")

    def __init__(self) -> None:
        self.available = _CAPACITY
        self._lock = Lock()

    def acquire(self, reason: Reason) -> int:
        """The tokens that one retry costs, or 0 when there are too few of them."""
        cost = _TIMEOUT_COST if reason == "timeout" else _COST
        with self._lock:
            if self.available < cost:
                return 0
            self.available -= cost
        return cost

    def release(self, cost: int) -> None:
        """After a success: what its last retry cost, and one token where there was no
        retry.
        """
        if self.available >= _CAPACITY:
            return
        with self._lock:
            self.available = min(self.available + (cost or 1), _CAPACITY)


def reason_of(error: Exception) -> Reason | None:
    """Why an error is worth another attempt; None when it is not."""
    if isinstance(error, TransportError):
        if not error.retryable:
            return None
        return "timeout" if error.timed_out else "transient"
    if not isinstance(error, ServiceError):
        return None
    if error.throttling or error.code in THROTTLING_CODES or error.status == 429:
        return "throttling"
    if (
        error.retryable
        or error.code in TRANSIENT_CODES
        or error.status in TRANSIENT_STATUSES
    ):
        return "transient"
    return None


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """The seconds that a response asks to wait.

    `x-amz-retry-after` has milliseconds, `Retry-After` seconds or a date (RFC 9110,
    10.2.3).
    """
    found = {
        name.lower(): value
        for name, value in headers.items()
        if name.lower() in ("retry-after", "x-amz-retry-after")
    }
    amazon = found.get("x-amz-retry-after", "").strip()
    if amazon.isdecimal() and amazon.isascii():
        return int(amazon) / 1000
    standard = found.get("retry-after", "").strip()
    if standard.isdecimal() and standard.isascii():
        return float(standard[:9])
    moment = http_date(standard) if standard else None
    return None if moment is None else max(0.0, moment - now)


def http_date(value: str) -> float | None:
    """Epoch seconds of an HTTP date, None for what is none."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError):
        return None

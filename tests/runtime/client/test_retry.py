"""Which errors are retried, when, and what it costs."""

from __future__ import annotations

import pytest

from runtime.client import retry
from runtime.client.retry import Retries, RetryQuota
from runtime.core.errors import (
    DeserializationError,
    ServiceError,
    UnknownOperationError,
)
from runtime.core.http import TransportError


def service_error(
    code: str, status: int = 400, *, retryable: bool = False
) -> ServiceError:
    error = UnknownOperationError(code)
    error.status = status
    error.retryable = retryable
    return error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (service_error("ThrottlingException"), "throttling"),
        (service_error("SlowDown", 503), "throttling"),
        (service_error("Whatever", 429), "throttling"),
        (service_error("RequestTimeout"), "transient"),
        (service_error("Whatever", 500), "transient"),
        (service_error("Whatever", 504), "transient"),
        (service_error("Whatever", 501), None),
        (service_error("Whatever", 302), None),
        (service_error("AccessDenied", 403), None),
        (service_error("Modelled", retryable=True), "transient"),
        (TransportError("reset"), "transient"),
        (TransportError("slow", timed_out=True), "timeout"),
        (TransportError("certificate", retryable=False), None),
        (DeserializationError("Op", 200, "ValueError"), None),
        (ValueError(), None),
    ],
    ids=repr,
)
def test_reasons(error: Exception, reason: str | None) -> None:
    assert retry.reason_of(error) == reason


@pytest.mark.parametrize("attempt", [1, 2, 5, 6, 1000])
def test_delays_stay_below_their_ceiling(attempt: int) -> None:
    delays = [Retries(base_delay=1.0).delay(attempt) for _ in range(300)]
    ceiling = min(2.0 ** (attempt - 1), 20.0)
    assert all(0 <= delay < ceiling for delay in delays)
    assert max(delays) > 0.8 * ceiling
    assert min(delays) < 0.2 * ceiling


def test_what_the_service_asks_for_is_capped() -> None:
    assert Retries().delay(1, 3.5) == 3.5
    assert Retries(max_delay=2.0).delay(1, 3600.0) == 2.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after": "7", "X-Amz-Retry-After": "1500"}, 1.5),
        ({"Retry-After": "Thu, 01 Jan 1970 00:00:30 GMT"}, 20.0),
        ({"Retry-After": "Thu, 01 Jan 1970 00:00:01 GMT"}, 0.0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-1"}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry.retry_after(headers, now=10.0) == seconds


def test_the_quota_runs_out_and_refills() -> None:
    quota = RetryQuota()
    assert sum(quota.acquire("transient") > 0 for _ in range(200)) == 100
    assert quota.acquire("timeout") == 0
    quota.release(0)
    assert quota.available == 1
    quota.release(10)
    assert quota.acquire("timeout") == 10
    for _ in range(1000):
        quota.release(5)
    assert quota.available == 500


@pytest.mark.parametrize("fields", [{"max_attempts": 0}, {"base_delay": -1.0}])
def test_impossible_retries(fields: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"must be|cannot be"):
        Retries(**fields)  # type: ignore[arg-type]

"""Errors cross the border of a process: a pool of processes breaks where one cannot be
put together again.
"""

from __future__ import annotations

import copy
import pickle

import pytest

from runtime.client.destinations import UnsupportedAuthError
from runtime.core import errors
from runtime.core.http import TransportError
from runtime.endpoints.endpoints import EndpointError
from runtime.streams.event_messages import EventStreamError
from runtime.streams.streams import StreamError
from runtime.transport.transports import MissingDependencyError

ERRORS: tuple[Exception, ...] = (
    errors.ConfigurationError("no Region"),
    errors.CredentialsError("none"),
    errors.DeserializationError("Get", 200, "broken"),
    errors.PaginationError({"token": "t"}),
    errors.SettingsError("AWS_MAX_ATTEMPTS"),
    errors.UnknownOperationError("Odd", {"message": "m"}),
    errors.WaiterFailureError("Ready", "why", {"status": "s"}, 3),
    errors.WaiterTimeoutError("Ready", "why", errors.MessageError(), 3),
    EndpointError("no such place"),
    EventStreamError("damaged", 7),
    MissingDependencyError("urllib3", "Client"),
    StreamError("closed"),
    TransportError("reset", timed_out=True, retryable=False),
    UnsupportedAuthError("sigv4a"),
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_errors_can_be_pickled(error: Exception, protocol: int) -> None:
    error.attempts = 3  # type: ignore[attr-defined]
    for again in (pickle.loads(pickle.dumps(error, protocol)), copy.copy(error)):
        assert type(again) is type(error)
        assert str(again) == str(error)
        # Errors are not equal, and the last one of a waiter is among its fields.
        assert {**vars(again), "last": None} == {**vars(error), "last": None}

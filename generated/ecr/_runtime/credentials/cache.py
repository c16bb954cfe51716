"""Keeping credentials fresh."""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Lock
from time import time

from ..core.errors import CredentialsError, SettingsError
from ..core.identity import Credentials

# Seconds before the expiration from which one caller at a time tries for new
# credentials while the others go on with the old ones, and from which nobody goes on
# without new ones. The two are those of AWS's own Python SDK.
ADVISORY_WINDOW = 15 * 60
MANDATORY_WINDOW = 10 * 60
# Seconds from a failure in the advisory window to the next try; and from one load to
# the next, at most, where what is loaded lasts no longer than the windows. (Roles may
# be assumed for as little as 15 minutes.)
BACKOFF = 60


class CredentialCache:
    """The credentials of a client: loaded on first use, and again before they expire.

    `load` may block; it is called by one thread at a time. `clock` tells the seconds
    since the epoch.
    """

    __slots__ = (
        "_attempts",
        "_clock",
        "_credentials",
        "_failure",
        "_fresh_until",
        "_load",
        "_lock",
        "_process",
        "_retry_at",
    )

    def __init__(
        self, load: Callable[[], Credentials], *, clock: Callable[[], float] = time
    ) -> None:
        self._load = load
        self._clock = clock
        self._lock = Lock()
        self._process = os.getpid()
        self._credentials: Credentials | None = None
        self._retry_at = 0.0
        self._fresh_until = 0.0
        self._attempts = 0
        self._failure: Exception | None = None

    def current(self) -> Credentials | None:
        """The credentials if they can be used as they are, without I/O; None when
        `refresh` must be called.
        """
        return self._usable(refreshing=self._lock.locked())

    def _usable(self, *, refreshing: bool) -> Credentials | None:
        credentials = self._credentials
        if credentials is None or credentials.expiration is None:
            return credentials
        now = self._clock()
        left = credentials.expiration - now
        if left >= ADVISORY_WINDOW or now < self._fresh_until:
            return credentials
        if left >= MANDATORY_WINDOW and (refreshing or now < self._retry_at):
            return credentials
        return None

    def refresh(self) -> Credentials:
        """The credentials, loaded if need be; blocks. Callers that arrive during a load
        take its result.

        Raises what `load` raises, except while the old credentials can still be used.
        """
        if self._process != os.getpid():
            # After a fork, the thread that holds the lock may have stayed in the other
            # process.
            self._process = os.getpid()
            self._lock = Lock()
        attempts = self._attempts
        current = self.current()
        if current is not None:
            return current
        with self._lock:
            if self._attempts != attempts:
                return self._outcome()
            return self._usable(refreshing=False) or self._attempt()

    def _outcome(self) -> Credentials:
        """What the last attempt gave: credentials or an error."""
        if self._failure is not None or self._credentials is None:
            raise self._failure or CredentialsError("there are no credentials")
        return self._credentials

    def _attempt(self) -> Credentials:
        try:
            credentials = self._load()
            if credentials.expiration is not None:
                self._refuse_expired(credentials.expiration)
        except Exception as error:
            self._attempts += 1
            now = self._clock()
            old = self._credentials
            if old is not None and (old.expiration or now) - now >= MANDATORY_WINDOW:
                self._failure = None
                self._retry_at = now + BACKOFF
                return old
            # Others get an error of their own: one that is raised in several threads
            # collects the frames of all.
            kind = (
                SettingsError if isinstance(error, SettingsError) else CredentialsError
            )
            self._failure = kind(str(error))
            raise
        self._attempts += 1
        self._failure = None
        self._credentials = credentials
        if credentials.expiration is not None:
            now = self._clock()
            self._fresh_until = now + min(BACKOFF, (credentials.expiration - now) / 2)
        return credentials

    def _refuse_expired(self, expiration: float) -> None:
        late = self._clock() - expiration
        if late >= 0:
            raise CredentialsError(
                f"the credentials that were loaded expired {late:.0f} seconds ago"
            )

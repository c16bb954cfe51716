"""Where credentials come from, and keeping them fresh."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Lock
from time import time
from typing import cast

from ..core.errors import CredentialsError, SettingsError
from ..core.identity import Credentials
from ..settings.settings import Settings

# Seconds before the expiration from which one caller at a time tries for new credentials while the others go on with
# the old ones, and from which nobody goes on without new ones. The two are those of AWS's own Python SDK.
ADVISORY_WINDOW = 15 * 60
MANDATORY_WINDOW = 10 * 60
# Seconds from a failure in the advisory window to the next try; and from one load to the next, at most, where what is
# loaded lasts no longer than the windows. (Roles may be assumed for as little as 15 minutes.)
BACKOFF = 60


class CredentialCache:
    """The credentials of a client: loaded on first use, and again before they expire.

    `load` may block; it is called by one thread at a time. `clock` tells the seconds since the epoch.
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
        """The credentials if they can be used as they are, without I/O; None when `refresh` must be called."""
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
        """The credentials, loaded if need be; blocks. Callers that arrive during a load take its result.

        Raises what `load` raises, except while the old credentials can still be used.
        """
        if self._process != os.getpid():
            # After a fork, the thread that holds the lock may have stayed in the other process.
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
            # Others get an error of their own: one that is raised in several threads collects the frames of all.
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


def default_source(settings: Settings) -> Callable[[], Credentials]:
    """The chain: what loads credentials from the first place that has any, and later from that place again.

    It raises CredentialsError, naming every place, if none has any, and SettingsError for malformed files and settings.
    """
    from .credential_chain import Chain

    return Chain(settings)


def environment_credentials(settings: Settings) -> Credentials | str:
    """The credentials in the environment, or why there are none."""
    environ = settings.environ
    access_key_id = environ.get("AWS_ACCESS_KEY_ID")
    if not access_key_id:
        return "AWS_ACCESS_KEY_ID is not set"
    secret_access_key = environ.get("AWS_SECRET_ACCESS_KEY")
    if not secret_access_key:
        raise CredentialsError(
            "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not"
        )
    expiration = environ.get("AWS_CREDENTIAL_EXPIRATION")
    return Credentials(
        access_key_id,
        secret_access_key,
        environ.get("AWS_SECURITY_TOKEN") or environ.get("AWS_SESSION_TOKEN") or None,
        expiration=(
            epoch(expiration, "AWS_CREDENTIAL_EXPIRATION") if expiration else None
        ),
        account_id=environ.get("AWS_ACCOUNT_ID") or None,
    )


def epoch(text: str, origin: str) -> float:
    """The seconds since the epoch of a time in ISO 8601, which is in UTC unless it says otherwise."""
    from datetime import UTC, datetime

    try:
        time = datetime.fromisoformat(text.strip().removesuffix("UTC").rstrip())
    except ValueError:
        raise CredentialsError(
            f"{origin}: the expiration is no time in ISO 8601"
        ) from None
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()


def parse_json(text: bytes) -> Mapping[str, object]:
    """The members of a JSON object; none for any other text."""
    import json

    members: object = None
    # Suppressed, not caught and passed on: the error holds the text.
    with suppress(ValueError, RecursionError):
        members = json.loads(text)
    return cast("dict[str, object]", members) if isinstance(members, dict) else {}


def from_json(
    members: Mapping[str, object], origin: str, *, token: str = "Token"
) -> Credentials:
    """The credentials in a JSON document of a metadata service or a process; `token` names its session token.

    Raises CredentialsError, which names members and never values, for a document that has none.
    """
    texts: dict[str, str | None] = {}
    for name in ("AccessKeyId", "SecretAccessKey", token, "Expiration", "AccountId"):
        value = members.get(name)
        if value is not None and not isinstance(value, str):
            raise CredentialsError(f"{origin}: {name} is not a string")
        texts[name] = value or None
    key, secret = texts["AccessKeyId"], texts["SecretAccessKey"]
    if key is None or secret is None:
        missing = "AccessKeyId" if key is None else "SecretAccessKey"
        raise CredentialsError(f"{origin}: the answer has no {missing}")
    expiration = texts["Expiration"]
    return Credentials(
        key,
        secret,
        texts[token],
        expiration=epoch(expiration, origin) if expiration else None,
        account_id=texts["AccountId"],
    )

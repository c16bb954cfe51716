"""Credentials in the JSON documents of metadata services and processes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import cast

from ..core.errors import CredentialsError
from ..core.identity import Credentials


def epoch(text: str, origin: str) -> float:
    """The seconds since the epoch of a time in ISO 8601, which is in UTC unless it says
    otherwise.
    """
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
    """The credentials in a JSON document of a metadata service or a process; `token`
    names its session token.

    Raises CredentialsError, which names members and never values, for a document that
    has none.
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

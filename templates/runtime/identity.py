"""Who signs a request."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Credentials:
    """An access key and what belongs to it. `expiration` is in seconds since the epoch, None for keys that last."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)
    expiration: float | None = field(default=None, repr=False, kw_only=True)
    account_id: str | None = field(default=None, repr=False, kw_only=True)

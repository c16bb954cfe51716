"""User name and password for `docker login`, from an authorization token.

    login = ecr.login.log_in(client)
    login.registry, login.user_name, login.password

A token is valid for twelve hours and allows all that the caller may do. `repr` does not
show it.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import AsyncClient, Client
    from .models import AuthorizationData

__all__ = ["Login", "decode", "log_in", "log_in_async"]

# There is one public registry, and its tokens do not contain its endpoint.
_PUBLIC = "https://public.ecr.aws"


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """User name, password and endpoint, valid until `expires_at` (aware, UTC)."""

    user_name: str
    password: str
    endpoint: str
    expires_at: datetime

    @property
    def registry(self) -> str:
        """The endpoint without its scheme, as image names begin with it."""
        return self.endpoint.partition("://")[2] or self.endpoint

    @property
    def is_expired(self) -> bool:
        return datetime.now(UTC) >= self.expires_at

    def docker_auth(self) -> str:
        """The value of `auths.<registry>.auth` in Docker's configuration
        file, in base64.
        """
        return base64.b64encode(f"{self.user_name}:{self.password}".encode()).decode()

    def __repr__(self) -> str:
        return (
            f"Login(user_name={self.user_name!r}, password=***, "
            f"endpoint={self.endpoint!r}, expires_at={self.expires_at!r})"
        )


def decode(authorization_data: AuthorizationData) -> Login:
    """The login in a result of GetAuthorizationToken.

    Raises ValueError if there is none; the message does not contain the token.
    """
    token = authorization_data.authorization_token
    expires_at = authorization_data.expires_at
    # Only the private registry returns this member.
    endpoint: str = getattr(authorization_data, "proxy_endpoint", None) or _PUBLIC
    if not token:
        raise ValueError("the authorization data has no authorization token")
    if expires_at is None:
        raise ValueError("the authorization data does not say when the token expires")
    text = _text(token)
    if text is None:
        raise ValueError("the authorization token is not base64 of a text")
    user_name, separator, password = text.partition(":")
    if not (user_name and separator and password):
        raise ValueError("the authorization token is not of the form user:password")
    if expires_at.tzinfo is None:
        expires_at = expires_at.replace(tzinfo=UTC)
    return Login(
        user_name=user_name,
        password=password,
        endpoint=endpoint,
        expires_at=expires_at.astimezone(UTC),
    )


def _text(token: str) -> str | None:
    # Returns None instead of raising: exceptions of the codecs contain the token, and
    # would stay the context of ours.
    try:
        return base64.b64decode(token, validate=True).decode()
    except ValueError:
        return None


def log_in(client: Client) -> Login:
    """A login to the caller's registry, or to the public one.

    Raises ValueError, as `decode` does.
    """
    return _only(client.get_authorization_token().authorization_data)


async def log_in_async(client: AsyncClient) -> Login:
    """Like `log_in`."""
    answer = await client.get_authorization_token()
    return _only(answer.authorization_data)


def _only(data: Any) -> Login:
    # A list with an entry per registry, each of which is valid for all registries. The
    # public registry returns a single entry instead.
    single = hasattr(data, "authorization_token")
    entry: Any = data if single else next(iter(data or ()), None)
    if entry is None:
        raise ValueError("the answer has no authorization data")
    return decode(entry)

"""Who signs a request."""

from __future__ import annotations

from typing import NoReturn

from .plain import Plain, shown


class Credentials(Plain):
    """AWS credentials: an access key, with a session token when it is temporary. They
    do not change.

    `expiration` is in seconds since the epoch, None for credentials that last;
    `account_id` is the account they belong to, where the source of the credentials says
    so. Only the access key ID is shown by `repr`.

    Raises ValueError for what cannot go into a header (the access key ID and the token
    must be visible ASCII characters) and for a secret with a line break or another
    character that does not print. The message does not repeat the value.
    """

    __slots__ = _attributes = (
        "access_key_id",
        "secret_access_key",
        "session_token",
        "expiration",
        "account_id",
    )
    access_key_id: str
    secret_access_key: str
    session_token: str | None
    expiration: float | None
    account_id: str | None

    def __init__(
        self,
        access_key_id: str,
        secret_access_key: str,
        session_token: str | None = None,
        *,
        expiration: float | None = None,
        account_id: str | None = None,
    ) -> None:
        # Found here, where the value is named but not shown: an HTTP library that
        # refuses a header quotes it.
        _check("access_key_id", access_key_id, spaces=False)
        _check("secret_access_key", secret_access_key, spaces=True)
        if session_token is not None:
            _check("session_token", session_token, spaces=False)
        keep = super().__setattr__
        keep("access_key_id", access_key_id)
        keep("secret_access_key", secret_access_key)
        keep("session_token", session_token)
        keep("expiration", expiration)
        keep("account_id", account_id)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"credentials do not change: {name} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"credentials do not change: {name} cannot be deleted")

    def __hash__(self) -> int:
        return hash(self._values())

    def __reduce__(self) -> tuple[object, ...]:
        # By `_again`: copies are made by setting attributes otherwise.
        return _again, self._values()

    def __repr__(self) -> str:
        return shown(self, f"access_key_id={self.access_key_id!r}")


def _again(
    access_key_id: str,
    secret_access_key: str,
    session_token: str | None,
    expiration: float | None,
    account_id: str | None,
) -> Credentials:
    return Credentials(
        access_key_id,
        secret_access_key,
        session_token,
        expiration=expiration,
        account_id=account_id,
    )


def _check(name: str, value: str, *, spaces: bool) -> None:
    """Raise ValueError for the first character of `value` that may not be there, told
    by its index alone.
    """
    for index, character in enumerate(value):
        if not character.isprintable() or not (
            spaces or (character.isascii() and character != " ")
        ):
            what = "white space" if character.isspace() else "a character"
            raise ValueError(
                f"{name} has {what} that cannot be in it, at index {index}"
            )

"""Who signs a request."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Credentials:
    """AWS credentials: an access key, with a session token when it is temporary.

    `expiration` is in seconds since the epoch, None for credentials that last; `account_id` is the account they belong
    to, where the source of the credentials says so. Only the access key ID is shown by `repr`.

    Raises ValueError for what cannot go into a header (the access key ID and the token must be visible ASCII
    characters) and for a secret with a line break or another character that does not print. The message does not
    repeat the value.
    """

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)
    expiration: float | None = field(default=None, repr=False, kw_only=True)
    account_id: str | None = field(default=None, repr=False, kw_only=True)

    def __post_init__(self) -> None:
        # Found here, where the value is named but not shown: an HTTP library that refuses a header quotes it.
        _check("access_key_id", self.access_key_id, spaces=False)
        _check("secret_access_key", self.secret_access_key, spaces=True)
        if self.session_token is not None:
            _check("session_token", self.session_token, spaces=False)


def _check(name: str, value: str, *, spaces: bool) -> None:
    """Raise ValueError for the first character of `value` that may not be there, told by its index alone."""
    for index, character in enumerate(value):
        if not character.isprintable() or not (
            spaces or (character.isascii() and character != " ")
        ):
            what = "white space" if character.isspace() else "a character"
            raise ValueError(
                f"{name} has {what} that cannot be in it, at index {index}"
            )

"""Credentials that take calls to other services first: roles, web identities, single
sign-on. botocore makes them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..core.errors import CredentialsError
from ..core.identity import Credentials
from ..settings.settings import Settings


class BotocoreSource:
    """Has botocore load what the profile wants, and load it again from the same place.
    Raises CredentialsError where botocore is not installed, naming what is `wanted`.
    """

    __slots__ = ("_found", "_settings", "_wanted")

    def __init__(self, settings: Settings, wanted: str) -> None:
        self._settings = settings
        self._wanted = wanted
        self._found: Any = None

    def __call__(self) -> Credentials | str:
        problem = ""
        try:
            if self._found is None:
                self._found = self._find()
            if self._found is not None:
                return _converted(self._found)
            problem = "botocore finds none"
        except ModuleNotFoundError as error:
            problem = f"{error}"
            if (error.name or "").partition(".")[0] == "botocore":
                problem = "that needs the package botocore, which is not installed (pip install botocore)"
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
        # Raised here: what is caught above goes no further, because errors may hold
        # what was being read.
        raise CredentialsError(
            f"the profile {self._settings.profile_name!r} wants {self._wanted}: {problem}"
        )

    def _find(self) -> Any:
        settings = self._settings
        session: Any = import_module("botocore.session").Session(
            profile=settings.profile_name if settings.profile else None
        )
        session.set_config_variable("config_file", settings.config_file.path)
        session.set_config_variable("credentials_file", settings.credentials_file.path)
        if settings.region is not None:
            session.set_config_variable("region", settings.region)
        if "web identity" not in self._wanted:
            return session.get_credentials()
        return _web_identity(settings, session)


def _web_identity(settings: Settings, session: Any) -> Any:
    """As botocore does it, but with the environment of `settings`, variable by variable
    before the profile.
    """
    options = dict(settings.profile)
    if settings.explicit_profile is None:
        for option, variable in (
            ("web_identity_token_file", "AWS_WEB_IDENTITY_TOKEN_FILE"),
            ("role_arn", "AWS_ROLE_ARN"),
            ("role_session_name", "AWS_ROLE_SESSION_NAME"),
        ):
            value = settings.environ.get(variable)
            if value:
                options[option] = value
    provider: Any = import_module(
        "botocore.credentials"
    ).AssumeRoleWithWebIdentityProvider
    return provider(
        load_config=lambda: {"profiles": {settings.profile_name: options}},
        client_creator=session.create_client,
        profile_name=settings.profile_name,
        disable_env_vars=True,
    ).load()


def _converted(found: Any) -> Credentials:
    frozen = found.get_frozen_credentials()
    # Not public, but there is nothing else that says when refreshable credentials
    # expire.
    expiry = getattr(found, "_expiry_time", None)
    return Credentials(
        frozen.access_key,
        frozen.secret_key,
        frozen.token,
        expiration=None if expiry is None else expiry.timestamp(),
        account_id=getattr(frozen, "account_id", None),
    )

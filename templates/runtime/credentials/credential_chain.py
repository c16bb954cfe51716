"""The places where credentials are looked for, in the order of the AWS command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from ..core.errors import CredentialsError
from ..core.identity import Credentials
from ..settings.settings import Settings
from ..settings.shared_files import Value, named_sections
from .documents import epoch

Source: TypeAlias = Callable[[], Credentials | str]
"""What looks in one place: the credentials, or why there are none."""


class Chain:
    """Loads from the first place that has credentials, and once one has, from that
    place alone.

    Raises CredentialsError, naming every place, if none has any, and SettingsError for
    malformed files and settings.
    """

    __slots__ = ("_settings", "_source")

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._source: Source | None = None

    def __call__(self) -> Credentials:
        if self._source is not None:
            found = self._source()
            if isinstance(found, str):
                raise CredentialsError(f"there are no credentials any more: {found}")
            return found
        looked: list[str] = []
        for place, make in PLACES:
            source = make(self._settings)
            found = source if isinstance(source, str) else source()
            if not isinstance(found, str):
                self._source = None if isinstance(source, str) else source
                return found
            looked.append(f"{place}: {found}")
        raise CredentialsError("no credentials found:\n  " + "\n  ".join(looked))


def _environment(settings: Settings) -> Source | str:
    if settings.explicit_profile is not None:
        # Who names a profile in the program means it (botocore does the same).
        return "not looked at, because the program names a profile"
    return lambda: _in_environment(settings.environ)


def _in_environment(environ: Mapping[str, str]) -> Credentials | str:
    """The credentials in the environment, or why there are none."""
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


def _assumed(settings: Settings) -> Source | str:
    """Roles, web identities and single sign-on: what takes calls to other services
    first.
    """
    wanted = _wanted(settings)
    return _delegate(settings, wanted) if wanted else "not configured"


def _wanted(settings: Settings) -> str:
    profile = settings.profile
    if "role_arn" in profile and "web_identity_token_file" not in profile:
        return "to assume a role (role_arn)"
    if "web_identity_token_file" in profile:
        return "a web identity (web_identity_token_file)"
    if settings.explicit_profile is None and settings.environ.get(
        "AWS_WEB_IDENTITY_TOKEN_FILE"
    ):
        return "a web identity (AWS_WEB_IDENTITY_TOKEN_FILE)"
    for option in ("sso_account_id", "sso_role_name"):
        if option in profile:
            return f"single sign-on ({option})"
    return ""


def _login(settings: Settings) -> Source | str:
    if "login_session" not in settings.profile:
        return "not configured"
    return _delegate(settings, "a login session (login_session)")


def _delegate(settings: Settings, wanted: str) -> Source:
    from .botocore_credentials import BotocoreSource

    return BotocoreSource(settings, wanted)


def _credentials_file(settings: Settings) -> Source | str:
    file = settings.credentials_file
    if file.absent:
        return f"{file.path} {file.absent}"
    section = file.sections.get(settings.profile_name)
    if section is None:
        return f"{file.path} has no section [{settings.profile_name}]"
    return _keys(section, f"{file.path} [{settings.profile_name}]")


def _config_file(settings: Settings) -> Source | str:
    file = settings.config_file
    if file.absent:
        return f"{file.path} {file.absent}"
    title = named_sections(file, "profile").get(settings.profile_name)
    if title is None:
        return f"{file.path} has no profile {settings.profile_name!r}"
    return _keys(file.sections[title], f"{file.path} [{title}]")


def _keys(section: Mapping[str, Value], origin: str) -> Source | str:
    """The keys that stand in a section of a file. They never expire, so that they are
    read once.
    """
    if "aws_access_key_id" not in section:
        return f"{origin} has no aws_access_key_id"
    texts: dict[str, str] = {}
    for option in (
        "aws_access_key_id",
        "aws_secret_access_key",
        "aws_security_token",
        "aws_session_token",
        "aws_account_id",
    ):
        value = section.get(option, "")
        if isinstance(value, dict):
            raise CredentialsError(f"{origin}: {option} must be one value")
        texts[option] = value
    for option in ("aws_access_key_id", "aws_secret_access_key"):
        if not texts[option]:
            raise CredentialsError(f"{origin}: {option} is missing")
    credentials = Credentials(
        texts["aws_access_key_id"],
        texts["aws_secret_access_key"],
        texts["aws_security_token"] or texts["aws_session_token"] or None,
        account_id=texts["aws_account_id"] or None,
    )
    return lambda: credentials


def _process(settings: Settings) -> Source | str:
    command = settings.find("credential_process")
    if command is None:
        return "not configured"
    from .process_credentials import process_credentials

    account_id = settings.text("aws_account_id")
    return lambda: process_credentials(
        command.text, command.origin, environ=settings.environ, account_id=account_id
    )


def _container(settings: Settings) -> Source | str:
    from .container_credentials import ContainerSource

    return ContainerSource(settings.environ)


def _instance(settings: Settings) -> Source | str:
    from .instance_metadata import InstanceSource

    return InstanceSource(settings)


PLACES: tuple[tuple[str, Callable[[Settings], Source | str]], ...] = (
    ("environment", _environment),
    ("role, web identity, single sign-on", _assumed),
    ("shared credentials file", _credentials_file),
    ("login session", _login),
    ("credential_process", _process),
    ("shared config file", _config_file),
    ("container", _container),
    ("instance metadata", _instance),
)

"""Credentials and Region from the metadata service of an EC2 instance (IMDSv2, and
version 1 where it must be).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import time
from typing import TypeVar

from ..core.errors import CredentialsError
from ..core.identity import Credentials
from ..settings.settings import Settings
from .cache import ADVISORY_WINDOW
from .documents import from_json, parse_json
from .metadata_http import MetadataError, SilentError, UnreachableError, ask

T = TypeVar("T")

IPV4 = "http://169.254.169.254"
IPV6 = "http://[fd00:ec2::254]"
TOKEN_PATH = "latest/api/token"
ROLE_PATH = "latest/meta-data/iam/security-credentials/"
REGION_PATH = "latest/meta-data/placement/region"
# Seconds; the longest that the service gives.
TOKEN_TTL = "21600"


class InstanceSource:
    """Looks at the metadata service. Calling it gives credentials, or why there are
    none.

    Credentials that were had once stay: if the service fails or gives expired ones,
    what there is is used on, and asked for again some minutes later. (AWS's SDKs do so,
    because services may accept them still when the metadata service has an outage:
    static stability.)
    """

    __slots__ = ("_clock", "_last", "_settings")

    def __init__(
        self, settings: Settings, *, clock: Callable[[], float] = time
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._last: Credentials | None = None

    def __call__(self) -> Credentials | str:
        if self._settings.boolean("", "AWS_EC2_METADATA_DISABLED"):
            return "switched off by AWS_EC2_METADATA_DISABLED"
        try:
            service = _Service(self._settings)
            role = service.get(ROLE_PATH, _first_word)
            found = _credentials(service.get(ROLE_PATH + role, parse_json))
        except (MetadataError, CredentialsError) as error:
            if self._last is None:
                return f"{_endpoint(self._settings)}: {error}"
            found = self._last
        self._last = self._extended(found)
        return self._last

    def _extended(self, found: Credentials) -> Credentials:
        """Credentials that expire soon or have expired, as if they lasted until the
        next try.
        """
        if found.expiration is None:
            return found
        from random import randint

        wait = ADVISORY_WINDOW + randint(120, 600)
        now = self._clock()
        if found.expiration - now > wait:
            return found
        return Credentials(
            found.access_key_id,
            found.secret_access_key,
            found.session_token,
            expiration=now + wait,
            account_id=found.account_id,
        )


def region(settings: Settings) -> str:
    """The Region that the instance is in. Raises MetadataError, which says why there is
    none to be had.
    """
    if settings.boolean("", "AWS_EC2_METADATA_DISABLED"):
        raise MetadataError("switched off by AWS_EC2_METADATA_DISABLED")
    return _Service(settings).get(REGION_PATH, _first_word)


class _Service:
    """The metadata service that the settings name, with a token for it. Raises
    MetadataError where it gives none.
    """

    __slots__ = ("_attempts", "_base", "_headers", "_timeout")

    def __init__(self, settings: Settings) -> None:
        url = _endpoint(settings)
        self._base = url if url.endswith("/") else url + "/"
        self._timeout = settings.integer(
            "metadata_service_timeout", 1, 1, "AWS_METADATA_SERVICE_TIMEOUT"
        )
        self._attempts = settings.integer(
            "metadata_service_num_attempts", 1, 1, "AWS_METADATA_SERVICE_NUM_ATTEMPTS"
        )
        self._headers: dict[str, str] = {}
        token = _token(self._base, self._timeout, self._attempts)
        if token is not None:
            self._headers["x-aws-ec2-metadata-token"] = token
        elif settings.boolean(
            "ec2_metadata_v1_disabled", "AWS_EC2_METADATA_V1_DISABLED"
        ):
            raise MetadataError(
                "it gives no token for IMDSv2, and AWS_EC2_METADATA_V1_DISABLED forbids IMDSv1"
            )

    def get(self, path: str, read: Callable[[bytes], T]) -> T:
        """What `read` finds in the answer to a GET, which must be something."""
        problem = MetadataError("never asked")
        for _ in range(self._attempts):
            try:
                status, body = ask(
                    "GET", self._base + path, self._headers, self._timeout
                )
            except MetadataError as error:
                problem = error
                continue
            found = read(body)
            if status == 200 and found:
                return found
            empty = "nothing that can be read" if body else "an empty answer"
            problem = MetadataError(empty if status == 200 else f"status {status}")
        raise problem


def _endpoint(settings: Settings) -> str:
    mode = settings.choice(
        "ec2_metadata_service_endpoint_mode",
        ("ipv4", "ipv6"),
        "",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
    )
    url = settings.text(
        "ec2_metadata_service_endpoint", "AWS_EC2_METADATA_SERVICE_ENDPOINT"
    )
    if url is not None:
        return url
    if not mode and settings.boolean("imds_use_ipv6", "AWS_IMDS_USE_IPV6"):
        mode = "ipv6"
    return IPV6 if mode == "ipv6" else IPV4


def _token(base: str, timeout: float, attempts: int) -> str | None:
    """A session token of IMDSv2, None where only version 1 is to be had.

    No answer counts as version 1, too: the answer to the PUT has a hop limit that
    containers may be beyond.
    """
    unreachable: UnreachableError | None = None
    headers = {"x-aws-ec2-metadata-token-ttl-seconds": TOKEN_TTL}
    for _ in range(attempts):
        try:
            status, body = ask("PUT", base + TOKEN_PATH, headers, timeout)
        except UnreachableError as error:
            unreachable = error
            continue
        except SilentError:
            return None
        except MetadataError:
            continue
        if status == 200:
            return body.decode("ascii", "replace").strip() or None
        if status == 400:
            raise MetadataError("it refuses the request for a token (status 400)")
        if status in (403, 404, 405):
            return None
    if unreachable is not None:
        raise unreachable
    return None


def _first_word(body: bytes) -> str:
    return next(iter(body.decode("utf-8", "replace").split()), "")


def _credentials(members: Mapping[str, object]) -> Credentials:
    """The credentials of the role. The service reports trouble in the body of an answer
    with status 200.
    """
    code = members.get("Code")
    if isinstance(code, str) and code.isalnum() and code != "Success":
        raise CredentialsError(f"the service answers {code}")
    credentials = from_json(members, "the role's credentials")
    if credentials.session_token is None or credentials.expiration is None:
        missing = "Token" if credentials.session_token is None else "Expiration"
        raise CredentialsError(f"the role's credentials: the answer has no {missing}")
    return credentials

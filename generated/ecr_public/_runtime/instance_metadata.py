"""Credentials of the role of an EC2 instance, from its metadata service (IMDSv2, and version 1 where it must be)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import time
from typing import TypeVar

from .credentials import ADVISORY_WINDOW, from_json, parse_json
from .errors import CredentialsError
from .identity import Credentials
from .metadata_http import MetadataError, SilentError, UnreachableError, ask
from .settings import Settings

T = TypeVar("T")

IPV4 = "http://169.254.169.254"
IPV6 = "http://[fd00:ec2::254]"
TOKEN_PATH = "latest/api/token"
ROLE_PATH = "latest/meta-data/iam/security-credentials/"
# Seconds; the longest that the service gives.
TOKEN_TTL = "21600"


class InstanceSource:
    """Looks at the metadata service. Calling it gives credentials, or why there are none.

    Credentials that were had once stay: if the service fails or gives expired ones, what there is is used on, and asked
    for again some minutes later. (AWS's SDKs do so, because services may accept them still when the metadata service
    has an outage: static stability.)
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
        url = self._endpoint()
        try:
            found = self._fetch(url if url.endswith("/") else url + "/")
        except (MetadataError, CredentialsError) as error:
            if self._last is None:
                return f"{url}: {error}"
            found = self._last
        self._last = self._extended(found)
        return self._last

    def _endpoint(self) -> str:
        settings = self._settings
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

    def _fetch(self, base: str) -> Credentials:
        settings = self._settings
        timeout = settings.integer(
            "metadata_service_timeout", 1, 1, "AWS_METADATA_SERVICE_TIMEOUT"
        )
        attempts = settings.integer(
            "metadata_service_num_attempts", 1, 1, "AWS_METADATA_SERVICE_NUM_ATTEMPTS"
        )
        token = _token(base, timeout, attempts)
        headers: dict[str, str] = {}
        if token is not None:
            headers["x-aws-ec2-metadata-token"] = token
        elif settings.boolean(
            "ec2_metadata_v1_disabled", "AWS_EC2_METADATA_V1_DISABLED"
        ):
            raise MetadataError(
                "it gives no token for IMDSv2, and AWS_EC2_METADATA_V1_DISABLED forbids IMDSv1"
            )
        role = _get(base + ROLE_PATH, headers, timeout, attempts, _first_word)
        url = base + ROLE_PATH + role
        members = _get(url, headers, timeout, attempts, parse_json)
        return _credentials(members)

    def _extended(self, found: Credentials) -> Credentials:
        """Credentials that expire soon or have expired, as if they lasted until the next try."""
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


def _token(base: str, timeout: float, attempts: int) -> str | None:
    """A session token of IMDSv2, None where only version 1 is to be had.

    No answer counts as version 1, too: the answer to the PUT has a hop limit that containers may be beyond.
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


def _get(
    url: str,
    headers: dict[str, str],
    timeout: float,
    attempts: int,
    read: Callable[[bytes], T],
) -> T:
    """What `read` finds in the answer to a GET, which must be something."""
    problem = MetadataError("never asked")
    for _ in range(attempts):
        try:
            status, body = ask("GET", url, headers, timeout)
        except MetadataError as error:
            problem = error
            continue
        found = read(body)
        if status == 200 and found:
            return found
        empty = "nothing that can be read" if body else "an empty answer"
        problem = MetadataError(empty if status == 200 else f"status {status}")
    raise problem


def _first_word(body: bytes) -> str:
    return next(iter(body.decode("utf-8", "replace").split()), "")


def _credentials(members: Mapping[str, object]) -> Credentials:
    """The credentials of the role. The service reports trouble in the body of an answer with status 200."""
    code = members.get("Code")
    if isinstance(code, str) and code.isalnum() and code != "Success":
        raise CredentialsError(f"the service answers {code}")
    credentials = from_json(members, "the role's credentials")
    if credentials.session_token is None or credentials.expiration is None:
        missing = "Token" if credentials.session_token is None else "Expiration"
        raise CredentialsError(f"the role's credentials: the answer has no {missing}")
    return credentials

"""Credentials of a container, from the agent of ECS or EKS whose URL is in the
environment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import sleep

from ..core.errors import CredentialsError
from ..core.identity import Credentials
from .documents import from_json, parse_json
from .metadata_http import MetadataError, ask

RELATIVE_URI = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
FULL_URI = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
AGENT = "http://169.254.170.2"
# Where plain HTTP may go besides loopback addresses: the agents of ECS and EKS.
HOSTS = ("169.254.170.2", "169.254.170.23", "fd00:ec2::23", "localhost")
# Seconds for one request and between two; the agent starts with the task and may need a
# moment.
TIMEOUT = 2
PAUSE = 1
ATTEMPTS = 3


class ContainerSource:
    """Asks the agent. Calling it gives credentials, or says that no agent is named;
    raises CredentialsError if one is and gives none.

    `agent` is what relative URIs are relative to, `pause` waits some seconds.
    """

    __slots__ = ("_agent", "_environ", "_pause")

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        agent: str = AGENT,
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self._environ = environ
        self._agent = agent
        self._pause = pause

    def __call__(self) -> Credentials | str:
        environ = self._environ
        relative, full = environ.get(RELATIVE_URI), environ.get(FULL_URI)
        if relative:
            if not relative.startswith("/"):
                # It would change the host.
                raise CredentialsError(f"{RELATIVE_URI} must begin with a slash")
            return self._load(self._agent + relative, RELATIVE_URI)
        if full:
            _refuse_stranger(full)
            return self._load(full, FULL_URI)
        return f"neither {RELATIVE_URI} nor {FULL_URI} is set"

    def _load(self, url: str, variable: str) -> Credentials:
        headers = {"Accept": "application/json", **self._authorization()}
        problem = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                self._pause(PAUSE)
            try:
                status, body = ask("GET", url, headers, TIMEOUT)
            except MetadataError as error:
                problem = str(error)
                continue
            if status == 200:
                members = parse_json(body)
                if members:
                    return from_json(members, f"the agent in {variable}")
                problem = "the answer is no JSON object"
                continue
            problem = f"status {status}"
            if status < 500 and status != 429:
                break
        raise CredentialsError(
            f"the agent in {variable} gives no credentials: {problem}"
        )

    def _authorization(self) -> dict[str, str]:
        """The header that proves to the agent which container asks. The file goes
        first: its token is renewed.
        """
        path = self._environ.get(TOKEN_FILE)
        token = self._environ.get(TOKEN)
        origin = TOKEN
        if path:
            origin = f"the file {path} ({TOKEN_FILE})"
            problem = ""
            try:
                with open(path, encoding="utf-8") as file:
                    token = file.read()
            except OSError as error:
                problem = error.strerror or "unreadable"
            except UnicodeDecodeError:
                problem = "not UTF-8"
            if problem:
                raise CredentialsError(f"{origin} cannot be read: {problem}")
        if not token:
            return {}
        if not token.isascii() or not token.isprintable():
            raise CredentialsError(
                f"{origin} holds what no HTTP header may hold, such as a line break"
            )
        return {"Authorization": token}


def _refuse_stranger(url: str) -> None:
    """Raises CredentialsError for plain HTTP to a host that is neither this machine nor
    a known agent.
    """
    from ipaddress import ip_address
    from urllib.parse import urlsplit

    problem = ""
    host = ""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme == "https" and host:
            return
        if parts.scheme != "http" or not host:
            problem = "must be a URL of http or https"
    except ValueError:
        problem = "is no URL"
    if not problem and host not in HOSTS:
        try:
            loopback = ip_address(host).is_loopback
        except ValueError:
            loopback = False
        if not loopback:
            problem = f"names the host {host}; plain HTTP goes only to this machine and to {', '.join(HOSTS[:3])}"
    if problem:
        raise CredentialsError(f"{FULL_URI} {problem}")

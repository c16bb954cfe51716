"""Where the requests of a client go, made of the endpoint that its rules resolve to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..endpoints.endpoints import parse_url
from ..signing.sigv4 import Signing

if TYPE_CHECKING:
    from ..core.http import Request
    from ..endpoints.endpoints import Endpoint

_DEFAULT_PORTS = {"http": "80", "https": "443"}


class Destination:
    """A resolved endpoint: where requests go, and how they are signed for it."""

    __slots__ = (
        "authority",
        "base_path",
        "headers",
        "is_ip",
        "names_resource",
        "scheme",
        "signing",
    )

    def __init__(
        self,
        scheme: str,
        authority: str,
        is_ip: bool,
        base_path: str,
        headers: dict[str, str],
        signing: Signing | None = None,
        names_resource: bool = False,
    ) -> None:
        self.scheme = scheme
        self.authority = authority
        self.is_ip = is_ip
        # What goes before the path of each request, without a slash at its end.
        self.base_path = base_path
        self.headers = headers
        # None where no request is signed.
        self.signing = signing
        # Whether the input is in the endpoint: a bucket that is its path is asked for
        # as that, without a slash behind.
        self.names_resource = names_resource

    def path_of(self, request: Request) -> str:
        """The path of the endpoint with the request's."""
        if self.names_resource and self.base_path and request.path == "/":
            return self.base_path
        return self.base_path + request.path


class UnsupportedAuthError(Exception):
    """The endpoint asks for a way to sign that is not supported."""


def destination(
    endpoint: Endpoint,
    signing: Signing | None,
    *,
    names_resource: bool = False,
) -> Destination:
    """What an endpoint comes down to for a client that signs as `signing` says, unless
    the endpoint says otherwise.

    `names_resource` says that the endpoint was found with what an input has.
    """
    url = parse_url(endpoint.url)
    if url is None:
        # Not quoted: URLs may hold passwords.
        raise ValueError(
            "the endpoint must be a URL of http or https that has a host, and neither a user nor a query"
        )
    authority = url.authority
    host, colon, port = authority.rpartition(":")
    if colon and port == _DEFAULT_PORTS[url.scheme]:
        authority = host
    schemes: list[dict[str, Any]] = endpoint.properties.get("authSchemes") or []
    if schemes and signing is not None:
        usable = [each for each in schemes if each.get("name") in ("sigv4", "none")]
        if not usable:
            names = ", ".join(str(each.get("name")) for each in schemes)
            raise UnsupportedAuthError(
                f"requests to {endpoint.url} are signed with {names}, which is not supported"
            )
        signing = _signing(signing, usable[0])
    return Destination(
        url.scheme,
        authority,
        url.is_ip,
        url.path.rstrip("/"),
        {name: ",".join(values) for name, values in endpoint.headers.items()},
        signing,
        names_resource,
    )


def _signing(signing: Signing, scheme: dict[str, Any]) -> Signing | None:
    """How requests are signed by an authentication scheme of the endpoint ("Endpoint
    authSchemes list property").
    """
    if scheme["name"] == "none":
        return None
    return Signing(
        scheme.get("signingName") or signing.name,
        scheme.get("signingRegion") or signing.region,
        double_encode=signing.double_encode
        and not scheme.get("disableDoubleEncoding", False),
        normalize=signing.normalize and not scheme.get("disableNormalizePath", False),
        payload_header=signing.payload_header,
        presigns_body=signing.presigns_body,
    )

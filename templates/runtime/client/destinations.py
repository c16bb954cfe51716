"""Where the requests of a client go, made of the endpoint that its rules resolve to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..endpoints.endpoints import parse_url

if TYPE_CHECKING:
    from ..core.http import Request
    from ..endpoints.endpoints import Endpoint

_DEFAULT_PORTS = {"http": "80", "https": "443"}
# S3 has rules of its own for signatures (Amazon S3 API Reference, "Signature calculations"): the hash of the body is a
# header, keys are paths as they are, and whoever has a presigned URL brings any body. No model says so.
_S3 = ("s3", "s3-object-lambda", "s3-outposts")


class Destination:
    """A resolved endpoint: where requests go, and how they are signed for it."""

    __slots__ = (
        "authority",
        "base_path",
        "double_encode",
        "headers",
        "is_ip",
        "is_s3",
        "names_resource",
        "scheme",
        "signing_name",
        "signing_region",
    )

    def __init__(
        self,
        scheme: str,
        authority: str,
        is_ip: bool,
        base_path: str,
        headers: dict[str, str],
        signing_name: str | None,
        signing_region: str,
        double_encode: bool = True,
        names_resource: bool = False,
    ) -> None:
        self.scheme = scheme
        self.authority = authority
        self.is_ip = is_ip
        # What goes before the path of each request, without a slash at its end.
        self.base_path = base_path
        self.headers = headers
        # None where no request is signed.
        self.signing_name = signing_name
        self.signing_region = signing_region
        self.is_s3 = signing_name in _S3
        # Services encode the path once more for the signature, unless the endpoint says that they do not.
        self.double_encode = double_encode and not self.is_s3
        # Whether the input is in the endpoint: a bucket that is its path is asked for as that, without a slash behind.
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
    signing_name: str | None,
    region: str,
    *,
    names_resource: bool = False,
) -> Destination:
    """What an endpoint comes down to for a client that signs as `signing_name` in `region`.

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
    double_encode = True
    if schemes and signing_name is not None:
        usable = [each for each in schemes if each.get("name") in ("sigv4", "none")]
        if not usable:
            names = ", ".join(str(each.get("name")) for each in schemes)
            raise UnsupportedAuthError(
                f"requests to {endpoint.url} are signed with {names}, which is not supported"
            )
        chosen = usable[0]
        signing_name = chosen.get("signingName") or signing_name
        region = chosen.get("signingRegion") or region
        double_encode = not chosen.get("disableDoubleEncoding", False)
        if chosen["name"] == "none":
            signing_name = None
    return Destination(
        url.scheme,
        authority,
        url.is_ip,
        url.path.rstrip("/"),
        {name: ",".join(values) for name, values in endpoint.headers.items()},
        signing_name,
        region,
        double_encode,
        names_resource,
    )

"""Which proxy the environment names for a URL."""

from __future__ import annotations

from collections.abc import Mapping


def proxy_for(url: str, environ: Mapping[str, str]) -> str | None:
    """The URL of the proxy to send a request for `url` through, None to send it
    directly.

    `http_proxy`, `https_proxy` and `no_proxy`, where names in small letters go before
    the same in capitals, and one that is set to nothing counts as none. A proxy without
    a scheme is one of http.
    """
    scheme, _, rest = url.partition("://")
    scheme = scheme.lower()
    if scheme not in ("http", "https"):
        return None
    proxy = environ.get(f"{scheme}_proxy")
    # Under CGI, HTTP_PROXY is the header "Proxy" of a request: anybody's.
    if proxy is None and not (scheme == "http" and "REQUEST_METHOD" in environ):
        proxy = environ.get(f"{scheme}_proxy".upper())
    if not proxy:
        return None
    authority = rest
    for end in "/?#":
        authority = authority.partition(end)[0]
    if _bypassed(authority.rpartition("@")[2].lower(), environ):
        return None
    if proxy.startswith(("http:", "https:")):
        return proxy
    return f"http:{proxy}" if proxy.startswith("//") else f"http://{proxy}"


def _bypassed(authority: str, environ: Mapping[str, str]) -> bool:
    """Whether `no_proxy` names a host, with or without its port, or a domain that it is
    in.
    """
    excluded = environ.get("no_proxy", environ.get("NO_PROXY", ""))
    if excluded.strip() == "*":
        return True
    host, colon, port = authority.rpartition(":")
    if not colon or not (port.isdigit() or not port):
        host = authority
    names = {authority, host, host.strip("[]")}
    for entry in excluded.lower().split(","):
        entry = entry.strip().lstrip(".")
        if entry and any(n == entry or n.endswith(f".{entry}") for n in names):
            return True
    return False

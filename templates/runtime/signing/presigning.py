"""What is left of a request in a URL that is presigned."""

from __future__ import annotations

from ..core.http import Request

# The checksums of nothing: CRC32 and CRC32C, CRC64NVME, MD5, SHA1, SHA256.
_OF_NOTHING = {
    "AAAAAA==",
    "AAAAAAAAAAA=",
    "1B2M2Y8AsgTpgAmY7PhCfg==",
    "2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
}


def headers_of(request: Request) -> dict[str, str]:
    """The headers that whoever uses a URL has to send: none that a client adds on its
    own for its checksums.

    The checksum of no body is of no use to who brings one, and answers are not verified
    by our client.
    """
    headers = {
        name: value
        for name, value in request.headers.items()
        if name.lower() != "x-amz-checksum-mode"
    }
    if request.body:
        return headers
    kept = {name: value for name, value in headers.items() if value not in _OF_NOTHING}
    if len(kept) < len(headers) or request.stream is not None:
        kept.pop("x-amz-sdk-checksum-algorithm", None)
    return kept

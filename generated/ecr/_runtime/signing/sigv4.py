"""AWS Signature Version 4: signed headers, and presigned URLs.

Written to AWS's documentation of the signing process (IAM User Guide, "AWS Signature
Version 4 for API requests"). Requests for several regions at once (`aws.auth#sigv4a`,
asymmetric keys) are out of scope.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from hmac import digest as hmac_digest
from operator import itemgetter
from time import gmtime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..core.http import HttpRequest
    from ..core.identity import Credentials

ALGORITHM = "AWS4-HMAC-SHA256"
UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
MAX_EXPIRES = 7 * 24 * 3600

_EMPTY_HASH = sha256(b"").hexdigest()
_DEFAULT_PORTS = {"https": ":443", "http": ":80"}

# Headers that proxies and HTTP libraries change on the way (RFC 9110, 7.6.1), or that
# follow a request through tracing.
_NOT_SIGNED = frozenset(
    "connection expect keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade "
    "user-agent x-amzn-trace-id".split()
)
# What a signature before this one left behind: a repeated attempt is signed anew.
_REPLACED = frozenset(("authorization", "x-amz-date", "x-amz-security-token"))
_APART = _NOT_SIGNED | _REPLACED

# Indexed by byte: itself when unreserved (RFC 3986, 2.3), percent-encoded otherwise;
# paths keep their slashes.
_QUERY_TEXT = tuple(
    (
        chr(byte)
        if byte < 128 and (chr(byte).isalnum() or chr(byte) in "-._~")
        else f"%{byte:02X}"
    )
    for byte in range(256)
)
_PATH_TEXT = tuple("/" if text == "%2F" else text for text in _QUERY_TEXT)
# The characters of a path in which everything that can be is percent-encoded.
_ENCODED_PATH = "".join(text for text in _PATH_TEXT if len(text) == 1) + "%"


class Signing:
    """How requests to one endpoint are signed.

    `name` and `region` are those of the credential scope. `double_encode` and
    `normalize` say how a path becomes canonical: encoded once more, and without empty
    and dot segments. With `payload_header` the hash of the body is in a header, too.
    Presigned URLs cover the body unless `presigns_body` is False.
    """

    __slots__ = (
        "double_encode",
        "name",
        "normalize",
        "payload_header",
        "presigns_body",
        "region",
    )

    def __init__(
        self,
        name: str,
        region: str,
        *,
        double_encode: bool = True,
        normalize: bool = True,
        payload_header: bool = False,
        presigns_body: bool = True,
    ) -> None:
        self.name = name
        self.region = region
        self.double_encode = double_encode
        self.normalize = normalize
        self.payload_header = payload_header
        self.presigns_body = presigns_body


def sign(
    request: HttpRequest,
    credentials: Credentials,
    signing: Signing,
    at: float,
    *,
    unsigned: bool = False,
) -> dict[str, str]:
    """All headers to send: the request's, and Host, X-Amz-Date, X-Amz-Security-Token
    and Authorization.

    `at` is the time in seconds since the epoch, corrected for clock skew. A header
    X-Amz-Content-Sha256 of the request is taken as the body's hash. `unsigned` leaves
    the body out of the signature, and puts that into the header.
    """
    stamp = _stamp(int(at))
    sent = {"Host": _host(request.authority, request.scheme)}
    signed = _signed_headers(request.headers, sent)
    sent["X-Amz-Date"] = signed["x-amz-date"] = stamp
    if credentials.session_token is not None:
        sent["X-Amz-Security-Token"] = signed["x-amz-security-token"] = (
            credentials.session_token
        )
    if unsigned:
        if "x-amz-content-sha256" in signed:
            _drop(sent, "x-amz-content-sha256")
        sent["X-Amz-Content-Sha256"] = UNSIGNED_PAYLOAD
        signed["x-amz-content-sha256"] = payload = UNSIGNED_PAYLOAD
    elif "x-amz-content-sha256" in signed:
        payload = signed["x-amz-content-sha256"]
    else:
        payload = _hash(request.body)
        if signing.payload_header:
            sent["X-Amz-Content-Sha256"] = payload
            signed["x-amz-content-sha256"] = payload
    layout = _layout(tuple(signed))
    key = signing_key(
        credentials.secret_access_key, stamp[:8], signing.region, signing.name
    )
    path, _, query = request.target.partition("?")
    signature = _signature(
        f"{request.method.upper()}\n"
        f"{'/' if path == '/' else _canonical_path(path, signing.double_encode, signing.normalize)}\n"
        f"{_canonical_query(query)}\n{layout.text % layout.values(signed)}\n{payload}",
        stamp,
        key,
    )
    sent["Authorization"] = (
        f"{ALGORITHM} Credential={credentials.access_key_id}/{key.scope}, "
        f"SignedHeaders={layout.names}, Signature={signature}"
    )
    return sent


def presign(
    request: HttpRequest,
    credentials: Credentials,
    signing: Signing,
    at: float,
    expires: int,
    *,
    unsigned: bool = False,
) -> str:
    """A URL that is signed by its query and works for `expires` seconds after `at`, 1
    to 604800 (seven days).

    Whoever uses the URL sends the request's headers with it, as they are. The body must
    be the request's, or may be any when `unsigned` or where `signing` says so. Raises
    ValueError for another `expires`.
    """
    if not 1 <= expires <= MAX_EXPIRES:
        raise ValueError(f"expires must be 1 to {MAX_EXPIRES} seconds, not {expires}")
    stamp = _stamp(int(at))
    host = _host(request.authority, request.scheme)
    signed = _signed_headers(request.headers, {"Host": host})
    if unsigned or not signing.presigns_body:
        signed.pop("x-amz-content-sha256", None)
        payload = UNSIGNED_PAYLOAD
    elif "x-amz-content-sha256" in signed:
        payload = signed["x-amz-content-sha256"]
    else:
        payload = _hash(request.body)
    layout = _layout(tuple(signed))
    key = signing_key(
        credentials.secret_access_key, stamp[:8], signing.region, signing.name
    )
    pairs = [
        ("X-Amz-Algorithm", ALGORITHM),
        ("X-Amz-Credential", f"{credentials.access_key_id}/{key.scope}"),
        ("X-Amz-Date", stamp),
        ("X-Amz-Expires", f"{int(expires)}"),
        ("X-Amz-SignedHeaders", layout.names),
    ]
    if credentials.session_token is not None:
        pairs.append(("X-Amz-Security-Token", credentials.session_token))
    path, _, query = request.target.partition("?")
    query = "&".join(filter(None, (query, encode_query(pairs))))
    signature = _signature(
        f"{request.method.upper()}\n{_canonical_path(path, signing.double_encode, signing.normalize)}\n"
        f"{_canonical_query(query)}\n{layout.text % layout.values(signed)}\n{payload}",
        stamp,
        key,
    )
    return f"{request.scheme}://{host}{path or '/'}?{query}&X-Amz-Signature={signature}"


def encode_query(pairs: Sequence[tuple[str, str]]) -> str:
    """The query string of decoded names and values, in their order, as it is sent.

    Everything but unreserved characters is percent-encoded; a value that is empty keeps
    its "=".
    """
    return "&".join([_pair(name, value) for name, value in pairs])


def _canonical_query(query: str) -> str:
    """The pairs of a query string in their order. Names and values have no `=`, for it
    is percent-encoded there.
    """
    if "&" not in query:
        return query
    # Sorted as pairs: as texts, "a-b=" would come before "a=", since "-" comes before
    # "=".
    encoded = query.replace("=", "\0").split("&")
    encoded.sort()
    return "&".join(encoded).replace("\0", "=")


# Names are those of a model, and values repeat: sizes, prefixes, identifiers.
@lru_cache(maxsize=512)
def _pair(name: str, value: str) -> str:
    return f"{_encode(name)}={_encode(value)}"


def _encode(text: str) -> str:
    if text.isascii():
        return text if text.isalnum() else text.translate(_QUERY_TEXT)
    return text.encode("utf-8").decode("latin-1").translate(_QUERY_TEXT)


# A program that asks again and again asks for few paths.
@lru_cache(maxsize=64)
def _canonical_path(path: str, double_encode: bool, normalize: bool) -> str:
    if path in ("", "/"):
        return "/"
    if normalize and ("//" in path or "/." in path):
        path = _normalized(path)
    if not double_encode:
        return path
    if not path.strip(_ENCODED_PATH):
        return path.replace("%", "%25")
    if not path.isascii():
        path = path.encode("utf-8").decode("latin-1")
    return path.translate(_PATH_TEXT)


def _normalized(path: str) -> str:
    """The path without empty, "." and ".." segments (RFC 3986, 5.2.4, and AWS's rule
    for slashes in a row).
    """
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if segments:
                segments.pop()
        elif segment not in ("", "."):
            segments.append(segment)
    if not segments:
        return "/"
    return f"/{'/'.join(segments)}{'/' if path.endswith('/') else ''}"


def _signed_headers(headers: Mapping[str, str], sent: dict[str, str]) -> dict[str, str]:
    """The canonical values of the headers to sign, by lower-case name.

    `sent` has the Host header already, and gets the headers that are sent as they were
    given.
    """
    signed = {"host": sent["Host"]}
    for name, value in headers.items():
        lower = name.lower()
        if lower in _APART:
            if lower not in _REPLACED:
                sent[name] = value
            continue
        if lower == "host":
            _drop(sent, "host")
            del signed["host"]
        sent[name] = value
        # White space in a row counts as one space. Only that of ASCII, where `str`
        # knows more: who receives the header sees bytes. Lone surrogates pass here, for
        # `_signature` refuses them without showing what they stand in.
        if value.isascii():
            folded = " ".join(value.split())
        else:
            words = value.encode("utf-8", "surrogatepass").split()
            folded = b" ".join(words).decode("utf-8", "surrogatepass")
        # Names that differ in case are one header with several values.
        signed[lower] = f"{signed[lower]},{folded}" if lower in signed else folded
    return signed


class _Layout:
    """How the canonical headers and their names read in requests whose headers have the
    same names.
    """

    __slots__ = ("names", "text", "values")

    def __init__(self, names: Sequence[str]) -> None:
        ordered = sorted(names)
        self.names = ";".join(ordered)
        # A format for `values`, in which a name can have a "%" of its own (RFC 9110,
        # 5.6.2).
        literal = [name.replace("%", "%%") for name in ordered]
        lines = "".join([f"{name}:%s\n" for name in literal])
        self.text = f"{lines}\n{';'.join(literal)}"
        self.values = itemgetter(*ordered)


# The requests of an operation have few layouts: one for all, but for members that are
# headers.
@lru_cache(maxsize=256)
def _layout(names: tuple[str, ...]) -> _Layout:
    return _Layout(names)


def _drop(headers: dict[str, str], lower: str) -> None:
    for name in [name for name in headers if name.lower() == lower]:
        del headers[name]


@lru_cache(maxsize=64)
def _host(host: str, scheme: str) -> str:
    """The Host header (RFC 9110, 7.2): in lower case, without the default port."""
    return host.lower().removesuffix(_DEFAULT_PORTS.get(scheme, ""))


@lru_cache(maxsize=4)
def _stamp(second: int) -> str:
    """The time as ISO 8601 without separators, "20150830T123600Z"."""
    year, month, day, hour, minute, rest, *_ = gmtime(second)
    return f"{year:04}{month:02}{day:02}T{hour:02}{minute:02}{rest:02}Z"


def _hash(body: bytes) -> str:
    return sha256(body).hexdigest() if body else _EMPTY_HASH


class _SigningKey:
    """A derived key, as the two states of an HMAC after its first block: a third of the
    time (RFC 2104, 4).
    """

    __slots__ = ("inner", "outer", "scope")

    def __init__(self, scope: str, key: bytes) -> None:
        block = key.ljust(64, b"\0")
        self.scope = scope
        self.inner = sha256(bytes([byte ^ 0x36 for byte in block]))
        self.outer = sha256(bytes([byte ^ 0x5C for byte in block]))


# Bounded, and safe under threads as `lru_cache` is. 64 suffice for a program that works
# with many regions or accounts.
@lru_cache(maxsize=64)
def signing_key(secret: str, day: str, region: str, service: str) -> _SigningKey:
    """The key of a credential scope, whose text leaves out the access key ID."""
    key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac_digest(key, part.encode(), "sha256")
    return _SigningKey(f"{day}/{region}/{service}/aws4_request", key)


def _signature(request: str, stamp: str, key: _SigningKey) -> str:
    """The signature, in hexadecimal, of a canonical request."""
    try:
        encoded = request.encode()
    except UnicodeEncodeError:
        encoded = None
    if encoded is None:
        # Outside of the handler: the error there holds the request, and with it the
        # session token.
        raise ValueError("a part of the request to sign cannot be encoded as UTF-8")
    inner = key.inner.copy()
    inner.update(
        f"{ALGORITHM}\n{stamp}\n{key.scope}\n{sha256(encoded).hexdigest()}".encode()
    )
    outer = key.outer.copy()
    outer.update(inner.digest())
    return outer.hexdigest()

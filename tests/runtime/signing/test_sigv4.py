"""Signature Version 4 against the published vectors, and what they leave open."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from runtime.core.http import HttpRequest
from runtime.core.identity import Credentials
from runtime.signing import sigv4
from runtime.signing.sigv4 import Signing, encode_query, presign, sign
from tests.runtime.signing.sigv4_vectors import (
    ACCESS_KEY_ID,
    AT,
    SECRET,
    VECTORS,
    Vector,
)

CREDENTIALS = Credentials(ACCESS_KEY_ID, SECRET)
HOST = "example.amazonaws.com"


def arguments(
    *,
    method: str = "GET",
    scheme: str = "https",
    host: str = HOST,
    path: str = "/",
    query: Sequence[tuple[str, str]] = (),
    headers: dict[str, str] | None = None,
    body: bytes = b"",
    credentials: Credentials = CREDENTIALS,
    region: str = "us-east-1",
    service: str = "service",
    at: float = AT,
    **rules: bool,
) -> tuple[HttpRequest, Credentials, Signing, float]:
    """Those of a plain request, with some of its parts changed."""
    target = f"{path}?{encode_query(query)}" if query else path
    request = HttpRequest(method, scheme, host, target, headers or {}, body)
    return request, credentials, Signing(service, region, **rules), at


def signed(*, unsigned: bool = False, **changes: Any) -> dict[str, str]:
    return sign(*arguments(**changes), unsigned=unsigned)


def presigned(*, expires: int = 3600, unsigned: bool = False, **changes: Any) -> str:
    return presign(*arguments(**changes), expires, unsigned=unsigned)


def signature(headers: dict[str, str]) -> str:
    return headers["Authorization"].rpartition("Signature=")[2]


# --- the published vectors ---


# A path that is encoded once more is one that was not encoded, and one that was, as it
# is.
ENCODINGS = pytest.mark.parametrize("double_encode", [True, False])
EVERY_VECTOR = pytest.mark.parametrize("vector", VECTORS, ids=lambda each: each.name)


@EVERY_VECTOR
@ENCODINGS
def test_vector_signed_by_header(vector: Vector, double_encode: bool) -> None:
    headers = signed(
        method=vector.method,
        path=vector.path if double_encode else quote(vector.path),
        query=vector.query,
        headers=vector.headers,
        body=vector.body,
        credentials=Credentials(ACCESS_KEY_ID, SECRET, vector.token),
        payload_header=bool(vector.body),
        double_encode=double_encode,
        normalize=vector.normalize,
    )
    assert signature(headers) == vector.header_signature


@EVERY_VECTOR
@ENCODINGS
def test_vector_signed_by_query(vector: Vector, double_encode: bool) -> None:
    url = presigned(
        method=vector.method,
        path=vector.path if double_encode else quote(vector.path),
        query=vector.query,
        headers=vector.headers,
        body=vector.body,
        credentials=Credentials(ACCESS_KEY_ID, SECRET, vector.token),
        double_encode=double_encode,
        normalize=vector.normalize,
    )
    assert url.rpartition("&X-Amz-Signature=")[2] == vector.query_signature


def test_the_suite_is_whole() -> None:
    assert len({vector.name for vector in VECTORS}) == 38
    assert any(not vector.normalize for vector in VECTORS)


# --- what the suite does not say ---


def test_all_headers_to_send() -> None:
    headers = signed(
        headers={"Content-Type": "text/plain", "User-Agent": "mine  x/1"},
        credentials=Credentials(ACCESS_KEY_ID, SECRET, "token"),
    )
    assert list(headers) == [
        "Host", "Content-Type", "User-Agent", "X-Amz-Date", "X-Amz-Security-Token", "Authorization",
    ]  # fmt: skip
    assert headers["User-Agent"] == "mine  x/1"
    assert "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token," in (
        headers["Authorization"]
    )
    assert headers["Authorization"].startswith(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
    )


def test_what_was_given_is_not_changed() -> None:
    given, query = {"authorization": "old", "X-A": "1"}, [("b", "2"), ("a", "1")]
    signed(headers=given, query=query)
    presigned(headers=given, query=query)
    assert given == {"authorization": "old", "X-A": "1"}
    assert query == [("b", "2"), ("a", "1")]


def test_signed_headers_can_be_signed_again() -> None:
    temporary = Credentials(ACCESS_KEY_ID, SECRET, "first")
    first = signed(credentials=temporary, unsigned=True, headers={"X-A": "1"})
    later = {"at": AT + 86_400, "unsigned": True}
    assert signed(headers=first, **later) == signed(headers={"X-A": "1"}, **later)


def test_a_percent_sign_in_the_name_of_a_header_is_itself() -> None:
    """RFC 9110, 5.6.2: a name is a token, and "%" one of its characters."""
    headers = {"X-%s": "first", "X-%": "50%"}
    assert "host;x-%;x-%s;x-amz-date," in signed(headers=headers)["Authorization"]
    assert signature(signed(headers=headers)) != signature(
        signed(headers={**headers, "X-%": "50%%"})
    )
    assert "X-Amz-SignedHeaders=host%3Bx-%25%3Bx-%25s&" in presigned(headers=headers)


def test_a_host_header_that_is_there_is_the_one_that_is_signed() -> None:
    headers = signed(headers={"host": "other.example"}, host="10.0.0.1:8443")
    assert [name for name in headers if name.lower() == "host"] == ["host"]
    assert signature(headers) == signature(signed(host="other.example"))
    for names in (("host", "Host"), ("Host", "host")):
        headers = signed(headers={names[0]: "first", names[1]: "last"})
        assert [name for name in headers if name.lower() == "host"] == [names[1]]
        assert signature(headers) == signature(signed(host="last"))


def test_a_url_leads_to_the_host_whatever_the_host_header() -> None:
    url = presigned(headers={"host": "other.example"}, host="10.0.0.1:8443")
    named = presigned(host="other.example")
    assert url == named.replace("other.example", "10.0.0.1:8443")


@pytest.mark.parametrize(
    ("scheme", "host", "sent"),
    [
        ("https", "Example.com:443", "example.com"),
        ("http", "example.com:80", "example.com"),
        ("https", "example.com:80", "example.com:80"),
        ("https", "example.com:8443", "example.com:8443"),
        ("https", "[::443]", "[::443]"),
        ("https", "[::1]:443", "[::1]"),
    ],
)
def test_the_default_port_is_left_out(scheme: str, host: str, sent: str) -> None:
    assert signed(scheme=scheme, host=host)["Host"] == sent
    assert presigned(scheme=scheme, host=host).startswith(f"{scheme}://{sent}/?")


def test_no_path_is_the_root() -> None:
    for s3 in (False, True):
        options = {"double_encode": s3, "normalize": s3}
        assert signed(path="", **options) == signed(path="/", **options)
        assert presigned(path="", **options) == presigned(path="/", **options)


def test_a_hash_that_was_given_is_signed_as_the_body() -> None:
    known = signed(body=b"large", payload_header=True)["X-Amz-Content-Sha256"]
    given = signed(body=b"", headers={"x-amz-content-sha256": known})
    assert signature(given) == signature(signed(body=b"large", payload_header=True))
    assert "X-Amz-Content-Sha256" not in given
    assert "X-Amz-Content-Sha256" not in signed(body=b"large")


def test_an_unsigned_body_may_be_any() -> None:
    assert signed(body=b"one", unsigned=True) == signed(body=b"two", unsigned=True)
    assert presigned(body=b"one", unsigned=True) == presigned(body=b"", unsigned=True)
    assert signed(body=b"one") != signed(body=b"two")
    assert presigned(body=b"one") != presigned(body=b"two")
    given = {"X-amz-content-SHA256": "0" * 64}
    assert signed(headers=given, unsigned=True) == signed(unsigned=True)
    assert presigned(headers=given, unsigned=True) == presigned(unsigned=True)


def test_white_space_beyond_ascii_is_no_white_space() -> None:
    # Whoever receives the header folds bytes; a no-break space is two others of them.
    assert signature(signed(headers={"X-A": "a\xa0 b"})) != (
        signature(signed(headers={"X-A": "a b"}))
    )
    assert signature(signed(headers={"X-A": "ä  b "})) == (
        signature(signed(headers={"X-A": "ä b"}))
    )


def test_encode_query() -> None:
    assert encode_query([]) == ""
    assert encode_query([("b", "2"), ("a", ""), ("a", "x y+z~*")]) == (
        "b=2&a=&a=x%20y%2Bz~%2A"
    )
    pick = random.Random(4)
    pairs = [
        (
            "".join(map(chr, pick.choices(range(1, 0x500), k=5))),
            pick.choice(["", "+", "x y"]),
        )
        for _ in range(200)
    ]
    encoded = encode_query(pairs)
    assert parse_qsl(encoded, keep_blank_values=True) == pairs
    assert encoded == "&".join(
        f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs
    )


def test_the_time_is_the_second_that_has_begun() -> None:
    pick = random.Random(5)
    for at in [0.0, AT, 951_782_399.999, *(pick.uniform(0, 4e9) for _ in range(300))]:
        moment = datetime.fromtimestamp(int(at), UTC)
        headers = signed(at=at)
        assert headers["X-Amz-Date"] == moment.strftime("%Y%m%dT%H%M%SZ")
        assert f"/{moment:%Y%m%d}/us-east-1/" in headers["Authorization"]


@pytest.mark.parametrize("expires", [1, 604_800])
def test_expiry_in_the_url(expires: int) -> None:
    query = dict(parse_qsl(urlsplit(presigned(expires=expires)).query))
    assert query["X-Amz-Expires"] == str(expires)


@pytest.mark.parametrize("expires", [0, -1, 604_801, 10**12])
def test_an_expiry_beyond_seven_days_is_refused(expires: int) -> None:
    with pytest.raises(ValueError, match="1 to 604800 seconds"):
        presigned(expires=expires)


def test_a_refusal_does_not_hold_the_token() -> None:
    temporary = Credentials(ACCESS_KEY_ID, SECRET, "FwoGZXIvYXdzEXAMPLE")
    for function in (signed, presigned):
        for part in ({"method": "\udc80"}, {"headers": {"X-Key": "FwoGZXI \udc80"}}):
            with pytest.raises(ValueError, match="cannot be encoded") as caught:
                function(credentials=temporary, **part)
            assert "FwoGZXI" not in repr(caught.value)
            assert caught.value.__context__ is None
            assert not isinstance(caught.value, UnicodeError)


def test_derived_keys_are_kept_within_bounds() -> None:
    for number in range(300):
        signed(region=f"region-{number}")
    kept = sigv4.signing_key.cache_info()
    assert kept.maxsize is not None
    assert kept.currsize == kept.maxsize <= 100
    hits = kept.hits
    signed(region="region-299", at=AT + 5)
    assert sigv4.signing_key.cache_info().hits == hits + 1


def test_threads_sign_as_one_does() -> None:
    # More keys than are kept, so that every thread adds and drops some.
    cases: list[dict[str, Any]] = [
        {
            "credentials": Credentials(ACCESS_KEY_ID, f"secret-{number % 7}"),
            "region": f"region-{number % 30}",
            "at": AT + 86_400 * (number % 4),
        }
        for number in range(2000)
    ]
    sigv4.signing_key.cache_clear()
    alone = [signed(**case) for case in cases]
    assert len({each["Authorization"] for each in alone}) == 420
    sigv4.signing_key.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        futures = [threads.submit(signed, **case) for case in cases]
        assert [future.result() for future in futures] == alone

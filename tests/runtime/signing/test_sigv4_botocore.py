"""Signature Version 4 against botocore, on random requests."""

from __future__ import annotations

import random
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest

from runtime.client.call import Caller
from runtime.client.destinations import Destination
from runtime.client.hooks import Hooks
from runtime.client.retry import Retries, RetryQuota
from runtime.core.http import HttpRequest, Request
from runtime.core.identity import Credentials
from runtime.core.operation import Operation
from runtime.signing.sigv4 import Signing, encode_query, presign, sign
from tests.runtime.signing.sigv4_vectors import ACCESS_KEY_ID, SECRET

auth: Any = pytest.importorskip("botocore.auth")
AWSRequest: Any = pytest.importorskip("botocore.awsrequest").AWSRequest
BotocoreCredentials: Any = pytest.importorskip("botocore.credentials").Credentials

NAMES = ["a", "a-b", "A", "b", "marker", "X-Amz-Meta", "list type", "ключ", "a.b", "~"]
VALUES = [
    "",
    "1",
    "x y",
    "a+b",
    "100%",
    "ü/é",
    "=&?",
    "日本",
    "tag:v1",
    "🙂",
    "%41",
    "'",
]
SEGMENTS = [
    "",
    ".",
    "..",
    "v2",
    "a b",
    "ü",
    "日本",
    "x%2Fy",
    ".hidden",
    "a..b",
    "~t",
    "@:!",
]
HEADER_NAMES = [
    "Content-Type", "X-Amz-Target", "x-amz-target", "X-AMZ-Meta-Key", "user-agent", "User-Agent", "Expect",
    "X-Amzn-Trace-Id", "Transfer-Encoding", "Connection", "TE", "Keep-Alive", "Accept", "If-Match", "Content-Length",
]  # fmt: skip
HEADER_VALUES = [
    "a",
    "  padded  ",
    "in  ner   space",
    "\ttab\tbed ",
    "",
    "MiXed",
    "a,b",
    "naïve  café",
    '"q  q"',
]
HOSTS = [
    "ecr.eu-west-1.amazonaws.com", "Example.COM", "localhost:8080", "example.com:443", "example.com:80", "[::1]:9000",
]  # fmt: skip


def sample(seed: int) -> SimpleNamespace:
    """A random request, as both sides take it."""
    pick = random.Random(seed)
    segments = pick.choices(SEGMENTS, k=pick.randrange(6))
    return SimpleNamespace(
        method=pick.choice(["GET", "POST", "PUT", "DELETE", "HEAD", "post"]),
        scheme=pick.choice(["https", "https", "http"]),
        host=pick.choice(HOSTS),
        path="/" + "/".join(quote(each, safe="@:!~") for each in segments),
        query=[
            (pick.choice(NAMES), pick.choice(VALUES)) for _ in range(pick.randrange(6))
        ],
        headers={
            pick.choice(HEADER_NAMES): pick.choice(HEADER_VALUES)
            for _ in range(pick.randrange(5))
        },
        body=pick.choice([b"", b"{}", b"Action=List&x=1", pick.randbytes(300)]),
        token=pick.choice([None, None, "FwoGZXIvYXdzEXAMPLE+/=="]),
        secret=pick.choice([SECRET, "other", "pass wörd"]),
        region=pick.choice(["us-east-1", "eu-central-1"]),
        service=pick.choice(["ecr", "execute-api"]),
        at=pick.uniform(0, 4e9),
        expires=pick.choice([1, 300, 604_800]),
        unsigned=pick.random() < 0.2,
    )


@contextmanager
def botocore_clock(at: float) -> Generator[None]:
    with patch.object(
        auth, "get_current_datetime", lambda: datetime.fromtimestamp(at, UTC)
    ):
        yield


def botocore_request(case: SimpleNamespace, s3: bool) -> Any:
    url = f"{case.scheme}://{case.host}{case.path}"
    if case.query:
        # Their own way to encode, so that ours is compared too.
        url += "?" + "&".join(
            f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
            for name, value in case.query
        )
    request = AWSRequest(case.method, url, headers=case.headers, data=case.body)
    signs = not case.unsigned
    if s3:
        options = SimpleNamespace(s3={"payload_signing_enabled": signs})
        request.context["client_config"] = options
    else:
        request.context["payload_signing_enabled"] = signs
    return request


def botocore_signer(kind: str, case: SimpleNamespace, **options: Any) -> Any:
    credentials = BotocoreCredentials(ACCESS_KEY_ID, case.secret, case.token)
    return getattr(auth, kind)(credentials, case.service, case.region, **options)


# What a customization has for it.
S3_RULES = {
    "double_encode": False,
    "normalize": False,
    "payload_header": True,
    "presigns_body": False,
}


def our_arguments(
    case: SimpleNamespace, s3: bool
) -> tuple[HttpRequest, Credentials, Signing, float]:
    target = f"{case.path}?{encode_query(case.query)}" if case.query else case.path
    return (
        HttpRequest(
            case.method, case.scheme, case.host, target, case.headers, case.body
        ),
        Credentials(ACCESS_KEY_ID, case.secret, case.token),
        Signing(case.service, case.region, **(S3_RULES if s3 else {})),
        case.at,
    )


@pytest.mark.parametrize("kind", ["SigV4Auth", "S3SigV4Auth"])
@pytest.mark.parametrize("start", range(0, 400, 100))
def test_headers_as_botocore_signs_them(kind: str, start: int) -> None:
    s3 = kind == "S3SigV4Auth"
    for seed in range(start, start + 100):
        case = sample(seed)
        request = botocore_request(case, s3)
        with botocore_clock(case.at):
            botocore_signer(kind, case).add_auth(request)
        ours = sign(*our_arguments(case, s3), unsigned=case.unsigned)
        assert ours.pop("Host") == auth._host_from_url(request.url), case
        # Names in both cases may be there twice.
        theirs = [(name.lower(), value) for name, value in request.headers.items()]
        assert sorted((name.lower(), ours[name]) for name in ours) == sorted(
            theirs
        ), case


@pytest.mark.parametrize("kind", ["SigV4QueryAuth", "S3SigV4QueryAuth"])
@pytest.mark.parametrize("start", range(1000, 1300, 100))
def test_urls_as_botocore_presigns_them(kind: str, start: int) -> None:
    s3 = kind == "S3SigV4QueryAuth"
    for seed in range(start, start + 100):
        case = sample(seed)
        # botocore moves the body into the query, takes one value a name, and keeps the
        # host as it was written.
        case.body, case.unsigned = b"", s3
        case.query = list(dict(case.query).items())
        case.host = random.Random(seed).choice(["example.com", "localhost:8080"])
        request = botocore_request(case, s3)
        with botocore_clock(case.at):
            botocore_signer(kind, case, expires=case.expires).add_auth(request)
        ours = presign(*our_arguments(case, s3), case.expires)
        assert ours == request.url, case


@pytest.mark.parametrize("service", ["s3", "s3-outposts", "ecr"])
def test_calls_are_signed_as_the_service_wants_it(service: str) -> None:
    """S3 has rules of its own: for keys that look like paths, for the hash of the body,
    and for presigned URLs.
    """
    s3 = service != "ecr"
    for seed in range(3000, 3050):
        case = sample(seed)
        case.method, case.scheme, case.host = "PUT", "https", "example.com"
        case.service, case.unsigned = service, False
        case.query = list(dict(case.query).items())
        given = Request("PUT", case.path, case.query, {}, case.body)

        class Put(Operation[Request, None]):
            name = "Put"
            serialize = staticmethod(lambda value, /: value)

        caller = Caller(
            "test",
            "test",
            Retries(),
            Hooks(),
            lambda case=case: our_arguments(case, s3)[1],
            RetryQuota(),
            lambda case=case: case.at,
        )
        to = Destination("https", case.host, False, "", {}, our_arguments(case, s3)[2])
        sent: Any = next(caller.call(Put, given, to))
        case.headers = {
            name: sent.request.headers[name]
            for name in ("amz-sdk-invocation-id", "amz-sdk-request")
        }
        request = botocore_request(case, s3)
        with botocore_clock(case.at):
            botocore_signer("S3SigV4Auth" if s3 else "SigV4Auth", case).add_auth(
                request
            )
        for name in ("Authorization", "X-Amz-Content-SHA256"):
            ours = {key.lower(): each for key, each in sent.request.headers.items()}
            assert ours.get(name.lower()) == request.headers.get(name), case
        if not s3:
            continue
        # botocore moves the body into the query.
        case.headers, case.body = {}, b""
        request = botocore_request(case, s3)
        with botocore_clock(case.at):
            botocore_signer("S3SigV4QueryAuth", case, expires=300).add_auth(request)
        with pytest.raises(StopIteration) as url:
            next(caller.presigned_url(Put, given, to, 300))
        assert url.value.value == request.url, case


class Recorder(BaseHTTPRequestHandler):
    """Keeps what arrives, byte for byte."""

    arrived: list[SimpleNamespace]

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.arrived.append(
            SimpleNamespace(
                method=self.command,
                target=self.requestline.split(" ")[1],
                headers=self.headers,
                body=self.rfile.read(length),
            )
        )
        self.send_response(204)
        self.end_headers()

    do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        pass


def test_what_arrives_is_what_was_signed() -> None:
    class Handler(Recorder):
        arrived: list[SimpleNamespace] = []  # noqa: RUF012

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            for seed in range(2000, 2040):
                case = sample(seed)
                case.method = random.Random(seed).choice(["GET", "POST", "DELETE"])
                case.scheme, case.unsigned = "http", False
                case.host = f"127.0.0.1:{server.server_port}"
                case.headers = {"X-Amz-Target": "A.b", "X-Twice": " a   b "}
                connection = HTTPConnection("127.0.0.1", server.server_port, timeout=30)
                connection.request(
                    case.method,
                    f"{case.path}?{encode_query(case.query)}",
                    case.body,
                    sign(*our_arguments(case, s3=False)),
                )
                assert connection.getresponse().status == 204
                connection.close()
                check_arrived(Handler.arrived.pop(), case)
        finally:
            server.shutdown()


def check_arrived(arrived: SimpleNamespace, case: SimpleNamespace) -> None:
    """botocore signs what arrived as it was signed."""
    authorization = arrived.headers["Authorization"]
    names = authorization.partition("SignedHeaders=")[2].partition(",")[0].split(";")
    assert arrived.headers.get_all("Host") == [case.host]
    request = AWSRequest(
        arrived.method,
        f"http://{arrived.headers['Host']}{arrived.target}",
        headers={name: arrived.headers[name] for name in names},
        data=arrived.body,
    )
    with botocore_clock(case.at):
        botocore_signer("SigV4Auth", case).add_auth(request)
    assert request.headers["Authorization"] == authorization

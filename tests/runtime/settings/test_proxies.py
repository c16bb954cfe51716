"""Which proxy is for which URL, against urllib, which botocore asks."""

from __future__ import annotations

import os
import random
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass_environment

import pytest

from runtime.settings.proxies import proxy_for

HOSTS = [
    "api.ecr.eu-west-1.amazonaws.com",
    "amazonaws.com",
    "notamazonaws.com",
    "LOCALHOST",
    "localhost:4566",
    "127.0.0.1:80",
    "10.0.0.1",
    "[::1]:8080",
    "[::1]",
    "example.com:",
    "example.com:443",
]
EXCLUDED = [
    "amazonaws.com",
    ".amazonaws.com",
    "..amazonaws.com",
    "AmazonAWS.com",
    "com",
    "localhost",
    "localhost:4566",
    "localhost:1",
    "127.0.0.1",
    "10.0.0.0/8",
    "[::1]",
    "example.com:443",
    " example.com ",
    "",
    "*.amazonaws.com",
    "*",
]
PROXIES = ["http://p:1", "https://u:p@q:2", "bare:3", "//slashes:4", ""]


def by_urllib(url: str) -> str | None:
    parts = urlsplit(url)
    if proxy_bypass_environment(parts.netloc):
        return None
    found = getproxies_environment().get(parts.scheme)
    if found is None or found.startswith(("http:", "https:")):
        return found
    return f"http:{found}" if found.startswith("//") else f"http://{found}"


def test_random_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(3)
    names = [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
        "no_proxy",
        "NO_PROXY",
    ]
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    outcomes: dict[bool, int] = {True: 0, False: 0}
    for _ in range(5000):
        environ: dict[str, str] = {}
        for name in rng.sample(names, rng.randrange(1, 6)):
            if name.lower() == "no_proxy":
                environ[name] = rng.choice([",", ", "]).join(
                    rng.sample(EXCLUDED, rng.randrange(1, 4))
                )
            else:
                environ[name] = rng.choice(PROXIES)
        if rng.random() < 0.2:
            environ["REQUEST_METHOD"] = "GET"
        url = f"{rng.choice(['http', 'https'])}://{rng.choice(HOSTS)}/path?a@b"
        with monkeypatch.context() as patch:
            for name, value in environ.items():
                patch.setenv(name, value)
            expected = by_urllib(url)
        assert proxy_for(url, environ) == expected, (url, environ)
        outcomes[expected is None] += 1
    assert min(outcomes.values()) > 1000


@pytest.mark.parametrize(
    ("url", "environ", "proxy"),
    [
        # A request's header "Proxy" names no proxy under CGI; what the administrator
        # writes in small letters does.
        ("http://h", {"HTTP_PROXY": "http://evil", "REQUEST_METHOD": "GET"}, None),
        ("http://h", {"http_proxy": "http://p", "REQUEST_METHOD": "GET"}, "http://p"),
        ("https://h", {"HTTPS_PROXY": "http://p", "REQUEST_METHOD": "GET"}, "http://p"),
        ("https://h", {"HTTP_PROXY": "http://p"}, None),
        ("http://h", {"HTTPS_PROXY": "http://p", "ALL_PROXY": "http://p"}, None),
        ("ftp://h", {"FTP_PROXY": "http://p", "HTTP_PROXY": "http://p"}, None),
        # What urllib does not do: addresses without their brackets, users in the URL.
        ("http://[::1]:80/", {"HTTP_PROXY": "http://p", "NO_PROXY": "::1"}, None),
        ("http://user@h:80/", {"HTTP_PROXY": "http://p", "NO_PROXY": "h"}, None),
        ("http://h@other/", {"HTTP_PROXY": "http://p", "NO_PROXY": "h"}, "http://p"),
        ("HTTPS://H/", {"HTTPS_PROXY": "http://p"}, "http://p"),
        ("HTTPS://H/", {"HTTPS_PROXY": "http://p", "NO_PROXY": "h"}, None),
        ("https://h?x=/a@b", {"HTTPS_PROXY": "http://p", "NO_PROXY": "h"}, None),
    ],
)
def test_cases(url: str, environ: dict[str, str], proxy: str | None) -> None:
    assert proxy_for(url, environ) == proxy

"""The agents of ECS and EKS: real HTTP on 127.0.0.1."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from botocore.utils import ContainerMetadataFetcher

from runtime.core.errors import CredentialsError
from runtime.core.identity import Credentials
from runtime.credentials.container_credentials import (
    FULL_URI,
    RELATIVE_URI,
    TOKEN,
    TOKEN_FILE,
    ContainerSource,
)
from tests.support.fresh import texts
from tests.support.metadata_server import SECRET, Asked, document, serving

EXPIRATION = 1893456000


def whole(asked: Asked) -> tuple[int, bytes]:
    return 200, document("AKIDCONTAINER", EXPIRATION, AccountId="123456789012")


def test_no_agent_is_named() -> None:
    assert ContainerSource({})() == f"neither {RELATIVE_URI} nor {FULL_URI} is set"
    assert isinstance(ContainerSource({RELATIVE_URI: "", FULL_URI: ""})(), str)


def test_the_full_uri() -> None:
    with serving(whole) as service:
        found = ContainerSource({FULL_URI: f"{service.url}/role?x=%20y"})()
    assert isinstance(found, Credentials)
    assert (found.access_key_id, found.secret_access_key, found.session_token) == (
        "AKIDCONTAINER",
        SECRET,
        "token",
    )
    assert (found.expiration, found.account_id) == (EXPIRATION, "123456789012")
    assert [asked[:2] for asked in service.asked] == [("GET", "/role?x=%20y")]
    assert service.asked[0].headers["accept"] == "application/json"
    assert "authorization" not in service.asked[0].headers


def test_the_relative_uri_goes_first_and_never_changes_the_host() -> None:
    with serving(whole) as service:
        source = ContainerSource(
            {RELATIVE_URI: "/v2/id", FULL_URI: "http://evil"}, agent=service.url
        )
        assert isinstance(source(), Credentials)
        assert service.count("/v2/id") == 1
        for uri in ("@127.0.0.1/x", ".evil/x", "v2"):
            with pytest.raises(CredentialsError, match="must begin with a slash"):
                ContainerSource({RELATIVE_URI: uri}, agent=service.url)()
        assert len(service.asked) == 1


def test_authorization(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("from-file")
    with serving(whole) as service:
        environ = {FULL_URI: service.url, TOKEN: "from-variable"}
        ContainerSource(environ)()
        source = ContainerSource({**environ, TOKEN_FILE: str(file)})
        source()
        # The agent of EKS renews it: it is read each time.
        file.write_text("renewed")
        source()
    assert [asked.headers.get("authorization") for asked in service.asked] == [
        "from-variable",
        "from-file",
        "renewed",
    ]


@pytest.mark.parametrize(
    "token", ["secret\r\nX: y", "secret\n", "secret\x00", "sécret"]
)
def test_tokens_that_no_header_can_hold(tmp_path: Path, token: str) -> None:
    file = tmp_path / "token"
    file.write_bytes(token.encode())
    with serving(whole) as service:
        for variable, value in ((TOKEN, token), (TOKEN_FILE, str(file))):
            with pytest.raises(CredentialsError, match=variable) as caught:
                ContainerSource({FULL_URI: service.url, variable: value})()
            assert "secret" not in texts(caught.value)
    assert service.asked == []


def test_token_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"secret\xff")
    for name, reason in (
        ("missing", "No such file"),
        ("", "Is a directory"),
        ("binary", "not UTF-8"),
    ):
        environ = {FULL_URI: "http://127.0.0.1:1", TOKEN_FILE: str(tmp_path / name)}
        with pytest.raises(CredentialsError, match=reason) as caught:
            ContainerSource(environ)()
        assert "xff" not in texts(caught.value)


HOSTS = [
    "http://127.0.0.1/",
    "http://127.8.9.1:80/",
    "http://localhost/",
    "http://[::1]/",
    "http://169.254.170.2/",
    "http://169.254.170.23/v1/credentials",
    "http://[fd00:ec2::23]/",
    "https://anywhere.example/",
    "http://anywhere.example/",
    "http://127.0.0.1.example/",
    "http://127.0.0.1@anywhere.example/",
    "http://169.254.169.254/",
    "http://localhost.example/",
    "http://10.0.0.1/",
    "http://0.0.0.0/",
]


@pytest.mark.parametrize("url", HOSTS)
def test_hosts_are_those_of_botocore(url: str) -> None:
    from runtime.credentials.container_credentials import _refuse_stranger

    try:
        ContainerMetadataFetcher()._validate_allowed_url(url)
        allowed = True
    except ValueError:
        allowed = False
    try:
        _refuse_stranger(url)
        assert allowed
    except CredentialsError as error:
        assert not allowed
        assert str(error).startswith(FULL_URI)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1/",
        "//127.0.0.1/",
        "127.0.0.1",
        "http:///x",
        "http://[::1",
        "https://",
    ],
)
def test_what_is_no_url(url: str) -> None:
    with pytest.raises(CredentialsError, match=FULL_URI):
        ContainerSource({FULL_URI: url})()


@pytest.mark.parametrize(
    ("status", "body", "tries", "reason"),
    [
        (500, SECRET.encode(), 3, "status 500"),
        (429, b"", 3, "status 429"),
        (404, SECRET.encode(), 1, "status 404"),
        (302, b"", 1, "status 302"),
        (200, f"no JSON {SECRET}".encode(), 3, "no JSON object"),
        (200, f'["{SECRET}"]'.encode(), 3, "no JSON object"),
        (200, f'{{"SecretAccessKey": "{SECRET}"}}'.encode(), 1, "no AccessKeyId"),
        (
            200,
            f'{{"AccessKeyId": "A", "SecretAccessKey": ["{SECRET}"]}}'.encode(),
            1,
            "is not a string",
        ),
    ],
)
def test_failures(status: int, body: bytes, tries: int, reason: str) -> None:
    pauses: list[float] = []
    with serving(lambda asked: (status, body)) as service:
        source = ContainerSource(
            {FULL_URI: service.url, TOKEN: "hidden"}, pause=pauses.append
        )
        with pytest.raises(CredentialsError, match=reason) as caught:
            source()
    assert len(service.asked) == tries
    assert pauses == [1] * (tries - 1)
    assert FULL_URI in str(caught.value)
    assert SECRET not in texts(caught.value)
    assert "hidden" not in texts(caught.value)


def test_an_agent_that_is_late() -> None:
    answers = iter([(503, b""), (200, b"{"), (200, document("AKID", EXPIRATION))])
    with serving(lambda asked: next(answers)) as service:
        found = ContainerSource({FULL_URI: service.url}, pause=lambda seconds: None)()
    assert isinstance(found, Credentials)


def test_nobody_listens() -> None:
    with serving(whole) as service:
        pass
    with pytest.raises(CredentialsError, match="no connection"):
        ContainerSource({FULL_URI: service.url}, pause=lambda seconds: None)()


def test_never_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower() == "no_proxy"]:
        monkeypatch.delenv(name)
    with serving(whole) as proxy, serving(whole) as service:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert isinstance(
            ContainerSource({**os.environ, FULL_URI: service.url})(), Credentials
        )
        assert len(service.asked) == 1
        assert proxy.asked == []

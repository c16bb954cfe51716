"""The metadata service of EC2 instances: real HTTP on 127.0.0.1, and botocore's fetcher
beside ours.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.utils import InstanceMetadataFetcher

import ecr
from runtime.core.errors import CredentialsError, SettingsError
from runtime.core.identity import Credentials
from runtime.credentials import instance_metadata
from runtime.credentials.cache import (
    ADVISORY_WINDOW,
    CredentialCache,
)
from runtime.credentials.credential_chain import Chain
from runtime.credentials.instance_metadata import IPV4, IPV6, InstanceSource, region
from runtime.credentials.metadata_http import MetadataError
from runtime.settings.settings import Settings
from tests.support.fresh import texts
from tests.support.metadata_server import (
    REGION_PATH,
    ROLE_PATH,
    SECRET,
    Asked,
    Service,
    document,
    instance,
    serving,
)

NOW = 1_800_000_000.0
DAY = 86400.0


def source(
    url: str, clock: Callable[[], float] = lambda: NOW, **environ: str
) -> InstanceSource:
    environ = {
        "HOME": "/nonexistent",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": url,
        **environ,
    }
    return InstanceSource(Settings(environ=environ), clock=clock)


def role(
    key: str = "AKIDROLE", expiration: float = NOW + DAY
) -> Callable[[], tuple[int, bytes]]:
    return lambda: (200, document(key, expiration))


@pytest.mark.parametrize("slash", ["", "/"])
def test_version_2(slash: str) -> None:
    with serving(instance(role())) as service:
        found = source(service.url + slash)()
    assert isinstance(found, Credentials)
    assert (found.access_key_id, found.secret_access_key, found.session_token) == (
        "AKIDROLE",
        SECRET,
        "token",
    )
    assert found.expiration == NOW + DAY
    assert [asked[:2] for asked in service.asked] == [
        ("PUT", "/latest/api/token"),
        ("GET", ROLE_PATH),
        ("GET", ROLE_PATH + "app"),
    ]
    assert service.asked[0].headers["x-aws-ec2-metadata-token-ttl-seconds"] == "21600"


@pytest.mark.parametrize("status", [403, 404, 405, 500])
def test_version_1_where_there_is_no_token(status: int) -> None:
    with serving(instance(role(), token=status)) as service:
        assert isinstance(source(service.url)(), Credentials)
        asked = len(service.asked)
        assert all(
            "x-aws-ec2-metadata-token" not in request.headers
            for request in service.asked
        )
        reason = source(service.url, AWS_EC2_METADATA_V1_DISABLED="true")()
    assert "AWS_EC2_METADATA_V1_DISABLED" in str(reason)
    # Only the token was asked for again.
    assert len(service.asked) == asked + 1


def test_a_refused_request_for_a_token_is_the_end() -> None:
    with serving(instance(role(), token=400)) as service:
        assert "status 400" in str(source(service.url)())
    assert len(service.asked) == 1


def test_a_token_that_gets_lost_on_its_way() -> None:
    # In containers: the answer to the PUT makes no second hop, that to a GET does.
    answer = instance(role(), token=404)

    def late(asked: Asked) -> tuple[int, bytes]:
        if asked.method == "PUT":
            time.sleep(2)
        return answer(asked)

    with serving(late) as service:
        assert isinstance(source(service.url)(), Credentials)


def test_switched_off() -> None:
    with serving(instance(role())) as service:
        assert "AWS_EC2_METADATA_DISABLED" in str(
            source(service.url, AWS_EC2_METADATA_DISABLED="True")()
        )
        assert service.asked == []
        assert isinstance(
            source(service.url, AWS_EC2_METADATA_DISABLED="false")(), Credentials
        )
    with pytest.raises(SettingsError, match="AWS_EC2_METADATA_DISABLED must be"):
        source(service.url, AWS_EC2_METADATA_DISABLED="perhaps")()


def test_the_region() -> None:
    def settings(**environ: str) -> Settings:
        return Settings(environ={"HOME": "/nonexistent", **environ})

    with serving(instance(role())) as service:
        url = {"AWS_EC2_METADATA_SERVICE_ENDPOINT": service.url}
        assert region(settings(**url)) == "eu-north-1"
        with pytest.raises(MetadataError, match="AWS_EC2_METADATA_DISABLED"):
            region(settings(AWS_EC2_METADATA_DISABLED="true", **url))
    assert service.count(REGION_PATH) == 1
    with serving(lambda _: (404, b"")) as service:
        url = {"AWS_EC2_METADATA_SERVICE_ENDPOINT": service.url}
        with pytest.raises(MetadataError, match="status 404"):
            region(settings(**url))


class Recorder:
    """A transport that keeps what it is given."""

    def __init__(self) -> None:
        self.requests: list[ecr.HttpRequest] = []

    def send(self, request: ecr.HttpRequest) -> ecr.Response:
        self.requests.append(request)
        return ecr.Response(200, {}, b"{}")

    def close(self) -> None:
        pass


class AsyncRecorder(Recorder):
    async def send(self, request: ecr.HttpRequest) -> ecr.Response:  # type: ignore[override]
        return super().send(request)

    async def close(self) -> None:  # type: ignore[override]
        pass


@pytest.fixture
def on_an_instance(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Nothing is set but where the metadata service is."""
    for each in os.environ:
        if each.startswith("AWS_"):
            monkeypatch.delenv(each)
    for each in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(each, os.devnull)
    with serving(instance(role(expiration=time.time() + DAY))) as service:
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", service.url)
        yield service


def test_clients_take_the_region_of_the_instance(on_an_instance: Service) -> None:
    """Where nothing else says, as the AWS command line does; once, and not before it is
    needed.
    """
    transport = Recorder()
    client = ecr.Client(transport=transport)
    assert client.region is None
    assert on_an_instance.asked == []
    for _ in range(2):
        client.describe_registry()
    waiting = AsyncRecorder()

    async def main() -> None:
        async with ecr.AsyncClient(transport=waiting) as other:
            await other.describe_registry()
            assert other.region == "eu-north-1"

    asyncio.run(main())
    assert client.region == "eu-north-1"
    assert on_an_instance.count(REGION_PATH) == 2
    for request in (*transport.requests, *waiting.requests):
        assert request.authority == "api.ecr.eu-north-1.amazonaws.com"
        assert "/eu-north-1/ecr/aws4_request" in request.headers["Authorization"]


def test_a_region_that_is_given_is_not_asked_for(on_an_instance: Service) -> None:
    ecr.Client(region="eu-west-1", transport=Recorder()).describe_registry()
    assert on_an_instance.count(REGION_PATH) == 0


def test_no_region_to_be_had(
    on_an_instance: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:9")
    wanted = r"AWS_REGION.*instance metadata: no connection"
    with pytest.raises(ecr.errors.ConfigurationError, match=wanted):
        ecr.Client(transport=Recorder()).describe_registry()


def test_which_endpoint() -> None:
    def endpoint(**environ: str) -> str:
        settings = Settings(environ={"HOME": "/nonexistent", **environ})
        return instance_metadata._endpoint(
            settings
        )  # pyright: ignore[reportPrivateUsage]

    mode = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"
    assert endpoint() == IPV4
    assert endpoint(**{mode: "IPv6"}) == IPV6
    assert endpoint(AWS_IMDS_USE_IPV6="true") == IPV6
    assert endpoint(AWS_IMDS_USE_IPV6="true", **{mode: "IPv4"}) == IPV4
    assert (
        endpoint(AWS_EC2_METADATA_SERVICE_ENDPOINT="http://h", **{mode: "IPv6"})
        == "http://h"
    )
    with pytest.raises(SettingsError, match="must be ipv4 or ipv6"):
        endpoint(**{mode: "ipv5"})


def test_a_mute_service_and_none_at_all() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        # Connections are made, and nothing ever comes: version 1 is tried, too.
        assert "no answer (timed out)" in str(source(url)())
    assert "no connection" in str(source(url)())
    for url in (
        "nonsense",
        "ftp://x",
        "http://[::1",
        "http://x:99999",
        "http://x y",
        "http://h/\n",
    ):
        assert isinstance(source(url)(), str)


@pytest.mark.parametrize(
    ("credentials", "reason"),
    [
        (
            lambda: (
                200,
                json.dumps(
                    {"Code": "AssumeRoleUnauthorizedAccess", "Message": SECRET}
                ).encode(),
            ),
            "Unauthor",
        ),
        (
            lambda: (200, f'{{"SecretAccessKey": "{SECRET}"'.encode()),
            "nothing that can be read",
        ),
        (lambda: (200, b""), "empty answer"),
        (lambda: (404, SECRET.encode()), "status 404"),
        (
            lambda: (
                200,
                json.dumps({"AccessKeyId": "A", "SecretAccessKey": SECRET}).encode(),
            ),
            "no Token",
        ),
        (lambda: (200, document("A", NOW, Expiration=None)), "no Expiration"),
        (lambda: (200, document("A", NOW, Expiration="later")), "no time"),
    ],
)
def test_answers_without_credentials(
    credentials: Callable[[], tuple[int, bytes]], reason: str
) -> None:
    with serving(instance(credentials)) as service:
        found = source(service.url)()
    assert isinstance(found, str)
    assert reason in found
    assert SECRET not in found


def test_attempts_are_as_many_as_configured() -> None:
    answers = iter([(500, b""), (200, b"{"), (200, document("AKID", NOW + DAY))])
    with serving(instance(lambda: next(answers))) as service:
        found = source(
            service.url,
            AWS_METADATA_SERVICE_NUM_ATTEMPTS="3",
            AWS_METADATA_SERVICE_TIMEOUT="5",
        )()
    assert isinstance(found, Credentials)
    assert service.count(ROLE_PATH + "app") == 3
    with pytest.raises(SettingsError, match="AWS_METADATA_SERVICE_TIMEOUT must be"):
        source(service.url, AWS_METADATA_SERVICE_TIMEOUT="soon")()


def test_static_stability() -> None:
    """Expired credentials are used on while there is nothing better; the service is
    asked again some minutes later.
    """
    clock = [NOW]
    answers: list[tuple[int, bytes]] = [(200, document("AKID1", NOW - 3600))]
    with serving(instance(lambda: answers[-1])) as service:
        cache = CredentialCache(source(service.url, lambda: clock[0]), clock=lambda: clock[0])  # type: ignore[arg-type]
        first = cache.refresh()
        # The wait is jittered by 2 to 10 minutes.
        assert first.expiration is not None
        assert 120 <= first.expiration - NOW - ADVISORY_WINDOW <= 600
        assert cache.current() is first
        clock[0] += 601
        assert cache.current() is None
        # An outage changes nothing.
        answers.append((500, b""))
        second = cache.refresh()
        assert (second.access_key_id, cache.current()) == ("AKID1", second)
        clock[0] += 601
        answers.append((200, document("AKID2", clock[0] + DAY)))
        assert cache.refresh().access_key_id == "AKID2"
        assert cache.refresh().expiration == clock[0] + DAY
    # Nobody is there any more, and the credentials expire.
    clock[0] += 2 * DAY
    assert cache.refresh().access_key_id == "AKID2"


def test_the_chain_ends_here(tmp_path: Any) -> None:
    environ = {"HOME": str(tmp_path), "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "1"}
    with serving(instance(role("AKIDCHAIN", time.time() + DAY))) as service:
        environ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = service.url
        assert Chain(Settings(environ=environ))().access_key_id == "AKIDCHAIN"
    with pytest.raises(
        CredentialsError, match="instance metadata: http://127"
    ) as caught:
        Chain(Settings(environ=environ))()
    assert SECRET not in texts(caught.value)


@pytest.mark.parametrize("token", [200, 400, 403, 404, 405, 500])
@pytest.mark.parametrize(
    "answer",
    [
        (200, document("AKID", NOW + DAY)),
        (200, document("AKID", 1.0)),
        (200, document("AKID", NOW + DAY, Token=None)),
        (200, b'{"Code": "Failed", "Message": "m"}'),
        (200, b"[]x"),
        (404, b""),
        (500, b""),
    ],
)
@pytest.mark.parametrize("v1_disabled", [False, True])
def test_the_same_as_botocore(
    token: int, answer: tuple[int, bytes], v1_disabled: bool
) -> None:
    with serving(instance(lambda: answer, token=token)) as service:
        fetcher = InstanceMetadataFetcher(
            base_url=service.url,
            env={},
            config={"ec2_metadata_v1_disabled": v1_disabled},
        )
        try:
            expected = fetcher.retrieve_iam_role_credentials().get("access_key")
        except Exception:
            expected = None
        asked = [request[:2] for request in service.asked]
        service.asked.clear()
        found = source(service.url, AWS_EC2_METADATA_V1_DISABLED=str(v1_disabled))()
        assert [request[:2] for request in service.asked] == asked
    # botocore takes null for a token; signing with it fails.
    if answer[1] and b'"Token": null' in answer[1]:
        expected = None
    assert (found.access_key_id if isinstance(found, Credentials) else None) == expected

"""Streams over real HTTP, with both clients: blobs down and up, events down and both
ways.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import io
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.server import stream_models
from tests.server.control import StreamServer
from tests.server.streaming import content
from tests.support import packages
from tests.support.places import ROOT

HERE = Path(__file__).parent
MIB = 1024 * 1024
DATA = content(3 * MIB + 17)
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(scope="module")
def server() -> Iterator[StreamServer]:
    server = StreamServer()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def blobs(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder = tmp_path_factory.mktemp("blobs")
    model = stream_models.write_blobs(folder)
    return packages.build(model, folder, "streamed_blobs")


@pytest.fixture(scope="module")
def rpc(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder = tmp_path_factory.mktemp("rpc")
    model = stream_models.write_rpc(folder, "awsJson1_1")
    return packages.build(model, folder, "streamed_rpc")


class Driver:
    """A client of either kind; what it does is run to its end."""

    def __init__(
        self, kind: str, package: ModuleType, url: str, **options: Any
    ) -> None:
        self.is_async = kind == "AsyncClient"
        self.package: Any = package
        self._runner = asyncio.Runner()
        given: dict[str, Any] = {
            "region": "eu-west-1",
            "endpoint_url": url,
            "credentials": self.package.Credentials("AKID", "secret"),
            "retries": self.package.Retries(base_delay=0.001),
        }
        self.client = getattr(package, kind)(**(given | options))

    def run(self, found: Any) -> Any:
        async def awaited() -> Any:
            return await found

        return self._runner.run(awaited()) if hasattr(found, "__await__") else found

    def call(self, operation: str, **parameters: Any) -> Any:
        return self.run(getattr(self.client, operation)(**parameters))

    def do(self, stream: Any, method: str, *arguments: Any) -> Any:
        """`read` and the like of a stream."""
        name = f"a{method}" if self.is_async else method
        return self.run(getattr(stream, name)(*arguments))

    def listed(self, iterable: Any) -> list[Any]:
        if not self.is_async:
            return list(iterable)

        async def collected() -> list[Any]:
            return [each async for each in iterable]

        return self._runner.run(collected())

    def close(self) -> None:
        self.run(self.client.close())
        self._runner.close()


Make = Callable[..., Driver]


@pytest.fixture(params=["Client", "AsyncClient"])
def make(request: pytest.FixtureRequest, server: StreamServer) -> Iterator[Make]:
    """Makes clients, which leave no connection open."""
    made: list[Driver] = []

    def client(package: ModuleType, path: str = "", **options: Any) -> Driver:
        driver = Driver(request.param, package, server.url + path, **options)
        made.append(driver)
        return driver

    yield client
    for each in made:
        each.close()
    server.wait_until_open(0)


# --- Blobs down ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["plain", "chunked"])
def test_blobs_are_read_whole_and_in_pieces(
    make: Make, blobs: ModuleType, how: str, tmp_path: Path
) -> None:
    driver = make(blobs)
    name = f"{how}-{len(DATA)}"
    found = driver.call("get", name=name)
    assert found.body.length == (len(DATA) if how == "plain" else None)
    assert driver.do(found.body, "read") == DATA
    body = driver.call("get", name=name).body
    assert driver.do(body, "read", 10) + b"".join(driver.listed(body)) == DATA
    body = driver.call("get", name=name).body
    assert driver.do(body, "save", tmp_path / "blob") == len(DATA)
    assert (tmp_path / "blob").read_bytes() == DATA


def test_connections_are_used_again(
    make: Make, blobs: ModuleType, server: StreamServer
) -> None:
    driver = make(blobs)
    for _ in range(5):
        assert driver.do(driver.call("get", name="plain-100").body, "read")
    assert server.state()["open"] == 1


def test_an_early_close_gives_the_connection_back(
    make: Make, blobs: ModuleType, server: StreamServer
) -> None:
    driver = make(blobs)
    for _ in range(20):
        body = driver.call("get", name=f"plain-{64 * MIB}").body
        assert len(driver.do(body, "read", 100)) == 100
        driver.do(body, "close")
    last = driver.call("get", name="plain-10")
    assert driver.do(last.body, "read") == content(10)
    server.wait_until_open(1)


def test_what_is_stored_compressed_is_read_as_stored(
    make: Make, blobs: ModuleType
) -> None:
    found = make(blobs).call("get", name="gzip-1000")
    assert found.encoding == "gzip"
    driver = make(blobs)
    again = driver.call("get", name="gzip-1000")
    assert driver.do(again.body, "read") == content(1000)


def test_a_body_that_is_cut_off(make: Make, blobs: ModuleType) -> None:
    driver = make(blobs)
    body = driver.call("get", name=f"cut-{MIB}").body
    with pytest.raises(blobs.errors.TransportError):
        driver.do(body, "read")
    with pytest.raises(Exception, match="closed"):
        driver.do(body, "read")


def test_a_body_that_does_not_come(make: Make, blobs: ModuleType) -> None:
    driver = make(blobs, timeout=0.3)
    body = driver.call("get", name=f"stall-{MIB}").body
    with pytest.raises(blobs.errors.TransportError) as raised:
        driver.do(body, "read")
    assert raised.value.timed_out


def test_errors_are_read_at_once(
    make: Make, blobs: ModuleType, server: StreamServer
) -> None:
    driver = make(blobs)
    with pytest.raises(blobs.errors.Refused, match="no such blob"):
        driver.call("get", name="missing-0")
    before = server.state()["requests"]
    with pytest.raises(blobs.errors.UnknownOperationError) as raised:
        driver.call("get", name="fail-0")
    assert raised.value.attempts == server.state()["requests"] - before == 3


# --- Blobs up ------------------------------------------------------------------------------------------------------


def pieces() -> Iterator[bytes]:
    for start in range(0, len(DATA), 100_000):
        yield DATA[start : start + 100_000]


async def async_pieces() -> Any:
    for piece in pieces():
        await asyncio.sleep(0)
        yield piece


@pytest.mark.parametrize("value", [DATA, io.BytesIO(DATA), list(pieces())], ids=type)
def test_bodies_of_known_length(make: Make, blobs: ModuleType, value: Any) -> None:
    found = make(blobs).call("put", name="blob", body=value)
    assert (found.size, found.sha256) == (len(DATA), SHA256)
    assert found.headers["content-length"] == str(len(DATA))
    assert "transfer-encoding" not in found.headers
    # Without TLS, the body is signed.
    signed = found.headers.get("x-amz-content-sha256", SHA256)
    assert signed == SHA256
    if isinstance(value, io.BytesIO):
        value.seek(0)


def test_bodies_that_can_be_read_once_are_not_sent_unprotected(
    make: Make, blobs: ModuleType, server: StreamServer
) -> None:
    before = server.state()["requests"]
    with pytest.raises(Exception, match="only once"):
        make(blobs).call("put", name="blob", body=pieces())
    assert server.state()["requests"] == before


@pytest.fixture(scope="module")
def anonymous(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The service without signatures, so that bodies need not be read before."""
    folder = tmp_path_factory.mktemp("anonymous")
    model = stream_models.write_blobs(folder, auth=[])
    return packages.build(model, folder, "streamed_anonymous")


def test_bodies_of_unknown_length_are_sent_in_chunks(
    make: Make, anonymous: ModuleType
) -> None:
    driver = make(anonymous)
    body = async_pieces() if driver.is_async else pieces()
    found = driver.call("put", name="blob", body=body)
    assert (found.size, found.sha256) == (len(DATA), SHA256)
    assert found.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in found.headers


def test_the_length_may_be_said(make: Make, anonymous: ModuleType) -> None:
    found = make(anonymous).call("put", name="b", body=pieces(), length=len(DATA))
    assert found.headers["content-length"] == str(len(DATA))
    assert found.sha256 == SHA256


def test_a_blob_goes_from_one_answer_to_the_next_request(
    make: Make, anonymous: ModuleType
) -> None:
    driver = make(anonymous)
    body = driver.call("get", name=f"plain-{len(DATA)}").body
    found = driver.call("put", name="blob", body=body)
    assert (found.sha256, found.headers["content-length"]) == (SHA256, str(len(DATA)))


@pytest.mark.parametrize("fault", ["fail-once", "reset-once"])
def test_bodies_are_rewound_for_another_attempt(
    make: Make, blobs: ModuleType, server: StreamServer, fault: str
) -> None:
    # A path of its own, for the server counts attempts by it.
    unique = f"{fault}"
    driver = make(blobs)
    reset(server, unique)
    file = io.BytesIO(b"before" + DATA)
    file.seek(6)
    found = driver.call("put", name=unique, body=file)
    assert (found.attempts, found.sha256) == (2, SHA256)


def test_what_cannot_be_rewound_is_sent_once(
    make: Make, anonymous: ModuleType, server: StreamServer
) -> None:
    reset(server, "fail-once")
    driver = make(anonymous)
    with pytest.raises(anonymous.errors.UnknownOperationError) as raised:
        driver.call("put", name="fail-once", body=pieces())
    assert (raised.value.status, raised.value.attempts) == (500, 1)


def reset(server: StreamServer, name: str) -> None:
    request = urllib.request.Request(f"{server.url}/reset/{name}", method="POST")
    with urllib.request.urlopen(request, timeout=60):
        pass


def test_what_the_body_raises_is_told_as_it_is(
    make: Make, anonymous: ModuleType, server: StreamServer
) -> None:
    def failing() -> Iterator[bytes]:
        yield b"some"
        raise OSError("the disk is gone")

    driver = make(anonymous)
    before = server.state()["requests"]
    with pytest.raises(OSError, match="the disk is gone"):
        driver.call("put", name="blob", body=failing())
    assert server.state()["requests"] - before <= 1


def test_a_refusal_is_read(make: Make, blobs: ModuleType) -> None:
    with pytest.raises(blobs.errors.Refused, match="never"):
        make(blobs).call("put", name="refuse", body=io.BytesIO(DATA))


# --- Memory --------------------------------------------------------------------------------------------------------

_MEASURE = """
import asyncio, sys
sys.path[:0] = {path!r}
import streamed_anonymous as package
from tests.server.streaming import PIECE

def peak():
    # Not ru_maxrss, which starts with what the process had that started this one.
    with open("/proc/self/status") as status:
        line = next(each for each in status if each.startswith("VmHWM"))
    return int(line.split()[1]) // 1024

size = {size}
def pieces():
    for _ in range(size // len(PIECE)):
        yield PIECE

options = dict(region="eu-west-1", endpoint_url={url!r})
if {kind!r} == "Client":
    with package.Client(**options) as client:
        client.get(name="plain-10").body.read()
        client.put(name="blob", body=[b"small"])
        before = peak()
        assert client.get(name=f"plain-{{size}}").body.save({target!r}) == size
        assert client.put(name="blob", body=pieces()).size == size
        with open({target!r}, "rb") as file:
            assert client.put(name="blob", body=file).size == size
else:
    async def main():
        async with package.AsyncClient(**options) as client:
            await (await client.get(name="plain-10")).body.aread()
            await client.put(name="blob", body=[b"small"])
            before = peak()
            body = (await client.get(name=f"plain-{{size}}")).body
            assert await body.asave({target!r}) == size
            assert (await client.put(name="blob", body=pieces())).size == size
            with open({target!r}, "rb") as file:
                assert (await client.put(name="blob", body=file)).size == size
        return before
    before = asyncio.run(main())
print(peak() - before)
"""


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="needs Linux's account of memory"
)
@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_memory_does_not_grow_with_the_blob(
    kind: str, anonymous: ModuleType, server: StreamServer, tmp_path: Path
) -> None:
    """128 MiB down and up through at most 64 MiB more;
    tests/benchmarks/bench_streaming.py has 1 GiB.
    """
    assert anonymous.__file__ is not None
    code = _MEASURE.format(
        path=[str(Path(anonymous.__file__).parents[1]), str(ROOT)],
        size=128 * MIB,
        url=server.url,
        kind=kind,
        target=str(tmp_path / "blob"),
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "AWS_EC2_METADATA_DISABLED": "true"},
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) <= 64


# --- Events --------------------------------------------------------------------------------------------------------


def texts(events: list[Any]) -> list[Any]:
    return [each.value.text for each in events]


@pytest.mark.parametrize("family", ["rest", "rpc"])
class TestEvents:
    """The same stream with either protocol family."""

    @pytest.fixture
    def listen(
        self, family: str, make: Make, blobs: ModuleType, rpc: ModuleType
    ) -> Callable[[str], tuple[Driver, Any]]:
        def called(name: str) -> tuple[Driver, Any]:
            if family == "rest":
                driver = make(blobs)
                return driver, driver.call("listen", name=name)
            # All operations of an RPC protocol go to the root of the endpoint.
            driver = make(rpc, f"/events/{name}")
            return driver, driver.call("listen", name=name)

        return called

    def test_events_come_as_they_are_sent(
        self, listen: Callable[[str], tuple[Driver, Any]], family: str
    ) -> None:
        driver, found = listen("plain")
        assert texts(driver.listed(found.events)) == [
            "number 0",
            "number 1",
            "number 2",
        ]
        if family == "rpc":
            assert found.session == "s-1"
        assert driver.listed(found.events) == []

    def test_events_do_not_wait_for_those_that_follow(
        self, listen: Callable[[str], tuple[Driver, Any]], server: StreamServer
    ) -> None:
        driver, found = listen("endless")
        first = driver.do(found.events, "__next__") if not driver.is_async else None
        if first is None:
            first = driver.run(found.events.__anext__())
        assert first.value.text == "number 0"
        driver.do(found.events, "close")
        server.wait_until_open(0)
        with pytest.raises(Exception, match="closed"):
            driver.listed(found.events)

    def test_an_exception_ends_the_stream(
        self, listen: Callable[[str], tuple[Driver, Any]]
    ) -> None:
        driver, found = listen("exception")
        with pytest.raises(driver.package.errors.Refused, match="enough"):
            driver.listed(found.events)
        assert driver.listed(found.events) == []

    def test_an_exception_may_be_all(
        self, listen: Callable[[str], tuple[Driver, Any]]
    ) -> None:
        def whole() -> None:
            driver, found = listen("first")
            driver.listed(found.events)

        with pytest.raises(Exception, match="at once") as raised:
            whole()
        assert type(raised.value).__name__ == "Refused"

    def test_an_unmodelled_error(
        self, listen: Callable[[str], tuple[Driver, Any]]
    ) -> None:
        driver, found = listen("error")
        with pytest.raises(driver.package.errors.UnknownOperationError) as raised:
            driver.listed(found.events)
        assert (raised.value.code, raised.value.message) == ("Internal", "it broke")

    def test_an_unknown_event_is_kept(
        self, listen: Callable[[str], tuple[Driver, Any]]
    ) -> None:
        driver, found = listen("unknown")
        events = driver.listed(found.events)
        assert (events[1].tag, events[1].value) == ("sung", b'{"note": "a"}')
        assert len(events) == 4

    @pytest.mark.parametrize("damage", ["damaged", "cut"])
    def test_damage_is_told(
        self, listen: Callable[[str], tuple[Driver, Any]], damage: str
    ) -> None:
        driver, found = listen(damage)
        with pytest.raises(driver.package.errors.EventStreamError) as raised:
            driver.listed(found.events)
        assert raised.value.offset > 0

    def test_a_refusal_comes_before_the_stream(
        self, listen: Callable[[str], tuple[Driver, Any]]
    ) -> None:
        with pytest.raises(Exception, match="never") as raised:
            listen("refused")
        assert type(raised.value).__name__ == "Refused"


def test_events_go_both_ways(
    blobs: ModuleType, anonymous: ModuleType, server: StreamServer
) -> None:
    """Each event is answered before the next one is sent."""
    package: Any = anonymous
    models = package.models
    said: asyncio.Queue[Any] = asyncio.Queue()

    async def spoken() -> Any:
        while (each := await said.get()) is not None:
            yield each

    async def main() -> list[Any]:
        heard: list[Any] = []
        async with package.AsyncClient(
            region="eu-west-1", endpoint_url=server.url
        ) as client:
            await said.put(models.TalkSaid(models.Said(text="hello")))
            found = await client.converse(name="echo", events=spoken())
            async with found.events:
                async for event in found.events:
                    heard.append(event)
                    if len(heard) == 1:
                        shown = models.Shown(page=7, picture=b"\x00\x01")
                        await said.put(models.TalkShown(shown))
                    else:
                        await said.put(None)
        return heard

    heard = asyncio.run(main())
    assert heard[0] == models.TalkSaid(models.Said(text="hello"))
    assert heard[1] == models.TalkShown(models.Shown(page=7, picture=b"\x00\x01"))
    server.wait_until_open(0)


def test_signed_events_are_wrapped(blobs: ModuleType, server: StreamServer) -> None:
    package: Any = blobs
    models = package.models
    credentials = package.Credentials("AKID", "secret")

    async def main() -> Any:
        async with package.AsyncClient(
            region="eu-west-1", endpoint_url=server.url, credentials=credentials
        ) as client:
            events = [models.TalkSaid(models.Said(text="hello"))]
            found = await client.converse(name="echo", events=events)
            return [each async for each in found.events]

    # What comes back are the messages around the events, which have no type of their
    # own.
    with pytest.raises(Exception, match="message-type is missing"):
        asyncio.run(main())
    server.wait_until_open(0)


def test_events_are_sent_by_async_clients_alone(
    blobs: ModuleType, server: StreamServer
) -> None:
    driver = Driver("Client", blobs, server.url)
    with pytest.raises(Exception, match="sent by an AsyncClient"):
        driver.call("converse", name="echo", events=[])
    driver.close()
    server.wait_until_open(0)


def test_abandoned_streams_leave_nothing(
    make: Make, blobs: ModuleType, server: StreamServer
) -> None:
    driver = make(blobs)
    for _ in range(3):
        driver.call("get", name=f"plain-{MIB}")
    gc.collect()

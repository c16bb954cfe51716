"""The two transports by themselves: one request is one request, and what breaks is a TransportError."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import random
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ecr._runtime.aiohttp_transport import AiohttpTransport
from ecr._runtime.http import HttpRequest, Response, Timeout, TransportError
from ecr._runtime.urllib3_transport import Urllib3Transport
from tests.runtime.fresh import texts
from tests.server.control import FaultServer

Send = Callable[[HttpRequest], Response]


@pytest.fixture(params=["urllib3", "aiohttp"])
def send(request: pytest.FixtureRequest, faults: FaultServer) -> Iterator[Send]:
    if request.param == "urllib3":
        blocking = Urllib3Transport(timeout=Timeout(5, 5))
        yield blocking.send
        blocking.close()
        return
    loop = asyncio.new_event_loop()
    transport = AiohttpTransport(timeout=Timeout(5, 5))
    yield lambda request: loop.run_until_complete(transport.send(request))
    loop.run_until_complete(transport.close())
    loop.close()


def request_to(
    server: FaultServer, method: str, body: bytes = b"", **headers: str
) -> HttpRequest:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    where = f"127.0.0.1:{server.port}"
    return HttpRequest(method, "http", where, "/a%20b?c=%2F", named, body)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
def test_a_kept_connection_that_is_gone_is_told_and_nothing_sent_again(
    send: Send, faults: FaultServer, method: str
) -> None:
    """Not even what could be: the call counts its attempts, and rewinds the body."""
    faults.script("doomed", "ok")
    assert send(request_to(faults, method)).status == 200
    with pytest.raises(TransportError) as caught:
        send(request_to(faults, method))
    assert caught.value.retryable
    assert not caught.value.timed_out
    assert faults.counters()["requests"] == 2
    assert send(request_to(faults, method)).status == 200


def test_what_is_sent_is_what_was_signed(send: Send, faults: FaultServer) -> None:
    body = bytes(range(256))
    send(request_to(faults, "PUT", body, X_A="1", X_B="a  b", Host="h.example"))
    (entry,) = faults.log()
    assert (entry["method"], entry["target"]) == ("PUT", "/a%20b?c=%2F")
    headers: dict[str, Any] = entry["headers"]
    assert (headers["x-a"], headers["x-b"]) == ("1", "a  b")
    assert headers["host"] == "h.example"
    assert headers["content-length"] == "256"
    # Nothing is added that would say of the body or the answer what nobody said.
    added = (
        {"accept-encoding"} if headers.get("accept-encoding") == "identity" else set()
    )
    assert headers.keys() - added - {"user-agent"} == {
        "x-a",
        "x-b",
        "host",
        "content-length",
    }


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("size", [2**20, 2**20 + 1, 27 * 2**20 + 7])
def test_a_large_body_arrives_whole_and_nobody_is_warned_of_it(
    send: Send, faults: FaultServer, size: int
) -> None:
    """A part of a layer is one. Whoever makes errors of warnings could not send it."""
    body = random.Random(size).randbytes(size)
    assert send(request_to(faults, "POST", body)).status == 200
    (entry,) = faults.log()
    assert entry["sha256"] == hashlib.sha256(body).hexdigest()
    assert entry["headers"]["content-length"] == str(size)
    assert "transfer-encoding" not in entry["headers"]


@pytest.mark.parametrize("name", ["X-A\r\nX-B", "X-A: 1\r\nX-B"])
def test_names_that_would_be_two_headers_are_refused(
    send: Send, faults: FaultServer, name: str
) -> None:
    request = request_to(faults, "POST")
    request.headers[name] = "1"
    with pytest.raises((ValueError, TransportError)):
        send(request)
    assert faults.counters()["requests"] == 0


@pytest.mark.parametrize("value", ["a\r\nX-B: c", "a\nb", "a\rb"])
def test_values_that_would_be_two_headers_are_refused(
    send: Send, faults: FaultServer, value: str
) -> None:
    request = request_to(faults, "POST")
    request.headers["X-A"] = value
    with pytest.raises((ValueError, TransportError)):
        send(request)
    assert faults.counters()["requests"] == 0


def test_pieces_of_an_answer_do_not_show(send: Send, faults: FaultServer) -> None:
    for fault in ("truncated", "long_length", "reset_half"):
        faults.script({"fault": fault, "answer": {"password": "swordfish"}})
        with pytest.raises(TransportError) as caught:
            send(request_to(faults, "POST"))
        assert "swordfish" not in texts(caught.value)
        assert "password" not in texts(caught.value)


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("is_closed_by_another", [False, True])
def test_the_sessions_of_loops_that_are_gone_are_closed(
    faults: FaultServer, caplog: pytest.LogCaptureFixture, is_closed_by_another: bool
) -> None:
    """One client, and one `asyncio.run` after the other."""

    async def send(by: AiohttpTransport) -> None:
        assert (await by.send(request_to(faults, "POST"))).status == 200

    async def send_and_close(by: AiohttpTransport) -> None:
        if not is_closed_by_another:
            await send(by)
        await by.close()

    def run() -> None:
        transport = AiohttpTransport(timeout=Timeout(5, 5))
        asyncio.run(send(transport))
        asyncio.run(send(transport))
        asyncio.run(send_and_close(transport))

    run()
    gc.collect()
    # aiohttp complains to the event loop, which logs it.
    assert caplog.messages == []
    faults.wait("open", 0)


def test_a_session_of_another_loop_that_runs_is_closed_there(
    faults: FaultServer, caplog: pytest.LogCaptureFixture
) -> None:
    transport = AiohttpTransport(timeout=Timeout(5, 5))
    other = asyncio.new_event_loop()
    thread = threading.Thread(target=other.run_forever, daemon=True)
    thread.start()

    async def send() -> None:
        assert (await transport.send(request_to(faults, "POST"))).status == 200

    async def idle() -> None:
        while len(asyncio.all_tasks()) > 1:
            await asyncio.sleep(0.01)

    asyncio.run_coroutine_threadsafe(send(), other).result()
    asyncio.run(transport.close())
    faults.wait("open", 0)
    asyncio.run_coroutine_threadsafe(idle(), other).result()
    other.call_soon_threadsafe(other.stop)
    thread.join()
    other.close()
    gc.collect()
    assert caplog.messages == []


def test_nobody_listens(send: Send, faults: FaultServer) -> None:
    request = request_to(faults, "POST")
    request.authority = "127.0.0.1:9"
    with pytest.raises(TransportError, match=r"POST http://127\.0\.0\.1:9") as caught:
        send(request)
    assert caught.value.retryable
    assert not caught.value.timed_out


def test_silence_is_a_time_out(faults: FaultServer) -> None:
    faults.script("stall", "stall")
    blocking = Urllib3Transport(timeout=Timeout(5, 0.2))
    with pytest.raises(TransportError) as caught:
        blocking.send(request_to(faults, "POST"))
    assert caught.value.timed_out
    blocking.close()

    async def main() -> None:
        transport = AiohttpTransport(timeout=Timeout(5, 0.2))
        with pytest.raises(TransportError) as caught:
            await transport.send(request_to(faults, "POST"))
        assert caught.value.timed_out
        await transport.close()

    asyncio.run(main())

"""The two transports by themselves: one request is one request, and what breaks is a
TransportError.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import os
import random
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from ecr._runtime.core.http import HttpRequest, Response, Timeout, TransportError
from ecr._runtime.transport.aiohttp_transport import AiohttpTransport
from ecr._runtime.transport.urllib3_transport import Urllib3Transport
from runtime.core.http import Request
from runtime.streams.sources import attach
from tests.server.control import FaultServer
from tests.support import fresh
from tests.support.fresh import texts

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


@pytest.fixture
def proxy() -> Iterator[tuple[int, list[str]]]:
    """A proxy that wants a user and a password: its port, and the heads of the requests
    that came.
    """
    heads: list[str] = []

    def talk(connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as file:
            head = b""
            while (line := file.readline()) not in (b"", b"\r\n"):
                head += line
            heads.append(head.decode("latin-1"))
            admits = b"basic dxnlcjpwyubzcw==" in head.lower()
            status = b"200 OK" if admits else b"407 Who are you"
            file.write(b"HTTP/1.1 %b\r\nContent-Length: 0\r\n\r\n" % status)

    def serve() -> None:
        # Ends with the listener.
        with suppress(OSError):
            while True:
                talk(listener.accept()[0])

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1], heads
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def test_proxies_are_told_the_user_and_password_of_their_url(
    send: Send, proxy: tuple[int, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, heads = proxy
    for variable in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(variable, f"http://user:pa%40ss@127.0.0.1:{port}")
    request = HttpRequest("GET", "http", "ecr.example", "/", {}, b"")
    assert send(request).status == 200
    request.scheme = "https"
    # There is nothing behind the tunnel that would speak TLS.
    with pytest.raises(TransportError):
        send(request)
    plain, tunnel = heads
    assert plain.startswith("GET http://ecr.example/ ")
    assert tunnel.startswith("CONNECT ecr.example:443 ")
    for head in heads:
        assert "Proxy-Authorization: Basic dXNlcjpwYUBzcw==" in head


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_ca_bundle_that_cannot_be_used_is_named(
    content: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "bundle.pem"
    if content is not None:
        path.write_text(content)
    request = HttpRequest("GET", "https", "127.0.0.1:9", "/", {}, b"")
    blocking = Urllib3Transport(ca_bundle=str(path))
    with pytest.raises(TransportError, match=r"the CA bundle .*bundle\.pem ") as caught:
        blocking.send(request)
    assert not caught.value.retryable
    blocking.close()

    async def main() -> None:
        transport = AiohttpTransport(ca_bundle=str(path))
        with pytest.raises(TransportError, match=r"the CA bundle .*bundle\.pem "):
            await transport.send(request)
        await transport.close()

    asyncio.run(main())


def test_an_interim_answer_is_not_the_answer(send: Send) -> None:
    """Nor may the one that follows be taken for that of the next request."""

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
            with suppress(OSError):
                connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        where = f"127.0.0.1:{listener.getsockname()[1]}"
        try:
            status = send(HttpRequest("GET", "http", where, "/", {}, b"")).status
        except TransportError as error:
            # Python's own HTTP does not read on.
            assert error.retryable
            status = 201
        thread.join()
    assert status == 201


def test_tls_that_breaks_off_may_be_tried_again(send: Send) -> None:
    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            # All of what the client says first, so that nothing unread makes the end a
            # reset.
            connection.recv(65536)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        where = f"127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(TransportError) as caught:
            send(HttpRequest("GET", "https", where, "/", {}, b""))
        thread.join()
    assert caught.value.retryable


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


@pytest.mark.parametrize("case", ["body", "stream", "tunnel"])
@pytest.mark.parametrize("kind", ["urllib3", "aiohttp"])
def test_who_takes_nothing_is_not_waited_for(
    kind: str, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time-outs hold while a body is sent, and for what a proxy says to CONNECT."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # Connections are made, but nobody reads from them.
        where = f"127.0.0.1:{listener.getsockname()[1]}"
        request = HttpRequest("PUT", "http", where, "/", {}, b"")
        if case == "tunnel":
            monkeypatch.setenv("https_proxy", f"http://{where}")
            request = HttpRequest("PUT", "https", "ecr.example", "/", {}, b"")
        elif case == "body":
            request.body = bytes(20_000_000)
        else:
            given: Any = attach(Request("PUT", "/"), [bytes(1_000_000)] * 20)
            request.stream = given.stream

        def blocking() -> None:
            transport = Urllib3Transport(timeout=Timeout(0.5, 0.5))
            try:
                transport.send(request)
            finally:
                transport.close()

        async def waiting() -> None:
            transport = AiohttpTransport(timeout=Timeout(0.5, 0.5))
            try:
                await asyncio.wait_for(transport.send(request), 10)
            finally:
                await transport.close()

        run = blocking if kind == "urllib3" else lambda: asyncio.run(waiting())
        with pytest.raises(TransportError) as caught:
            run()
    assert caught.value.timed_out


def test_an_event_loop_takes_its_connections_with_it(
    faults: FaultServer, recwarn: pytest.WarningsRecorder
) -> None:
    # What other tests left is theirs.
    gc.collect()
    recwarn.clear()
    transport = AiohttpTransport()
    for count in range(1, 4):
        asyncio.run(transport.send(request_to(faults, "POST")))
        faults.wait("open", 0)
        assert faults.counters()["accepted"] == count
    asyncio.run(transport.close())
    gc.collect()
    assert not [str(each.message) for each in recwarn]


def test_event_loops_in_threads_have_connections_of_their_own(
    faults: FaultServer,
) -> None:
    transport = AiohttpTransport()
    together = threading.Barrier(3)

    async def main() -> None:
        for _ in range(20):
            await transport.send(request_to(faults, "POST"))
            await asyncio.to_thread(together.wait)

    with ThreadPoolExecutor(3) as pool:
        for each in [pool.submit(asyncio.run, main()) for _ in range(3)]:
            each.result()
    counters = faults.counters()
    assert (counters["requests"], counters["accepted"]) == (60, 3)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform cannot fork")
def test_a_process_does_not_make_the_loop_of_another_deaf(faults: FaultServer) -> None:
    code = f"""
import asyncio, gc, os
from runtime.transport.aiohttp_transport import AiohttpTransport
from runtime.core.http import HttpRequest, Timeout
transport = AiohttpTransport(timeout=Timeout(5, 5))
async def send():
    where = "127.0.0.1:{faults.port}"
    return await transport.send(HttpRequest("POST", "http", where, "/", {{}}, b""))
async def main():
    await send()
    child = os.fork()
    if child == 0:
        # Python before 3.12 leaves the child in its parent's event loop.
        asyncio.events._set_running_loop(None)
        asyncio.run(send())
        asyncio.run(transport.close())
        gc.collect()
        os._exit(7)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    await send()
    await transport.close()
asyncio.run(main())
"""
    assert fresh.run(code, PYTHONPATH=os.pathsep.join(sys.path)) == "7\n"
    assert faults.counters()["accepted"] == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform cannot fork")
def test_processes_have_connections_of_their_own(faults: FaultServer) -> None:
    blocking = Urllib3Transport(timeout=Timeout(5, 5))
    blocking.send(request_to(faults, "POST"))
    child = os.fork()
    if not child:
        status = 0
        try:
            status = blocking.send(request_to(faults, "POST")).status
        finally:
            os._exit(status % 199)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    blocking.send(request_to(faults, "POST"))
    blocking.close()
    assert faults.counters()["accepted"] == 2

"""The server of faults, seen over plain sockets: what it is told to do is what is on
the wire.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from tests.server.control import HERE, FaultServer

ANSWER = {"uploadId": "u-1", "partSize": 10}
GOOD = json.dumps(ANSWER).encode()


class Raw:
    """A connection. Everything it returns is bytes as they came."""

    def __init__(self, server: FaultServer) -> None:
        self.socket = socket.create_connection(("127.0.0.1", server.port))
        self.socket.settimeout(60)

    def send(
        self, body: bytes = b"{}", path: str = "/", key: str = "k", **headers: str
    ) -> None:
        fields = {
            "Host": "127.0.0.1",
            "X-Amz-Target": "Service_V1.InitiateLayerUpload",
            "Content-Length": str(len(body)),
            "amz-sdk-invocation-id": key,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self.socket.sendall(f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)

    def read(self, size: int) -> bytes:
        """So many bytes, fewer where the server closes."""
        found = b""
        while len(found) < size and (part := self.socket.recv(size - len(found))):
            found += part
        return found

    def head(self) -> tuple[int, dict[str, str]]:
        found = b""
        while not found.endswith(b"\r\n\r\n"):
            found += self.read(1)
        first, *lines = found.decode()[:-4].split("\r\n")
        pairs = (line.split(": ", 1) for line in lines)
        return int(first.split()[1]), {name.lower(): value for name, value in pairs}

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        status, headers = self.head()
        return status, headers, self.read(int(headers["content-length"]))

    def is_closed(self) -> bool:
        return self.socket.recv(1) == b""

    def is_reset(self) -> bool:
        try:
            self.socket.recv(1)
        except ConnectionResetError:
            return True
        return False


@pytest.fixture
def server(faults: FaultServer) -> FaultServer:
    faults.answer("InitiateLayerUpload", ANSWER)
    return faults


@pytest.fixture
def raw(server: FaultServer) -> Any:
    connection = Raw(server)
    yield connection
    connection.socket.close()


def test_a_good_answer_and_the_next_on_one_connection(
    server: FaultServer, raw: Raw
) -> None:
    for number in (1, 2):
        raw.send()
        status, headers, body = raw.answer()
        assert (status, body) == (200, GOOD)
        assert headers["x-amzn-requestid"] == f"request-{number}"
        assert headers["content-type"] == "application/x-amz-json-1.1"
    counters = server.counters()
    assert (counters["requests"], counters["accepted"]) == (2, 1)


def test_requests_in_pieces_and_together(server: FaultServer, raw: Raw) -> None:
    whole = (
        b"POST / HTTP/1.1\r\nX-Amz-Target: S.InitiateLayerUpload\r\n"
        b"Content-Length: 4\r\n\r\nbody"
    )
    for index in range(len(whole)):
        raw.socket.sendall(whole[index : index + 1])
    assert raw.answer()[2] == GOOD
    raw.socket.sendall(whole * 2)
    assert raw.answer()[2] == raw.answer()[2] == GOOD
    assert [each["body"] for each in server.log()] == ["body"] * 3


def test_the_script_is_done_in_order_and_once(server: FaultServer, raw: Raw) -> None:
    server.script("throttle", {"fault": "status", "status": 503}, "ok")
    assert server.counters()["queued"] == 3
    statuses: list[int] = []
    for _ in range(4):
        raw.send()
        statuses.append(raw.answer()[0])
    assert statuses == [400, 503, 200, 200]
    assert server.counters()["queued"] == 0


@pytest.mark.parametrize("by", ["path", "header", "script"])
def test_the_ways_to_ask_for_a_fault(server: FaultServer, raw: Raw, by: str) -> None:
    if by == "path":
        raw.send(path="/fault/throttle/")
    elif by == "header":
        raw.send(X_Fault="throttle")
    else:
        server.script("throttle")
        raw.send(X_Fault="status")
    assert raw.answer()[0] == 400


def test_throttling(server: FaultServer, raw: Raw) -> None:
    server.script("throttle", {"fault": "too_many", "after": 7})
    raw.send()
    status, _, body = raw.answer()
    assert (status, json.loads(body)["__type"].rpartition("#")[2]) == (
        400,
        "ThrottlingException",
    )
    raw.send()
    status, headers, body = raw.answer()
    assert (status, headers["retry-after"]) == (429, "7")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_server_errors(server: FaultServer, raw: Raw, status: int) -> None:
    server.script(
        {"fault": "status", "status": status},
        {"fault": "html", "status": status},
        {"fault": "error", "status": status, "code": "ServerException"},
    )
    raw.send()
    assert raw.answer()[::2] == (status, b"")
    raw.send()
    found, headers, body = raw.answer()
    assert (found, headers["content-type"]) == (status, "text/html")
    assert body.startswith(b"<html>")
    raw.send()
    assert raw.answer()[0] == status


@pytest.mark.parametrize("fault", ["reset", "close"])
def test_no_answer_at_all(server: FaultServer, raw: Raw, fault: str) -> None:
    server.script(fault)
    raw.send()
    assert raw.is_reset() if fault == "reset" else raw.is_closed()
    server.wait("open", 0)


@pytest.mark.parametrize("fault", ["reset_half", "truncated"])
def test_half_an_answer(server: FaultServer, raw: Raw, fault: str) -> None:
    server.script(fault)
    raw.send()
    status, headers = raw.head()
    assert (status, int(headers["content-length"])) == (200, len(GOOD))
    assert raw.read(len(GOOD) // 2) == GOOD[: len(GOOD) // 2]
    assert raw.is_reset() if fault == "reset_half" else raw.is_closed()


def test_a_slow_body_comes_in_single_bytes(server: FaultServer, raw: Raw) -> None:
    server.script({"fault": "slow", "every": 0.005})
    raw.send()
    started = time.monotonic()
    status, headers = raw.head()
    assert (status, int(headers["content-length"])) == (200, len(GOOD))
    assert raw.read(len(GOOD)) == GOOD
    assert time.monotonic() - started >= 0.005 * (len(GOOD) - 1)


@pytest.mark.parametrize("after_half", [False, True])
def test_an_answer_that_never_comes(
    server: FaultServer, raw: Raw, after_half: bool
) -> None:
    server.script({"fault": "stall", "after_half": after_half})
    raw.send()
    if after_half:
        assert raw.head()[0] == 200
        assert raw.read(len(GOOD) // 2) == GOOD[: len(GOOD) // 2]
    raw.socket.settimeout(0.1)
    with pytest.raises(TimeoutError):
        raw.socket.recv(1)
    assert server.counters()["open"] == 1
    raw.socket.close()
    server.wait("open", 0)


def test_wrong_json(server: FaultServer, raw: Raw) -> None:
    server.script("wrong_json", {"fault": "wrong_json", "body": "nope"})
    raw.send()
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(raw.answer()[2])
    raw.send()
    assert raw.answer()[2] == b"nope"


def test_wrong_lengths(server: FaultServer, raw: Raw) -> None:
    server.script(
        "short_length", {"fault": "short_length", "after": 0.01}, "long_length"
    )
    for _ in range(2):
        raw.send()
        _, headers, body = raw.answer()
        assert int(headers["content-length"]) == len(GOOD) - 3
        assert body + raw.read(3) == GOOD
    raw.send()
    _, headers, body = raw.answer()
    assert int(headers["content-length"]) == len(GOOD) + 10
    assert body == GOOD
    assert raw.is_closed()


@pytest.mark.parametrize("status", [301, 302, 307])
def test_redirects_lead_into_the_trap(
    server: FaultServer, raw: Raw, status: int
) -> None:
    server.script({"fault": "redirect", "status": status})
    raw.send()
    found, headers, _ = raw.answer()
    assert found == status
    assert headers["location"] == f"http://127.0.0.1:{server.trap}/"
    assert server.counters()["trapped"] == 0
    socket.create_connection(("127.0.0.1", server.trap)).close()
    server.wait("trapped", 1)


def test_a_connection_that_ends_after_its_answer(server: FaultServer, raw: Raw) -> None:
    server.script("stale")
    raw.send()
    status, headers, body = raw.answer()
    assert (status, body) == (200, GOOD)
    assert "connection" not in headers
    assert raw.is_closed()


def test_a_connection_that_ends_with_the_next_request(
    server: FaultServer, raw: Raw
) -> None:
    server.script("doomed")
    raw.send()
    assert raw.answer()[2] == GOOD
    assert server.counters()["open"] == 1
    raw.send()
    assert raw.is_reset()
    assert [each["finished"] for each in server.log()] == [True, False]


@pytest.mark.parametrize("seconds", [-7200, 7200])
def test_a_clock_that_is_far_off(server: FaultServer, raw: Raw, seconds: int) -> None:
    server.script({"fault": "skew", "seconds": seconds})
    raw.send()
    status, headers, body = raw.answer()
    assert status == 403
    assert b"#RequestTimeTooSkewed" in body
    told = parsedate_to_datetime(headers["date"]).timestamp()
    assert abs(told - time.time() - seconds) < 600


def test_chunks(server: FaultServer, raw: Raw) -> None:
    server.script("chunked")
    raw.send()
    _, headers = raw.head()
    assert headers["transfer-encoding"] == "chunked"
    assert "content-length" not in headers
    found = b""
    while (line := raw.read(3)) != b"0\r\n":
        assert line == b"1\r\n"
        found += raw.read(3)[:1]
    assert found == GOOD
    assert raw.read(2) == b"\r\n"
    raw.send()
    assert raw.answer()[2] == GOOD


def test_answers_that_are_held_and_the_connections_meanwhile(
    server: FaultServer,
) -> None:
    server.script(*["hold"] * 5)
    connections = [Raw(server) for _ in range(5)]
    for each in connections:
        each.send()
    server.wait("held", 5)
    assert server.counters()["most_open"] == 5
    server.release()
    assert [each.answer()[2] for each in connections] == [GOOD] * 5
    for each in connections:
        each.socket.close()
    server.wait("open", 0)
    counters = server.counters()
    assert (counters["most_open"], counters["accepted"], counters["held"]) == (5, 5, 0)


def outcomes(server: FaultServer, seed: int, count: int = 200) -> list[str]:
    server.reset()
    server.random(seed, 0.2, "throttle", {"fault": "status", "status": 500})
    connection = Raw(server)
    for _ in range(count):
        connection.send()
        connection.answer()
    connection.socket.close()
    return [each["fault"] for each in server.log()]


def test_the_dice_fall_as_the_seed_says(server: FaultServer) -> None:
    first = outcomes(server, 1)
    assert outcomes(server, 1) == first
    assert outcomes(server, 2) != first
    assert set(first) == {"ok", "throttle", "status"}
    assert 20 <= len(first) - first.count("ok") <= 60


def test_the_log_tells_calls_and_attempts_apart(server: FaultServer, raw: Raw) -> None:
    server.script("ok", "throttle")
    for key, body in (("a", b"1"), ("b", b"2"), ("b", b"2"), ("c", b"\xff\xfe")):
        raw.send(body, key=key)
        raw.answer()
    log = server.log()
    assert [each["key"] for each in log] == ["a", "b", "b", "c"]
    assert [each["fault"] for each in log] == ["ok", "throttle", "ok", "ok"]
    assert log[1]["sha256"] == log[2]["sha256"]
    assert len({each["sha256"] for each in log}) == 3
    assert {each["operation"] for each in log} == {"InitiateLayerUpload"}


def test_a_large_body(server: FaultServer, raw: Raw) -> None:
    body = bytes(30 * 2**20)
    sender = threading.Thread(target=raw.send, args=(body,))
    sender.start()
    assert raw.answer()[0] == 200
    sender.join()
    assert len(server.log()[0]["body"]) == 2000


@pytest.mark.parametrize("text", [b"nonsense\r\n\r\n", b"POST / HTTP/1.1\r\nContent-"])
def test_what_is_no_request(server: FaultServer, raw: Raw, text: bytes) -> None:
    raw.socket.sendall(text)
    raw.socket.shutdown(socket.SHUT_WR)
    assert raw.is_closed()
    assert server.counters()["requests"] == 0


def test_wrong_commands_are_told_and_change_nothing(server: FaultServer) -> None:
    with pytest.raises(ValueError, match="no fault is called 'lightning'"):
        server.script("ok", "lightning")
    assert server.counters()["queued"] == 0


def test_it_ends_with_the_process_that_started_it() -> None:
    """Killed, not asked: nobody is there to stop it."""
    starter = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import subprocess, sys, time\n"
            "server = subprocess.Popen([sys.executable, sys.argv[1]], stdin=subprocess.PIPE)\n"
            "time.sleep(600)\n",
            str(HERE / "faults.py"),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert starter.stdout is not None
    ports = json.loads(starter.stdout.readline())
    connection = socket.create_connection(("127.0.0.1", ports["port"]))
    connection.settimeout(60)
    starter.kill()
    starter.wait()
    # The server held its standard output open, too.
    assert starter.stdout.read() == ""
    starter.stdout.close()
    assert connection.recv(1) == b""
    connection.close()

"""How requests are written to their connection."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from runtime.urllib3_transport import _Connection  # pyright: ignore[reportPrivateUsage]

SMALL = 65_536


class Wire:
    """A socket whose other end is read here. `pieces` are what was written with one call each."""

    def __init__(self) -> None:
        self.near, self.far = socket.socketpair()
        self.pieces: list[bytes] = []

    def sendall(self, data: bytes) -> None:
        self.pieces.append(data)
        self.near.sendall(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.near, name)


@pytest.fixture
def connection() -> Iterator[Any]:
    made: Any = _Connection("h.example")
    wire = Wire()
    wire.far.settimeout(5)
    made.sock = wire
    yield made
    wire.near.close()
    wire.far.close()


def written(connection: Any) -> list[tuple[bytes, bytes]]:
    """The pieces, each of them parted where the head ends."""
    pieces = [each.partition(b"\r\n\r\n") for each in connection.sock.pieces]
    assert b"".join(map(b"".join, pieces)) == connection.sock.far.recv(1 << 20)
    connection.sock.pieces.clear()
    return [(head, body) for head, _, body in pieces]


@pytest.mark.parametrize("body", [b"x", bytes(range(256)), b"x" * SMALL])
def test_a_small_body_goes_with_its_head(connection: Any, body: bytes) -> None:
    connection.request("POST", "/a", body, {"X-A": "1"})
    ((head, rest),) = written(connection)
    assert head.startswith(b"POST /a HTTP/1.1\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert b"X-A: 1" in head
    assert rest == body


@pytest.mark.parametrize("body", [b"", None])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_head_without_a_body_goes_at_once(
    connection: Any, method: str, body: bytes | None
) -> None:
    connection.request(method, "/a", body)
    ((head, rest),) = written(connection)
    assert head.startswith(method.encode())
    assert rest == b""


def test_a_large_body_is_not_copied(connection: Any) -> None:
    body = b"x" * (SMALL + 1)
    connection.request("PUT", "/a", body)
    assert connection.sock.pieces[1] is body


def test_pieces_are_sent_as_they_come(connection: Any) -> None:
    connection.request("PUT", "/a", iter([b"ab", b"c"]), {"Content-Length": "3"})
    (_, none), *rest = written(connection)
    assert none == b""
    assert [each for each, _ in rest] == [b"ab", b"c"]


def test_nothing_is_held_back_after_a_request_that_was_refused(connection: Any) -> None:
    with pytest.raises(ValueError, match="Invalid header"):
        connection.request("POST", "/refused", b"first", {"X-A": "1\r\nX-B: 2"})
    assert connection.sock.pieces == []
    connection.send(b"CONNECT h.example:443 HTTP/1.1\r\n\r\n")
    assert written(connection) == [(b"CONNECT h.example:443 HTTP/1.1", b"")]

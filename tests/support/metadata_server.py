"""A metadata service on 127.0.0.1: real HTTP, with the answers that a test wants."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

ROLE_PATH = "/latest/meta-data/iam/security-credentials/"
REGION_PATH = "/latest/meta-data/placement/region"
SECRET = "wJalrXUtnFEMISECRET"


class Asked(NamedTuple):
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


Answering = Callable[[Asked], tuple[int, bytes]]


class Service:
    """The URL of a server, and what it was asked."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[Asked] = []

    def count(self, path: str, method: str = "GET") -> int:
        return sum(asked[:2] == (method, path) for asked in self.asked)


@contextmanager
def serving(answer: Answering) -> Iterator[Service]:
    """A server that answers as `answer` says."""

    class Handler(BaseHTTPRequestHandler):
        def reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, body)
            service.asked.append(asked)
            status, text = answer(asked)
            try:
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)
            except OSError:
                # A client that waits no longer.
                self.close_connection = True

        do_GET = do_PUT = do_POST = reply  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 128
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    service = Service(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}
    )
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def iso(epoch: float) -> str:
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def document(key: str, expiration: float, **more: Any) -> bytes:
    """Credentials as the metadata services write them."""
    members = {
        "AccessKeyId": key,
        "SecretAccessKey": SECRET,
        "Token": "token",
        "Expiration": iso(expiration),
    }
    return json.dumps({"Code": "Success", **members, **more}).encode()


def instance(
    credentials: Callable[[], tuple[int, bytes]], *, token: int = 200
) -> Answering:
    """An instance in eu-north-1 with the role "app". `token` is the status of the
    answer to the request for a token.
    """

    def answer(asked: Asked) -> tuple[int, bytes]:
        if asked.method == "PUT":
            return token, b"the-token" if token == 200 else b""
        if (
            token == 200
            and asked.headers.get("x-aws-ec2-metadata-token") != "the-token"
        ):
            return 401, b""
        if asked.path == ROLE_PATH:
            return 200, b"app"
        if asked.path == REGION_PATH:
            return 200, b"eu-north-1\n"
        return credentials() if asked.path == ROLE_PATH + "app" else (404, b"")

    return answer

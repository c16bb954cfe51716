"""rpcv2Cbor over real HTTP, both clients: moto has no CBOR, so that cbor2 stands behind
this server.
"""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.support.packages import build
from tests.support.short_form import document_of, write

cbor2 = pytest.importorskip("cbor2")

SHAPES: dict[str, Any] = {
    "Texts": {"list": "String"},
    "Thing": {
        "structure": {
            "text": "String",
            "data": "Blob",
            "at": "Timestamp",
            "exact": "BigDecimal",
            "ratio": "Float",
            "texts": "Texts",
        }
    },
    "Gone": {
        "structure": {"message": "String", "thing": "Thing"},
        "traits": {"error": "client", "httpError": 410},
    },
    "Echo": {
        "operation": {"input": "Thing", "output": "Thing", "errors": ["Gone"]},
        "traits": {"requestCompression": {"encodings": ["gzip"]}},
    },
    "Ping": {"operation": {}},
}
PLAIN: dict[str, Any] = {
    "text": "gr\u00fcn",
    "data": b"\x00\xff",
    "at": datetime(2024, 2, 29, 1, 2, 3, 500_000, UTC),
    "exact": Decimal("1.10"),
    "ratio": 0.5,
    "texts": ["a"],
}


# Paths, headers and sizes of bodies, as they came.
SEEN: list[tuple[str, dict[str, str], int]] = []


class Handler(BaseHTTPRequestHandler):
    """Answers with what was sent; with the error where that says so."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        SEEN.append((self.path, headers, len(body)))
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        value: dict[str, Any] = cbor2.loads(body) if body else {}
        if value.get("text") == "gone":
            thing = {"__type": "com.example#Gone", "message": "m", "thing": value}
            self._answer(410, cbor2.dumps(thing, datetime_as_timestamp=True))
        elif value.get("text") == "proxy":
            self._answer(502, b"<html>", protocol="")
        else:
            self._answer(200, cbor2.dumps(value, datetime_as_timestamp=True))

    def _answer(self, status: int, body: bytes, protocol: str = "rpc-v2-cbor") -> None:
        self.send_response(status)
        self.send_header("smithy-protocol", protocol)
        self.send_header("x-amzn-requestid", "r-1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = tmp_path_factory.mktemp("rpcv2")
    traits = {
        "aws.api#service": {"sdkId": "Echo"},
        "aws.auth#sigv4": {"name": "echo"},
    }
    document = document_of(SHAPES, traits=traits, protocol="smithy.protocols#rpcv2Cbor")
    return build(write(folder / "model.json", document), folder, "server_rpcv2")


@pytest.fixture(params=["Client", "AsyncClient"])
def call(request: pytest.FixtureRequest, package: Any, url: str) -> Any:
    """`call(method, ...)` with either client."""
    options = {
        "region": "eu-west-1",
        "endpoint_url": url,
        "credentials": package.Credentials("AKID", "SECRET"),
        "retries": package.Retries(max_attempts=1),
    }
    SEEN.clear()

    def call(method: str, **parameters: Any) -> Any:
        if request.param == "Client":
            with package.Client(**options) as client:
                return getattr(client, method)(**parameters)

        async def run() -> Any:
            async with package.AsyncClient(**options) as client:
                return await getattr(client, method)(**parameters)

        return asyncio.run(run())

    return call


def fields(package: Any, plain: dict[str, Any]) -> dict[str, Any]:
    made = package.models.Thing.from_value(plain)
    return {name: getattr(made, name) for name in plain}


def test_values_out_and_back(call: Any, package: Any) -> None:
    assert call("echo", **fields(package, PLAIN)).to_value() == PLAIN
    ((path, headers, _),) = SEEN
    assert path == "/service/Service/operation/Echo"
    assert headers["smithy-protocol"] == "rpc-v2-cbor"
    assert headers["content-type"] == headers["accept"] == "application/cbor"
    assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKID/")


def test_no_body_where_there_is_no_input(call: Any) -> None:
    call("ping")
    ((_, headers, size),) = SEEN
    assert size == 0
    assert "content-type" not in headers


def test_a_large_body_is_compressed(call: Any) -> None:
    texts = ["latency"] * 5000
    assert call("echo", texts=texts).texts == texts
    ((_, headers, size),) = SEEN
    assert headers["content-encoding"] == "gzip"
    assert size < 1000


def test_errors(call: Any, package: Any) -> None:
    with pytest.raises(package.errors.Gone) as caught:
        call("echo", **fields(package, {**PLAIN, "text": "gone"}))
    error = caught.value
    assert (error.status, error.request_id, error.message) == (410, "r-1", "m")
    assert error.thing.to_value() == {**PLAIN, "text": "gone"}


def test_what_is_no_answer_of_the_service(call: Any, package: Any) -> None:
    with pytest.raises(package.errors.UnknownOperationError) as caught:
        call("echo", text="proxy")
    assert (caught.value.code, caught.value.fault) == ("502", "server")

<<<<<<< HEAD
"""A real server for real clients: moto, in a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a moto server that serves every AWS service."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log: Path = tmp_path_factory.mktemp("moto") / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            stdout=output,
            stderr=output,
        )
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise RuntimeError(f"moto's server ended: {log.read_text('utf-8')}")
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def server(moto: str) -> str:
    """The same, with nothing in it."""
    request = urllib.request.Request(f"{moto}/moto-api/reset", method="POST")
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200
    return moto
=======
"""Real servers on this machine, each in a process of its own, started once and emptied for every test."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import pytest

from tests.server.control import FaultServer, MotoServer


@pytest.fixture(scope="session")
def fault_server() -> Iterator[FaultServer]:
    server = FaultServer()
    yield server
    assert server.stop() == 0


@pytest.fixture
def faults(fault_server: FaultServer) -> FaultServer:
    """The server of faults, which knows nothing of earlier tests."""
    fault_server.reset()
    return fault_server


@pytest.fixture(scope="session")
def moto_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MotoServer]:
    server = MotoServer(tmp_path_factory.mktemp("moto"))
    yield server
    server.stop()


@pytest.fixture
def moto(
    moto_server: MotoServer, request: pytest.FixtureRequest
) -> Iterator[MotoServer]:
    """moto's server without any resources. What it says during a test that fails is shown with the test."""
    moto_server.reset()
    start = len(moto_server.log)
    yield moto_server
    if request.node.stash.get(_FAILED, False):
        print(f"moto's server said:\n{moto_server.log[start:]}")


_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, Any, Any]:
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report
>>>>>>> extras

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

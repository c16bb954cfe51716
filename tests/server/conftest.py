"""Real servers on this machine, each in a process of its own, started once and emptied
for every test.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import Any

import pytest

import ecr
from tests.server.clients import Driver, witness
from tests.server.control import FaultServer, MotoServer

# What fails in them is shown as in a test.
pytest.register_assert_rewrite("tests.server.scenarios", "tests.server.scenarios_rest")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of whoever runs the tests: no profile, no credentials, no proxy."""
    for name in os.environ:
        if name.startswith("AWS_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture(scope="session")
def fault_server() -> Iterator[FaultServer]:
    server = FaultServer()
    yield server
    assert server.stop() == 0


@pytest.fixture
def faults(fault_server: FaultServer) -> Iterator[FaultServer]:
    """The server of faults, which knows nothing of earlier tests. A test leaves no
    connection open.
    """
    fault_server.reset()
    yield fault_server
    fault_server.wait("open", 0)


@pytest.fixture(scope="session")
def moto_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MotoServer]:
    server = MotoServer(tmp_path_factory.mktemp("moto"))
    yield server
    server.stop()


@pytest.fixture
def moto(
    moto_server: MotoServer, request: pytest.FixtureRequest
) -> Iterator[MotoServer]:
    """moto's server without any resources. What it says during a test that fails is
    shown with the test.
    """
    moto_server.reset()
    start = len(moto_server.log)
    yield moto_server
    if request.node.stash.get(_FAILED, False):
        print(f"moto's server said:\n{moto_server.log[start:]}")


@pytest.fixture(params=["Client", "AsyncClient"])
def client(request: pytest.FixtureRequest, moto: MotoServer) -> Iterator[Driver]:
    """Both clients in turn, of moto's server."""
    retries = ecr.Retries(base_delay=0.01)
    with Driver(request.param, moto.url, retries=retries) as driver:
        yield driver


@pytest.fixture
def boto(moto: MotoServer) -> Any:
    """What reads back from moto's server what was written, and the other way round."""
    return witness("ecr", moto.url)


_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, Any, Any]:
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report

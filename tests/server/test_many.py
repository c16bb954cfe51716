"""Many calls at once, and many clients: no call is lost or sent twice, and nothing is
left of them.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import threading
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import ecr
from tests.server.clients import CREDENTIALS, REGION
from tests.server.control import FaultServer

ANSWER = {"uploadId": "u-1", "partSize": 1000}
# Everything that may pass but what has to be waited for.
FAULTS: list[dict[str, Any]] = [
    {"fault": "throttle"},
    {"fault": "too_many", "after": 0},
    {"fault": "status", "status": 500},
    {"fault": "html", "status": 502},
    {"fault": "error", "status": 500, "code": "ServerException"},
    {"fault": "reset"},
    {"fault": "close"},
    {"fault": "reset_half", "after": 0},
    {"fault": "truncated"},
    {"fault": "long_length"},
    {"fault": "doomed"},
    {"fault": "stale"},
]
# These answer, and only then misbehave.
GOOD = {"ok", "doomed", "stale"}
CALLS = 1000


@pytest.fixture
def server(faults: FaultServer) -> FaultServer:
    faults.answer("InitiateLayerUpload", ANSWER)
    return faults


def options(server: FaultServer) -> dict[str, Any]:
    return {
        "region": REGION,
        "endpoint_url": server.url,
        "credentials": CREDENTIALS,
        "retries": ecr.Retries(max_attempts=20, base_delay=0.001),
    }


async def calls_at_once(client: Any, name: str) -> None:
    answers = await asyncio.gather(
        *(
            client.initiate_layer_upload(repository_name=f"{name}-{number}")
            for number in range(CALLS)
        )
    )
    assert [each.upload_id for each in answers] == ["u-1"] * CALLS


def open_files() -> int:
    folder = Path("/dev/fd")
    if not folder.is_dir():
        pytest.skip("the system does not say which files are open")
    return len(os.listdir(folder))


@contextmanager
def traced() -> Iterator[Callable[[], tuple[int, int]]]:
    """Gives a function that says how many bytes are in use, and how many have been at
    most since it was last asked.
    """

    def memory() -> tuple[int, int]:
        gc.collect()
        found = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        return found

    tracemalloc.start()
    try:
        yield memory
    finally:
        tracemalloc.stop()


def test_a_thousand_calls_at_once_of_which_a_fifth_fails(server: FaultServer) -> None:
    server.random(11, 0.2, *FAULTS)
    files = open_files()

    async def main() -> None:
        async with ecr.AsyncClient(**options(server)) as client:
            # The retry quota is for outages; here every call has to come through.
            client._caller.quota.available = 10**9
            with traced() as memory:
                await calls_at_once(client, "first")
                before, _ = memory()
                await calls_at_once(client, "second")
                after, peak = memory()
            # What a call under way takes, bounded; and nothing stays of it, for the
            # least of what it has is larger. The connections that are kept take now
            # more and now less.
            assert peak - before < CALLS * 20 * 2**10
            assert after - before < CALLS * 2**8

    asyncio.run(main())
    counters = server.counters()
    assert counters["most_open"] <= 100
    server.wait("open", 0)
    assert open_files() <= files

    by_call: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entry in server.log():
        by_call[entry["key"]].append(entry)
    names = Counter(
        json.loads(attempts[0]["body"])["repositoryName"]
        for attempts in by_call.values()
    )
    # None is lost, and none has become two.
    assert names == Counter(
        f"{name}-{number}" for name in ("first", "second") for number in range(CALLS)
    )
    for attempts in by_call.values():
        assert len({each["sha256"] for each in attempts}) == 1
        answered = [each["fault"] in GOOD and each["finished"] for each in attempts]
        # Sent again until there is an answer, and not once more after it.
        assert answered == [False] * (len(attempts) - 1) + [True]
    faults = Counter(each["fault"] for each in server.log())
    assert all(faults[each["fault"]] > 5 for each in FAULTS)
    assert counters["requests"] > 2 * CALLS * 1.15


@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_a_hundred_clients_in_threads_leave_nothing(
    kind: str, server: FaultServer
) -> None:
    def use() -> None:
        with ecr.Client(**options(server)) as client:
            assert client.initiate_layer_upload(repository_name="app").upload_id

    async def use_async() -> None:
        async with ecr.AsyncClient(**options(server)) as client:
            answer = await client.initiate_layer_upload(repository_name="app")
            assert answer.upload_id

    problems: list[BaseException] = []

    def work() -> None:
        try:
            if kind == "Client":
                use()
            else:
                asyncio.run(use_async())
        except BaseException as problem:
            problems.append(problem)

    def in_threads(count: int) -> None:
        threads = [threading.Thread(target=work) for _ in range(count)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert problems == []
        server.wait("open", 0)

    in_threads(1)  # whatever is imported
    files, running = open_files(), threading.active_count()
    with traced() as memory:
        in_threads(25)
        before, _ = memory()
        in_threads(100)
        after, _ = memory()
    assert server.counters()["requests"] == 126
    assert open_files() <= files
    assert threading.active_count() == running
    # A client with its pool or session is more than 10 KiB: this is less than a tenth
    # of them.
    assert after - before < 100 * 2**10


def test_a_client_that_nobody_closed_leaves_its_connections_to_the_collector(
    server: FaultServer,
) -> None:
    client = ecr.Client(**options(server))
    client.initiate_layer_upload(repository_name="app")
    assert server.counters()["open"] == 1
    del client
    gc.collect()
    server.wait("open", 0)

"""Both clients against a service that misbehaves: what is tried again, what is not, and
that no call is lost.
"""

from __future__ import annotations

import asyncio
import base64
import json
import pickle
import random
import threading
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest

import ecr
from ecr import errors, models
from tests.server.clients import CREDENTIALS, REGION, SECRET, Driver
from tests.server.control import FaultServer
from tests.support.fresh import texts

KINDS = ["Client", "AsyncClient"]
ANSWER = {"uploadId": "u-1", "partSize": 1000}
QUICK = ecr.Retries(base_delay=0.001)

# What the same request may well survive.
TRANSIENT: dict[str, dict[str, Any]] = {
    "throttling": {"fault": "throttle"},
    "too many requests": {"fault": "too_many", "after": 0},
    "500": {"fault": "status", "status": 500},
    "502 in HTML": {"fault": "html", "status": 502},
    "503": {"fault": "status", "status": 503},
    "504 in HTML": {"fault": "html", "status": 504},
    "modelled and 500": {"fault": "error", "status": 500, "code": "ServerException"},
    "reset": {"fault": "reset"},
    "closed": {"fault": "close"},
    "reset in the middle": {"fault": "reset_half"},
    "cut off": {"fault": "truncated"},
    "shorter than it says": {"fault": "long_length"},
    "silence": {"fault": "stall"},
    "silence in the middle": {"fault": "stall", "after_half": True},
    "a byte at a time": {"fault": "slow", "every": 1.5},
}
# What another attempt would not change.
FINAL: dict[str, tuple[dict[str, Any], type[Exception]]] = {
    "modelled": (
        {"fault": "error", "code": "RepositoryNotFoundException"},
        errors.RepositoryNotFoundException,
    ),
    "not modelled": (
        {"fault": "error", "code": "SurpriseException"},
        errors.UnknownOperationError,
    ),
    "HTML": ({"fault": "html", "status": 404}, errors.UnknownOperationError),
    "HTML for JSON": ({"fault": "html", "status": 200}, errors.DeserializationError),
    "no JSON": ({"fault": "wrong_json"}, errors.DeserializationError),
    "another JSON": (
        {"fault": "wrong_json", "body": "[1]"},
        errors.DeserializationError,
    ),
    "longer than it says": (
        {"fault": "short_length", "after": 0.02},
        errors.DeserializationError,
    ),
    "301": ({"fault": "redirect", "status": 301}, errors.UnknownOperationError),
    "302": ({"fault": "redirect", "status": 302}, errors.UnknownOperationError),
    "307": ({"fault": "redirect", "status": 307}, errors.UnknownOperationError),
}


@pytest.fixture
def server(faults: FaultServer) -> FaultServer:
    faults.answer("InitiateLayerUpload", ANSWER)
    return faults


@pytest.fixture(params=KINDS)
def client(request: pytest.FixtureRequest, server: FaultServer) -> Iterator[Driver]:
    with Driver(request.param, server.url, retries=QUICK) as driver:
        yield driver


def initiate(client: Driver) -> Any:
    return client.initiate_layer_upload(repository_name="app").upload_id


def seconds_of(entry: dict[str, Any]) -> float:
    """The moment that a request was signed for."""
    text = entry["headers"]["x-amz-date"]
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()


# --- One fault -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TRANSIENT)
def test_what_may_pass_is_tried_again(
    kind: str, server: FaultServer, name: str
) -> None:
    # Only what never comes has to be waited for in vain.
    timeout = 1.0 if TRANSIENT[name]["fault"] in ("stall", "slow") else None
    server.script(TRANSIENT[name])
    with Driver(kind, server.url, retries=QUICK, timeout=timeout) as client:
        assert initiate(client) == "u-1"
    first, second = server.log()
    assert first["key"] == second["key"] != ""
    assert first["sha256"] == second["sha256"]
    for number, entry in enumerate((first, second), 1):
        assert entry["headers"]["amz-sdk-request"] == f"attempt={number}; max=3"
        assert entry["headers"]["authorization"].startswith("AWS4-HMAC-SHA256 ")
    assert [each.number for each in client.attempts] == [1, 2]
    assert client.attempts[0].error is not None
    assert client.attempts[1].error is None


# What tells that there was an answer; without one there is no ID of a request either.
ANSWERED = {"throttle", "too_many", "status", "html", "error"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TRANSIENT)
def test_what_does_not_pass_is_told_after_three_attempts(
    kind: str, server: FaultServer, name: str
) -> None:
    fault = TRANSIENT[name]
    waits = fault["fault"] in ("stall", "slow")
    server.script(fault, fault, fault)
    with (
        Driver(
            kind, server.url, retries=QUICK, timeout=0.3 if waits else None
        ) as client,
        pytest.raises((errors.ServiceError, errors.TransportError)) as caught,
    ):
        initiate(client)
    error: Any = caught.value
    assert error.attempts == 3
    assert server.counters()["requests"] == 3
    assert [each.number for each in client.attempts] == [1, 2, 3]
    assert client.attempts[-1].error is error
    if fault["fault"] in ANSWERED:
        assert isinstance(error, errors.ServiceError)
        assert error.request_id == "request-3"
        assert error.status == client.attempts[-1].status
    else:
        assert type(error) is errors.TransportError
        assert error.timed_out == waits
        # What arrived of the answer is not in the text.
        assert "u-1" not in texts(error)
    assert SECRET not in texts(error)


@pytest.mark.parametrize("name", FINAL)
def test_what_will_not_pass_is_told(
    client: Driver, server: FaultServer, name: str
) -> None:
    fault, kind = FINAL[name]
    server.script(fault)
    with pytest.raises(kind) as caught:
        initiate(client)
    assert type(caught.value) is kind
    assert server.counters()["requests"] == 1
    error: Any = caught.value
    assert (error.attempts, error.request_id) == (1, "request-1")
    assert type(pickle.loads(pickle.dumps(caught.value))) is kind
    # And the client goes on as if nothing had been.
    assert initiate(client) == "u-1"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(
    client: Driver, server: FaultServer, status: int
) -> None:
    """A signed request must not get to a host that it was not signed for."""
    server.script({"fault": "redirect", "status": status})
    with pytest.raises(errors.ServiceError) as caught:
        initiate(client)
    assert caught.value.status == status
    counters = server.counters()
    assert (counters["requests"], counters["trapped"]) == (1, 0)


def test_attempts_come_to_an_end(client: Driver, server: FaultServer) -> None:
    server.script(*[{"fault": "status", "status": 503}] * 3, "ok")
    with pytest.raises(errors.ServiceError) as caught:
        initiate(client)
    assert caught.value.status == 503
    assert caught.value.attempts == 3
    assert caught.value.request_id == "request-3"
    assert server.counters()["requests"] == 3
    assert initiate(client) == "u-1"


@pytest.mark.parametrize("kind", KINDS)
def test_one_attempt_when_one_is_asked_for(kind: str, server: FaultServer) -> None:
    server.script("reset")
    with (
        Driver(kind, server.url, retries=ecr.Retries(max_attempts=1)) as client,
        pytest.raises(Exception, match=r"127\.0\.0\.1") as caught,
    ):
        initiate(client)
    assert server.counters()["requests"] == 1
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_service_that_says_when(kind: str, server: FaultServer) -> None:
    server.script({"fault": "too_many", "after": 3600})
    retries = ecr.Retries(max_delay=0.05)
    with Driver(kind, server.url, retries=retries) as client:
        assert initiate(client) == "u-1"
        assert client.attempts[0].delay == 0.05


@pytest.mark.parametrize("hours", [-5, 5])
def test_a_clock_that_is_wrong_is_corrected_once(
    client: Driver, server: FaultServer, hours: int
) -> None:
    server.script({"fault": "skew", "seconds": hours * 3600})
    assert initiate(client) == "u-1"
    first, second = server.log()
    moved = seconds_of(second) - seconds_of(first)
    assert abs(moved - hours * 3600) < 600
    # The next call starts with the right time.
    assert initiate(client) == "u-1"
    third = server.log()[2]
    assert abs(seconds_of(third) - seconds_of(second)) < 600


def test_a_clock_that_is_right_is_not_to_blame(
    client: Driver, server: FaultServer
) -> None:
    server.script({"fault": "skew", "seconds": 0})
    with pytest.raises(errors.ServiceError) as caught:
        initiate(client)
    assert caught.value.code == "RequestTimeTooSkewed"
    assert server.counters()["requests"] == 1


def test_chunks(client: Driver, server: FaultServer) -> None:
    server.script("chunked")
    assert [initiate(client), initiate(client)] == ["u-1", "u-1"]
    assert server.counters()["requests"] == 2


def test_more_than_it_says_is_no_part_of_the_next_answer(
    client: Driver, server: FaultServer
) -> None:
    """Three bytes stand behind the answer, which lacks them: it is not to be read, and
    no other one is either.
    """
    server.script({"fault": "short_length", "answer": {"uploadId": "u-9", "x": "123"}})
    if not client.is_async:
        with pytest.raises(errors.DeserializationError) as caught:
            initiate(client)
        assert (caught.value.attempts, caught.value.request_id) == (1, "request-1")
    else:
        # aiohttp sees the bytes with the answer, and that they are none: the answer
        # counts as broken. Where they come too late for that it is as above, and in the
        # table of what is told.
        with suppress(errors.DeserializationError):
            assert initiate(client) == "u-1"
            assert isinstance(client.attempts[0].error, errors.TransportError)
            assert "u-9" not in texts(client.attempts[0].error)
    for _ in range(3):
        assert initiate(client) == "u-1"


# --- Connections ---------------------------------------------------------------------------------------------------


def test_one_connection_for_calls_in_a_row(client: Driver, server: FaultServer) -> None:
    for _ in range(20):
        initiate(client)
    assert server.counters()["accepted"] == 1


@pytest.mark.parametrize("fault", ["stale", "doomed"])
def test_a_connection_that_is_gone_costs_the_caller_nothing(
    client: Driver, server: FaultServer, fault: str
) -> None:
    server.script(fault)
    assert [initiate(client) for _ in range(3)] == ["u-1"] * 3
    good = [each for each in server.log() if each["finished"]]
    assert len(good) == 3


def test_closing_closes_the_connections(server: FaultServer) -> None:
    for kind in KINDS:
        with Driver(kind, server.url) as client:
            initiate(client)
            assert server.counters()["open"] == 1
        server.wait("open", 0)


def test_a_client_that_is_closed_tries_nothing_again(server: FaultServer) -> None:
    waits = threading.Event()
    options: dict[str, Any] = {
        "region": REGION,
        "endpoint_url": server.url,
        "credentials": CREDENTIALS,
        "retries": ecr.Retries(max_delay=1.0),
        "hooks": ecr.Hooks(on_retry=lambda attempt: waits.set()),
    }
    later = {"fault": "too_many", "after": 60}
    server.script(later, later, "stall")
    client = ecr.Client(**options)
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(client.initiate_layer_upload, repository_name="app")
        waits.wait()
        client.close()
        with pytest.raises(RuntimeError, match="the client is closed"):
            call.result()

    async def begun() -> tuple[ecr.AsyncClient, asyncio.Future[Any]]:
        client = ecr.AsyncClient(**options)
        call = client.initiate_layer_upload(repository_name="app")
        return client, asyncio.ensure_future(call)

    async def main() -> None:
        waits.clear()
        waiting, first = await begun()
        await asyncio.to_thread(waits.wait)
        sending, second = await begun()
        await asyncio.to_thread(server.wait, "requests", 3)
        for client, call in ((waiting, first), (sending, second)):
            await client.close()
            with pytest.raises(RuntimeError, match="the client is closed"):
                await call

    asyncio.run(main())
    server.wait("open", 0)
    assert server.counters()["requests"] == 3


def test_threads_share_a_client(server: FaultServer) -> None:
    with ecr.Client(
        region=REGION, endpoint_url=server.url, credentials=CREDENTIALS
    ) as client:
        start = threading.Barrier(8)

        def work(_: int) -> list[str | None]:
            start.wait()
            return [
                client.initiate_layer_upload(repository_name="app").upload_id
                for _ in range(25)
            ]

        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(work, range(8)))
        assert found == [["u-1"] * 25] * 8
        assert len({each["key"] for each in server.log()}) == 200
        assert server.counters()["accepted"] <= 8
    server.wait("open", 0)


def test_tasks_share_a_client_and_its_connections(server: FaultServer) -> None:
    server.script(*["hold"] * 150)

    async def main() -> None:
        async with ecr.AsyncClient(
            region=REGION, endpoint_url=server.url, credentials=CREDENTIALS
        ) as client:
            tasks = [
                asyncio.create_task(client.initiate_layer_upload(repository_name="app"))
                for _ in range(150)
            ]
            await asyncio.to_thread(server.wait, "held", 100)
            assert server.counters()["most_open"] == 100
            server.release()
            answers = await asyncio.gather(*tasks)
            assert {each.upload_id for each in answers} == {"u-1"}

    asyncio.run(main())
    counters = server.counters()
    assert (counters["requests"], counters["most_open"]) == (150, 100)
    server.wait("open", 0)


def test_a_call_that_is_cancelled_leaves_nothing_behind(server: FaultServer) -> None:
    server.script("stall")

    async def main() -> None:
        async with ecr.AsyncClient(
            region=REGION, endpoint_url=server.url, credentials=CREDENTIALS
        ) as client:
            task = asyncio.create_task(
                client.initiate_layer_upload(repository_name="app")
            )
            await asyncio.to_thread(server.wait, "requests", 1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await asyncio.to_thread(server.wait, "open", 0)
            answer = await client.initiate_layer_upload(repository_name="app")
            assert answer.upload_id == "u-1"

    asyncio.run(main())
    # It was not tried again, and its connection not used again.
    counters = server.counters()
    assert (counters["requests"], counters["accepted"]) == (2, 2)


@pytest.mark.parametrize("how", ["cancelled", "interrupted", "own transport"])
def test_an_attempt_that_is_stopped_is_told_like_any_other(
    server: FaultServer, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever begins a span before the request has to be told of its end."""
    caplog.set_level("DEBUG", logger="ecr")
    told: list[tuple[str, str]] = []
    hooks = ecr.Hooks(
        before_send=lambda each: told.append(("before", "")),
        after_response=lambda each: told.append(("after", type(each.error).__name__)),
        on_retry=lambda each: told.append(("retry", "")),
    )
    options: dict[str, Any] = {
        "region": REGION,
        "endpoint_url": server.url,
        "credentials": CREDENTIALS,
        "hooks": hooks,
    }

    async def cancelled() -> None:
        server.script("stall")
        async with ecr.AsyncClient(**options) as client:
            task = asyncio.create_task(client.describe_registry())
            await asyncio.to_thread(server.wait, "requests", 1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            # At once, not when the garbage is collected.
            assert len(told) == 2

    class Own:
        def send(self, request: Any) -> Any:
            raise problem

        def close(self) -> None:
            pass

    problem: BaseException = ConnectionError("not a TransportError")
    if how == "cancelled":
        asyncio.run(cancelled())
        problem = asyncio.CancelledError()
    else:
        if how == "interrupted":
            problem = KeyboardInterrupt()
        with (
            ecr.Client(**options, transport=Own()) as client,
            pytest.raises(type(problem)) as caught,
        ):
            client.describe_registry()
        assert caught.value is problem
    name = type(problem).__name__
    assert told == [("before", ""), ("after", name)]
    (line,) = (each.getMessage() for each in caplog.records if each.name == "ecr")
    assert "attempt=1 status=None" in line
    assert line.endswith(f" error={name}")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", KINDS)
def test_a_client_that_is_closed_sends_nothing_more(
    server: FaultServer, kind: str
) -> None:
    """Not even the next attempt of a call that is waiting for it, on a connection that
    nobody would close.
    """
    waits = threading.Event()
    hooks = ecr.Hooks(on_retry=lambda _: waits.set())
    options: dict[str, Any] = {
        "region": REGION,
        "endpoint_url": server.url,
        "credentials": CREDENTIALS,
        "hooks": hooks,
    }
    server.script({"fault": "too_many", "after": 1})

    async def asynchronous() -> None:
        client = ecr.AsyncClient(**options)
        task = asyncio.create_task(client.describe_registry())
        await asyncio.to_thread(waits.wait)
        await client.close()
        with pytest.raises(RuntimeError, match="the client is closed"):
            await task

    if kind == "AsyncClient":
        asyncio.run(asynchronous())
    else:
        client = ecr.Client(**options)
        with ThreadPoolExecutor(1) as pool:
            call = pool.submit(client.describe_registry)
            waits.wait()
            client.close()
            with pytest.raises(RuntimeError, match="the client is closed"):
                call.result()
    counters = server.counters()
    assert counters["requests"] == 1
    server.wait("open", 0)


# --- Many faults ---------------------------------------------------------------------------------------------------

MANY: list[dict[str, Any]] = [
    {"fault": "throttle"},
    {"fault": "status", "status": 503},
    {"fault": "html", "status": 502},
    {"fault": "reset"},
    {"fault": "close"},
    {"fault": "reset_half", "after": 0},
    {"fault": "truncated"},
    {"fault": "doomed"},
    {"fault": "stale"},
]
_GOOD = {"ok", "stale", "doomed"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_a_fifth_of_all_requests_fails_and_no_call_does(
    kind: str, seed: int, server: FaultServer
) -> None:
    server.random(seed, 0.2, *MANY)
    retries = ecr.Retries(max_attempts=10, base_delay=0.001)
    with Driver(kind, server.url, retries=retries) as client:
        names = [f"app-{number}" for number in range(200)]
        for name in names:
            answer = client.initiate_layer_upload(repository_name=name)
            assert answer.upload_id == "u-1"
    by_call: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entry in server.log():
        by_call[entry["key"]].append(entry)
    # Each call under an ID of its own, in order; after its good answer it is not sent
    # again.
    sent = [
        json.loads(calls[0]["body"])["repositoryName"] for calls in by_call.values()
    ]
    assert sent == names
    for attempts in by_call.values():
        assert len({each["sha256"] for each in attempts}) == 1
        good = [
            each["fault"] in _GOOD and each["finished"] is True for each in attempts
        ]
        assert good == [False] * (len(attempts) - 1) + [True]
    assert len(server.log()) > len(names) * 1.1


@pytest.mark.parametrize("kind", KINDS)
def test_a_push_arrives_whole_through_faults(kind: str, server: FaultServer) -> None:
    """Parts are sent again, but never another in their place; each ends with one that
    was answered.
    """
    layer = random.Random(3).randbytes(50_500)
    server.random(5, 0.2, *MANY)
    retries = ecr.Retries(max_attempts=10, base_delay=0.001)
    with Driver(kind, server.url, retries=retries) as client:
        pushed = client.push_layer("app", layer)
    assert pushed.size == len(layer)
    received = b""
    for entry in server.log():
        if entry["operation"] != "UploadLayerPart" or not entry["finished"]:
            continue
        if entry["fault"] in _GOOD:
            part = json.loads(entry["body"])
            assert part["partFirstByte"] == len(received)
            received += base64.b64decode(part["layerPartBlob"])
            assert part["partLastByte"] == len(received) - 1
    assert received == layer


def test_an_outage_does_not_multiply_the_load(server: FaultServer) -> None:
    """Retries are paid from a bucket of 500 tokens, 5 each: then there is one attempt a
    call (standard mode).
    """
    server.random(0, 1.0, {"fault": "status", "status": 503})
    with Driver("Client", server.url, retries=ecr.Retries(base_delay=0.0)) as client:
        for _ in range(150):
            with pytest.raises(errors.ServiceError):
                initiate(client)
    assert server.counters()["requests"] == 150 + 100


# --- Pages ---------------------------------------------------------------------------------------------------------


def test_a_thousand_images_on_ten_pages(client: Driver, server: FaultServer) -> None:
    pages: list[dict[str, Any]] = []
    for page in range(10):
        ids = [{"imageTag": f"v{page * 100 + number}"} for number in range(100)]
        body: dict[str, Any] = {"imageIds": ids}
        if page < 9:
            body["nextToken"] = f"token {page + 1}"
        pages.append({"fault": "ok", "answer": body})
    # A page that has to be asked for twice is not there twice.
    server.script(*pages[:4], "throttle", *pages[4:])
    found: list[str] = []
    token: str | None = None
    while True:
        answer = client.list_images(repository_name="app", next_token=token)
        found += [each.image_tag for each in answer.image_ids]
        token = answer.next_token
        if token is None:
            break
    assert found == [f"v{number}" for number in range(1000)]
    asked = [json.loads(each["body"]).get("nextToken") for each in server.log()]
    tokens = [None, *(f"token {number}" for number in range(1, 10))]
    assert asked == [*tokens[:5], *tokens[4:]]


def test_pages_that_a_paginator_asks_for_through_faults(
    client: Driver, server: FaultServer
) -> None:
    """Every item once and in order, though half of the pages have to be asked for
    again.
    """
    script: list[dict[str, Any] | str] = []
    for page in range(10):
        ids = [{"imageTag": f"v{page * 100 + number}"} for number in range(100)]
        body: dict[str, Any] = {"imageIds": ids}
        if page < 9:
            body["nextToken"] = f"token {page + 1}"
        if page % 2:
            # Of these none is answered.
            script.append(MANY[page % 7])
        script.append({"fault": "ok", "answer": body})
    server.script(*script)
    paginator = client.paginate_list_images(repository_name="app")
    assert server.counters()["requests"] == 0
    found = [each.image_tag for each in client.collect(paginator)]
    assert found == [f"v{number}" for number in range(1000)]
    assert server.counters()["requests"] == 15


def test_a_page_that_cannot_be_had_ends_the_pages(
    client: Driver, server: FaultServer
) -> None:
    first = {"imageIds": [{"imageTag": "v1"}], "nextToken": "t"}
    broken = {"fault": "status", "status": 503}
    server.script({"fault": "ok", "answer": first}, broken, broken, broken)
    with pytest.raises(errors.ServiceError) as caught:
        client.collect(client.paginate_list_images(repository_name="app"))
    assert (caught.value.status, caught.value.attempts) == (503, 3)


# --- Waiters -------------------------------------------------------------------------------------------------------


def wait(client: Driver, **options: Any) -> Any:
    return client.wait_until_image_scan_complete(
        repository_name="app",
        image_id=models.ImageIdentifier(image_tag="v1"),
        **options,
    )


def scan(status: str) -> dict[str, Any]:
    return {"fault": "ok", "answer": {"imageScanStatus": {"status": status}}}


def test_a_waiter_waits_through_faults(client: Driver, server: FaultServer) -> None:
    """What the call tries again by itself is nothing to the waiter."""
    server.script("throttle", {"fault": "reset"}, scan("COMPLETE"))
    answer = wait(client, max_wait_time=30)
    assert answer.image_scan_status.status == "COMPLETE"
    assert server.counters()["requests"] == 3


def test_a_waiter_whose_state_cannot_be_reached(
    client: Driver, server: FaultServer
) -> None:
    server.script(scan("FAILED"))
    with pytest.raises(errors.WaiterFailureError) as caught:
        wait(client, max_wait_time=30)
    assert caught.value.last.image_scan_status.status == "FAILED"
    assert server.counters()["requests"] == 1


def test_a_waiter_that_has_no_more_time(client: Driver, server: FaultServer) -> None:
    server.script(scan("IN_PROGRESS"))
    with pytest.raises(errors.WaiterTimeoutError) as caught:
        # Less than the waiter's least delay: there is no second call.
        wait(client, max_wait_time=1)
    assert caught.value.last.image_scan_status.status == "IN_PROGRESS"
    assert server.counters()["requests"] == 1


def test_an_error_that_no_waiter_expects(client: Driver, server: FaultServer) -> None:
    server.script({"fault": "error", "code": "RepositoryNotFoundException"})
    with pytest.raises(errors.RepositoryNotFoundException) as caught:
        wait(client, max_wait_time=30)
    assert (caught.value.attempts, caught.value.request_id) == (1, "request-1")
    assert server.counters()["requests"] == 1

"""Waiters of generated clients: when they end, how, and how long they wait between
calls.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.short_form import document_of, write


def acceptor(state: str, **matcher: Any) -> dict[str, Any]:
    return {"state": state, "matcher": matcher}


def output(path: str, expected: str, comparator: str = "stringEquals") -> Any:
    return {"path": path, "expected": expected, "comparator": comparator}


WAITERS: dict[str, Any] = {
    "ThingReady": {
        "acceptors": [
            acceptor("success", output=output("status", "READY")),
            acceptor("failure", output=output("status", "BROKEN")),
            acceptor(
                "failure", output=output("parts[].state", "BAD", "anyStringEquals")
            ),
            acceptor("retry", errorType="Missing"),
            acceptor("failure", errorType="com.example#Gone"),
        ],
        "minDelay": 1,
        "maxDelay": 8,
    },
    "ThingGone": {
        "acceptors": [
            acceptor("success", errorType="Gone"),
            acceptor("retry", success=True),
        ]
    },
    "ThingAnswers": {
        "acceptors": [
            acceptor("success", success=True),
            acceptor("retry", success=False),
        ]
    },
    "AllParts": {
        "acceptors": [
            acceptor(
                "success", output=output("parts[].state", "OK", "allStringEquals")
            ),
        ]
    },
    "AnyPart": {
        "acceptors": [
            acceptor(
                "success",
                output=output("length(parts[]) > `0`", "true", "booleanEquals"),
            ),
        ]
    },
    "Echoed": {
        "acceptors": [
            acceptor(
                "success",
                inputOutput=output(
                    "input.name == output.status", "true", "booleanEquals"
                ),
            ),
        ]
    },
}
SHAPES: dict[str, Any] = {
    "Part": {"structure": {"state": "String"}},
    "Parts": {"list": "Part"},
    "Request": {"structure": {"name": ["String", {"required": {}}]}},
    "Answer": {"structure": {"status": "String", "parts": "Parts"}},
    "Missing": {"structure": {"message": "String"}, "traits": {"error": "client"}},
    "Gone": {"structure": {"message": "String"}, "traits": {"error": "client"}},
    "GetThing": {
        "operation": {
            "input": "Request",
            "output": "Answer",
            "errors": ["Missing", "Gone"],
        },
        "traits": {"smithy.waiters#waitable": WAITERS},
    },
}
MISSING, GONE, OTHER = ({"__type": name} for name in ("Missing", "Gone", "Other"))


class Answers:
    def __init__(self, package: Any, *answers: Any) -> None:
        self.left = [
            package.response(each, status=400 if "__type" in each else 200)
            for each in answers
        ]

    def send(self, request: Any) -> Any:
        return self.left.pop(0)

    def close(self) -> None:
        pass


class AsyncAnswers(Answers):
    async def send(self, request: Any) -> Any:
        return Answers.send(self, request)

    async def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def package(fragment: Callable[..., Any]) -> Any:
    return fragment(SHAPES)


@pytest.fixture(params=["Client", "AsyncClient"])
def wait(
    request: pytest.FixtureRequest, package: Any, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """Waits with either client, the clock turned by what would have been slept."""
    is_async = request.param == "AsyncClient"
    clock = [0.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    async def sleep_async(seconds: float) -> None:
        sleep(seconds)

    def wait(
        waiter: str, *answers: Any, most: float = 1000.0
    ) -> tuple[Any, list[float]]:
        slept.clear()
        transport = (AsyncAnswers if is_async else Answers)(package, *answers)
        client = getattr(package.module, request.param)(
            region="eu-west-1",
            endpoint_url="https://example.test",
            credentials=package.module.Credentials("AKID", "secret"),
            transport=transport,
        )
        with monkeypatch.context() as patch:
            patch.setattr(time, "monotonic", lambda: clock[0])
            patch.setattr(time, "sleep", sleep)
            patch.setattr(asyncio, "sleep", sleep_async)
            method = getattr(client, f"wait_until_{waiter}")
            found = method(name="x", max_wait_time=most)
            if is_async:
                found = asyncio.new_event_loop().run_until_complete(found)
        assert transport.left == []
        return found, list(slept)

    return wait


def test_until_success(wait: Any) -> None:
    found, slept = wait(
        "thing_ready", {}, {"status": "COMING"}, MISSING, {"status": "READY"}
    )
    assert found.status == "READY"
    assert len(slept) == 3
    # "Waiter retries": from minDelay to minDelay * 2 ** (attempt - 1), at most
    # maxDelay.
    for attempt, seconds in enumerate(slept):
        assert 1 <= seconds <= min(8, 2**attempt)


@pytest.mark.parametrize(
    "last", [{"status": "BROKEN"}, {"parts": [{"state": "OK"}, {"state": "BAD"}]}, GONE]
)
def test_failure(wait: Any, package: Any, last: Any) -> None:
    with pytest.raises(package.errors.WaiterFailureError) as caught:
        wait("thing_ready", {}, last)
    assert caught.value.waiter == "ThingReady"
    assert caught.value.attempts == 2
    if last is GONE:
        assert type(caught.value.last) is package.errors.Gone
        assert caught.value.__cause__ is caught.value.last
    else:
        assert caught.value.last.to_value() == last


def test_an_error_that_the_waiter_does_not_know(wait: Any, package: Any) -> None:
    with pytest.raises(package.errors.UnknownOperationError, match="Other"):
        wait("thing_ready", {}, OTHER)


def test_time_is_up(wait: Any, package: Any) -> None:
    with pytest.raises(package.errors.WaiterTimeoutError) as caught:
        wait("thing_ready", {"status": "0"}, {"status": "1"}, most=2.0)
    assert caught.value.last.status == "1"
    assert caught.value.attempts == 2
    assert "in time (calls: 2)" in str(caught.value)


def test_success_by_an_error(wait: Any) -> None:
    found, slept = wait("thing_gone", {}, {}, GONE)
    assert found is None
    assert len(slept) == 2


def test_any_answer_and_any_error(wait: Any) -> None:
    found, slept = wait("thing_answers", OTHER, MISSING, {"status": "x"})
    assert found.status == "x"
    assert len(slept) == 2


def test_comparators(wait: Any) -> None:
    bad, ok = {"state": "BAD"}, {"state": "OK"}
    _, slept = wait(
        "all_parts", {}, {"parts": []}, {"parts": [ok, bad]}, {"parts": [ok]}
    )
    assert len(slept) == 3
    _, slept = wait("any_part", {}, {"parts": []}, {"parts": [bad]})
    assert len(slept) == 2
    _, slept = wait("echoed", {}, {"status": "y"}, {"status": "x"})
    assert len(slept) == 2


def test_importing_waiters_loads_no_shapes(fragment: Callable[..., Any]) -> None:
    import sys

    made = fragment(SHAPES)
    assert made.module.waiters.ThingReady.min_delay == 1
    assert made.module.Client is not None
    loaded = [name for name in sys.modules if name.startswith(f"{made.name}.models.")]
    assert loaded == []


@pytest.mark.parametrize(
    ("waiter", "problem"),
    [
        ({"acceptors": []}, "expected a list of acceptors"),
        ({"acceptors": [acceptor("done", success=True)]}, "state: expected one of"),
        (
            {"acceptors": [acceptor("retry", success="x")]},
            "success: expected true or false",
        ),
        ({"acceptors": [acceptor("retry", other={})]}, "no matcher is called 'other'"),
        (
            {"acceptors": [acceptor("retry", output=output("a[", "x"))]},
            "is no JMESPath expression",
        ),
        (
            {"acceptors": [acceptor("retry", output=output("a", "x", "equals"))]},
            "comparator: expected one of",
        ),
        (
            {
                "acceptors": [
                    acceptor("retry", output=output("a", "x", "booleanEquals"))
                ]
            },
            "needs true or false",
        ),
        (
            {
                "acceptors": [acceptor("retry", success=True)],
                "minDelay": 200,
                "maxDelay": 5,
            },
            "minDelay must be from 1 to maxDelay",
        ),
    ],
)
def test_malformed_waiters(tmp_path: Path, waiter: Any, problem: str) -> None:
    from click.testing import CliRunner

    from ecrgen.cli import main

    shapes = {
        **SHAPES,
        "GetThing": {
            **SHAPES["GetThing"],
            "traits": {"smithy.waiters#waitable": {"Bad": waiter}},
        },
    }
    model = write(tmp_path / "model.json", document_of(shapes))
    result = CliRunner().invoke(main, ["build", model, "-o", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert problem in " ".join(result.output.split())

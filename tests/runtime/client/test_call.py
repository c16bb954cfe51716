"""The machine of one call, driven without I/O."""

from __future__ import annotations

import asyncio
import email.utils
import gc
import threading
from collections.abc import Iterable
from typing import Any

import pytest

import ecr
from ecr import operations
from ecr._runtime.client.call import Caller
from ecr._runtime.client.clients import ConfigurationError
from ecr._runtime.client.destinations import Destination, destination
from ecr._runtime.client.hooks import Attempt, Hooks
from ecr._runtime.client.retry import Retries, RetryQuota
from ecr._runtime.client.steps import Send, Sleep
from ecr._runtime.core.errors import SettingsError
from ecr._runtime.core.http import Request, TransportError
from ecr._runtime.core.identity import Credentials
from ecr._runtime.core.operation import Operation
from ecr._runtime.endpoints.endpoints import Endpoint
from ecr._runtime.signing.sigv4 import Signing

HERE = Destination("https", "h.example", False, "", {}, Signing("ecr", "eu-west-1"))
OK = ecr.Response(200, {"x-amzn-requestid": "r1"}, b'{"uploadId": "u", "partSize": 5}')
THROTTLED = ecr.Response(400, {}, b'{"__type": "ThrottlingException"}')
NOT_FOUND = ecr.Response(
    400, {"x-amzn-requestid": "r2"}, b'{"__type": "RepositoryNotFoundException"}'
)
BROKEN = ecr.Response(503, {}, b"<html>Service Unavailable</html>")


def caller(**fields: Any) -> Caller:
    given: dict[str, Any] = {
        "name": "ecr",
        "user_agent": "test",
        "retries": Retries(),
        "hooks": Hooks(),
        "current_credentials": lambda: Credentials("AKID", "SECRET"),
        "quota": RetryQuota(),
        "clock": lambda: 1_000_000_000.0,
    }
    return Caller(**(given | fields))


def run(
    caller: Caller, answers: Iterable[ecr.Response | Exception], to: Destination = HERE
) -> tuple[Any, list[Any]]:
    """The output or the error, and the steps that were asked for."""
    op = operations.InitiateLayerUpload
    steps = caller.call(op, op.input(repository_name="app"), to)
    pending = list(answers)
    seen: list[Any] = []
    try:
        step = next(steps)
        while True:
            seen.append(step)
            if not isinstance(step, Send):
                step = steps.send(None)
                continue
            answer = pending.pop(0)
            if isinstance(answer, Exception):
                step = steps.throw(answer)
            else:
                step = steps.send(answer)
    except StopIteration as done:
        assert not pending
        return done.value, seen
    except Exception as error:
        assert not pending
        return error, seen


def test_a_call_that_succeeds() -> None:
    output, steps = run(caller(), [OK])
    assert (output.upload_id, output.part_size) == ("u", 5)
    request = steps[0].request
    assert request.url == "https://h.example/"
    assert request.headers["Authorization"].startswith(
        "AWS4-HMAC-SHA256 Credential=AKID/"
    )
    assert request.headers["amz-sdk-request"] == "attempt=1; max=3"
    assert "SECRET" not in repr(request)


def test_retries_until_it_succeeds() -> None:
    shared = caller()
    output, steps = run(shared, [THROTTLED, TransportError("reset"), OK])
    assert output.upload_id == "u"
    assert [type(step) for step in steps] == [Send, Sleep, Send, Sleep, Send]
    sent = [step.request.headers for step in steps if isinstance(step, Send)]
    assert [each["amz-sdk-request"][:9] for each in sent] == [
        f"attempt={n}" for n in (1, 2, 3)
    ]
    assert len({each["amz-sdk-invocation-id"] for each in sent}) == 1
    # The last retry's tokens came back, the first one's did not.
    assert shared.quota.available == 495


@pytest.mark.parametrize(
    ("answers", "kind", "attempts"),
    [
        ([NOT_FOUND], ecr.errors.RepositoryNotFoundException, 1),
        ([BROKEN] * 3, ecr.errors.UnknownOperationError, 3),
        ([TransportError("reset")] * 3, TransportError, 3),
        ([TransportError("no", retryable=False)], TransportError, 1),
        ([BROKEN, NOT_FOUND], ecr.errors.RepositoryNotFoundException, 2),
        ([ecr.Response(200, {}, b"{]")], ecr.errors.DeserializationError, 1),
        (
            [ecr.Response(302, {"Location": "http://x"}, b"")],
            ecr.errors.UnknownOperationError,
            1,
        ),
    ],
)
def test_the_error_that_reaches_the_caller(
    answers: list[Any], kind: type[Exception], attempts: int
) -> None:
    error, _ = run(caller(), answers)
    assert type(error) is kind
    assert error.attempts == attempts


def test_one_attempt_means_no_retries() -> None:
    error, steps = run(caller(retries=Retries(1)), [THROTTLED])
    assert (error.code, error.attempts, len(steps)) == ("ThrottlingException", 1, 1)


def test_an_empty_quota_ends_retries() -> None:
    quota = RetryQuota()
    quota.available = 4
    error, steps = run(caller(quota=quota), [BROKEN])
    assert (error.status, error.attempts, len(steps)) == (503, 1, 1)


def test_the_clock_is_corrected_once() -> None:
    date = email.utils.formatdate(1_000_003_600, usegmt=True)
    skewed = ecr.Response(403, {"date": date}, b'{"__type": "RequestTimeTooSkewed"}')
    shared = caller(retries=Retries(1))
    output, steps = run(shared, [skewed, OK])
    assert output.upload_id == "u"
    assert shared.skew == 3600
    dates = [step.request.headers["X-Amz-Date"] for step in steps]
    assert dates == ["20010909T014640Z", "20010909T024640Z"]
    # The clock is right now; whatever the service dislikes is something else.
    error, _ = run(shared, [skewed])
    assert error.code == "RequestTimeTooSkewed"


def test_a_clock_that_another_call_has_corrected_meanwhile() -> None:
    date = email.utils.formatdate(1_000_003_600, usegmt=True)
    skewed = ecr.Response(403, {"date": date}, b'{"__type": "RequestTimeTooSkewed"}')
    shared = caller(retries=Retries(1))
    op = operations.InitiateLayerUpload
    value = op.input(repository_name="app")
    calls = [shared.call(op, value, HERE) for _ in range(3)]
    # All are on their way before the first answer comes.
    for each in calls:
        assert isinstance(next(each), Send)
    for each in calls:
        again = each.send(skewed)
        assert isinstance(again, Send)
        assert again.request.headers["X-Amz-Date"] == "20010909T024640Z"
    assert shared.skew == 3600


def test_credentials_are_asked_for_when_none_are_fresh() -> None:
    op = operations.InitiateLayerUpload
    steps = caller(current_credentials=lambda: None).call(
        op, op.input(repository_name="app"), HERE
    )
    assert next(steps) == "get_credentials"
    sent = steps.send(Credentials("OTHER", "SECRET", "TOKEN"))
    assert isinstance(sent, Send)
    assert "OTHER/" in sent.request.headers["Authorization"]
    assert sent.request.headers["X-Amz-Security-Token"] == "TOKEN"


def test_nobody_is_left_to_be_told_that_there_are_no_credentials() -> None:
    logged: list[Any] = []
    asked, go = threading.Event(), threading.Event()

    def load() -> Credentials:
        asked.set()
        go.wait()
        raise RuntimeError("there are none")

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: logged.append(context))
        client = ecr.AsyncClient(region="eu-west-1", credentials=load)
        call = asyncio.ensure_future(client.describe_registry())
        await asyncio.to_thread(asked.wait)
        call.cancel()
        go.set()
        with pytest.raises(asyncio.CancelledError):
            await call
        await loop.shutdown_default_executor()
        # Until what it gave has reached all who could want it.
        await asyncio.sleep(0.01)
        await client.close()

    asyncio.run(main())
    gc.collect()
    assert logged == []


def test_an_endpoint_without_a_signer_gets_no_signature() -> None:
    to = Destination("http", "127.0.0.1:1", True, "/base", {"X-A": "b"})
    _, steps = run(caller(), [OK], to)
    request = steps[0].request
    assert request.url == "http://127.0.0.1:1/base/"
    assert request.headers["X-A"] == "b"
    assert "Authorization" not in request.headers


@pytest.mark.parametrize("url", ["http://u:hunter2@h", "https://h/?key=hunter2"])
def test_an_endpoint_that_cannot_be_used_is_not_shown(url: str) -> None:
    with pytest.raises(ValueError, match="the endpoint must be a URL") as caught:
        destination(Endpoint(url), Signing("ecr", "eu-west-1"))
    assert "hunter2" not in str(caught.value)


def test_hooks_see_every_attempt(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[tuple[str, int, int | None]] = []

    def note(name: str) -> Any:
        def hook(attempt: Attempt) -> None:
            seen.append((name, attempt.number, attempt.status))
            if name == "after":
                raise RuntimeError("a fault of the hook")

        return hook

    hooks = Hooks(note("before"), note("after"), note("retry"))
    output, _ = run(caller(hooks=hooks), [BROKEN, OK])
    assert output.upload_id == "u"
    assert seen == [
        ("before", 1, None),
        ("after", 1, 503),
        ("retry", 1, 503),
        ("before", 2, None),
        ("after", 2, 200),
    ]
    assert caplog.text.count("a hook of the client failed") == 2


@pytest.mark.parametrize("problem", [RuntimeError("odd"), KeyboardInterrupt(), None])
def test_hooks_see_the_end_of_attempts_that_break_off(
    problem: BaseException | None,
) -> None:
    ended: list[Attempt] = []
    op = operations.InitiateLayerUpload
    steps = caller(hooks=Hooks(after_response=ended.append)).call(
        op, op.input(repository_name="app"), HERE
    )
    assert isinstance(next(steps), Send)
    if problem is None:
        # A task that is cancelled goes away without another word.
        steps.close()
    else:
        with pytest.raises(type(problem)):
            steps.throw(problem)
    (attempt,) = ended
    assert attempt.status is None
    if problem is None:
        assert isinstance(attempt.error, GeneratorExit)
    else:
        assert attempt.error is problem


def test_one_line_of_log_for_each_attempt(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="ecr")
    run(caller(), [BROKEN, OK])
    first, second = (record.getMessage() for record in caplog.records)
    assert "InitiateLayerUpload h.example attempt=1 status=503" in first
    assert "error=503 retry_in=" in first
    assert "attempt=2 status=200 request_id=r1" in second
    assert "SECRET" not in caplog.text
    assert "uploadId" not in caplog.text


@pytest.mark.parametrize("mode", ["standard", "adaptive", "legacy"])
def test_retry_modes_that_are_not_supported_are_told(
    mode: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("AWS_RETRY_MODE", mode)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "7")
    client = ecr.Client(region="eu-west-1")
    assert client._caller.retries == Retries(7)  # pyright: ignore[reportPrivateUsage]
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == (mode != "standard")
    assert all(repr(mode) in each for each in told)
    caplog.clear()
    ecr.Client(region="eu-west-1", retries=Retries(2))
    assert caplog.records == []


@pytest.mark.parametrize(
    "region", ["evil.example/", "eu west", "eu-west-1\n", "a.b", "-a", "é", "a" * 64]
)
def test_a_region_is_a_label_of_the_host(region: str) -> None:
    class Nobody:
        def send(self, request: Any) -> ecr.Response:
            raise AssertionError(request)

        def close(self) -> None: ...

    for url in (None, "https://h.example"):
        client = ecr.Client(
            region=region,
            endpoint_url=url,
            credentials=Credentials("AKID", "SECRET"),
            transport=Nobody(),
        )
        with pytest.raises(ConfigurationError, match="is not the name of a Region"):
            client.describe_registry()


def test_a_retry_mode_that_there_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_RETRY_MODE", "eager")
    with pytest.raises(SettingsError, match="AWS_RETRY_MODE must be"):
        ecr.Client(region="eu-west-1")


def test_what_a_body_holds_is_not_shown() -> None:
    output, steps = run(caller(), [OK])
    assert output.upload_id == "u"
    request = operations.InitiateLayerUpload.serialize(
        operations.InitiateLayerUpload.input(repository_name="hidden")
    )
    answer = ecr.Response(200, {"X-Name": "hidden"}, b"hidden")
    sent = steps[0].request
    for shown in (request, answer, sent, Request("GET", "/a", [("q", "hidden")])):
        assert "hidden" not in repr(shown)
    assert repr(answer) == "ecr.Response(200, headers=['X-Name'], body=6 bytes)"
    assert "body=27 bytes" in repr(request)
    assert "Authorization" not in repr(sent)


def test_a_token_is_made_once_for_all_attempts() -> None:
    """What is sent again is what was sent, so that an idempotency token stays the same."""
    made: list[str] = []

    class Create(Operation[str, int]):
        name = "Create"

        @staticmethod
        def serialize(value: str) -> ecr.Request:
            made.append(value)
            return ecr.Request("POST", "/", body=f"{value}-{len(made)}".encode())

        @staticmethod
        def deserialize(response: ecr.Response) -> int:
            if response.status >= 300:
                error = ecr.errors.UnknownOperationError("Broken")
                error.status = response.status
                raise error
            return response.status

    steps = caller().call(Create, "token", HERE)
    bodies: list[bytes] = []
    step: Any = next(steps)
    for answer in (BROKEN, TransportError("reset"), OK):
        if isinstance(step, Sleep):
            step = steps.send(None)
        bodies.append(step.request.body)
        try:
            step = (
                steps.throw(answer)
                if isinstance(answer, Exception)
                else steps.send(answer)
            )
        except StopIteration as done:
            assert done.value == 200
    assert bodies == [b"token-1"] * 3

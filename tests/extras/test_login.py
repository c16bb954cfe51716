from __future__ import annotations

import asyncio
import base64
import pickle
import pprint
import traceback
from datetime import UTC, datetime, timedelta, timezone
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

SECRET = "s3cr3t:with:colons"
EXPIRES = datetime(2040, 1, 2, 3, 4, 5, tzinfo=UTC)
ENDPOINT = "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com"


def token(text: str | bytes = f"AWS:{SECRET}") -> str:
    content = text.encode() if isinstance(text, str) else text
    return base64.b64encode(content).decode()


def data(package: ModuleType, **members: Any) -> Any:
    """The authorization data of either registry; the public one has no endpoint."""
    given = {"authorization_token": token(), "expires_at": EXPIRES, **members}
    if is_private(package):
        given.setdefault("proxy_endpoint", ENDPOINT)
    return package.models.AuthorizationData(**given)


def is_private(package: ModuleType) -> bool:
    return hasattr(package.models.AuthorizationData, "proxy_endpoint")


def test_a_token_holds_a_login(package: ModuleType) -> None:
    login = package.login.decode(data(package))
    assert (login.user_name, login.password) == ("AWS", SECRET)
    assert login.expires_at == EXPIRES
    assert not login.is_expired
    assert base64.b64decode(login.docker_auth()).decode() == f"AWS:{SECRET}"
    expected = ENDPOINT if is_private(package) else "https://public.ecr.aws"
    assert login.endpoint == expected
    assert login.registry == expected.removeprefix("https://")


def test_a_login_is_a_value_that_hides_its_password(package: ModuleType) -> None:
    login = package.login.decode(data(package))
    for shown in (repr(login), str(login), f"{[login]}"):
        assert SECRET not in shown
        assert "password=***" in shown
        assert "AWS" in shown
    again = pickle.loads(pickle.dumps(login))
    assert again == login
    assert again.password == SECRET
    assert hash(again) == hash(login)
    with pytest.raises(AttributeError):
        login.password = "other"


def test_the_token_that_holds_a_login_hides_it_too(package: ModuleType) -> None:
    """Printing or logging the response does not show the password."""
    authorization = data(package)
    answer = package.models.GetAuthorizationTokenResponse(
        authorization_data=[authorization] if is_private(package) else authorization
    )
    for shown in (repr(authorization), str(answer), pprint.pformat(answer)):
        assert token() not in shown
        assert "authorization_token=***" in shown
    assert authorization.authorization_token == token()
    assert authorization.to_value()["authorizationToken"] == token()


@pytest.mark.parametrize(
    ("expires_at", "expected"),
    [
        (EXPIRES.replace(tzinfo=None), EXPIRES),
        (EXPIRES.astimezone(timezone(timedelta(hours=5))), EXPIRES),
    ],
)
def test_the_end_is_an_aware_time_in_utc(
    package: ModuleType, expires_at: datetime, expected: datetime
) -> None:
    login = package.login.decode(data(package, expires_at=expires_at))
    assert login.expires_at == expected
    assert login.expires_at.tzinfo is UTC


def test_a_login_of_yesterday(package: ModuleType) -> None:
    login = package.login.decode(data(package, expires_at=datetime(2015, 1, 1)))
    assert login.is_expired


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (None, "no authorization token"),
        ("", "no authorization token"),
        (f"AWS:{SECRET}", "not base64 of a text"),
        (f"{SECRET}é", "not base64 of a text"),
        (token()[:-3], "not base64 of a text"),
        (f"{token()}\n{token()}", "not base64 of a text"),
        (token(b"AWS:s3cr3t\xff"), "not base64 of a text"),
        (token("AWS s3cr3t"), "not of the form user:password"),
        (token(":s3cr3t"), "not of the form user:password"),
        (token("s3cr3t:"), "not of the form user:password"),
    ],
)
def test_malformed_tokens_are_refused_without_showing_them(
    package: ModuleType, wrong: str | None, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        package.login.decode(data(package, authorization_token=wrong))
    problem: BaseException | None = caught.value
    shown = "".join(traceback.format_exception(caught.value))
    assert "s3cr3t" not in shown
    # Tools that report exceptions also show causes and contexts.
    while problem is not None:
        for text in (repr(problem), repr(problem.args), repr(vars(problem))):
            assert "s3cr3t" not in text
            assert token()[:-3] not in text
        assert problem.__context__ is None
        problem = problem.__cause__


def test_a_token_without_an_end(package: ModuleType) -> None:
    with pytest.raises(ValueError, match="does not say when"):
        package.login.decode(data(package, expires_at=None))


def answering(package: ModuleType, authorization: Any, *, is_async: bool) -> Any:
    """An object with the one method of a client that a login needs."""
    answer = package.models.GetAuthorizationTokenResponse(
        authorization_data=authorization
    )

    def get_authorization_token() -> Any:
        return answer

    async def get_authorization_token_async() -> Any:
        return answer

    return SimpleNamespace(
        get_authorization_token=(
            get_authorization_token_async if is_async else get_authorization_token
        )
    )


def log_in(package: ModuleType, authorization: Any, *, is_async: bool) -> Any:
    client = answering(package, authorization, is_async=is_async)
    if is_async:
        return asyncio.run(package.login.log_in_async(client))
    return package.login.log_in(client)


@pytest.mark.parametrize("is_async", [False, True])
def test_logging_in(package: ModuleType, is_async: bool) -> None:
    authorization = [data(package)] if is_private(package) else data(package)
    assert log_in(package, authorization, is_async=is_async).password == SECRET


@pytest.mark.parametrize("is_async", [False, True])
def test_an_answer_without_data(package: ModuleType, is_async: bool) -> None:
    nothing: list[Any] = [None, []] if is_private(package) else [None]
    for authorization in nothing:
        with pytest.raises(ValueError, match="no authorization data"):
            log_in(package, authorization, is_async=is_async)

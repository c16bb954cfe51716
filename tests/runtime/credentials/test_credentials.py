"""The chain beside botocore's, and the cache under time, failures and many threads."""

from __future__ import annotations

import os
import pickle
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from runtime.core.errors import CredentialsError, SettingsError
from runtime.core.identity import Credentials
from runtime.credentials.cache import (
    ADVISORY_WINDOW,
    BACKOFF,
    MANDATORY_WINDOW,
    CredentialCache,
)
from runtime.credentials.credential_chain import Chain
from runtime.settings.settings import Settings
from tests.support.fresh import run, texts
from tests.support.metadata_server import (
    ROLE_PATH,
    SECRET,
    Asked,
    document,
    instance,
    iso,
    serving,
)
from tests.support.places import TEMPLATES

NOW = 1_800_000_000.0
HOUR = 3600.0


class Loads:
    """A source whose answers a test sets, and the clock beside it."""

    def __init__(self) -> None:
        self.now = NOW
        self.count = 0
        self.lifetime: float | None = HOUR
        self.failure: BaseException | None = None

    def __call__(self) -> Credentials:
        self.count += 1
        if self.failure is not None:
            raise self.failure
        lasts = None if self.lifetime is None else self.now + self.lifetime
        return Credentials(f"AKID{self.count}", SECRET, "token", expiration=lasts)

    def cache(self) -> CredentialCache:
        return CredentialCache(self, clock=lambda: self.now)


def test_static_credentials_are_loaded_once() -> None:
    loads = Loads()
    loads.lifetime = None
    cache = loads.cache()
    assert cache.current() is None
    first = cache.refresh()
    loads.now += 10 * 365 * 86400
    assert cache.current() is first
    assert cache.refresh() is first
    assert loads.count == 1


def test_refresh_before_the_expiration() -> None:
    loads = Loads()
    cache = loads.cache()
    first = cache.refresh()
    loads.now = NOW + HOUR - ADVISORY_WINDOW
    assert cache.current() is first
    assert cache.refresh() is first
    loads.now += 1
    assert cache.current() is None
    assert cache.refresh().access_key_id == "AKID2"
    assert cache.current() is not None
    assert loads.count == 2


def test_a_failure_in_the_advisory_window_keeps_the_old_ones_for_a_while() -> None:
    loads = Loads()
    cache = loads.cache()
    first = cache.refresh()
    loads.now = NOW + HOUR - ADVISORY_WINDOW + 1
    loads.failure = CredentialsError("down")
    assert cache.refresh() is first
    assert cache.current() is first
    assert cache.refresh() is first
    assert loads.count == 2
    loads.now += BACKOFF
    assert cache.current() is None
    assert cache.refresh() is first
    assert loads.count == 3
    # From here on nothing but new ones will do, whatever the pause.
    loads.now = NOW + HOUR - MANDATORY_WINDOW + 1
    for count in (4, 5):
        assert cache.current() is None
        with pytest.raises(CredentialsError, match="down"):
            cache.refresh()
        assert loads.count == count
    loads.failure = None
    assert cache.refresh().access_key_id == "AKID6"


def test_credentials_that_have_expired_are_refused() -> None:
    loads = Loads()
    loads.lifetime = -5.0
    cache = loads.cache()
    with pytest.raises(CredentialsError, match="expired 5 seconds ago"):
        cache.refresh()


@pytest.mark.parametrize(
    ("lifetime", "pause"), [(30.0, 15.0), (300.0, BACKOFF), (900.0, BACKOFF)]
)
def test_short_lived_ones_are_not_loaded_for_every_call(
    lifetime: float, pause: float
) -> None:
    loads = Loads()
    loads.lifetime = lifetime
    cache = loads.cache()
    first = cache.refresh()
    loads.now += pause - 1
    assert cache.current() is first
    assert cache.refresh() is first
    assert loads.count == 1
    loads.now += 1.5
    assert cache.current() is None
    assert cache.refresh().access_key_id == "AKID2"


def test_an_interrupted_load_leaves_nothing_behind() -> None:
    loads = Loads()
    loads.failure = KeyboardInterrupt()
    cache = loads.cache()
    with pytest.raises(KeyboardInterrupt):
        cache.refresh()
    loads.failure = None
    assert cache.refresh().access_key_id == "AKID2"


def together(count: int, work: Callable[[], Any]) -> list[Any]:
    """What `count` threads get that begin at the same moment: results or errors."""
    barrier = threading.Barrier(count)
    results: list[Any] = []

    def body() -> None:
        barrier.wait()
        try:
            results.append(work())
        except Exception as error:
            results.append(error)

    threads = [threading.Thread(target=body) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_fifty_threads_make_one_load() -> None:
    def answer() -> tuple[int, bytes]:
        return 200, document("AKIDONE", time.time() + HOUR)

    with serving(instance(answer)) as service:
        environ = {
            "HOME": "/nonexistent",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": service.url,
            # The machine may be busy.
            "AWS_METADATA_SERVICE_TIMEOUT": "60",
        }
        cache = CredentialCache(Chain(Settings(environ=environ)))
        results = together(50, lambda: cache.current() or cache.refresh())
    assert {result.access_key_id for result in results} == {"AKIDONE"}
    assert len({id(result) for result in results}) == 1
    assert service.count("/latest/api/token", "PUT") == 1
    assert service.count(ROLE_PATH + "app") == 1


def test_those_who_wait_for_a_load_that_fails_get_errors_of_their_own() -> None:
    count = 0

    def waiting() -> int:
        """How many threads are in `refresh`, about to wait or waiting for the one that
        loads.
        """
        return sum(
            frame.f_code is CredentialCache.refresh.__code__
            and "current" in frame.f_locals
            for frame in sys._current_frames().values()
        )

    def load() -> Credentials:
        nonlocal count
        count += 1
        while count == 1 and waiting() < 19:
            time.sleep(0.01)
        raise SettingsError("malformed")

    cache = CredentialCache(load)
    results = together(20, cache.refresh)
    assert all(type(result) is SettingsError for result in results)
    assert {str(result) for result in results} == {"malformed"}
    assert len({id(result) for result in results}) > 1
    assert count == 1


def test_one_refreshes_while_the_others_go_on() -> None:
    loads = Loads()
    cache = CredentialCache(lambda: slow(), clock=lambda: loads.now)
    begun, go = threading.Event(), threading.Event()

    def slow() -> Credentials:
        if loads.count:
            begun.set()
            assert go.wait(60)
        return loads()

    first = cache.refresh()
    loads.now = NOW + HOUR - ADVISORY_WINDOW + 1
    results: list[Credentials] = []
    thread = threading.Thread(target=lambda: results.append(cache.refresh()))
    thread.start()
    assert begun.wait(60)
    # Neither call waits.
    assert cache.current() is first
    assert cache.refresh() is first
    go.set()
    thread.join()
    assert [found.access_key_id for found in results] == ["AKID2"]
    assert cache.current() is results[0]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_fork_during_a_load() -> None:
    printed = run("""
import os, threading
from runtime.credentials.cache import CredentialCache
from runtime.core.identity import Credentials
begun, go, main = threading.Event(), threading.Event(), os.getpid()
def load():
    if os.getpid() == main:
        begun.set()
        go.wait()
    return Credentials("AKID", "s")
cache = CredentialCache(load)
thread = threading.Thread(target=cache.refresh)
thread.start()
begun.wait()
child = os.fork()
if child == 0:
    os._exit(7 if cache.refresh().access_key_id == "AKID" else 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
go.set()
thread.join()
""")
    assert printed == "7\n"


class Home:
    """A home with files, and nothing else that credentials could come from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / ".aws" / "config"
        self.credentials = folder / ".aws" / "credentials"
        self.config.parent.mkdir()

    def environ(self, **variables: str) -> dict[str, str]:
        return {
            "HOME": str(self.folder),
            "PATH": os.environ["PATH"],
            "AWS_EC2_METADATA_DISABLED": "true",
            "BOTO_CONFIG": "/nonexistent",
            **variables,
        }

    def load(self, profile: str | None = None, **variables: str) -> Credentials:
        return Chain(Settings(profile, self.environ(**variables)))()

    def refusal(self, profile: str | None = None, **variables: str) -> str:
        with pytest.raises((CredentialsError, SettingsError)) as caught:
            self.load(profile, **variables)
        assert SECRET not in texts(caught.value)
        return str(caught.value)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def process_home(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """The same as the environment of this process, for botocore."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in home.environ().items():
        monkeypatch.setenv(name, value)
    return home


def keys(name: str, **more: str) -> str:
    options = {"aws_access_key_id": name, "aws_secret_access_key": SECRET, **more}
    return "".join(f"{option} = {value}\n" for option, value in options.items())


def test_nothing_anywhere(home: Home) -> None:
    text = home.refusal()
    assert text.splitlines() == [
        "no credentials found:",
        "  environment: AWS_ACCESS_KEY_ID is not set",
        "  role, web identity, single sign-on: not configured",
        f"  shared credentials file: {home.credentials} does not exist",
        "  login session: not configured",
        "  credential_process: not configured",
        f"  shared config file: {home.config} does not exist",
        "  container: neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set",
        "  instance metadata: switched off by AWS_EC2_METADATA_DISABLED",
    ]
    home.credentials.write_text("[default]\nregion = x\n[other]\n")
    home.config.write_text("[profile p]\nregion = x\n")
    text = home.refusal()
    assert f"{home.credentials} [default] has no aws_access_key_id" in text
    assert f"{home.config} has no profile 'default'" in text
    assert "not looked at, because the program names a profile" in home.refusal("p")


def test_the_environment(home: Home) -> None:
    environ = {"AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": SECRET}
    found = home.load(**environ)
    assert found == Credentials("AKIDENV", SECRET)
    assert home.load(**environ, AWS_SESSION_TOKEN="t").session_token == "t"
    assert (
        home.load(
            **environ, AWS_SESSION_TOKEN="t", AWS_SECURITY_TOKEN="u"
        ).session_token
        == "u"
    )
    assert home.load(**environ, AWS_ACCOUNT_ID="1").account_id == "1"
    assert home.load(**environ, AWS_CREDENTIAL_EXPIRATION=iso(NOW)).expiration == NOW
    for text in (
        "2027-01-15T08:00:00+00:00",
        "2027-01-15T09:00:00.000000+0100",
        "2027-01-15T08:00:00.000000000Z",
        "2027-01-15T08:00:00UTC",
        "2027-01-15 08:00:00 UTC",
    ):
        assert home.load(**environ, AWS_CREDENTIAL_EXPIRATION=text).expiration == NOW
    # Without a zone, times are in UTC.
    assert (
        home.load(**environ, AWS_CREDENTIAL_EXPIRATION=iso(NOW)[:-1]).expiration == NOW
    )
    assert "AWS_SECRET_ACCESS_KEY is not" in home.refusal(AWS_ACCESS_KEY_ID="AKID")
    assert "AWS_CREDENTIAL_EXPIRATION" in home.refusal(
        **environ, AWS_CREDENTIAL_EXPIRATION="soon"
    )


def test_a_profile_of_the_program_goes_before_the_environment(home: Home) -> None:
    home.credentials.write_text(f"[work]\n{keys('AKIDWORK')}")
    environ = {"AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": SECRET}
    assert home.load("work", **environ).access_key_id == "AKIDWORK"
    # One in the environment does not.
    assert home.load(AWS_PROFILE="work", **environ).access_key_id == "AKIDENV"
    assert "'nobody'" in home.refusal("nobody", **environ)


@pytest.mark.parametrize(
    ("section", "reason"),
    [
        (f"aws_access_key_id = A\nx = {SECRET}", "aws_secret_access_key is missing"),
        (
            f"aws_access_key_id =\naws_secret_access_key = {SECRET}",
            "aws_access_key_id is missing",
        ),
        (
            f"aws_access_key_id = A\naws_secret_access_key =\n  a = {SECRET}",
            "must be one value",
        ),
        (f"aws_secret_access_key =\n  {SECRET}", "expected"),
        (f"aws_access_key_id A {SECRET}", "expected"),
    ],
)
def test_keys_that_cannot_be_used(home: Home, section: str, reason: str) -> None:
    for path in (home.config, home.credentials):
        path.write_text(f"[default]\n{section}\n")
        text = home.refusal()
        assert reason in text
        assert str(path) in text
        path.unlink()


def test_a_process_that_fails_ends_the_chain(home: Home) -> None:
    home.config.write_text(
        f"[default]\n{keys('AKIDLATER')}credential_process = /bin/echo {SECRET}\n"
    )
    assert home.refusal().startswith(
        f"{home.config}:4: credential_process printed no JSON object"
    )


def test_processes_are_run_again(home: Home) -> None:
    script = home.folder / "helper"
    count = home.folder / "count"
    document = (
        f'{{"Version": 1, "AccessKeyId": "AKID\'$(wc -c <{count})\'", '
        f'"SecretAccessKey": "{SECRET}", "Expiration": "{iso(time.time() + 700)}"}}'
    )
    script.write_text(
        f"#!/bin/sh\nprintf x >>{count}\necho '{document.replace(chr(39), chr(39))}'\n"
    )
    script.chmod(0o700)
    home.config.write_text(
        f"[default]\ncredential_process = {script}\naws_account_id = 123\n"
    )
    now = time.time()
    cache = CredentialCache(Chain(Settings(environ=home.environ())), clock=lambda: now)
    assert cache.refresh().access_key_id.strip() == "AKID1"
    now += 200
    found = cache.refresh()
    assert found.access_key_id == "AKID2"
    assert found.account_id == "123"


def test_secrets_do_not_show(home: Home) -> None:
    settings = Settings(
        environ=home.environ(AWS_ACCESS_KEY_ID="AKID", AWS_SECRET_ACCESS_KEY=SECRET)
    )
    source = Chain(settings)
    cache = CredentialCache(source)
    cache.refresh()
    for value in (settings, source, cache, cache.current()):
        assert SECRET not in f"{value!r} {value}"
    assert "AKID" in repr(cache.current())


def test_errors_can_be_pickled() -> None:
    for kind in (CredentialsError, SettingsError):
        copy = pickle.loads(pickle.dumps(kind("why")))
        assert (type(copy), str(copy)) == (kind, "why")


LINES = [
    "aws_access_key_id = AKID{n}\naws_secret_access_key = secret{n}",
    "aws_access_key_id = AKID{n}\naws_secret_access_key = secret{n}\naws_session_token = token{n}",
    "aws_access_key_id = AKID{n}\naws_secret_access_key = secret{n}\naws_security_token = u{n}\naws_account_id = 1{n}",
    "aws_access_key_id = AKID{n}",
    "aws_secret_access_key = secret{n}",
    """credential_process = /bin/echo '{{"Version": 1, "AccessKeyId": "AKIDP{n}", "SecretAccessKey": "p{n}"}}'""",
    """credential_process = echo "{{\\"Version\\": 1, \\"AccessKeyId\\": \\"AKIDQ{n}\\"}}\"""",
    "credential_process = /bin/echo {n}",
    "credential_process = /bin/false",
    "region = r{n}",
    "sso_account_id = {n}",
    "web_identity_token_file = /nonexistent/{n}",
    "role_arn = arn:aws:iam::123456789012:role/r{n}\nsource_profile = nobody",
    "",
    "nonsense",
]
VARIABLES = {
    "AWS_ACCESS_KEY_ID": ["AKIDENV", ""],
    "AWS_SECRET_ACCESS_KEY": ["secretenv", "secretenv", ""],
    "AWS_SESSION_TOKEN": ["tokenenv", ""],
    "AWS_SECURITY_TOKEN": ["otherenv"],
    "AWS_CREDENTIAL_EXPIRATION": ["2100-01-01T00:00:00Z", "soon"],
    "AWS_ACCOUNT_ID": ["99"],
    "AWS_PROFILE": ["a", "b", "c", "d", "default"],
}


def test_random_profiles_give_what_botocore_gives(process_home: Home) -> None:
    home = process_home
    rng = random.Random(424242)
    outcomes: dict[str, int] = {}
    for _ in range(200):
        for path, titles in (
            (home.config, ["default", "profile a", "profile b", "profile d"]),
            (home.credentials, ["default", "a", "c", "profile b"]),
        ):
            text = ""
            for title in rng.sample(titles, rng.randrange(1, len(titles) + 1)):
                text += f"[{title}]\n"
                for kind in (
                    rng.choice(LINES[:3] * 3 + LINES[3:5] + [""] * 6),
                    rng.choice(LINES[5:6] * 6 + LINES[5:] + [""] * 30),
                ):
                    text += kind.format(n=rng.randrange(10)) + "\n"
            path.write_text(text)
            if rng.random() < 0.05:
                path.unlink()
        variables = {
            name: rng.choice(VARIABLES[name])
            for name in rng.sample(list(VARIABLES), rng.choice([0, 0, 1, 4, 5]))
        }
        if rng.random() < 0.2:
            variables |= {"AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "s"}
        profile = rng.choice([None, None, "default", "a", "b", "c"])
        expected = by_botocore(profile, variables)
        try:
            # botocore refuses unknown profiles at once.
            assert Settings(profile, home.environ(**variables)).profile is not None
            found = home.load(profile, **variables)
            actual: Any = (
                found.access_key_id,
                found.secret_access_key,
                found.session_token,
                found.account_id,
            )
        except (CredentialsError, SettingsError):
            actual = None
        files = [
            path.read_text()
            for path in (home.config, home.credentials)
            if path.exists()
        ]
        assert actual == expected, (profile, variables, files)
        outcome = "none" if actual is None else actual[0].rstrip("0123456789")
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert set(outcomes) == {"none", "AKID", "AKIDENV", "AKIDP"}
    assert min(outcomes.values()) > 5, outcomes


def by_botocore(
    profile: str | None, variables: dict[str, str]
) -> tuple[Any, ...] | None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        try:
            session = botocore.session.Session(profile=profile)
            found = session.get_credentials()
            if found is None:
                return None
            frozen = found.get_frozen_credentials()
        except Exception:
            return None
        return (
            frozen.access_key,
            frozen.secret_key,
            frozen.token or None,
            frozen.account_id,
        )


# What takes calls to other services.


def sts(asked: Asked) -> tuple[int, bytes]:
    """A security token service: the first credentials expire in 11 minutes."""
    body = asked.body.decode()
    action = "AssumeRoleWithWebIdentity" if "WithWebIdentity" in body else "AssumeRole"
    sts.count += 1  # type: ignore[attr-defined]
    lifetime = 11 * 60 if sts.count == 1 else HOUR  # type: ignore[attr-defined]
    return (
        200,
        (
            f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result><Credentials>'
            f"<AccessKeyId>AKIDROLE{sts.count}</AccessKeyId><SecretAccessKey>{SECRET}</SecretAccessKey>"  # type: ignore[attr-defined]
            f"<SessionToken>token</SessionToken><Expiration>{iso(time.time() + lifetime)}</Expiration></Credentials>"
            "<AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/app/s</Arn><AssumedRoleId>x</AssumedRoleId>"
            f"</AssumedRoleUser></{action}Result></{action}Response>"
        ).encode(),
    )


ROLE = "arn:aws:iam::123456789012:role/app"


def test_roles_are_assumed_by_botocore_and_refreshed(
    process_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    sts.count = 0  # type: ignore[attr-defined]
    process_home.config.write_text(
        f"[profile base]\n{keys('AKIDBASE')}"
        f"[profile app]\nregion = eu-west-1\nrole_arn = {ROLE}\nsource_profile = base\n"
    )
    with serving(sts) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", service.url)
        later = 0.0
        cache = CredentialCache(
            Chain(Settings("app")), clock=lambda: time.time() + later
        )
        first = cache.refresh()
        assert (first.access_key_id, first.account_id) == ("AKIDROLE1", "123456789012")
        # Eleven minutes are left: it is in the advisory window, but new.
        assert cache.current() is first
        later += BACKOFF
        assert cache.current() is None
        second = cache.refresh()
        assert second.access_key_id == "AKIDROLE2"
        assert cache.current() is second
    assert "AKIDBASE" in service.asked[0].headers["authorization"]
    assert b"RoleArn=arn%3Aaws%3Aiam" in service.asked[0].body


@pytest.mark.parametrize("where", ["environment", "profile", "both"])
def test_web_identities(
    process_home: Home, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    sts.count = 1  # type: ignore[attr-defined]
    token = process_home.folder / "token"
    token.write_text("jwt-token")
    environ = {"AWS_REGION": "eu-west-1"}
    if where != "profile":
        environ["AWS_WEB_IDENTITY_TOKEN_FILE"] = str(token)
    if where == "environment":
        environ |= {"AWS_ROLE_ARN": ROLE, "AWS_ROLE_SESSION_NAME": "named"}
    else:
        process_home.config.write_text(
            f"[default]\nrole_arn = {ROLE}\nrole_session_name = named\nweb_identity_token_file = {token}\n"
        )
    with serving(sts) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", service.url)
        # The variables are those of the settings, not those of the process.
        found = process_home.load(**environ)
    assert found.access_key_id == "AKIDROLE2"
    body = service.asked[0].body
    assert b"WebIdentityToken=jwt-token" in body
    assert b"RoleSessionName=named" in body
    assert "authorization" not in service.asked[0].headers


def test_what_botocore_says_is_passed_on(process_home: Home) -> None:
    process_home.config.write_text(
        f"[profile app]\nrole_arn = {ROLE}\nsource_profile = nobody\n"
    )
    text = process_home.refusal("app")
    assert (
        "the profile 'app' wants to assume a role (role_arn): InvalidConfigError"
        in text
    )
    assert "nobody" in text


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (f"role_arn = {ROLE}\nsource_profile = x", "to assume a role (role_arn)"),
        (
            f"role_arn = {ROLE}\nweb_identity_token_file = /t",
            "a web identity (web_identity_token_file)",
        ),
        ("sso_account_id = 1\nsso_session = s", "single sign-on (sso_account_id)"),
        ("login_session = arn", "a login session (login_session)"),
    ],
)
def test_without_botocore(home: Home, lines: str, wanted: str) -> None:
    home.config.write_text(f"[profile app]\n{lines}\n")
    printed = run(
        """
from runtime.credentials.credential_chain import Chain
from runtime.core.errors import CredentialsError
from runtime.settings.settings import Settings
try: Chain(Settings("app"))()
except CredentialsError as error: print(error)
""",
        HOME=str(home.folder),
    )
    assert printed == (
        f"the profile 'app' wants {wanted}: that needs the package botocore, which is not installed "
        "(pip install botocore)\n"
    )


def test_single_sign_on_is_botocores(home: Home) -> None:
    """In a process of its own: botocore finds the home when it is imported."""
    import hashlib
    import json
    import subprocess

    cache = home.folder / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    start = "https://example.awsapps.com/start"
    (cache / f"{hashlib.sha1(start.encode()).hexdigest()}.json").write_text(
        json.dumps({"accessToken": "sso-token", "expiresAt": "2100-01-01T00:00:00Z"})
    )
    home.config.write_text(
        f"[profile app]\nsso_start_url = {start}\nsso_region = eu-west-1\nsso_account_id = 123456789012\n"
        "sso_role_name = admin\nregion = eu-west-1\n"
    )
    answer = {
        "accessKeyId": "AKIDSSO",
        "secretAccessKey": SECRET,
        "sessionToken": "t",
        "expiration": 4102444800000,
    }
    code = """
import sys
sys.path.insert(0, sys.argv[1])
from runtime.credentials.cache import CredentialCache
from runtime.credentials.credential_chain import Chain
from runtime.settings.settings import Settings
cache = CredentialCache(Chain(Settings()))
found = cache.refresh()
print(found.access_key_id, found.expiration, found.account_id, cache.current() is found)
"""
    templates = str(TEMPLATES)
    with serving(
        lambda asked: (200, json.dumps({"roleCredentials": answer}).encode())
    ) as service:
        done = subprocess.run(
            [sys.executable, "-c", code, templates],
            env=home.environ(AWS_PROFILE="app", AWS_ENDPOINT_URL_SSO=service.url),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stdout == "AKIDSSO 4102444800.0 123456789012 True\n", done.stderr
    assert service.asked[0].headers["x-amz-sso_bearer_token"] == "sso-token"

"""Settings: arguments, environment, profiles; against botocore's session where it knows
the setting.
"""

from __future__ import annotations

import os
import random
import re
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import BotoCoreError

from runtime.core.errors import SettingsError
from runtime.settings.settings import RETRY_MODES, Settings
from tests.support.fresh import run

CONFIG = """\
[default]
region = eu-central-1
max_attempts = 7

[profile work]
region = us-west-2
retry_mode = Adaptive
use_fips_endpoint = true
use_dualstack_endpoint = TRUE
ca_bundle = /etc/bundle.pem
endpoint_url = http://localhost:1
services = local
s3 =
  addressing_style = path

[profile odd]
region =
  nested = value
max_attempts = abc
retry_mode = sometimes
use_fips_endpoint = perhaps
services = missing
endpoint_url = localhost:99/?password=hunter2

[services local]
ecr_public =
  endpoint_url = http://localhost:2
s3 =
  addressing_style = path
sts = nothing
"""


class Files:
    """Two files, and settings that look there."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "config"
        self.credentials = folder / "credentials"
        self.config.write_text(CONFIG)
        self.credentials.write_text(
            "[shared]\naws_access_key_id = AKID\n[work]\nregion = us-west-1\n"
        )

    def environ(self, **variables: str) -> dict[str, str]:
        return {
            "AWS_CONFIG_FILE": str(self.config),
            "AWS_SHARED_CREDENTIALS_FILE": str(self.credentials),
            **variables,
        }

    def settings(self, profile: str | None = None, **variables: str) -> Settings:
        return Settings(profile, self.environ(**variables))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_nothing_is_set_anywhere(tmp_path: Path) -> None:
    settings = Settings(environ={"HOME": str(tmp_path)})
    assert settings.region is None
    assert not settings.use_fips
    assert not settings.use_dualstack
    assert settings.max_attempts == 3
    assert settings.retry_mode == "standard"
    assert settings.ca_bundle is None
    assert settings.endpoint_url("ECR") is None
    assert settings.profile_name == "default"


def test_the_profile_of_the_files(files: Files) -> None:
    assert files.settings().region == "eu-central-1"
    assert files.settings().max_attempts == 7
    work = files.settings("work")
    # The credentials file goes before the config file, as in botocore.
    assert work.region == "us-west-1"
    assert work.retry_mode == "adaptive"
    assert work.use_fips
    assert work.use_dualstack
    assert work.ca_bundle == "/etc/bundle.pem"
    assert work.profile["s3"] == {"addressing_style": "path"}


def test_the_environment_goes_first(files: Files) -> None:
    settings = files.settings(
        "work",
        AWS_REGION="a",
        AWS_DEFAULT_REGION="b",
        AWS_RETRY_MODE="legacy",
        AWS_MAX_ATTEMPTS="5",
        AWS_USE_FIPS_ENDPOINT="false",
        AWS_USE_DUALSTACK_ENDPOINT="False",
        AWS_CA_BUNDLE="/other.pem",
    )
    # AWS CLI 2 and the other SDKs read AWS_REGION first.
    assert settings.region == "a"
    assert settings.retry_mode == "legacy"
    assert settings.max_attempts == 5
    assert not settings.use_fips
    assert not settings.use_dualstack
    assert settings.ca_bundle == "/other.pem"
    assert files.settings(AWS_DEFAULT_REGION="b").region == "b"
    assert files.settings(AWS_REGION="", AWS_DEFAULT_REGION="").region == "eu-central-1"


def test_which_profile(files: Files) -> None:
    assert files.settings("work", AWS_PROFILE="odd").profile_name == "work"
    assert (
        files.settings(AWS_PROFILE="work", AWS_DEFAULT_PROFILE="odd").region
        == "us-west-1"
    )
    assert files.settings(AWS_DEFAULT_PROFILE="work").region == "us-west-1"
    assert files.settings(AWS_PROFILE="").region == "eu-central-1"
    assert files.settings("shared").region is None


@pytest.mark.parametrize("how", ["argument", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
def test_an_unknown_profile_is_refused(files: Files, how: str) -> None:
    settings = (
        files.settings("nobody")
        if how == "argument"
        else files.settings(**{how: "nobody"})
    )
    with pytest.raises(SettingsError, match="'nobody'") as caught:
        settings.region  # noqa: B018
    text = str(caught.value)
    assert str(files.config) in text
    assert str(files.credentials) in text
    assert "default, odd, shared, work" in text
    assert (how in text) == (how != "argument")
    with pytest.raises(ValueError, match="nobody"):
        settings.region  # noqa: B018


def test_an_unknown_profile_does_no_harm_where_the_environment_says_all(
    files: Files,
) -> None:
    assert files.settings("nobody", AWS_REGION="x").region == "x"


@pytest.mark.parametrize(
    ("name", "variable", "value", "allowed"),
    [
        ("max_attempts", "AWS_MAX_ATTEMPTS", "abc", "whole number"),
        ("max_attempts", "AWS_MAX_ATTEMPTS", "0", "1 or more"),
        ("max_attempts", "AWS_MAX_ATTEMPTS", "-1", "whole number"),
        ("max_attempts", "AWS_MAX_ATTEMPTS", "1.5", "whole number"),
        ("max_attempts", "AWS_MAX_ATTEMPTS", "٣", "whole number"),
        ("max_attempts", "AWS_MAX_ATTEMPTS", "9" * 5000, "whole number"),
        ("retry_mode", "AWS_RETRY_MODE", "x", "standard or adaptive or legacy"),
        ("use_fips", "AWS_USE_FIPS_ENDPOINT", "perhaps", "true or false"),
        ("use_fips", "AWS_USE_FIPS_ENDPOINT", "1", "true or false"),
        ("use_dualstack", "AWS_USE_DUALSTACK_ENDPOINT", "yes", "true or false"),
    ],
)
def test_malformed_variables(
    files: Files, name: str, variable: str, value: str, allowed: str
) -> None:
    settings = files.settings(**{variable: value})
    with pytest.raises(SettingsError, match=allowed) as caught:
        getattr(settings, name)
    assert str(caught.value).startswith(f"{variable} ")


@pytest.mark.parametrize(
    ("name", "line", "reason"),
    [
        ("region", 17, "region must be one value"),
        ("max_attempts", 19, "max_attempts must be a whole number"),
        ("retry_mode", 20, "retry_mode must be"),
        ("use_fips", 21, "use_fips_endpoint must be true or false"),
    ],
)
def test_malformed_options_are_named_with_their_line(
    files: Files, name: str, line: int, reason: str
) -> None:
    with pytest.raises(SettingsError, match=reason) as caught:
        getattr(files.settings("odd"), name)
    assert str(caught.value).startswith(f"{files.config}:{line}: ")


def test_retry_modes_are_all_read() -> None:
    assert [
        Settings(environ={"AWS_RETRY_MODE": mode.upper()}).retry_mode
        for mode in RETRY_MODES
    ] == list(RETRY_MODES)


def test_the_order_of_endpoints(files: Files) -> None:
    both = {"AWS_ENDPOINT_URL_ECR_PUBLIC": "http://s", "AWS_ENDPOINT_URL": "https://g"}
    assert files.settings("work", **both).endpoint_url("ECR PUBLIC") == "http://s"
    assert files.settings("work", **both).endpoint_url("ECR") == "https://g"
    assert files.settings("work").endpoint_url("ECR PUBLIC") == "http://localhost:2"
    for other in ("ECR", "S3", "STS"):
        assert files.settings("work").endpoint_url(other) == "http://localhost:1"
    assert files.settings().endpoint_url("ECR") is None
    ignore = {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}
    assert files.settings("work", **ignore, **both).endpoint_url("ECR PUBLIC") is None


def test_malformed_endpoints(files: Files) -> None:
    with pytest.raises(SettingsError, match=r"odd|no section \[services missing\]"):
        files.settings("odd").endpoint_url("ECR")
    files.config.write_text(CONFIG.replace("services = missing", "x = y"))
    with pytest.raises(SettingsError, match="URL of http or https") as caught:
        files.settings("odd").endpoint_url("ECR")
    assert str(caught.value).startswith(f"{files.config}:23: ")
    assert "hunter2" not in str(caught.value)
    for value in ("localhost", "ftp://x", "http://", "//x"):
        with pytest.raises(SettingsError, match="AWS_ENDPOINT_URL_ECR: "):
            files.settings(AWS_ENDPOINT_URL_ECR=value).endpoint_url("ECR")


def test_files_are_read_once(files: Files) -> None:
    settings = files.settings()
    assert settings.region == "eu-central-1"
    files.config.write_text("[default]\nregion = elsewhere\n")
    assert settings.region == "eu-central-1"
    assert settings.max_attempts == 7


def test_proxies_come_from_the_same_environment() -> None:
    settings = Settings(environ={"HTTPS_PROXY": "http://p:1", "NO_PROXY": "inside"})
    assert settings.proxy_for("https://outside/") == "http://p:1"
    assert settings.proxy_for("https://inside/") is None


# What is asked of both, as botocore calls it. Region and profile are read from other
# variables, so only files say them.
NAMES = {
    "region": "region",
    "max_attempts": "max_attempts",
    "use_fips_endpoint": "use_fips",
    "use_dualstack_endpoint": "use_dualstack",
    "ca_bundle": "ca_bundle",
}
VARIABLES = {
    "AWS_MAX_ATTEMPTS": ["2", "9"],
    "AWS_USE_FIPS_ENDPOINT": ["true", "False"],
    "AWS_USE_DUALSTACK_ENDPOINT": ["TRUE", "false"],
    "AWS_CA_BUNDLE": ["/a.pem"],
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": ["true", "false"],
    "AWS_ENDPOINT_URL": ["http://global"],
    "AWS_ENDPOINT_URL_ECR_PUBLIC": ["http://service"],
}
LINES = [
    "region = r{n}",
    "max_attempts = {n}",
    "use_fips_endpoint = true",
    "use_dualstack_endpoint = False",
    "ca_bundle = /{n}.pem",
    "ignore_configured_endpoint_urls = true",
    "endpoint_url = http://profile{n}",
    "services = s1",
    "services = s2",
    "services = s3",
]


def test_the_same_settings_as_botocore(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(99)
    for variable in [
        name
        for name in os.environ
        if name.startswith("AWS_") or name == "REQUESTS_CA_BUNDLE"
    ]:
        monkeypatch.delenv(variable)
    config, credentials = tmp_path / "config", tmp_path / "credentials"
    outcomes: set[tuple[str, bool]] = set()
    for _ in range(250):
        for path, titles in (
            (config, ["default", "profile a", "profile b"]),
            (credentials, ["default", "a", "c"]),
        ):
            text = ""
            for title in rng.sample(titles, rng.randrange(len(titles) + 1)):
                chosen = rng.sample(LINES[:-3], rng.randrange(5)) + rng.sample(
                    LINES[-3:], rng.randrange(2)
                )
                text += f"[{title}]\n" + "".join(
                    line.format(n=rng.choice([1, 2, 4, 5])) + "\n" for line in chosen
                )
            for name in ("s1", "s2"):
                text += f"[services {name}]\necr_public =\n  {rng.choice(['endpoint_url = http://', 'x = '])}{name}\n"
            path.write_text(text)
        environ = {
            "AWS_CONFIG_FILE": str(config),
            "AWS_SHARED_CREDENTIALS_FILE": str(credentials),
        }
        for variable in rng.sample(list(VARIABLES), rng.randrange(4)):
            environ[variable] = rng.choice(VARIABLES[variable])
        profile = rng.choice([None, None, "default", "a", "b", "c", "d"])
        with monkeypatch.context() as patch:
            for variable, value in environ.items():
                patch.setenv(variable, value)
            expected = botocore_settings(profile)
        actual = own_settings(profile, environ)
        assert actual == expected, (
            profile,
            environ,
            config.read_text(),
            credentials.read_text(),
        )
        for name, value in expected.items():
            outcomes.add((name, value is not None and value != "refused"))
    # Every setting was seen set and unset.
    assert outcomes == {
        (name, seen) for name in (*NAMES, "endpoint") for seen in (True, False)
    }


def botocore_settings(profile: str | None) -> dict[str, Any]:
    session = botocore.session.Session(profile=profile)
    found: dict[str, Any] = {}
    for name in NAMES:
        try:
            value = session.get_config_variable(name)
        except BotoCoreError:
            value = "refused"
        # Not set and off are told apart by botocore alone.
        found[name] = None if value is False else value
    try:
        if session.get_config_variable("ignore_configured_endpoint_urls"):
            found["endpoint"] = None
        else:
            from botocore.configprovider import ConfiguredEndpointProvider

            found["endpoint"] = ConfiguredEndpointProvider(
                session.full_config, session.get_scoped_config(), "ecr-public"
            ).provide()
    except BotoCoreError:
        found["endpoint"] = "refused"
    return found


def own_settings(profile: str | None, environ: dict[str, str]) -> dict[str, Any]:
    settings = Settings(profile, environ)
    found: dict[str, Any] = {}
    for name, own in NAMES.items():
        try:
            value = getattr(settings, own)
        except SettingsError:
            value = "refused"
        found[name] = (
            None if value is False or (own == "max_attempts" and value == 3) else value
        )
    try:
        if environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") != "true":
            # botocore reads the profile even where the environment says all.
            assert settings.profile is not None
        found["endpoint"] = settings.endpoint_url("ECR PUBLIC")
    except SettingsError:
        found["endpoint"] = "refused"
    return found


def test_an_environment_that_says_all_opens_no_file(tmp_path: Path) -> None:
    code = """
import sys
from runtime.credentials.cache import CredentialCache
from runtime.credentials.credential_chain import Chain
from runtime.settings.settings import Settings
import runtime.credentials.credential_chain
opened = []
sys.addaudithook(lambda event, args: opened.append(args[0]) if event == "open" else None)
settings = Settings()
key = CredentialCache(Chain(settings)).refresh().access_key_id
print(settings.region, key, opened)
"""
    environ = {
        "AWS_REGION": "r",
        "AWS_ACCESS_KEY_ID": "k",
        "AWS_SECRET_ACCESS_KEY": "s",
        "HOME": str(tmp_path),
    }
    assert run(code, **environ) == "r k []\n"


def test_imports_stay_small(tmp_path: Path) -> None:
    code = """
import sys
import dataclasses, threading, typing
before = set(sys.modules)
from runtime.credentials.cache import CredentialCache
from runtime.credentials.credential_chain import Chain
from runtime.settings.settings import Settings
settings = Settings()
try: CredentialCache(Chain(settings)).refresh()
except Exception as error: print(type(error).__name__)
print(settings.region, sorted(m for m in set(sys.modules) - before if not m.startswith("runtime")))
"""
    (tmp_path / "config").write_text("[default]\nregion = r\n[profile x y]\n")
    (tmp_path / "credentials").write_text(
        "[default]\naws_access_key_id = k\naws_secret_access_key = s\n"
    )
    printed = run(
        code,
        AWS_CONFIG_FILE=str(tmp_path / "config"),
        AWS_SHARED_CREDENTIALS_FILE=str(tmp_path / "credentials"),
    )
    # Neither configparser nor shlex, subprocess, json or http.
    assert re.fullmatch(r"r \['__future__'\]\n", printed), printed

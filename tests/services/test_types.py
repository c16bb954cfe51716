"""mypy --strict on the packages of AWS's models, all in one run, and their modules imported one by one."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterable

import pytest

from tests.support.places import AWS_MODELS, ROOT, needs_corpora

from .service import Service

# Small models that have, together, every protocol and event streams.
QUICK = (
    *("arc-region-switch", "kinesis", "lex-runtime-v2", "route-53"),
    *("sqs", "sso-oidc", "sts"),
)

pytestmark = needs_corpora


def checked(names: Iterable[str], service_of: Callable[[str], Service]) -> None:
    packages = [str(service_of(name).directory) for name in names]
    for arguments in (
        ("mypy", "--strict", "--no-incremental"),
        ("black", "--check", "--quiet"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", *arguments, *packages],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_some(service_of: Callable[[str], Service]) -> None:
    checked(QUICK, service_of)


@pytest.mark.slow
def test_all(service_of: Callable[[str], Service]) -> None:
    checked(AWS_MODELS, service_of)


@pytest.mark.parametrize("name", QUICK)
def test_every_module_can_be_imported(
    name: str, service_of: Callable[[str], Service]
) -> None:
    service = service_of(name)
    paths = list(service.directory.rglob("*.py"))
    assert len(paths) > 50
    for path in paths:
        parts = path.relative_to(service.directory).with_suffix("").parts
        module = ".".join((service.package.__name__, *parts)).removesuffix(".__init__")
        assert importlib.import_module(module).__file__ == str(path)

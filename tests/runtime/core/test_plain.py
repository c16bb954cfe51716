"""Plain values are compared by what they hold, and say which package they are of."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from runtime.core.http import Request, Response
from runtime.core.identity import Credentials
from tests.support.places import ROOT


@pytest.mark.parametrize(
    ("kind", "given", "others"),
    [
        (
            Credentials,
            {"access_key_id": "AKID", "secret_access_key": "SECRET"},
            {
                "access_key_id": "OTHER",
                "secret_access_key": "OTHER",
                "session_token": "TOKEN",
                "expiration": 1.0,
                "account_id": "123456789012",
            },
        ),
        (
            Request,
            {"method": "GET", "path": "/"},
            {
                "method": "PUT",
                "path": "/a",
                "query": [("a", "")],
                "headers": {"a": "b"},
                "body": b"body",
                "host_prefix": "a.",
                "stream": object(),
            },
        ),
        (
            Response,
            {"status": 200},
            {"status": 201, "headers": {"a": "b"}, "body": b"a", "stream": object()},
        ),
    ],
)
def test_every_attribute_counts(
    kind: Any, given: dict[str, Any], others: dict[str, Any]
) -> None:
    value = kind(**given)
    assert value == kind(**given)
    for name, other in others.items():
        assert value != kind(**{**given, name: other})
    assert value != object()
    assert (kind is Credentials) == (kind.__hash__ is not None)


def test_what_was_asked_of_a_response_does_not_count() -> None:
    asked = Response(200, {"A": "b"})
    assert asked.header("a") == "b"
    assert asked == Response(200, {"A": "b"})


PROGRAM = """
import logging, sys
sys.path.insert(0, sys.argv[1])
from acme.clients import ecr

class Answers:
    def send(self, request):
        print(request.headers["User-Agent"].partition("/")[0])
        return ecr.Response(400, {}, b'{"__type": "RepositoryNotFoundException"}')
    def close(self):
        pass

logging.basicConfig(level=logging.DEBUG, format="%(name)s", stream=sys.stdout)
credentials = ecr.Credentials("AKID", "SECRET")
client = ecr.Client(region="eu-west-1", credentials=credentials, transport=Answers())
try:
    client.initiate_layer_upload(repository_name="app")
except ecr.errors.RepositoryNotFoundException as error:
    print(repr(error))
print(repr(client), repr(credentials), repr(ecr.errors.UnknownOperationError("X")), sep="\\n")
"""


def test_a_package_says_where_it_lives(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "generated" / "ecr", tmp_path / "acme" / "clients" / "ecr")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines() == [
        "ecr",
        "acme.clients.ecr",
        "acme.clients.ecr.errors.RepositoryNotFoundException(message=None, status=400)",
        "acme.clients.ecr.Client(region='eu-west-1')",
        "acme.clients.ecr.Credentials(access_key_id='AKID')",
        "acme.clients.ecr.errors.UnknownOperationError(code='X', payload=None)",
    ]

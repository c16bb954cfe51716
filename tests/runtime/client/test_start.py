"""What a client has loaded: modules that take long to import wait until something needs
them.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.support.places import ROOT

PROGRAM = """
import sys
import ecr

class Answers:
    def send(self, request):
        return ecr.Response(200, {}, b'{"uploadId": "u", "partSize": 5}')
    def close(self):
        pass

client = ecr.Client(region="eu-west-1", transport=Answers())
print(*sorted(sys.modules))
assert client.initiate_layer_upload(repository_name="app").part_size == 5
print(*sorted(sys.modules))
"""
# Half of what starting would take, were they imported.
NO_CLIENT_NEEDS = {"dataclasses", "inspect", "logging", "ssl", "urllib3", "aiohttp"}


def test_a_client_loads_what_it_needs_and_no_more() -> None:
    keys = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"}
    done = subprocess.run(
        # Without what site-packages import when Python starts.
        [sys.executable, "-S", "-c", PROGRAM],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **keys, "PYTHONPATH": str(ROOT / "generated")},
    )
    made, called = (set(line.split()) for line in done.stdout.splitlines())
    assert "ecr._runtime.client.sync_client" in made
    assert not made & NO_CLIENT_NEEDS
    assert not {each for each in made if each.startswith("ecr.models")}
    assert "ecr.operations.initiate_layer_upload" in called
    assert not called & {"ssl", "urllib3", "aiohttp"}
    assert not called & {
        f"ecr._runtime.client.{each}" for each in ("paging", "waiting")
    }
    assert [each for each in called if each.startswith("ecr.operations.")] == [
        "ecr.operations.initiate_layer_upload"
    ]

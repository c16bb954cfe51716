"""The clients compared with boto3 and aiobotocore, in one run, with a local HTTP
server.

    python tests/benchmarks/bench_client.py [--aiobotocore-python PATH]

aiobotocore needs a certain botocore, and so an environment of its own:

    python -m venv /tmp/aio && /tmp/aio/bin/python -m pip install aiobotocore
    python tests/benchmarks/bench_client.py --aiobotocore-python /tmp/aio/bin/python

Without it, that comparison is left out with a note. Both sides use bytecode, as
installed packages do, in a folder of this run. Requests per second are the best of
several rounds, all else are medians. The two sides are measured in turns.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

GENERATED = Path(__file__).parents[2] / "generated"

# Keep-alive, and one small response for every request.
SERVER = """
import asyncio, sys

BODY = b'{"uploadId":"0f2f4c5e-0f3e-4d5e-9d0c-3f0f6f0f6f0f","partSize":10485760}'
ANSWER = (
    b"HTTP/1.1 200 OK\\r\\nContent-Type: application/x-amz-json-1.1\\r\\nContent-Length: "
    + str(len(BODY)).encode() + b"\\r\\n\\r\\n" + BODY
)

class Connection(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.received = transport, b""
    def data_received(self, data):
        self.received += data
        while True:
            head, end, rest = self.received.partition(b"\\r\\n\\r\\n")
            if not end:
                return
            length = 0
            for line in head.split(b"\\r\\n"):
                if line.lower().startswith(b"content-length:"):
                    length = int(line[15:])
            if len(rest) < length:
                return
            self.received = rest[length:]
            self.transport.write(ANSWER)

async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)

asyncio.run(main())
"""

TIMED = """
import time
def per_second(call, number):
    for _ in range(50): call()
    best = 0.0
    for _ in range(5):
        started = time.perf_counter()
        for _ in range(number): call()
        best = max(best, number / (time.perf_counter() - started))
    print(best)
"""
OURS = """
import ecr
client = ecr.Client(region="eu-west-1", endpoint_url=URL)
call = lambda: client.initiate_layer_upload(repository_name="app")
"""
THEIRS = """
import boto3
client = boto3.client("ecr", region_name="eu-west-1", endpoint_url=URL)
call = lambda: client.initiate_layer_upload(repositoryName="app")
"""
FLOOR = """
import urllib3
pool = urllib3.HTTPConnectionPool("127.0.0.1", PORT)
call = lambda: pool.request("POST", "/", body=b'{"repositoryName":"app"}').data
"""
IN_FLIGHT = """
import asyncio, time
async def measure(call):
    async def worker():
        for _ in range(40): await call()
    await asyncio.gather(*(worker() for _ in range(50)))
    best = 0.0
    for _ in range(3):
        started = time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(50)))
        best = max(best, 2000 / (time.perf_counter() - started))
    print(best)
"""
OURS_IN_FLIGHT = IN_FLIGHT + """
import ecr
async def main():
    async with ecr.AsyncClient(region="eu-west-1", endpoint_url=URL) as client:
        await measure(lambda: client.initiate_layer_upload(repository_name="app"))
asyncio.run(main())
"""
THEIRS_IN_FLIGHT = IN_FLIGHT + """
from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
async def main():
    config = AioConfig(max_pool_connections=50)
    session = get_session()
    async with session.create_client(
        "ecr", region_name="eu-west-1", endpoint_url=URL, config=config
    ) as client:
        await measure(lambda: client.initiate_layer_upload(repositoryName="app"))
asyncio.run(main())
"""
# The peak memory of the process, in KiB, by its own account.
PEAK = """
import resource
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
STARTED = "import time; started = time.perf_counter()\n"
TOOK = "\nprint((time.perf_counter() - started) * 1000)"


@dataclass(frozen=True)
class Bench:
    """A server, and a folder for bytecode that all processes share."""

    port: int
    bytecode: str

    def run(self, source: str, python: str = sys.executable) -> float:
        """The number that a fresh process prints last."""
        environment = {
            **{
                key: value
                for key, value in os.environ.items()
                if not key.startswith(("AWS_", "PYTHON"))
            },
            "PYTHONPATH": str(GENERATED),
            "PYTHONPYCACHEPREFIX": self.bytecode,
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        head = f"PORT = {self.port}\nURL = 'http://127.0.0.1:{self.port}'\n"
        done = subprocess.run(
            [python, "-c", head + source],
            check=True,
            capture_output=True,
            text=True,
            env=environment,
        )
        return float(done.stdout.split()[-1])

    def in_turns(
        self, ours: str, theirs: str, repeats: int, python: str = sys.executable
    ) -> tuple[float, float]:
        """Medians of both sides, `theirs` with `python`, without the first run.

        The first run writes the bytecode.
        """
        samples = [
            (self.run(ours), self.run(theirs, python)) for _ in range(repeats + 1)
        ]
        return (
            statistics.median(sample for sample, _ in samples[1:]),
            statistics.median(sample for _, sample in samples[1:]),
        )


def show(
    name: str, ours: float, theirs: float, unit: str, ratio: str, goal: str
) -> None:
    print(
        f"{name:<38}{ours:>9.1f}   other side {theirs:>9.1f} {unit:<6}{ratio}   goal {goal}"
    )


def throughput(bench: Bench, repeats: int, number: int, python: str) -> None:
    timed = TIMED + f"per_second(call, {number})"
    # Two processes on two cores settle in one of several rhythms, so more runs are
    # needed.
    ours, theirs = bench.in_turns(OURS + timed, THEIRS + timed, repeats * 2)
    show("requests, sync", ours, theirs, "/s", f"{ours / theirs:.1f} x", "2.5 x")
    floor, theirs = bench.in_turns(FLOOR + timed, THEIRS + timed, repeats)
    show("urllib3 alone", floor, theirs, "/s", f"{floor / theirs:.1f} x", "-")
    if not python:
        print("requests, 50 in flight: no --aiobotocore-python, not compared")
        return
    ours, theirs = bench.in_turns(OURS_IN_FLIGHT, THEIRS_IN_FLIGHT, repeats, python)
    ratio = f"{ours / theirs:.1f} x"
    show("requests, 50 in flight", ours, theirs, "/s", ratio, "2.0 x")


def start(bench: Bench, repeats: int) -> None:
    for name, tail, goal in (
        ("import and client", "", "25 %"),
        ("the same and a request", "call()", "45 %"),
    ):
        ours, theirs = bench.in_turns(
            STARTED + OURS + tail + TOOK, STARTED + THEIRS + tail + TOOK, repeats * 2
        )
        show(name, ours, theirs, "ms", f"{ours / theirs:.0%}", goal)
    for name, tail, goal in (
        ("peak memory of a client", "", "60 %"),
        ("the same and a request", "call()", "-"),
    ):
        ours, theirs = bench.in_turns(
            OURS + tail + PEAK, THEIRS + tail + PEAK, min(repeats, 3)
        )
        ours, theirs = ours / 1024, theirs / 1024
        show(name, ours, theirs, "MiB", f"{ours / theirs:.0%}", goal)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--aiobotocore-python", default="")
    parser.add_argument("--quick", action="store_true", help="few repeats")
    arguments = parser.parse_args()
    repeats, number = (1, 50) if arguments.quick else (5, 500)
    with (
        tempfile.TemporaryDirectory() as bytecode,
        subprocess.Popen(
            [sys.executable, "-c", SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as server,
    ):
        assert server.stdout is not None
        bench = Bench(int(server.stdout.readline()), bytecode)
        throughput(bench, repeats, number, arguments.aiobotocore_python)
        start(bench, repeats)
        server.communicate()


if __name__ == "__main__":
    main()

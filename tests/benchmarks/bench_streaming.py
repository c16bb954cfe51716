"""Memory and throughput of streamed blobs: 1 GiB down into a file, and up from a file and from an iterator.

    python tests/benchmarks/bench_streaming.py [MIB]

Each client runs in a process of its own against tests/server/streaming.py; what is measured is its peak resident memory
beyond what a small request took. The limit is 64 MiB.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "generator")]

from ecrgen import pipeline  # noqa: E402
from tests.server import stream_models  # noqa: E402
from tests.server.control import StreamServer  # noqa: E402

LIMIT = 64
MIB = 2**20
_PACKAGE = "bench_streams"
_RUN = """
import asyncio, json, sys, time
sys.path[:0] = {path!r}
import bench_streams as package
from tests.server.streaming import PIECE

size, url, target = {size}, {url!r}, {target!r}

def peak():
    # Not ru_maxrss, which starts with what the process had that started this one.
    with open("/proc/self/status") as status:
        line = next(each for each in status if each.startswith("VmHWM"))
    return int(line.split()[1]) // 1024

def pieces():
    for _ in range(size // len(PIECE)):
        yield PIECE

found = {{}}
class timed:
    def __init__(self, name):
        self.name = name
    def __enter__(self):
        self.started = time.perf_counter()
    def __exit__(self, *_):
        found[self.name] = time.perf_counter() - self.started

def sync():
    with package.Client(region="eu-west-1", endpoint_url=url) as client:
        client.get(name="plain-10").body.read()
        client.put(name="blob", body=[b"small"])
        before = peak()
        with timed("down, saved"):
            assert client.get(name=f"plain-{{size}}").body.save(target) == size
        with timed("up, from an iterator"):
            assert client.put(name="blob", body=pieces()).size == size
        with timed("up, from a file"), open(target, "rb") as file:
            assert client.put(name="blob", body=file).size == size
    return before

async def asynchronous():
    async with package.AsyncClient(region="eu-west-1", endpoint_url=url) as client:
        await (await client.get(name="plain-10")).body.aread()
        await client.put(name="blob", body=[b"small"])
        before = peak()
        with timed("down, saved"):
            body = (await client.get(name=f"plain-{{size}}")).body
            assert await body.asave(target) == size
        with timed("up, from an iterator"):
            assert (await client.put(name="blob", body=pieces())).size == size
        with timed("up, from a file"), open(target, "rb") as file:
            assert (await client.put(name="blob", body=file)).size == size
    return before

before = sync() if {kind!r} == "Client" else asyncio.run(asynchronous())
print(json.dumps({{"memory": peak() - before, "seconds": found}}))
"""


def measured(kind: str, size: int, folder: Path, url: str) -> dict[str, object]:
    """Memory in MiB and seconds of each transfer."""
    code = _RUN.format(
        path=[str(folder), str(ROOT)],
        size=size,
        url=url,
        kind=kind,
        target=str(folder / "blob"),
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "AWS_EC2_METADATA_DISABLED": "true"},
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def main() -> int:
    size = (int(sys.argv[1]) if len(sys.argv) > 1 else 1024) * MIB
    worst = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Without signatures, so that the time is that of the transfer: hashing would be most of it.
        model = stream_models.write_blobs(folder, auth=[])
        pipeline.build(pipeline.target(pipeline.Job(model, folder, _PACKAGE)))
        server = StreamServer()
        try:
            for kind in ("Client", "AsyncClient"):
                started = time.perf_counter()
                found = measured(kind, size, folder, server.url)
                seconds, memory = found["seconds"], found["memory"]
                assert isinstance(seconds, dict)
                assert isinstance(memory, int)
                worst = max(worst, memory)
                speeds = ", ".join(
                    f"{name} {size / MIB / each:.0f} MiB/s"
                    for name, each in seconds.items()
                )
                print(
                    f"{kind}: {size // MIB} MiB each way, {memory} MiB more memory; {speeds} "
                    f"({time.perf_counter() - started:.0f} s)"
                )
        finally:
            server.stop()
    if worst > LIMIT:
        print(f"more than {LIMIT} MiB")
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())

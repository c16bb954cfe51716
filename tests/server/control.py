"""The servers of these tests, as the tests handle them: started, asked, stopped."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# How long a server may take to start before the tests fail; nothing waits so long when
# all is well.
_PATIENCE = 120.0


class FaultServer:
    """tests/server/faults.py. Every method but `start` and `stop` is one exchange over
    its control connection.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "faults.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        ports = json.loads(self._process.stdout.readline())
        self.port: int = ports["port"]
        self.trap: int = ports["trap"]
        self._control = socket.create_connection(("127.0.0.1", ports["control"]))
        self._lines = self._control.makefile("rw", encoding="utf-8")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def script(self, *faults: str | dict[str, Any]) -> None:
        """What becomes of the next requests, one fault each."""
        self._do("script", faults=[_fault(each) for each in faults])

    def random(self, seed: int, rate: float, *faults: str | dict[str, Any]) -> None:
        """Of all requests, `rate` (0 to 1) get one of the faults."""
        listed = [_fault(each) for each in faults]
        self._do("random", seed=seed, rate=rate, faults=listed)

    def answer(self, operation: str, body: Any) -> None:
        self._do("answer", operation=operation, body=body)

    def release(self) -> None:
        """Answers what is held, and what will be."""
        self._do("release")

    def counters(self) -> dict[str, int]:
        return self._do("counters")

    def log(self) -> list[dict[str, Any]]:
        """Every request: operation, key, headers, body, sha256 (of the body), fault,
        finished.
        """
        log: list[dict[str, Any]] = self._do("log")["log"]
        return log

    def reset(self) -> None:
        self._do("reset")

    def wait(self, name: str, value: int) -> None:
        """Until a counter has reached a value: the other side has seen what it should."""
        deadline = time.monotonic() + _PATIENCE
        while self.counters()[name] != value:
            assert time.monotonic() < deadline, (name, value, self.counters())
            time.sleep(0.005)

    def stop(self) -> int:
        self._control.close()
        _, _ = self._process.communicate()
        return self._process.returncode

    def _do(self, name: str, **parameters: Any) -> dict[str, Any]:
        self._lines.write(json.dumps({"do": name, **parameters}) + "\n")
        self._lines.flush()
        found: dict[str, Any] = json.loads(self._lines.readline())
        if "error" in found:
            raise ValueError(found["error"])
        return found


def _fault(fault: str | dict[str, Any]) -> dict[str, Any]:
    return {"fault": fault} if isinstance(fault, str) else fault


class StreamServer:
    """tests/server/streaming.py in a process of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "streaming.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.port: int = json.loads(self._process.stdout.readline())["port"]
        self.url = f"http://127.0.0.1:{self.port}"

    def state(self) -> dict[str, int]:
        with urllib.request.urlopen(f"{self.url}/state", timeout=_PATIENCE) as answer:
            found: dict[str, int] = json.load(answer)
        # The one that asks is open too.
        return {**found, "open": found["open"] - 1}

    def wait_until_open(self, count: int) -> None:
        deadline = time.monotonic() + _PATIENCE
        while self.state()["open"] != count:
            assert time.monotonic() < deadline, self.state()
            time.sleep(0.01)

    def stop(self) -> None:
        self._process.communicate()


# Ends with whoever holds the other end of stdin, however they end.
_MOTO = """
import os, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
from moto.server import main
main(["-H", "127.0.0.1", "-p", "0"])
"""


class MotoServer:
    """moto's server in a process of its own, on a port that was free. `log` is all that
    it said.
    """

    def __init__(self, directory: Path) -> None:
        self._log = directory / "moto.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _MOTO],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.url = self._started()

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8", "replace")

    def _started(self) -> str:
        deadline = time.monotonic() + _PATIENCE
        while True:
            found = re.search(r"Running on (http://127\.0\.0\.1:\d+)", self.log)
            if found is not None:
                self.url = found[1]
                self.reset()
                return self.url
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"moto's server did not start:\n{self.log}")
            time.sleep(0.05)

    def reset(self) -> None:
        """Forgets every resource."""
        request = urllib.request.Request(f"{self.url}/moto-api/reset", method="POST")
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            assert answer.status == 200

    def stop(self) -> None:
        self._process.terminate()
        self._process.communicate()

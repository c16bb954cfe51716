"""A service that misbehaves as it is told, in a process of its own: HTTP/1.1 on
asyncio's streams, nothing in between.

    python faults.py        prints {"port": ..., "control": ..., "trap": ...} and serves until its stdin ends

It answers every POST with what `answer` set for the operation in X-Amz-Target, `{}`
otherwise, unless a fault is due. Which one is decided by, in this order: the queue of
the script, the seeded dice, the path `/fault/NAME`, the header X-Fault. A fault may
bring its own `answer`. The control port takes one JSON object a line and answers with
another (see `Service.control`). The trap is where redirects lead: it counts who comes.
"""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import json
import os
import random
import socket
import struct
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any, TypeAlias

Fault: TypeAlias = dict[str, Any]

_HTML = b"<html><title>Error</title><body><h1>Bad Gateway</h1></body></html>"
_MOST_HEAD = 64 * 1024


@dataclass(slots=True)
class Received:
    """A request that arrived whole. `key` is the SDK's ID of the call, the same for all
    of its attempts.
    """

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def operation(self) -> str:
        return self.headers.get("x-amz-target", "").rpartition(".")[2]

    @property
    def key(self) -> str:
        return self.headers.get("amz-sdk-invocation-id", "")


@dataclass(slots=True)
class Connection:
    """One connection of a client. `doomed` is one that does not outlive the next
    request.
    """

    service: Service
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    doomed: bool = False
    is_open: bool = True

    async def read(self) -> Received | None:
        """The next request; None when the client closed or sent what is no request."""
        try:
            head = await self.reader.readuntil(b"\r\n\r\n")
            first, *lines = head.decode("latin-1")[:-4].split("\r\n")
            method, target, _ = first.split(" ")
            pairs = (line.partition(":") for line in lines)
            headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
            body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        except (EOFError, asyncio.LimitOverrunError, OSError, ValueError):
            return None
        return Received(method, target, headers, body)

    async def write(self, *parts: bytes) -> None:
        for part in parts:
            self.writer.write(part)
        await self.writer.drain()

    async def answer(
        self,
        status: int,
        body: bytes,
        *,
        length: int | None = None,
        sent: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        """An answer, or the first `sent` bytes of its body; `length` is what it says of
        itself.
        """
        fields = {
            "Content-Type": "application/x-amz-json-1.1",
            "Content-Length": str(len(body) if length is None else length),
            "Date": formatdate(usegmt=True),
            "x-amzn-RequestId": f"request-{self.service.requests}",
            **(headers or {}),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        head = f"HTTP/1.1 {status} Status\r\n{lines}\r\n".encode("latin-1")
        await self.write(head, body if sent is None else body[:sent])

    async def refuse(
        self, status: int, code: str, headers: dict[str, str] | None = None
    ) -> None:
        body = {"__type": f"com.amazonaws.fault#{code}", "message": f"{code} it is"}
        await self.answer(status, json.dumps(body).encode(), headers=headers)

    def reset(self) -> None:
        """Ends the connection with RST: what was sent and not yet read may be lost."""
        raw: Any = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
        self.is_open = False

    def close(self) -> None:
        """Ends the connection with FIN."""
        self.writer.close()
        self.is_open = False

    async def until_closed(self) -> None:
        """Waits for the client to give up."""
        while await self.reader.read(65536):
            pass
        self.close()


# --- The faults ----------------------------------------------------------------------------------------------------

Misbehave: TypeAlias = Callable[[Connection, Fault, bytes], Awaitable[None]]


async def _throttle(to: Connection, fault: Fault, good: bytes) -> None:
    await to.refuse(400, "ThrottlingException")


async def _too_many(to: Connection, fault: Fault, good: bytes) -> None:
    headers = {"Retry-After": str(fault.get("after", 1))}
    await to.refuse(429, "TooManyRequestsException", headers)


async def _error(to: Connection, fault: Fault, good: bytes) -> None:
    await to.refuse(fault.get("status", 400), fault["code"])


async def _status(to: Connection, fault: Fault, good: bytes) -> None:
    await to.answer(fault.get("status", 500), b"")


async def _html(to: Connection, fault: Fault, good: bytes) -> None:
    status = fault.get("status", 502)
    await to.answer(status, _HTML, headers={"Content-Type": "text/html"})


async def _reset(to: Connection, fault: Fault, good: bytes) -> None:
    to.reset()


async def _close(to: Connection, fault: Fault, good: bytes) -> None:
    to.close()


async def _reset_half(to: Connection, fault: Fault, good: bytes) -> None:
    await to.answer(200, good, sent=len(good) // 2)
    # Longer than the bytes need to get there: a reset may overtake them.
    await asyncio.sleep(fault.get("after", 0.05))
    to.reset()


async def _truncated(to: Connection, fault: Fault, good: bytes) -> None:
    await to.answer(200, good, sent=len(good) // 2)
    to.close()


async def _slow(to: Connection, fault: Fault, good: bytes) -> None:
    """A byte every `every` seconds: never silent for long, and never done in time."""
    await to.answer(200, good, sent=0)
    for index in range(len(good)):
        await asyncio.sleep(fault.get("every", 0.2))
        await to.write(good[index : index + 1])


async def _stall(to: Connection, fault: Fault, good: bytes) -> None:
    if fault.get("after_half"):
        await to.answer(200, good, sent=len(good) // 2)
    await to.until_closed()


async def _hold(to: Connection, fault: Fault, good: bytes) -> None:
    """Answers when the test says `release`."""
    to.service.held += 1
    await to.service.released.wait()
    to.service.held -= 1
    await to.answer(200, good)


async def _wrong_json(to: Connection, fault: Fault, good: bytes) -> None:
    await to.answer(200, fault.get("body", '{"a": [1, ').encode())


async def _long_length(to: Connection, fault: Fault, good: bytes) -> None:
    """Says that more will come than does, and closes."""
    await to.answer(200, good, length=len(good) + 10)
    to.close()


async def _short_length(to: Connection, fault: Fault, good: bytes) -> None:
    """Sends more than it says: the rest stands in front of the next answer, at once or
    `after` so many seconds.
    """
    length = max(0, len(good) - 3)
    if "after" not in fault:
        await to.answer(200, good, length=length)
        return
    await to.answer(200, good, length=length, sent=length)
    await asyncio.sleep(fault["after"])
    await to.write(good[length:])


async def _redirect(to: Connection, fault: Fault, good: bytes) -> None:
    there = f"http://127.0.0.1:{to.service.trap}/"
    headers = {"Location": fault.get("location", there)}
    await to.answer(fault.get("status", 307), b"", headers=headers)


async def _stale(to: Connection, fault: Fault, good: bytes) -> None:
    """A good answer that promises more, and the end of the connection."""
    await to.answer(200, good)
    to.close()


async def _doomed(to: Connection, fault: Fault, good: bytes) -> None:
    """A good answer; the next request on this connection gets none."""
    await to.answer(200, good)
    to.doomed = True


async def _skew(to: Connection, fault: Fault, good: bytes) -> None:
    now = formatdate(time.time() + fault.get("seconds", 3600), usegmt=True)
    await to.refuse(403, "RequestTimeTooSkewed", {"Date": now})


async def _chunked(to: Connection, fault: Fault, good: bytes) -> None:
    """No fault at all, but the other way to say where a body ends."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = [b"%x\r\n%b\r\n" % (1, good[i : i + 1]) for i in range(len(good))]
    await to.write(head, *chunks, b"0\r\n\r\n")


async def _ok(to: Connection, fault: Fault, good: bytes) -> None:
    await to.answer(200, good)


FAULTS: dict[str, Misbehave] = {
    name.removeprefix("_"): function
    for name, function in globals().items()
    if inspect.iscoroutinefunction(function) and name.startswith("_")
}


# --- The service ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Service:
    """All that is known over all connections."""

    trap: int = 0
    requests: int = 0
    open: int = 0
    most_open: int = 0
    accepted: int = 0
    trapped: int = 0
    held: int = 0
    queue: list[Fault] = field(default_factory=list[Fault])
    answers: dict[str, Any] = field(default_factory=dict[str, Any])
    dice: random.Random | None = None
    rate: float = 0.0
    sides: list[Fault] = field(default_factory=list[Fault])
    log: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.open += 1
        self.accepted += 1
        self.most_open = max(self.most_open, self.open)
        connection = Connection(self, reader, writer)
        try:
            while connection.is_open:
                received = await connection.read()
                if received is None:
                    break
                if connection.doomed:
                    self.note(received, {"fault": "doomed"})
                    connection.reset()
                    break
                await self.handle(connection, received)
        except OSError:
            pass  # the client went first
        finally:
            self.open -= 1
            writer.close()

    async def handle(self, connection: Connection, received: Received) -> None:
        fault = self.due(received)
        entry = self.note(received, fault)
        told = self.answers.get(received.operation, {})
        good = json.dumps(fault.get("answer", told)).encode()
        await FAULTS[fault["fault"]](connection, fault, good)
        entry["finished"] = True

    def due(self, received: Received) -> Fault:
        if self.queue:
            return self.queue.pop(0)
        if self.dice is not None:
            if self.dice.random() < self.rate:
                return self.dice.choice(self.sides)
            return {"fault": "ok"}
        name = received.headers.get("x-fault", "ok")
        if received.target.startswith("/fault/"):
            name = received.target.split("/")[2]
        return {"fault": name if name in FAULTS else "ok"}

    def note(self, received: Received, fault: Fault) -> dict[str, Any]:
        self.requests += 1
        entry = {
            "operation": received.operation,
            "method": received.method,
            "target": received.target,
            "key": received.key,
            "headers": received.headers,
            "body": received.body.decode("utf-8", "replace")[:2000],
            "sha256": hashlib.sha256(received.body).hexdigest(),
            "fault": fault["fault"],
            "finished": False,
        }
        self.log.append(entry)
        return entry

    async def spring(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.trapped += 1
        writer.close()

    async def control(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Commands: `script` (faults), `random` (seed, rate, faults), `answer`
        (operation, body), `release`, `reset`, `counters`, `log`.
        """
        while line := await reader.readline():
            try:
                found = self.do(json.loads(line))
            except Exception as problem:
                found = {"error": f"{type(problem).__name__}: {problem}"}
            writer.write(json.dumps(found).encode() + b"\n")
            await writer.drain()
        writer.close()

    def do(self, command: dict[str, Any]) -> dict[str, Any]:
        name = command["do"]
        if name in ("script", "random"):
            faults: list[Fault] = command["faults"]
            for each in faults:
                if each["fault"] not in FAULTS:
                    raise ValueError(f"no fault is called {each['fault']!r}")
            if name == "script":
                self.queue += faults
            else:
                self.dice = random.Random(command["seed"])
                self.rate, self.sides = command["rate"], faults
        elif name == "answer":
            self.answers[command["operation"]] = command["body"]
        elif name == "release":
            self.released.set()
        elif name == "reset":
            self.released.set()
            self.released = asyncio.Event()
            self.queue, self.answers, self.log, self.dice = [], {}, [], None
            self.requests = self.trapped = self.accepted = 0
            self.most_open = self.open
        elif name == "log":
            return {"log": self.log}
        elif name != "counters":
            raise ValueError(f"no command is called {name!r}")
        return {
            "requests": self.requests,
            "finished": sum(each["finished"] for each in self.log),
            "open": self.open,
            "most_open": self.most_open,
            "accepted": self.accepted,
            "trapped": self.trapped,
            "held": self.held,
            "queued": len(self.queue),
        }


async def main() -> None:
    service = Service()
    servers = [
        await asyncio.start_server(handler, "127.0.0.1", 0, limit=limit)
        for handler, limit in (
            (service.serve, _MOST_HEAD),
            (service.control, 2**24),
            (service.spring, _MOST_HEAD),
        )
    ]
    data, control, trap = (each.sockets[0].getsockname()[1] for each in servers)
    service.trap = trap
    print(json.dumps({"port": data, "control": control, "trap": trap}), flush=True)
    # Whoever started it holds the other end of stdin: it ends with them, however they
    # end.
    await asyncio.to_thread(sys.stdin.read)
    os._exit(0)  # with whatever is under way: nobody is there to see it


if __name__ == "__main__":
    asyncio.run(main())

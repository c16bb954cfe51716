"""A service with streams, in a process of its own: HTTP/1.1 on asyncio's streams,
nothing in between.

python streaming.py        prints {"port": ...} and serves until its stdin ends

GET  /blobs/NAME-SIZE      SIZE bytes, in the way that NAME says (see `_blob`)
PUT  /blobs/NAME           {"size": ..., "sha256": ..., "attempts": ..., "headers": ...} of the body
POST /events/NAME          an event stream (see `_events`)
POST /reset/NAME           forgets the attempts at a blob
GET  /state                {"open": connections that are open, "requests": so far}
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
import zlib
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

PIECE = bytes(range(256)) * 256


def content(size: int) -> bytes:
    """What a blob of `size` bytes consists of."""
    return (PIECE * (size // len(PIECE) + 1))[:size]


def message(headers: dict[str, str], payload: bytes) -> bytes:
    """A message of an event stream whose headers are strings."""
    encoded = b"".join(
        bytes([len(name)])
        + name.encode()
        + b"\x07"
        + len(value.encode()).to_bytes(2)
        + value.encode()
        for name, value in headers.items()
    )
    prelude = (16 + len(encoded) + len(payload)).to_bytes(4) + len(encoded).to_bytes(4)
    body = prelude + zlib.crc32(prelude).to_bytes(4) + encoded + payload
    return body + zlib.crc32(body).to_bytes(4)


def event(name: str, payload: object, kind: str = "event") -> bytes:
    headers = {":message-type": kind, f":{kind}-type": name}
    return message(headers, json.dumps(payload).encode())


@dataclass(slots=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    reader: asyncio.StreamReader
    whole: bool = False

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body, however it is framed."""
        if "chunked" in self.headers.get("transfer-encoding", ""):
            while size := int(await self.reader.readline(), 16):
                yield await self.reader.readexactly(size)
                await self.reader.readline()
            await self.reader.readline()
        else:
            left = int(self.headers.get("content-length", 0))
            while left:
                piece = await self.reader.read(min(left, 1 << 18))
                if not piece:
                    raise EOFError
                left -= len(piece)
                yield piece
        self.whole = True


@dataclass(slots=True)
class Service:
    open: int = 0
    requests: int = 0
    attempts: Counter[str] = field(default_factory=Counter[str])

    async def connection(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.open += 1
        try:
            while await self._one(reader, writer):
                pass
        except (EOFError, ConnectionError, ValueError):
            pass
        finally:
            self.open -= 1
            writer.close()

    async def _one(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Whether the connection may have another request."""
        first = await reader.readline()
        if not first:
            return False
        method, path, _ = first.decode().split(" ")
        headers: dict[str, str] = {}
        while (line := (await reader.readline()).decode().strip()) != "":
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        request = Request(method, path, headers, reader)
        _, kind, *rest = path.split("/")
        name = rest[0] if rest else ""
        if kind == "state":
            state = {"open": self.open, "requests": self.requests}
            await _answer(writer, 200, json.dumps(state).encode())
            return True
        if kind == "reset":
            self.attempts.pop(f"/blobs/{name}", None)
            await _answer(writer, 200, b"")
            return True
        self.requests += 1
        self.attempts[path] += 1
        if kind == "events":
            return await self._events(name, request, writer)
        if method == "PUT":
            return await self._put(name, request, writer)
        return await self._blob(name, request, writer)

    # --- Blobs -------------------------------------------------------------------------------------------------

    async def _put(
        self, name: str, request: Request, writer: asyncio.StreamWriter
    ) -> bool:
        attempt = self.attempts[request.path]
        if name == "reset-once" and attempt == 1:
            async for _ in request.pieces():
                writer.transport.abort()
                return False
        digest, size = hashlib.sha256(), 0
        async for piece in request.pieces():
            digest.update(piece)
            size += len(piece)
        if name == "fail-once" and attempt == 1:
            await _answer(writer, 500, b'{"message": "not now"}')
            return True
        if name == "refuse":
            headers = {"x-amzn-errortype": "Refused"}
            await _answer(writer, 400, b'{"message": "never"}', headers)
            return True
        found = {
            "size": size,
            "sha256": digest.hexdigest(),
            "attempts": attempt,
            "headers": request.headers,
        }
        await _answer(writer, 200, json.dumps(found).encode())
        return True

    async def _blob(
        self, name: str, request: Request, writer: asyncio.StreamWriter
    ) -> bool:
        how, _, number = name.partition("-")
        size = int(number)
        match how:
            case "missing":
                headers = {"x-amzn-errortype": "Refused"}
                await _answer(writer, 404, b'{"message": "no such blob"}', headers)
                return True
            case "fail":
                await _answer(writer, 500, b'{"message": "broken"}')
                return True
            case "chunked":
                await _head(writer, 200, {"Transfer-Encoding": "chunked"})
                whole = content(size)
                for start in range(0, size, 1000):
                    piece = whole[start : start + 1000]
                    writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
                writer.write(b"0\r\n\r\n")
            case "gzip":
                headers = {"Content-Encoding": "gzip", "Content-Length": str(size)}
                await _head(writer, 200, headers)
                writer.write(content(size))
            case "cut":
                await _head(writer, 200, {"Content-Length": str(size)})
                writer.write(content(size // 2))
                await writer.drain()
                return False
            case "stall":
                await _head(writer, 200, {"Content-Length": str(size)})
                writer.write(content(size // 2))
                await writer.drain()
                # Until the client has had enough.
                await request.reader.read(1)
                return False
            case _:
                await _head(writer, 200, {"Content-Length": str(size)})
                for _ in range(size // len(PIECE)):
                    writer.write(PIECE)
                    await writer.drain()
                writer.write(content(size % len(PIECE)))
        await writer.drain()
        return True

    # --- Events ------------------------------------------------------------------------------------------------

    async def _events(
        self, name: str, request: Request, writer: asyncio.StreamWriter
    ) -> bool:
        kind = "application/vnd.amazon.eventstream"
        headers = {"Transfer-Encoding": "chunked", "Content-Type": kind}
        if name == "echo":
            # As the events come, they go back; what is signed is in a message of its
            # own.
            await _head(writer, 200, headers)
            async for piece in request.pieces():
                writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
                await writer.drain()
            writer.write(b"0\r\n\r\n")
            await writer.drain()
            return True
        async for _ in request.pieces():
            pass
        if name == "refused":
            error = {"x-amzn-errortype": "Refused"}
            await _answer(writer, 400, b'{"message": "never"}', error)
            return True
        await _head(writer, 200, headers)
        sent = [event("initial-response", {"session": "s-1"})]
        sent += [event("said", {"text": f"number {n}"}) for n in range(3)]
        match name:
            case "exception":
                sent.append(event("refused", {"message": "enough"}, "exception"))
            case "first":
                sent = [event("refused", {"message": "at once"}, "exception")]
            case "error":
                codes = {":error-code": "Internal", ":error-message": "it broke"}
                sent.append(message({":message-type": "error", **codes}, b""))
            case "unknown":
                sent.insert(2, event("sung", {"note": "a"}))
            case "damaged":
                sent[2] = sent[2][:-6] + b"\x00" + sent[2][-5:]
            case "cut":
                sent[3] = sent[3][:-5]
            case _:
                pass
        for each in sent:
            # In pieces that have nothing to do with the messages.
            half = len(each) // 2
            for piece in (each[:half], each[half:]):
                writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
                await writer.drain()
        if name == "endless":
            await request.reader.read()
            return False
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True


async def _head(
    writer: asyncio.StreamWriter, status: int, headers: dict[str, str]
) -> None:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"HTTP/1.1 {status} Status\r\n{lines}\r\n".encode())
    await writer.drain()


async def _answer(
    writer: asyncio.StreamWriter,
    status: int,
    body: bytes,
    headers: dict[str, str] | None = None,
) -> None:
    length = {"Content-Length": str(len(body)), "Content-Type": "application/json"}
    await _head(writer, status, {**length, **(headers or {})})
    writer.write(body)
    await writer.drain()


async def main() -> None:
    service = Service()
    server = await asyncio.start_server(service.connection, "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())

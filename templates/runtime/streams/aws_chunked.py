"""Bodies in the encoding `aws-chunked`: a checksum comes behind the body, so that the
body is read once.

Written to the Amazon S3 API Reference, "Authenticating requests: using the
Authorization header (transferring a payload in multiple chunks)", for unsigned chunks
with a trailer.
"""

from __future__ import annotations

from collections.abc import MutableMapping

from ..core.bodies import BodyChecksum, BodySource
from .encoded_bodies import EncodedSource

_PAYLOAD = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
# Chunks of one size, the last apart, so that the length of the whole is known before.
_CHUNK = 64 * 1024


def chunked(
    source: BodySource, checksum: BodyChecksum, headers: MutableMapping[str, str]
) -> BodySource:
    """The body with its checksum behind it; `headers` say so. Its length must be known."""
    length = source.length
    assert length is not None
    given = [name for name in headers if name.lower() == "content-encoding"]
    encodings = [headers.pop(name) for name in given]
    headers["Content-Encoding"] = ",".join(filter(None, ("aws-chunked", *encodings)))
    headers["X-Amz-Content-Sha256"] = _PAYLOAD
    headers["X-Amz-Decoded-Content-Length"] = str(length)
    headers["X-Amz-Trailer"] = checksum.name
    whole, rest = divmod(length, _CHUNK)
    total = whole * _framed(_CHUNK) + (_framed(rest) if rest else 0)
    digest = checksum.encode(checksum.new().digest())
    # The chunk of no bytes, the trailer, and the empty line behind it.
    total += len("0\r\n") + len(checksum.name) + len(":\r\n\r\n") + len(digest)
    return EncodedSource(source, lambda: _Chunks(checksum), total)


def _framed(size: int) -> int:
    return len(f"{size:x}\r\n\r\n") + size


class _Chunks:
    """Puts a body into chunks, with the checksum of it all at the end."""

    def __init__(self, checksum: BodyChecksum) -> None:
        self._checksum = checksum
        self._digest = checksum.new()
        self._held = bytearray()

    def feed(self, data: bytes, /) -> bytes:
        self._digest.update(data)
        self._held += data
        framed: list[bytes] = []
        while len(self._held) >= _CHUNK:
            framed.append(_frame(self._held[:_CHUNK]))
            del self._held[:_CHUNK]
        return b"".join(framed)

    def finish(self) -> bytes:
        last = _frame(self._held) if self._held else b""
        value = self._checksum.encode(self._digest.digest())
        return last + f"0\r\n{self._checksum.name}:{value}\r\n\r\n".encode("ascii")


def _frame(chunk: bytearray) -> bytes:
    return b"%x\r\n%b\r\n" % (len(chunk), bytes(chunk))

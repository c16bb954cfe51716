"""Compressed request bodies (Smithy 2.0, "requestCompression trait")."""

from __future__ import annotations

import zlib
from typing import Protocol

from ..core.errors import SettingsError
from ..core.http import Request
from ..settings.settings import Settings
from .encoded_bodies import EncodedSource

# "REQUEST_MIN_COMPRESSION_SIZE_BYTES" and its bounds: small payloads may become longer
# when compressed.
_MIN_SIZE = "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES"
_DEFAULT_MIN_SIZE = 10_240
_MAX_MIN_SIZE = 10_485_760


class Compressor(Protocol):
    """Compresses piece by piece."""

    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


def gzip(request: Request) -> Request:
    """The request, its body compressed where it is large enough and the environment
    does not say otherwise.

    Raises SettingsError where AWS_DISABLE_REQUEST_COMPRESSION is not true or false, or
    AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES not from 0 to 10485760.
    """
    settings = Settings()
    if settings.boolean("", "AWS_DISABLE_REQUEST_COMPRESSION"):
        return request
    if request.stream is not None:
        # Nobody knows how long it is before it is sent: a stream is compressed in any
        # case.
        request.stream = EncodedSource(request.stream, _Gzip)
        mark(request)
        return request
    least = settings.integer("", 0, _DEFAULT_MIN_SIZE, _MIN_SIZE)
    if least > _MAX_MIN_SIZE:
        raise SettingsError(f"{_MIN_SIZE} must be {_MAX_MIN_SIZE} or less")
    if len(request.body) >= least:
        compress = compressor()
        request.body = compress.compress(request.body) + compress.flush()
        mark(request)
    return request


def compressor() -> Compressor:
    """Compresses to the format of gzip, with no time in it: the same bytes for the same
    body.
    """
    return zlib.compressobj(wbits=31)


def mark(request: Request) -> None:
    """Adds the encoding to `Content-Encoding`, after those that the caller applied (RFC
    9110, section 8.4).
    """
    for name, value in request.headers.items():
        if name.lower() == "content-encoding":
            request.headers[name] = f"{value}, gzip" if value else "gzip"
            return
    request.headers["Content-Encoding"] = "gzip"


class _Gzip:
    """Compresses a stream."""

    def __init__(self) -> None:
        self._compressor = compressor()

    def feed(self, data: bytes, /) -> bytes:
        return self._compressor.compress(data)

    def finish(self) -> bytes:
        return self._compressor.flush()

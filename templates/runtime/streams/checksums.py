"""Checksums of bodies: `httpChecksumRequired` and `httpChecksum` (Smithy 2.0,
"aws.protocols#httpChecksum trait").

CRC32, SHA1 and SHA256 are those of the standard library. CRC32C and CRC64NVME, which it
lacks, are computed by table (about 9 MB a second), or by awscrt where that is
installed.
"""

from __future__ import annotations

import hashlib
import zlib
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any

from ..core.bodies import AsyncBody, BodyChecksum, Digest as Checksum, SyncBody
from ..core.errors import DeserializationError
from ..core.http import Request, Response
from ..settings.settings import Settings
from .aws_chunked import chunked

# What is computed where the caller names no algorithm.
DEFAULT = "CRC32"

_PREFIX = "x-amz-checksum-"
# What starts like the header of a checksum and is none.
_OTHERS = frozenset({"x-amz-checksum-mode", "x-amz-checksum-type"})
# Answers longer than this are not verified with what is computed by table: it would
# take longer than the transfer.
_TABLE_LIMIT = 8 * 1024 * 1024


class _Crc32:
    def __init__(self) -> None:
        self._value = 0

    def update(self, data: bytes, /) -> None:
        self._value = zlib.crc32(data, self._value)

    def digest(self) -> bytes:
        return self._value.to_bytes(4, "big")


class _Reflected:
    """A CRC whose bits are reflected, which all of ours are: preset to ones, and
    inverted at the end.
    """

    polynomial: int
    size: int
    # The function of awscrt.checksums.
    native: str

    def __init__(self) -> None:
        self._mask = (1 << 8 * self.size) - 1
        self._value = 0

    def update(self, data: bytes, /) -> None:
        native = _awscrt(self.native)
        if native is not None:
            self._value = native(data, self._value)
            return
        table, value = _table(self.polynomial), self._value ^ self._mask
        for byte in data:
            value = table[(value ^ byte) & 0xFF] ^ (value >> 8)
        self._value = value ^ self._mask

    def digest(self) -> bytes:
        return self._value.to_bytes(self.size, "big")


class _Crc32c(_Reflected):
    polynomial = 0x82F63B78
    size = 4
    native = "crc32c"


class _Crc64Nvme(_Reflected):
    polynomial = 0x9A6C9329AC4BC9B5
    size = 8
    native = "crc64nvme"


@cache
def _table(polynomial: int) -> tuple[int, ...]:
    """The CRC of each single byte."""
    found: list[int] = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ polynomial if value & 1 else value >> 1
        found.append(value)
    return tuple(found)


@cache
def _awscrt(name: str) -> Callable[[bytes, int], int] | None:
    try:
        return getattr(import_module("awscrt.checksums"), name, None)
    except ImportError:
        return None


# The quickest first: of several checksums in an answer one is verified.
_ALGORITHMS: dict[str, Callable[[], Checksum]] = {
    "CRC32": _Crc32,
    "SHA1": lambda: hashlib.sha1(usedforsecurity=False),
    "SHA256": hashlib.sha256,
    "CRC32C": _Crc32c,
    "CRC64NVME": _Crc64Nvme,
}
_BY_TABLE = {"CRC32C": _Crc32c, "CRC64NVME": _Crc64Nvme}


ALGORITHMS = tuple(_ALGORITHMS)


def new(algorithm: str) -> Checksum:
    """A checksum of nothing yet. Raises ValueError for an algorithm that is not
    supported.
    """
    make = _ALGORITHMS.get(algorithm.upper())
    if make is None:
        known = ", ".join(ALGORITHMS)
        raise ValueError(
            f"the checksum algorithm {algorithm!r} is not supported; {known} are"
        )
    return make()


def header_of(algorithm: str) -> str:
    """The header, or trailer, of a checksum ("Resolving checksum name")."""
    return _PREFIX + algorithm.lower()


def encoded(checksum: Checksum) -> str:
    """A checksum as its header has it."""
    return _text(checksum.digest())


def _text(digest: bytes) -> str:
    return b64encode(digest).decode("ascii")


# --- Requests --------------------------------------------------------------------------------------------------------


def md5(request: Request) -> Request:
    """The request with the Content-MD5 of its body, where the caller gave no checksum
    ("httpChecksumRequired").
    """
    if has_checksum(request):
        return request
    if request.stream is not None:
        request.stream.checksum = BodyChecksum(
            "Content-MD5", _md5, _text, required=True
        )
    else:
        digest = hashlib.md5(request.body, usedforsecurity=False).digest()
        request.headers["Content-MD5"] = b64encode(digest).decode("ascii")
    return request


def flexible(
    request: Request,
    algorithm: str | None,
    *,
    required: bool = False,
    header: str = "",
) -> Request:
    """The request with the checksum of its body by the algorithm that the caller chose
    ("httpChecksum").

    Where the caller chose none it is CRC32, which `header` then names, unless the
    setting AWS_REQUEST_CHECKSUM_CALCULATION is `when_required` and it is not
    `required`. A checksum that the caller computed is left alone.
    """
    chosen = algorithm or DEFAULT
    if has_checksum(request):
        return request
    if not algorithm:
        if not required and _only_when_required("AWS_REQUEST_CHECKSUM_CALCULATION"):
            return request
        if header:
            request.headers[header] = chosen
    checksum = new(chosen)
    if request.stream is not None:
        # It goes with the body, which is read when it is sent.
        request.stream.checksum = BodyChecksum(
            header_of(chosen),
            lambda: new(chosen),
            _text,
            required=required or bool(algorithm),
            trail=chunked,
        )
        return request
    checksum.update(request.body)
    request.headers[header_of(chosen)] = encoded(checksum)
    return request


def has_checksum(request: Request) -> bool:
    """Whether the caller gave a checksum of the body, by whatever algorithm."""
    names = (name.lower() for name in request.headers)
    return any(
        name == "content-md5" or (name.startswith(_PREFIX) and name not in _OTHERS)
        for name in names
    )


def _only_when_required(variable: str) -> bool:
    words = ("when_supported", "when_required")
    return Settings().choice("", words, words[0], variable) == words[1]


# --- Answers ---------------------------------------------------------------------------------------------------------


def ask(request: Request, header: str) -> Request:
    """The request, asking for checksums in the answer by `header`, where the caller did
    not decide.

    Not where the setting AWS_RESPONSE_CHECKSUM_VALIDATION is `when_required`.
    """
    given = {name.lower() for name in request.headers}
    if header.lower() not in given and not _only_when_required(
        "AWS_RESPONSE_CHECKSUM_VALIDATION"
    ):
        request.headers[header] = "ENABLED"
    return request


class Expected:
    """The checksum that an answer must have. Takes the body piece by piece."""

    def __init__(self, algorithm: str, value: bytes) -> None:
        self.algorithm = algorithm
        self.value = value
        self._checksum = new(algorithm)

    def update(self, data: bytes, /) -> None:
        self._checksum.update(data)

    def problem(self) -> str | None:
        """What is wrong with the body that was given; None where nothing is."""
        if self._checksum.digest() == self.value:
            return None
        expected, found = b64encode(self.value).decode("ascii"), encoded(self._checksum)
        return f"the {self.algorithm} of the body is {found}, not {expected}"


def expected(
    response: Response, algorithms: Iterable[str], length: int | None
) -> Expected | None:
    """The checksum to verify of those in an answer whose body has `length` bytes; None
    where there is none.

    `algorithms` are the ones of the model ("responseAlgorithms"). Objects that were
    uploaded in parts have a checksum of checksums, `base64-parts`, which nothing can be
    verified with.
    """
    modelled = {each.upper() for each in algorithms}
    for algorithm in ALGORITHMS:
        text = response.header(header_of(algorithm))
        if algorithm not in modelled or not text or "-" in text:
            continue
        if _takes_too_long(algorithm, length):
            continue
        try:
            return Expected(algorithm, b64decode(text, validate=True))
        except Error:
            continue
    return None


def _takes_too_long(algorithm: str, length: int | None) -> bool:
    kind: Any = _BY_TABLE.get(algorithm)
    if kind is None or _awscrt(kind.native) is not None:
        return False
    return length is None or length > _TABLE_LIMIT


def verified(response: Response, operation: str, *algorithms: str) -> Response:
    """The response, its body being what the service says it sent. Raises
    DeserializationError where it is not.
    """
    if response.stream is not None:
        return _verified_stream(response, operation, algorithms)
    found = expected(response, algorithms, len(response.body))
    if found is not None and response.status < 300:
        found.update(response.body)
        problem = found.problem()
        if problem is not None:
            raise DeserializationError(operation, response.status, problem)
    return response


def _md5() -> Checksum:
    return hashlib.md5(usedforsecurity=False)


def _verified_stream(
    response: Response, operation: str, algorithms: tuple[str, ...]
) -> Response:
    """The response, whose stream raises DeserializationError at its end where the
    service sent something else.
    """
    stream = response.stream
    if stream is None:
        return response
    found = expected(response, algorithms, stream.length)
    if found is None or response.status >= 300:
        return response
    found.update(response.body)
    kind = _VerifiedSync if isinstance(stream, SyncBody) else _VerifiedAsync
    checked: Any = kind(stream, found, operation, response.status)
    return Response(response.status, response.headers, response.body, checked)


class _Verified:
    """A body that is verified while it is read."""

    def __init__(
        self, stream: Any, expected: Expected, operation: str, status: int
    ) -> None:
        self._stream = stream
        self._expected = expected
        self._operation = operation
        self._status = status
        self.length: int | None = stream.length

    def close(self) -> None:
        self._stream.close()

    def _verified(self, piece: bytes) -> bytes:
        if piece:
            self._expected.update(piece)
        elif (problem := self._expected.problem()) is not None:
            raise DeserializationError(self._operation, self._status, problem)
        return piece


class _VerifiedSync(_Verified, SyncBody):
    def read(self, size: int, /) -> bytes:
        return self._verified(self._stream.read(size))


class _VerifiedAsync(_Verified, AsyncBody):
    async def aread(self, size: int, /) -> bytes:
        return self._verified(await self._stream.aread(size))

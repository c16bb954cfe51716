"""SHA-256 tree hashes: of pieces of 1 MiB, then of pairs of hashes, until one is left."""

from __future__ import annotations

import hashlib

from .encoded_bodies import BodyChecksum
from .http import Request

_PIECE = 1024 * 1024
_HEADER = "X-Amz-Sha256-Tree-Hash"


class TreeHash:
    """The hash of a body that comes piece by piece; that of one of up to 1 MiB is its SHA-256 hash."""

    def __init__(self) -> None:
        self._hashes: list[bytes] = []
        self._current = hashlib.sha256()
        self._size = 0

    def update(self, data: bytes, /) -> None:
        view = memoryview(data)
        while len(view):
            if self._size == _PIECE:
                self._hashes.append(self._current.digest())
                self._current, self._size = hashlib.sha256(), 0
            taken = view[: _PIECE - self._size]
            self._current.update(taken)
            self._size += len(taken)
            view = view[len(taken) :]

    def digest(self) -> bytes:
        hashes = [*self._hashes, self._current.digest()]
        while len(hashes) > 1:
            # A hash without a partner goes up a level as it is.
            unpaired = hashes[-1:] if len(hashes) % 2 else []
            pairs = zip(hashes[::2], hashes[1::2], strict=False)
            hashes = [hashlib.sha256(a + b).digest() for a, b in pairs] + unpaired
        return hashes[0]


def tree_hash(body: bytes) -> str:
    """The hash in hexadecimal."""
    found = TreeHash()
    found.update(body)
    return found.digest().hex()


def with_tree_hash(request: Request) -> Request:
    """The request with both hashes of its body in headers, except where the caller gave them."""
    headers = request.headers
    given = {name.lower() for name in headers}
    if request.stream is not None:
        # Read when it is sent, for both: the other hash is that of the signature.
        if _HEADER.lower() not in given:
            request.stream.checksum = BodyChecksum(
                _HEADER, TreeHash, required=True, can_trail=False, encode=bytes.hex
            )
        return request
    if "x-amz-content-sha256" not in given:
        headers["X-Amz-Content-Sha256"] = hashlib.sha256(request.body).hexdigest()
    if _HEADER.lower() not in given:
        headers[_HEADER] = tree_hash(request.body)
    return request

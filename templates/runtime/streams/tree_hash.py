"""SHA-256 tree hashes: of pieces of 1 MiB, then of pairs of hashes, until one is left."""

from __future__ import annotations

import hashlib

from ..core.bodies import BodyChecksum
from ..core.http import Request

_PIECE = 1024 * 1024
_CONTENT, _TREE = "X-Amz-Content-Sha256", "X-Amz-Sha256-Tree-Hash"


class TreeHash:
    """A tree hash of bytes that come piece by piece; that of up to 1 MiB is its SHA-256
    hash.
    """

    def __init__(self, data: bytes = b"") -> None:
        self._hashes: list[bytes] = []
        self._piece = hashlib.sha256()
        # How much of the current piece there is.
        self._length = 0
        self.update(data)

    def update(self, data: bytes, /) -> None:
        view = memoryview(data)
        while view:
            if self._length == _PIECE:
                self._hashes.append(self._piece.digest())
                self._piece, self._length = hashlib.sha256(), 0
            part = view[: _PIECE - self._length]
            self._piece.update(part)
            self._length += len(part)
            view = view[len(part) :]

    def digest(self) -> bytes:
        hashes = [*self._hashes, self._piece.digest()]
        while len(hashes) > 1:
            # A hash without a partner goes up a level as it is.
            unpaired = hashes[-1:] if len(hashes) % 2 else []
            pairs = zip(hashes[::2], hashes[1::2], strict=False)
            hashes = [hashlib.sha256(a + b).digest() for a, b in pairs] + unpaired
        return hashes[0]


def with_tree_hash(request: Request) -> Request:
    """The request with both hashes of its body in headers, except where the caller gave
    them.

    Those of a body that is not in memory are made when it is sent, by reading it twice.
    """
    headers = request.headers
    given = {name.lower() for name in headers}
    if request.stream is not None:
        # The other hash is in the signature, and gets its header there.
        if _TREE.lower() not in given:
            request.stream.checksum = BodyChecksum(
                _TREE, TreeHash, bytes.hex, required=True
            )
        return request
    if _CONTENT.lower() not in given:
        headers[_CONTENT] = hashlib.sha256(request.body).hexdigest()
    if _TREE.lower() not in given:
        headers[_TREE] = TreeHash(request.body).digest().hex()
    return request

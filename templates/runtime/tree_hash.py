"""SHA-256 tree hashes: of pieces of 1 MiB, then of pairs of hashes, until one is left."""

from __future__ import annotations

import hashlib

from .http import Request

_PIECE = 1024 * 1024


def tree_hash(body: bytes) -> str:
    """The hash in hexadecimal; that of a body of up to 1 MiB is its SHA-256 hash."""
    view = memoryview(body)
    hashes = [
        hashlib.sha256(view[start : start + _PIECE]).digest()
        for start in range(0, max(len(body), 1), _PIECE)
    ]
    while len(hashes) > 1:
        # A hash without a partner goes up a level as it is.
        unpaired = hashes[-1:] if len(hashes) % 2 else []
        pairs = zip(hashes[::2], hashes[1::2], strict=False)
        hashes = [hashlib.sha256(a + b).digest() for a, b in pairs] + unpaired
    return hashes[0].hex()


def with_tree_hash(request: Request) -> Request:
    """The request with both hashes of its body in headers, except where the caller gave them."""
    headers = request.headers
    given = {name.lower() for name in headers}
    if "x-amz-content-sha256" not in given:
        headers["X-Amz-Content-Sha256"] = hashlib.sha256(request.body).hexdigest()
    if "x-amz-sha256-tree-hash" not in given:
        headers["X-Amz-Sha256-Tree-Hash"] = tree_hash(request.body)
    return request

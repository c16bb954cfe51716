# Copied by ecrgen: the overlay of ECR PUBLIC 2020-10-30 names extras/_layer_sources.py.
# Do not edit: change that file, then run `ecrgen build`.
"""Layers to push: the sources of their bytes, and their digests.

Everything here reads or hashes, and so it blocks. The steps of a push yield it as
`Work`.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

__all__ = ["DIGEST", "LayerSource", "Source"]

LayerSource: TypeAlias = bytes | BinaryIO | Path
"""The bytes of a layer, a file object opened for reading bytes, or the path of a file.
"""

DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_READ = 1024 * 1024


class Source:
    """The bytes of one layer. `digest` and `size` are None until they are known."""

    def __init__(self, layer: LayerSource, digest: str | None, name: str) -> None:
        if not (isinstance(layer, (bytes, Path)) or hasattr(layer, "read")):
            kind = type(layer).__name__
            raise TypeError(f"{name} is a {kind}: give bytes, a file object or a Path")
        if digest is not None and DIGEST.fullmatch(digest) is None:
            raise ValueError(f"{name}: {digest!r} is not a digest, sha256:<64 hex>")
        self.name = name
        self.digest = digest
        self.size: int | None = None
        self._layer = layer
        self._file: BinaryIO | None = None
        self._start: int | None = None
        self._head = b""
        self._at = 0
        self._hash = hashlib.sha256()

    def prepare(self) -> None:
        """Determines the size and, if it was not given, the digest of a
        rewindable source.
        """
        layer = self._layer
        if isinstance(layer, bytes):
            self.size = len(layer)
        elif isinstance(layer, Path):
            with layer.open("rb") as file:
                self.size = file.seek(0, 2)
        # An object with `read` alone, such as the body of a response, is treated as a
        # pipe.
        elif hasattr(layer, "seekable") and layer.seekable():
            self._start = layer.tell()
            self.size = layer.seek(0, 2) - self._start
        else:
            # It cannot be read twice, but an empty layer must be noticed before
            # sending.
            self._file = layer
            self._head = self.read(1)
            self._hash, self._at = hashlib.sha256(), 0
        if self.size == 0 or (self.size is None and not self._head):
            raise ValueError(f"{self.name} is empty: the registry takes no such layer")
        if self.digest is None and self.size is not None:
            self.open()
            try:
                while self.read(_READ):
                    pass
            finally:
                self.close()
            self.digest = self.sent_digest

    def open(self) -> None:
        """Starts over: the next `read` returns the first bytes."""
        self._hash, self._at = hashlib.sha256(), 0
        if isinstance(self._layer, Path):
            self._file = self._layer.open("rb")
        elif not isinstance(self._layer, bytes):
            self._file = self._layer
            if self._start is not None:
                self._file.seek(self._start)

    def read(self, size: int) -> bytes:
        """The next `size` bytes; fewer only at the end."""
        if self._file is None:
            content = cast("bytes", self._layer)[self._at : self._at + size]
        else:
            content = self._read(self._file, size)
        self._hash.update(content)
        self._at += len(content)
        return content

    def _read(self, file: BinaryIO, size: int) -> bytes:
        parts = [self._head]
        missing, self._head = size - len(self._head), b""
        while missing > 0:
            part = cast("object", file.read(missing))
            if part is None:
                raise BlockingIOError(f"{self.name} has no bytes at the moment")
            if not isinstance(part, bytes):
                raise TypeError(f"{self.name} is not open for reading bytes")
            if not part:
                break
            parts.append(part)
            missing -= len(part)
        # Usually there is a single part, which is returned without a copy.
        return parts[1] if len(parts) == 2 and not parts[0] else b"".join(parts)

    @property
    def sent_digest(self) -> str:
        """The digest of everything read since `open`."""
        return f"sha256:{self._hash.hexdigest()}"

    def close(self) -> None:
        """Closes a file that was opened here. File objects belong to the caller."""
        if isinstance(self._layer, Path) and self._file is not None:
            self._file.close()
            self._file = None

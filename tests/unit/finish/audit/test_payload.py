"""The audit lets bodies be compressed, summed and verified in the forms of the lowering, and in no others."""

from __future__ import annotations

import pytest

from ecrgen.finish.audit import UnsafeError, audit

PATH = "operations/put.py"
SOURCE = '''\
"""Put."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .. import errors
from .._runtime.codecs import cbor, rpcv2cbor
from .._runtime.core import http
from .._runtime.streams import checksums, compression


@dataclass(slots=True, kw_only=True)
class Thing:
    """A thing."""

    share: float | None = None

    def to_cbor(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        if self.share is not None:
            out["share"] = cbor.single(self.share)
        return out


class Put:
    """Puts."""

    name = "Put"

    @staticmethod
    def serialize(value: Thing) -> http.Request:
        request = rpcv2cbor.request("/service/S/operation/Put", value.to_cbor())
        request = compression.gzip(request)
        request = checksums.flexible(request, value.algorithm, header="x-sum")
        return checksums.md5(request)

    @staticmethod
    def deserialize(response: http.Response) -> Thing:
        response = checksums.verified(response, Put.name, "CRC32")
        return rpcv2cbor.deserialize(response, Put.name, Thing.from_value, Put.errors)
'''


def test_what_the_lowering_writes_passes() -> None:
    assert audit(SOURCE, PATH).body


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("compression.gzip(request)", "compression.zlib(request)"),
        ("compression.gzip(request)", "compression.gzip(open('a'))"),
        ("compression.gzip(request)", "compression.Settings()"),
        ("checksums.md5(request)", "checksums.hashlib.md5(request)"),
        ("checksums.md5(request)", "checksums._table(request)"),
        ("checksums.md5(request)", "request.body.decode(request)()"),
        ('header="x-sum"', "**value.more"),
        ("value.algorithm", "value.__dict__"),
        (
            "        request = compression.gzip",
            "        request.body = compression.gzip",
        ),
        ("response = checksums.verified", "response = checksums.flexible"),
        ("response = checksums.verified", "response = rpcv2cbor.deserialize"),
        ("response = checksums.verified(response", "response = open(response"),
        ("response = checksums.verified(", "cls = checksums.verified("),
        ("Put.errors)", "Put.mro)"),
        ("Put.errors)", "Put.__subclasses__)"),
        ("cbor.single(self.share)", "cbor.struct(self.share)"),
        ("def to_cbor", "def to_pickle"),
        ("value.to_cbor()", "value.to_pickle()"),
    ],
)
def test_what_it_does_not_write_is_refused(old: str, new: str) -> None:
    assert SOURCE.count(old) == 1, old
    with pytest.raises(UnsafeError):
        audit(SOURCE.replace(old, new), PATH)

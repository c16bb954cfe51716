"""Headers of presigned URLs: what clients add for checksums is not what others have to
send.
"""

from __future__ import annotations

import pytest

from runtime.core.http import Request
from runtime.signing.presigning import headers_of
from runtime.streams import checksums
from runtime.streams.sources import attach

ALGORITHM = "x-amz-sdk-checksum-algorithm"


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REQUEST_CHECKSUM_CALCULATION", raising=False)
    monkeypatch.delenv("AWS_RESPONSE_CHECKSUM_VALIDATION", raising=False)


@pytest.mark.parametrize("algorithm", [None, *checksums.ALGORITHMS])
def test_checksums_of_no_body(algorithm: str | None) -> None:
    request = Request("PUT", "/b/k", headers={"x-amz-acl": "private"})
    if algorithm is not None:
        request.headers[ALGORITHM] = algorithm
    checksums.flexible(request, algorithm, header=ALGORITHM)
    assert len(request.headers) == 3
    assert headers_of(request) == {"x-amz-acl": "private"}


def test_md5_of_no_body() -> None:
    assert headers_of(checksums.md5(Request("PUT", "/b/k"))) == {}


def test_a_body_that_is_not_in_memory() -> None:
    request = attach(Request("PUT", "/b/k"), iter([b"x"]))
    checksums.flexible(request, None, header=ALGORITHM)
    assert headers_of(request) == {}


def test_answers_are_not_ours_to_verify() -> None:
    request = checksums.ask(Request("GET", "/b/k"), "x-amz-checksum-mode")
    assert request.headers
    assert headers_of(request) == {}


def test_what_the_caller_said_of_the_body_stays() -> None:
    given = {"x-amz-checksum-crc32": "y/Q5Jg==", ALGORITHM: "CRC32"}
    request = Request("PUT", "/b/k", headers=dict(given))
    checksums.flexible(request, "CRC32", header=ALGORITHM)
    assert headers_of(request) == given


def test_the_checksum_of_a_body_that_is_there_stays() -> None:
    request = checksums.flexible(Request("PUT", "/b/k", body=b"123456789"), None)
    assert headers_of(request) == {"x-amz-checksum-crc32": "y/Q5Jg=="}

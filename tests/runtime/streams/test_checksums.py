"""Checksums and compression of bodies, and the settings for them."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from base64 import b64encode

import pytest

from runtime.core.errors import DeserializationError, SettingsError
from runtime.core.http import Request, Response
from runtime.streams import checksums, compression

# The check values of the catalogue of parametrised CRC algorithms, which are those of
# "123456789".
CHECKS = {
    "CRC32": "cbf43926",
    "CRC32C": "e3069283",
    "CRC64NVME": "ae8b14860a799888",
    "SHA1": hashlib.sha1(b"123456789").hexdigest(),
    "SHA256": hashlib.sha256(b"123456789").hexdigest(),
}
SETTINGS = (
    "AWS_DISABLE_REQUEST_COMPRESSION",
    "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
    "AWS_REQUEST_CHECKSUM_CALCULATION",
    "AWS_RESPONSE_CHECKSUM_VALIDATION",
)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


def request(
    body: bytes = b"123456789", headers: dict[str, str] | None = None
) -> Request:
    return Request("PUT", "/", headers=dict(headers or {}), body=body)


@pytest.mark.parametrize("algorithm", CHECKS)
def test_check_values(algorithm: str) -> None:
    whole, pieces = checksums.new(algorithm), checksums.new(algorithm.lower())
    whole.update(b"123456789")
    for piece in (b"1234", b"", b"56789"):
        pieces.update(piece)
    assert whole.digest().hex() == pieces.digest().hex() == CHECKS[algorithm]


@pytest.mark.parametrize("algorithm", CHECKS)
def test_checksums_of_nothing(algorithm: str) -> None:
    expected = {"SHA1": hashlib.sha1().digest(), "SHA256": hashlib.sha256().digest()}
    size = 8 if algorithm == "CRC64NVME" else 4
    assert checksums.new(algorithm).digest() == expected.get(algorithm, bytes(size))


def test_an_unknown_algorithm_is_named() -> None:
    with pytest.raises(ValueError, match="'XXHASH64' is not supported; CRC32, "):
        checksums.flexible(request(), "XXHASH64")


# --- Requests --------------------------------------------------------------------------------------------------------


def test_md5() -> None:
    digest = b64encode(hashlib.md5(b"123456789").digest()).decode()
    assert checksums.md5(request()).headers == {"Content-MD5": digest}


@pytest.mark.parametrize("name", ["content-md5", "X-Amz-Checksum-SHA256"])
def test_a_checksum_of_the_caller_wins(name: str) -> None:
    headers = {name: "mine"}
    assert checksums.md5(request(headers=headers)).headers == headers
    for algorithm in ("SHA1", None):
        made = checksums.flexible(request(headers=headers), algorithm, required=True)
        assert made.headers == headers


def test_headers_about_checksums_are_none() -> None:
    made = checksums.md5(request(headers={"x-amz-checksum-mode": "ENABLED"}))
    assert "Content-MD5" in made.headers


@pytest.mark.parametrize("algorithm", CHECKS)
def test_the_algorithm_that_the_caller_chose(algorithm: str) -> None:
    header = {"x-amz-sdk-checksum-algorithm": algorithm}
    made = Request("PUT", "/", headers=dict(header), body=b"123456789")
    checksums.flexible(made, algorithm, header="x-amz-sdk-checksum-algorithm")
    value = b64encode(bytes.fromhex(CHECKS[algorithm])).decode()
    assert made.headers == {**header, f"x-amz-checksum-{algorithm.lower()}": value}


def test_crc32_where_the_caller_chose_none() -> None:
    made = checksums.flexible(request(), None, header="x-amz-sdk-checksum-algorithm")
    assert made.headers == {
        "x-amz-sdk-checksum-algorithm": "CRC32",
        "x-amz-checksum-crc32": "y/Q5Jg==",
    }


def test_only_what_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REQUEST_CHECKSUM_CALCULATION", "WHEN_REQUIRED")
    assert checksums.flexible(request(), None, header="x-named").headers == {}
    required = checksums.flexible(request(), None, required=True)
    assert required.headers == {"x-amz-checksum-crc32": "y/Q5Jg=="}
    chosen = checksums.flexible(request(), "SHA1")
    assert list(chosen.headers) == ["x-amz-checksum-sha1"]


def test_a_setting_that_is_no_word_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REQUEST_CHECKSUM_CALCULATION", "never")
    with pytest.raises(SettingsError, match="AWS_REQUEST_CHECKSUM_CALCULATION must be"):
        checksums.flexible(request(), None)


# --- Answers ---------------------------------------------------------------------------------------------------------

ALL = tuple(CHECKS)


def test_answers_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    mode = "x-amz-checksum-mode"
    assert checksums.ask(request(), mode).headers == {mode: "ENABLED"}
    given = Request("GET", "/", headers={"X-Amz-Checksum-Mode": "OTHER"})
    assert checksums.ask(given, mode).headers == {"X-Amz-Checksum-Mode": "OTHER"}
    monkeypatch.setenv("AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required")
    assert checksums.ask(request(), mode).headers == {}


@pytest.mark.parametrize("algorithm", ALL)
def test_answers_are_verified(algorithm: str) -> None:
    value = b64encode(bytes.fromhex(CHECKS[algorithm])).decode()
    headers = {f"X-Amz-Checksum-{algorithm}": value}
    good = Response(200, headers, b"123456789")
    assert checksums.verified(good, "GetThing", *ALL) is good
    with pytest.raises(DeserializationError, match=f"the {algorithm} of the body is"):
        checksums.verified(Response(200, headers, b"12345678"), "GetThing", *ALL)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-amz-checksum-crc32": ""},
        # A checksum of the checksums of three parts.
        {"x-amz-checksum-crc32": "AAAAAA==-3"},
        {"x-amz-checksum-crc32": "no base64!"},
        {"x-amz-checksum-md5": "AAAA"},
    ],
)
def test_answers_that_nothing_can_be_said_of(headers: dict[str, str]) -> None:
    response = Response(200, headers, b"x")
    assert checksums.verified(response, "GetThing", *ALL) is response


def test_algorithms_that_the_model_does_not_name_are_left_alone() -> None:
    response = Response(200, {"x-amz-checksum-crc32": "AAAAAA=="}, b"x")
    assert checksums.verified(response, "GetThing", "SHA1") is response


def test_errors_are_not_verified() -> None:
    response = Response(404, {"x-amz-checksum-crc32": "AAAAAA=="}, b"x")
    assert checksums.verified(response, "GetThing", *ALL) is response


def test_what_takes_too_long_is_left_alone() -> None:
    """By table, 9 MB a second: longer than the transfer, of what nobody asked for."""
    headers = {"x-amz-checksum-crc64nvme": "AAAAAAAAAAA="}
    response = Response(200, headers)
    assert checksums.expected(response, ALL, 8 * 1024 * 1024) is not None
    assert checksums.expected(response, ALL, 8 * 1024 * 1024 + 1) is None
    assert checksums.expected(response, ALL, None) is None
    both = Response(200, {**headers, "x-amz-checksum-sha1": "AAAA"})
    found = checksums.expected(both, ALL, None)
    assert found is not None
    assert found.algorithm == "SHA1"


# --- Compression -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "compressed"), [(10_239, False), (10_240, True)])
def test_bodies_of_a_size_are_compressed(size: int, compressed: bool) -> None:
    made = compression.gzip(request(b"a" * size))
    assert ("Content-Encoding" in made.headers) is compressed
    if compressed:
        assert gzip.decompress(made.body) == b"a" * size
        assert len(made.body) < 100
    else:
        assert made.body == b"a" * size


def test_the_same_body_makes_the_same_bytes() -> None:
    first = compression.gzip(request(b"a" * 20_000))
    # The time, which other writers of gzip put there.
    assert first.body[4:8] == bytes(4)
    assert first.body == compression.gzip(request(b"a" * 20_000)).body


@pytest.mark.parametrize("name", ["Content-Encoding", "content-encoding"])
def test_encodings_of_the_caller_come_first(name: str) -> None:
    made = Request("PUT", "/", headers={name: "br"}, body=b"a" * 20_000)
    assert compression.gzip(made).headers == {name: "br, gzip"}


def test_piece_by_piece() -> None:
    compress = compression.compressor()
    found = b"".join(compress.compress(b"abc" * 1000) for _ in range(10))
    assert zlib.decompress(found + compress.flush(), 31) == b"abc" * 10_000


def test_settings_of_compression(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "1")
    assert "Content-Encoding" in compression.gzip(request(b"ab")).headers
    assert compression.gzip(request(b"")).headers == {}
    monkeypatch.setenv("AWS_DISABLE_REQUEST_COMPRESSION", "TRUE")
    assert compression.gzip(request(b"ab")).headers == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "-1"),
        ("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "10485761"),
        ("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "many"),
        ("AWS_DISABLE_REQUEST_COMPRESSION", "yes"),
    ],
)
def test_settings_that_cannot_be(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        compression.gzip(request())

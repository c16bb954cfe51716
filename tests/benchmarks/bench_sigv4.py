"""Signing against botocore, both sides in one run.

Run `python tests/benchmarks/bench_sigv4.py`. A ratio above 1 says how many times more botocore takes.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

HOST = "api.ecr.eu-west-1.amazonaws.com"
BODY = b'{"repositoryName":"app","imageIds":[{"imageTag":"latest"}]}'
HEADERS = {
    "Content-Type": "application/x-amz-json-1.1",
    "X-Amz-Target": "AmazonEC2ContainerRegistry_V20150921.DescribeImages",
    "User-Agent": "bench/1.0",
}
PATH = "/v2/repositories/app%2Fweb/images/sha256%3A0123"
QUERY = [("maxResults", "100"), ("nextToken", "a+b/c=="), ("filter", "tag status")]
ACCESS_KEY_ID, SECRET, TOKEN = "AKIDEXAMPLE", "a/secret+of+no+use", "t" * 700


def per_call(ours: Callable[[], Any], theirs: Callable[[], Any]) -> tuple[float, float]:
    """Median microseconds of one call of each, measured in turns so that both see the same machine."""
    samples: tuple[list[float], list[float]] = ([], [])
    for _ in range(25):
        for function, number, times in (
            (ours, 1000, samples[0]),
            (theirs, 100, samples[1]),
        ):
            started = time.perf_counter()
            for _ in range(number):
                function()
            times.append((time.perf_counter() - started) / number * 1e6)
    return statistics.median(samples[0]), statistics.median(samples[1])


def show(name: str, ours: float, theirs: float) -> None:
    print(
        f"{name:<34}{ours:>10.1f} us   botocore {theirs:>10.1f} us   {theirs / ours:>5.1f} x"
    )


def main() -> None:
    sys.path.insert(0, str(ROOT / "templates"))
    sigv4: Any = import_module("runtime.signing.sigv4")
    request_of: Any = import_module("runtime.core.http").HttpRequest
    credentials_type: Any = import_module("runtime.core.identity").Credentials
    signing: Any = sigv4.Signing("ecr", "eu-west-1")
    # botocore has no types.
    auth: Any = import_module("botocore.auth")
    request_type: Any = import_module("botocore.awsrequest").AWSRequest
    their_credentials: Any = import_module("botocore.credentials").Credentials

    for name, method, path, query, body, token in (
        ("sign an awsJson POST", "POST", "/", [], BODY, None),
        ("the same with a session token", "POST", "/", [], BODY, TOKEN),
        ("sign a GET with path and query", "GET", PATH, QUERY, b"", None),
    ):
        credentials = credentials_type(ACCESS_KEY_ID, SECRET, token)
        signer = auth.SigV4Auth(
            their_credentials(ACCESS_KEY_ID, SECRET, token), "ecr", "eu-west-1"
        )
        target = f"{path}?{sigv4.encode_query(query)}" if query else path
        # Signed again and again, which replaces what the signature before has added. Making the request is not timed.
        request = request_type(
            method, f"https://{HOST}{target}", headers=HEADERS, data=body
        )

        made = request_of(method, "https", HOST, target, HEADERS, body)

        def ours(request: Any = made, credentials: Any = credentials) -> None:
            sigv4.sign(request, credentials, signing, time.time())

        def theirs(signer: Any = signer, request: Any = request) -> None:
            signer.add_auth(request)

        show(name, *per_call(ours, theirs))


if __name__ == "__main__":
    main()

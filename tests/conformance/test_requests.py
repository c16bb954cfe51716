"""httpRequestTests: what an operation serializes its input to (Smithy 2.0, "HTTP request tests").

Only the contract of `operations` is used: `input.from_value` and `serialize`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.places import needs_corpora

from . import bodies, skips, suite
from .plain import plain
from .suite import Case, Suite

CASES = list(suite.cases(suite.REQUESTS))
# What the cases give an idempotency token that the client makes: a UUID of zeros but for its version and variant.
MADE_TOKEN = "00000000-0000-4000-8000-000000000000"
UUID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)
# Written by every HTTP client from the length of the body: no concern of an operation without I/O.
OF_THE_TRANSPORT = {"content-length"}

pytestmark = needs_corpora


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.key))
def test_request(case: Case, suites: Callable[[str], Suite]) -> None:
    skips.verdict("requests", case, problems_of(case, suites(case.service)))


def test_skips_are_cases_with_reasons() -> None:
    assert not skips.unknown("requests", CASES)
    assert not skips.without_reason()


def encode(text: str) -> str:
    """All but the unreserved characters of RFC 3986 are encoded."""
    return quote(text, safe="-._~")


def problems_of(case: Case, tested: Suite) -> list[str]:
    facts = case.facts
    operation = tested.operation(case)
    params = plain(tested.model, tested.target(case), facts.get("params", {}))
    request = operation.serialize(operation.input.from_value(params))
    found: list[str] = []

    def expect(what: str, holds: bool, value: Any) -> None:
        if not holds:
            found.append(f"{what}: {value!r}")

    endpoint = endpoint_of(case, tested, operation.input.from_value(params))

    expect("method", request.method == facts["method"], request.method)
    # The endpoint's path goes before the operation's ("host" of a case may have one).
    host, _, base = (endpoint or facts.get("host", "")).partition("/")
    path = f"/{base}{request.path}" if base else request.path
    if endpoint and base and request.path == "/":  # what the endpoint's path names
        path = f"/{base}"
    expect("uri", path == facts["uri"], path)
    if "resolvedHost" in facts:
        resolved = request.host_prefix + host
        expect(
            "resolvedHost",
            resolved == facts["resolvedHost"].partition("/")[0],
            resolved,
        )
    else:
        expect("host prefix", request.host_prefix == "", request.host_prefix)
    # `query` is decoded, so that it gets encoded exactly once; a parameter without a value is one with an empty value.
    query = [f"{encode(key)}={encode(value)}" for key, value in request.query]
    wanted = [
        each if "=" in each else f"{each}=" for each in facts.get("queryParams", ())
    ]
    if any(MADE_TOKEN in each for each in wanted):
        query = [UUID.sub(MADE_TOKEN, each) for each in query]
    names = {encode(key) for key, _ in request.query}
    expect("queryParams", Counter(wanted) <= Counter(query), query)
    expect(
        "forbidQueryParams", not names & set(facts.get("forbidQueryParams", ())), query
    )
    expect(
        "requireQueryParams", set(facts.get("requireQueryParams", ())) <= names, query
    )
    headers = {name.lower(): value for name, value in request.headers.items()}
    for name, value in facts.get("headers", {}).items():
        expect(
            f"header {name}",
            headers.get(name.lower()) == value,
            headers.get(name.lower()),
        )
    for name in facts.get("requireHeaders", ()):
        is_set = name.lower() in headers.keys() | OF_THE_TRANSPORT
        expect(f"header {name} is missing", is_set, headers)
    for name in facts.get("forbidHeaders", ()):
        expect(f"header {name} is set", name.lower() not in headers, headers)
    if "body" in facts:
        body = request.body
        if MADE_TOKEN in facts["body"]:
            body = UUID.sub(MADE_TOKEN, body.decode()).encode()
        is_equal = bodies.equal(body, facts["body"], facts.get("bodyMediaType"))
        expect("body", is_equal, (body, facts["body"]))
    return found


def endpoint_of(case: Case, tested: Suite, value: Any) -> str:
    """The host and path of the endpoint, where it depends on the input or the client; nothing where it does not."""
    of_input = tested.operation(case).endpoint_parameters(value)
    if not of_input:
        return ""
    config = case.facts.get("vendorParams", {}).get("scopedConfig", {})
    client = config.get("client", {})
    settings = {**client.get("s3", {}), **config.get("operation", {}).get("s3", {})}
    given: dict[str, Any] = {"region": client.get("region", "us-west-2")}
    if settings.get("addressing_style") == "path":
        given["force_path_style"] = True
    if settings.get("use_dualstack_endpoint"):
        given["use_dual_stack"] = True
    if settings.get("use_accelerate_endpoint"):
        given["accelerate"] = True
    found = tested.package.endpoints.resolve(**given, **of_input)
    return str(found.url).partition("://")[2].removesuffix("/")

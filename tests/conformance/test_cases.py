"""All cases that Smithy's authors wrote for clients are run: the suites' IDL is read beside what the runner runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from tests.support.places import needs_corpora

from . import idl, skips, suite

RUN = [*suite.cases(idl.REQUESTS), *suite.cases(idl.RESPONSES)]
WRITTEN = [
    case for case in idl.cases() if case.facts.get("appliesTo", "client") == "client"
]
# What the runner checks, and what is said to people.
FACTS = {
    idl.REQUESTS: set(
        "method uri host resolvedHost params body bodyMediaType headers forbidHeaders requireHeaders queryParams"
        " forbidQueryParams requireQueryParams vendorParams".split()
    ),
    idl.RESPONSES: set("code params body bodyMediaType headers vendorParams".split()),
}
TO_PEOPLE = {"id", "protocol", "documentation", "tags", "appliesTo"}
# A schema of vendorParams, and what a server must not send.
LEFT_ALONE = {"vendorParamsShape", "forbidHeaders"}

pytestmark = needs_corpora


def test_there_are_470_and_447_over_eight_protocols() -> None:
    for cases in (WRITTEN, RUN):
        found = Counter(case.trait for case in cases)
        assert found == {idl.REQUESTS: 470, idl.RESPONSES: 447}
        assert len({case.facts["protocol"] for case in cases}) == 8


def test_every_case_is_run_and_no_other() -> None:
    assert keys(RUN) - keys(WRITTEN) == set()
    assert keys(WRITTEN) - keys(RUN) == set()


def test_no_case_is_run_twice() -> None:
    assert len(RUN) == len({(case.trait, case.key) for case in RUN})


def test_cases_say_what_their_authors_wrote() -> None:
    written = {key_of(case): telling(case.facts) for case in WRITTEN}
    for case in RUN:
        assert telling(case.facts) == written[key_of(case)], case.key


def test_no_case_says_what_is_not_looked_at() -> None:
    for case in RUN:
        assert case.facts.keys() <= FACTS[case.trait] | TO_PEOPLE | LEFT_ALONE, case.key


def test_exceptions_are_few() -> None:
    assert skips.count() <= 10


def keys(cases: Iterable[suite.Case | idl.Written]) -> set[tuple[str, str, str, str]]:
    return {key_of(case) for case in cases}


def key_of(case: suite.Case | idl.Written) -> tuple[str, str, str, str]:
    return case.trait, case.facts["protocol"], case.owner, case.facts["id"]


def telling(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if key not in TO_PEOPLE}

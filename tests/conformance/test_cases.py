"""All cases that Smithy's authors wrote for clients are run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.support.places import needs_corpora

from . import skips, suite

RUN = [*suite.cases(suite.REQUESTS), *suite.cases(suite.RESPONSES)]
# What the runner checks, and what is said to people.
FACTS = {
    suite.REQUESTS: set(
        "method uri host resolvedHost params body bodyMediaType headers forbidHeaders requireHeaders queryParams"
        " forbidQueryParams requireQueryParams vendorParams".split()
    ),
    suite.RESPONSES: set("code params body bodyMediaType headers vendorParams".split()),
}
TO_PEOPLE = {"id", "protocol", "documentation", "tags", "appliesTo"}
# A schema of vendorParams, and what a server must not send.
LEFT_ALONE = {"vendorParamsShape", "forbidHeaders"}

pytestmark = needs_corpora


def written() -> Iterator[tuple[str, str, str, str]]:
    """Every case of every shape, whatever service it may belong to."""
    whole = suite.model()
    assert whole is not None
    for shape in whole:
        for trait in (suite.REQUESTS, suite.RESPONSES):
            for facts in shape.traits.raw.get(trait, ()):
                if facts.get("appliesTo", "client") == "client":
                    yield trait, facts["protocol"], shape.id, facts["id"]


def run() -> Iterator[tuple[str, str, str, str]]:
    for case in RUN:
        yield case.trait, case.facts["protocol"], case.owner, case.facts["id"]


def test_there_are_470_and_447_over_eight_protocols() -> None:
    for cases in ([*written()], [*run()]):
        found = Counter(trait for trait, *_ in cases)
        assert found == {suite.REQUESTS: 470, suite.RESPONSES: 447}
        assert len({protocol for _, protocol, *_ in cases}) == 8


def test_every_case_is_run_and_no_other() -> None:
    assert {*run()} == {*written()}


def test_no_case_is_run_twice() -> None:
    assert len(RUN) == len({(case.trait, case.key) for case in RUN})


def test_no_case_says_what_is_not_looked_at() -> None:
    for case in RUN:
        assert case.facts.keys() <= FACTS[case.trait] | TO_PEOPLE | LEFT_ALONE, case.key


def test_exceptions_are_few() -> None:
    assert skips.count() <= 10

"""httpResponseTests: what an operation makes of an answer (Smithy 2.0, "HTTP response tests").

Only the contract of `operations` is used: `deserialize`, `to_value`, and the classes of `errors`.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ecrgen.model.traits import Default, Streaming
from tests.support.places import needs_corpora

from . import bodies, skips, suite
from .plain import plain, same
from .suite import Case, Suite

CASES = list(suite.cases(suite.RESPONSES))
FAULTS = {"Sender": "client", "Receiver": "server"}

pytestmark = needs_corpora


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.key))
def test_response(case: Case, suites: Callable[[str], Suite]) -> None:
    tested = suites(case.service)
    if case.is_error:
        problems = problems_of_error(case, tested)
    else:
        problems = problems_of_output(case, tested)
    skips.verdict("responses", case, problems)


def test_skips_are_cases() -> None:
    assert not skips.unknown("responses", CASES)


def problems_of_output(case: Case, tested: Suite) -> list[str]:
    operation = tested.operation(case)
    expected = plain(tested.model, tested.target(case), case.facts.get("params", {}))
    for name, member in tested.model.structure(tested.target(case)).members.items():
        # The cases leave out the default value that a stream without a byte has, the only one that streams may have.
        is_stream = tested.model[member.target].traits.has(Streaming)
        if is_stream and member.traits.has(Default):
            expected.setdefault(name, b"")
    output = operation.deserialize(response_of(case, tested))
    found: list[str] = []
    if type(output) is not operation.output:
        found.append(f"type: {type(output)}")
    if not same(output.to_value(), expected):
        found.append(f"value: {output.to_value()!r}, expected {expected!r}")
    return found


def problems_of_error(case: Case, tested: Suite) -> list[str]:
    """For an error, of any operation that has it: `deserialize` raises it with the modelled members."""
    operation = tested.operation(case)
    name = case.owner.partition("#")[2]
    shape = tested.target(case)
    expected = plain(tested.model, shape, case.facts.get("params", {}))
    with pytest.raises(tested.package.errors.ServiceError) as raised:
        operation.deserialize(response_of(case, tested))
    error = raised.value
    found: list[str] = []
    if type(error) is not getattr(tested.package.errors, name):
        found.append(f"type: {error!r}")
    elif not same(error.to_value(), expected):
        found.append(f"value: {error.to_value()!r}, expected {expected!r}")
    if error.status != case.facts["code"]:
        found.append(f"status: {error.status}")
    # What the exposed code and type must be (the suites' ErrorCodeParams).
    params = case.facts.get("vendorParams", {})
    if error.code != params.get("code", error.code):
        found.append(f"code: {error.code}")
    if "type" in params and error.fault != FAULTS[params["type"]]:
        found.append(f"fault: {error.fault}")
    return found


def response_of(case: Case, tested: Suite) -> object:
    return tested.package.Response(
        status=case.facts["code"],
        headers=case.facts.get("headers", {}),
        body=bodies.encoded(
            case.facts.get("body", ""), case.facts.get("bodyMediaType")
        ),
    )

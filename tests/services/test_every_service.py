"""All services of the installed botocore, and the runner's reports of problems."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services import every_service
from tests.support.short_form import shapes_alone, write


@pytest.mark.slow
def test_every_service_that_botocore_ships() -> None:
    """In a terminal, with a bar: `python -m tests.services.every_service`."""
    outcomes = list(every_service.all_tried(every_service.sources(), jobs=2))
    assert len(outcomes) > 400
    assert {
        outcome.source: outcome.problems for outcome in outcomes if outcome.problems
    } == {}
    assert max(outcome.longest for outcome in outcomes) <= 5000


def test_a_service_that_is_fine(tmp_path: Path) -> None:
    outcome = every_service.tried(write(tmp_path / "toy.json"))
    assert outcome.problems == ()
    assert (outcome.protocol, outcome.operations) == ("awsJson1_0", 1)
    assert outcome.files > 20


def test_problems_are_told(tmp_path: Path) -> None:
    model = write(tmp_path / "toy.json", shapes_alone({}))
    (problem,) = every_service.tried(model).problems
    assert problem.startswith("error[E501]: ")

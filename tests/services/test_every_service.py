"""Every service that the installed botocore ships, and what the runner makes of a service with a problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services import every_service
from tests.support.short_form import shapes_alone, write


@pytest.mark.slow
def test_every_service_that_botocore_ships() -> None:
    """The same in a terminal, with a bar: `python -m tests.services.every_service`."""
    found = list(every_service.all_tried(every_service.sources(), jobs=2))
    assert len(found) > 400
    assert {each.source: each.problems for each in found if each.problems} == {}
    assert max(each.longest for each in found) <= 5000


def test_a_service_that_is_fine(tmp_path: Path) -> None:
    found = every_service.tried(write(tmp_path / "toy.json"))
    assert found.problems == ()
    assert (found.protocol, found.operations) == ("awsJson1_0", 1)
    assert found.files > 20


def test_problems_are_told(tmp_path: Path) -> None:
    model = write(tmp_path / "toy.json", shapes_alone({}))
    (problem,) = every_service.tried(model).problems
    assert problem.startswith("error[E501]: ")

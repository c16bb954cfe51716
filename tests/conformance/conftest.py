"""The packages of the compliance suites, each built once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support import packages

from . import suite
from .suite import Suite


@pytest.fixture(scope="session")
def suites(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Suite]:
    """A suite by the name of its service."""
    folder = tmp_path_factory.mktemp("conformance")
    shared = packages.shared_folder(tmp_path_factory, "compliance-suites")
    made: dict[str, Suite] = {}

    def suite_of(service: str) -> Suite:
        if service not in made:
            source = str(suite.write(service, folder))
            name = f"conformance_{service.lower()}"
            package = packages.load(packages.build_once(source, shared, name), name)
            model = suite.model()
            assert model is not None
            made[service] = Suite(model, package)
        return made[service]

    return suite_of

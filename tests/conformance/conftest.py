"""The packages of the compliance suites, each built once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from ecrgen import pipeline
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import Model
from tests.support import packages

from . import suite


@dataclass(frozen=True, slots=True)
class Suite:
    """A service of the corpus: its model, and the package made of it."""

    model: Model
    package: ModuleType

    def operation(self, case: suite.Case) -> Any:
        return self.package.operations.ALL[case.operation]

    def target(self, case: suite.Case) -> ShapeId:
        """The input of a request case's operation, the output or error of a response case."""
        owner = ShapeId(case.owner)
        if case.is_error:
            return owner
        operation = self.model.operation(owner)
        is_request = "method" in case.facts
        return operation.input if is_request else operation.output


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
            made[service] = Suite(pipeline.load([source]).model, package)
        return made[service]

    return suite_of

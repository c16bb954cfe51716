"""AWS's own models in ../shared/corpora, and the packages made of them, each built once in a test run."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.support import packages

from .service import Service


@pytest.fixture(scope="session")
def service_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Service]:
    """A service by the name of its model."""

    @cache
    def service_of(name: str) -> Service:
        target = packages.aws_target(name)
        directory = packages.aws_package(tmp_path_factory, name)
        module = packages.load(directory, f"services_{directory.name}")
        return Service(target.model, target.service, target.protocol, module, directory)

    return service_of

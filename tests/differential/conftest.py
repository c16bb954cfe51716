"""The services; every one is imported or built once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from .services import Service, make


@pytest.fixture(scope="session")
def service_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Service]:
    """A service by its name in botocore."""
    output = tmp_path_factory.mktemp("differential")

    @cache
    def service_of(name: str) -> Service:
        return make(name, output)

    return service_of

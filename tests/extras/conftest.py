"""The packages with their extra modules, built from the models of this checkout.

The tests do not use generated/, because models/extras may have changed since it was
built.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.support import packages, places

MODELS = {"ecr": "ecr.json", "ecr_public": "ecr-public.json"}


@pytest.fixture(scope="session", params=MODELS)
def package(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ModuleType]:
    """Both packages in turn: they have the same functions."""
    name = f"{request.param}_of_extras"
    source = str(places.MODELS / MODELS[request.param])
    package = packages.build(source, tmp_path_factory.mktemp("extras"), name)
    # The steps of a push are a private module, which the package does not import.
    importlib.import_module(f"{name}._push_steps")
    yield package
    for module in [
        module_name
        for module_name in sys.modules
        if module_name.partition(".")[0] == name
    ]:
        del sys.modules[module]


@pytest.fixture
def layer_file(tmp_path: Path) -> Path:
    """A layer of three and a half parts of 1000 bytes."""
    path = tmp_path / "layer.tar"
    path.write_bytes(bytes(range(256)) * 12 + b"tail")
    return path

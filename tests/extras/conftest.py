"""The packages with the modules that their overlays name, built from the models of this checkout.

Not those in generated/: what is tested here is models/extras as it lies there, whether it was built since or not.
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
    """Both packages in turn: what one of them can do the other can."""
    name = f"{request.param}_of_extras"
    source = str(places.MODELS / MODELS[request.param])
    package = packages.build(source, tmp_path_factory.mktemp("extras"), name)
    # The package does not offer the steps of a push by itself.
    importlib.import_module(f"{name}._push_steps")
    yield package
    for module in [each for each in sys.modules if each.partition(".")[0] == name]:
        del sys.modules[module]


@pytest.fixture
def layer_file(tmp_path: Path) -> Path:
    """A layer of three parts and a bit, at 1000 bytes a part."""
    path = tmp_path / "layer.tar"
    path.write_bytes(bytes(range(256)) * 12 + b"tail")
    return path

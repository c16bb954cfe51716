"""AWS's own models in ../shared/corpora, and the packages made of them, each built once in a test run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from ecrgen import pipeline, protocols
from ecrgen.lower.protocol import Protocol
from ecrgen.model.shapes import Model, ServiceShape

from .. import packages


@dataclass(frozen=True, slots=True)
class Service:
    model: Model
    service: ServiceShape
    protocol: Protocol
    package: ModuleType
    directory: Path


@pytest.fixture(scope="session")
def service_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Service]:
    """A service by the name of its model."""
    folder = packages.shared_folder(tmp_path_factory, "aws-models")

    @cache
    def service_of(name: str) -> Service:
        package = f"aws_{name.replace('-', '_')}"
        source = packages.AWS_MODELS[name]
        model = pipeline.load([str(source)]).model
        (service,) = model.services()
        if not protocols.supported().keys() & protocols.modelled(service):
            pytest.skip(f"{' and '.join(protocols.modelled(service))} is not supported")
        directory = packages.build_once(str(source), folder, package)
        module = packages.load(directory, f"services_{package}")
        return Service(
            model, service, pipeline.choose_protocol(service), module, directory
        )

    return service_of

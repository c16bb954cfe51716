"""A service as the tests of this folder take it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from ecrgen.lower.protocol import Protocol
from ecrgen.model.shapes import Model, ServiceShape


@dataclass(frozen=True, slots=True)
class Service:
    """A model, what was taken of it, and the package made of it, imported."""

    model: Model
    service: ServiceShape
    protocol: type[Protocol]
    package: ModuleType
    directory: Path

"""Generated packages for tests: built by the compiler into a folder, or imported from where they lie."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from ecrgen import pipeline

ROOT = Path(__file__).parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"


def build(source: str, output: Path, package: str) -> ModuleType:
    """The package that the compiler makes of `source`, imported as `package`."""
    target = pipeline.target(pipeline.Job(source, output, package))
    pipeline.build(target)
    return load(output / package, package)


def load(directory: Path, name: str) -> ModuleType:
    """The package in `directory`, imported under `name`: a package does not depend on what it is called."""
    if name in sys.modules:
        raise ValueError(f"{name} is imported already")
    spec = importlib.util.spec_from_file_location(
        name, directory / "__init__.py", submodule_search_locations=[str(directory)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module

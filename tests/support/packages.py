"""Generated packages for tests: built by the compiler into a folder, or imported from
where they lie.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from ecrgen import pipeline
from tests.support.places import AWS_MODELS

# The names that botocore has for services whose models are called otherwise.
_BOTOCORE_NAMES = {
    "api-gateway": "apigateway",
    "lex-runtime-v2": "lexv2-runtime",
    "route-53": "route53",
    "s3-control": "s3control",
    "secrets-manager": "secretsmanager",
}


def build(source: str, output: Path, package: str) -> ModuleType:
    """The package that the compiler makes of `source`, imported as `package`."""
    target = pipeline.target(pipeline.Job(source, output, package))
    pipeline.build(target)
    return load(output / package, package)


def shared_folder(factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder of the test run: with pytest-xdist, the same one in all of its
    processes.
    """
    top = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        top = top.parent
    folder = top / name
    folder.mkdir(exist_ok=True)
    return folder


def build_once(
    source: str, output: Path, package: str, overlay: Path | None = None
) -> Path:
    """The folder of the package made of `source`: whichever process of the test run
    comes first builds it.
    """
    with _alone(output / f"{package}.lock"):
        target = pipeline.target(pipeline.Job(source, output, package, overlay))
        if not target.is_current:
            pipeline.build(target)
    return output / package


def botocore_name(name: str) -> str:
    return _BOTOCORE_NAMES.get(name, name)


def aws_source(name: str) -> str:
    """AWS's model `name`, or botocore's of the same service where the corpora are not."""
    path = AWS_MODELS.get(name)
    return f"botocore:{botocore_name(name)}" if path is None else str(path)


def aws_target(name: str) -> pipeline.Target:
    """What is built of a service: its model as its customizations leave it, and the
    protocol taken.
    """
    return pipeline.target(pipeline.Job(aws_source(name), Path(), "any"))


def aws_package(factory: pytest.TempPathFactory, name: str) -> Path:
    """The folder of the package of a service, built once in a test run."""
    folder = shared_folder(factory, "aws-models")
    return build_once(aws_source(name), folder, f"aws_{name.replace('-', '_')}")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def load(directory: Path, name: str) -> ModuleType:
    """The package in `directory`, imported under `name`: a package does not depend on
    what it is called.
    """
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

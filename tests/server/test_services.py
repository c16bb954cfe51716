"""Packages made of botocore's models, over HTTP to moto's server, with boto3 as the
witness.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

import pytest

from ecrgen import pipeline
from ecrgen.model.shapes import OperationShape
from tests.server import scenarios_rest
from tests.server.clients import Driver, witness
from tests.server.control import MotoServer
from tests.server.scenarios import SCENARIOS, Scenario
from tests.support import packages

EVERY: dict[str, Scenario] = SCENARIOS | scenarios_rest.SCENARIOS
# Of a service with hundreds of operations those alone that its scenario calls: the
# others take most of the time.
KEPT = {
    "ec2": (
        "AuthorizeSecurityGroupIngress CreateSecurityGroup CreateVpc DescribeInstances DescribeSecurityGroups "
        "DescribeVpcs RunInstances TerminateInstances"
    ).split()
}


@pytest.fixture(scope="session")
def package_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], ModuleType]:
    """The package of a service, built once in a test run."""
    folder = packages.shared_folder(tmp_path_factory, "services")

    @cache
    def package_of(name: str) -> ModuleType:
        package = f"server_{name}"
        overlay = None
        if name in KEPT:
            overlay = folder / f"{name}.overlay.yaml"
            overlay.write_text(without(name, KEPT[name]), "utf-8")
        source = f"botocore:{name}"
        directory = packages.build_once(source, folder, package, overlay)
        return packages.load(directory, package)

    return package_of


def without(name: str, kept: list[str]) -> str:
    """An overlay that omits all other operations of a service."""
    shapes = pipeline.load([f"botocore:{name}"]).model.shapes.values()
    names = [each.id.name for each in shapes if isinstance(each, OperationShape)]
    omitted = [
        f"  {each}: {{omit: true}}\n" for each in sorted(names) if each not in kept
    ]
    return f"overlay: 1\nshapes:\n{''.join(omitted)}"


@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
@pytest.mark.parametrize("name", EVERY)
def test_round_trip(
    name: str, kind: str, moto: MotoServer, package_of: Callable[[str], ModuleType]
) -> None:
    package: Any = package_of(name)
    boto = witness(name, moto.url)
    retries = package.Retries(base_delay=0.01)
    with Driver(kind, moto.url, package=package, retries=retries) as client:
        EVERY[name](client, boto)
    boto.close()

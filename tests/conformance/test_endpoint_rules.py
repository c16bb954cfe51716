"""Every `smithy.rules#endpointTests` case of AWS's models, run on the compiled rule sets."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import runtime.endpoints.endpoints
import runtime.endpoints.partitions
from ecrgen import pipeline
from ecrgen.emit import templates
from ecrgen.emit.endpoints import emit_endpoints
from ecrgen.emit.environment import jinja_environment
from ecrgen.emit.writer import Writer
from ecrgen.finish.finish import finish
from ecrgen.lower.endpoints.rules import EndpointRules, endpoints
from tests.support.places import AWS_MODELS, needs_corpora

TESTS = "smithy.rules#endpointTests"

pytestmark = needs_corpora

# The cases are of 2025. What AWS says of its partitions since then, and what it said when they were written.
FACTS_OF_2025 = {
    "aws-iso": {"supports_dual_stack": False},
    "aws-iso-b": {"supports_dual_stack": False},
    "aws-iso-e": {"supports_dual_stack": False},
    "aws-iso-f": {"supports_dual_stack": False},
}


@pytest.fixture(autouse=True)
def partitions_of_2025(monkeypatch: pytest.MonkeyPatch) -> None:
    by_region: dict[str, runtime.endpoints.partitions.Partition] = (
        runtime.endpoints.endpoints._BY_REGION
    )  # pyright: ignore[reportPrivateUsage]
    for region, partition in list(by_region.items()):
        facts = FACTS_OF_2025.get(partition.name)
        if facts is not None:
            assert all(
                getattr(partition, name) != value for name, value in facts.items()
            )
            changed = copy(partition)
            for name, value in facts.items():
                setattr(changed, name, value)
            monkeypatch.setitem(by_region, region, changed)


@pytest.fixture(scope="module", autouse=True)
def package() -> Iterator[str]:
    """A package whose runtime is that of the templates."""
    name = "endpoint_rules_package"
    found = ModuleType(name)
    found.__path__ = []
    modules = {
        name: found,
        f"{name}._runtime": sys.modules["runtime"],
        f"{name}._runtime.endpoints": runtime.endpoints,
        f"{name}._runtime.endpoints.endpoints": runtime.endpoints.endpoints,
        f"{name}._runtime.endpoints.partitions": runtime.endpoints.partitions,
    }
    sys.modules.update(modules)
    yield name
    for each in modules:
        del sys.modules[each]


def compiled(rules: EndpointRules, package: str) -> dict[str, Any]:
    writer = Writer(jinja_environment(), "a service")
    emit_endpoints(writer, rules.module)
    files = finish(writer.files)
    (source,) = files.values()
    names: dict[str, Any] = {"__package__": package, "__name__": f"{package}.endpoints"}
    exec(compile(source, "endpoints.py", "exec"), names)
    return names


def outcome(module: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    try:
        found = module["resolve"](**arguments)
    except module["EndpointError"] as error:
        return {"error": str(error)}
    return {
        "endpoint": {
            "url": found.url,
            "headers": found.headers,
            "properties": found.properties,
        }
    }


@pytest.mark.parametrize("model", AWS_MODELS.values(), ids=lambda path: path.stem)
def test_every_case(model: Path, package: str) -> None:
    service = pipeline.load([str(model)], use_overlay=False).model.services()[0]
    rules = endpoints(service)
    module = compiled(rules, package)
    cases: list[dict[str, Any]] = service.traits.raw.get(TESTS, {}).get("testCases", [])
    # EC2's model is of 2021 and has no rules; all others have rules with cases.
    assert bool(cases) == (model.stem != "ec2")
    for case in cases:
        arguments = {
            rules.parameters[name].keyword: value
            for name, value in case.get("params", {}).items()
        }
        expected = case["expect"]
        if "endpoint" in expected:
            expected = {
                "endpoint": {"headers": {}, "properties": {}, **expected["endpoint"]}
            }
        assert outcome(module, arguments) == expected, case.get("documentation")


def test_a_service_without_rules_has_the_usual_endpoints(package: str) -> None:
    service = pipeline.load(
        [str(AWS_MODELS["ec2"])], use_overlay=False
    ).model.services()[0]
    module = compiled(endpoints(service), package)
    found = outcome(module, {"region": "eu-west-1"})
    assert found["endpoint"]["url"] == "https://ec2.eu-west-1.amazonaws.com"
    given = outcome(module, {"region": "eu-west-1", "endpoint": "http://127.0.0.1:1"})
    assert given["endpoint"]["url"] == "http://127.0.0.1:1"
    assert "error" in outcome(module, {})


def test_the_runtime_that_is_tested_is_the_one_that_ships() -> None:
    assert Path(runtime.__file__ or "").parent == templates.folder() / "runtime"

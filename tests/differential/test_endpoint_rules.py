"""Compiled endpoint rules against botocore's own evaluator of rules, with random parameters."""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import botocore
import pytest
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointResolutionError

import runtime.endpoints.endpoints
import runtime.endpoints.partitions
from ecrgen.emit.endpoints import emit_endpoints
from ecrgen.emit.environment import jinja_environment
from ecrgen.emit.writer import Writer
from ecrgen.finish.finish import finish
from ecrgen.lower.endpoints.rules import EndpointRules, endpoints
from ecrgen.pipeline import load
from tests.support.places import AWS_MODELS, needs_corpora
from tests.support.short_form import document_of, write

RULES = "smithy.rules#endpointRuleSet"
DATA = Path(botocore.__file__).parent / "data"
SERVICES = sorted(DATA.glob("*/*/endpoint-rule-set-1.json.gz"))
DRAWS = 200

# What the rules' functions and conditions tell apart.
STRINGS = (
    *("us-east-1", "eu-west-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1"),
    *("aws-global", "us-east-1-fips", "a b", "", "bucket", "Bucket.name", "1.2.3.4"),
    *("https://example.com", "http://127.0.0.1:8080/a/b/", "https://x.test/?q", "x/y"),
    "arn:aws:s3:us-west-2:123456789012:accesspoint:mine",
    "arn:aws:s3:us-west-2:123456789012:accesspoint/mine",
    "arn:aws-cn:s3:cn-north-1:123456789012:accesspoint:mine",
    "arn:aws:s3-outposts:us-west-2:123456789012:outpost:op-1:accesspoint:mine",
    "arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint:mine",
    "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap",
    "arn:aws:kinesis:us-east-1:123456789012:stream/mine",
    "arn:aws:dynamodb:us-east-1:123456789012:table/mine",
    *("123456789012", "preferred", "required", "disabled", "mine--use1-az1--x-s3"),
)


# Old versions whose rules use the Region before they ask whether it is set. Without one, ours have no endpoint, and
# botocore's evaluator goes on with the partition "aws" until the Region is part of a host name.
NEVER_ASKED = frozenset(
    "cloudfront/2014-05-31 cloudfront/2014-10-21 cloudfront/2014-11-06 cloudfront/2015-04-17 cloudfront/2015-07-27"
    " cloudfront/2015-09-17 cloudfront/2016-01-13 cloudsearch/2011-02-01 ec2/2014-09-01 ec2/2014-10-01 ec2/2015-03-01"
    " ec2/2015-04-15 elasticache/2014-09-30 events/2014-02-03 importexport/2010-06-01 inspector/2015-08-18"
    " sdb/2009-04-15".split()
)


@pytest.fixture(scope="module", autouse=True)
def package() -> Iterator[str]:
    """A package whose runtime is that of the templates."""
    name = "endpoint_rules_differential"
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


def lowered(rules: dict[str, Any], folder: Path) -> EndpointRules:
    document = document_of({"Get": {"operation": {}}}, traits={RULES: rules})
    path = write(folder / "model.json", document)
    return endpoints(load([path], use_overlay=False).model.services()[0])


def drawn(rules: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Parameters of a rule set: those that are required, and some others."""
    found: dict[str, Any] = {}
    for name, each in rules["parameters"].items():
        if not each.get("required") and chance.random() < 0.4:
            continue
        if each["type"].lower() == "boolean":
            found[name] = chance.random() < 0.4
        elif name == "Region":
            found[name] = chance.choice(STRINGS[:7])
        elif each["type"].lower() == "string":
            found[name] = chance.choice(STRINGS)
    return found


def differences(rules: dict[str, Any], package: str, folder: Path) -> list[Any]:
    made = lowered(rules, folder)
    writer = Writer(jinja_environment(), "a service")
    emit_endpoints(writer, made.module)
    files = finish(writer.files)
    (source,) = files.values()
    names: dict[str, Any] = {"__package__": package, "__name__": f"{package}.endpoints"}
    exec(compile(source, "endpoints.py", "exec"), names)
    partitions = json.loads((DATA / "partitions.json").read_text("utf-8"))
    oracle = EndpointProvider(rules, partitions)
    chance = random.Random(1)
    found: list[Any] = []
    for _ in range(DRAWS):
        parameters = drawn(rules, chance)
        expected: Any
        try:
            told = oracle.resolve_endpoint(**parameters)
            expected = (told.url, told.headers, told.properties)
        except (EndpointResolutionError, KeyError):  # or a Region that is not there
            expected = "an error"
        given = {made.parameters[name].keyword: v for name, v in parameters.items()}
        try:
            ours = names["resolve"](**given)
            actual: Any = (ours.url, ours.headers, ours.properties)
        except names["EndpointError"]:
            actual = "an error"
        if actual != expected:
            found.append((parameters, actual, expected))
    return found


def rules_of(model: Path) -> dict[str, Any] | None:
    shapes = json.loads(model.read_text("utf-8"))["shapes"].values()
    return next(
        (
            each["traits"][RULES]
            for each in shapes
            if each["type"] == "service" and RULES in each.get("traits", {})
        ),
        None,
    )


@needs_corpora
@pytest.mark.parametrize("model", AWS_MODELS.values(), ids=lambda path: path.stem)
def test_rules_of_models(model: Path, package: str, tmp_path: Path) -> None:
    rules = rules_of(model)
    # EC2's model is of 2021 and has no rules.
    assert (rules is None) == (model.stem == "ec2")
    if rules is not None:
        assert differences(rules, package, tmp_path) == []


def similar_rules(chance: random.Random) -> dict[str, Any]:
    """A few rules with few outcomes that ask for the same things: many can be merged, and many only seem so."""

    def condition() -> dict[str, Any]:
        if chance.random() < 0.5:
            function, given = "stringEquals", chance.choice(STRINGS[:4])
            return {"fn": function, "argv": [{"ref": "Region"}, given]}
        name, truth = chance.choice("XY"), chance.random() < 0.5
        return {"fn": "booleanEquals", "argv": [{"ref": name}, truth]}

    rules = [
        {
            "type": "endpoint",
            "conditions": [condition() for _ in range(chance.randint(1, 3))],
            "endpoint": {"url": f"https://{chance.choice('ab')}.test"},
        }
        for _ in range(8)
    ]
    flag = {"type": "boolean", "required": True, "default": False}
    parameters = {"Region": {"type": "string", "required": True}, "X": flag, "Y": flag}
    return {"version": "1.0", "parameters": parameters, "rules": rules}


@pytest.mark.parametrize("seed", range(60))
def test_rules_that_are_merged(seed: int, package: str, tmp_path: Path) -> None:
    assert differences(similar_rules(random.Random(seed)), package, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", SERVICES, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_rules_of_botocore(path: Path, package: str, tmp_path: Path) -> None:
    rules = json.loads(gzip.decompress(path.read_bytes()))
    found = differences(rules, package, tmp_path)
    if "/".join(path.parts[-3:-1]) in NEVER_ASKED:
        assert all(
            ours == "an error" for given, ours, _ in found if "Region" not in given
        )
        found = [each for each in found if "Region" in each[0]]
    assert found == []

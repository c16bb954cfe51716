"""The `operationInputs` of endpoint tests: a client of each model finds the endpoint that the case expects.

Nothing is sent: a transport keeps the request, and where it would have gone, how it is signed and which headers the
endpoint adds are read off it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ecrgen import pipeline
from ecrgen.model.closure import closure
from ecrgen.model.shapes import Model
from ecrgen.model.traits import ContextParam, StaticContextParams
from tests.services.minimal import minimal
from tests.support.packages import aws_package, load
from tests.support.places import AWS_MODELS, CORPORA, needs_corpora

TESTS = "smithy.rules#endpointTests"
NAMES = ("dynamodb", "s3", "s3-control", "sts")
MODELS = [CORPORA / "aws-models" / f"{name}.json" for name in NAMES]

pytestmark = needs_corpora

# Built-ins that clients take as arguments, and those that they take from the environment.
ARGUMENTS = {
    "AWS::Region": "region",
    "AWS::UseFIPS": "use_fips",
    "AWS::UseDualStack": "use_dualstack",
    "SDK::Endpoint": "endpoint_url",
    "AWS::S3::Accelerate": "accelerate",
    "AWS::S3::DisableMultiRegionAccessPoints": "disable_multi_region_access_points",
    "AWS::S3::ForcePathStyle": "force_path_style",
    "AWS::S3::UseArnRegion": "use_arn_region",
    "AWS::S3Control::UseArnRegion": "use_arn_region",
}
VARIABLES = {
    "AWS::Auth::AccountIdEndpointMode": "AWS_ACCOUNT_ID_ENDPOINT_MODE",
    "AWS::S3::UseGlobalEndpoint": "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
    "AWS::STS::UseGlobalEndpoint": "AWS_STS_REGIONAL_ENDPOINTS",
}


class KeptError(Exception):
    """Raised instead of sending: the request is in `request`."""

    def __init__(self, request: Any) -> None:
        self.request = request


class Keeper:
    def send(self, request: Any) -> Any:
        raise KeptError(request)

    def close(self) -> None:
        pass


def cases(model: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    shapes = json.loads(model.read_text("utf-8"))["shapes"].values()
    for shape in shapes:
        for case in shape.get("traits", {}).get(TESTS, {}).get("testCases", []):
            for given in case.get("operationInputs", []):
                yield case, given


def client_of(
    package: Any, given: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Any:
    arguments: dict[str, Any] = {}
    account = None
    # A Region that is missing is not looked for outside.
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name, value in given.get("builtInParams", {}).items():
        if name == "AWS::Auth::AccountId":
            account = value
        elif name in VARIABLES:
            word = (
                value if isinstance(value, str) else "legacy" if value else "regional"
            )
            monkeypatch.setenv(VARIABLES[name], word)
        else:
            arguments[ARGUMENTS[name]] = value
    for name, value in given.get("clientParams", {}).items():
        keyword = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
        if keyword not in ("region", "use_fips", "use_dual_stack", "endpoint"):
            arguments[keyword] = value
    credentials = package.Credentials("AKIDEXAMPLE", "secret", account_id=account)
    return package.Client(credentials=credentials, transport=Keeper(), **arguments)


def difference(
    package: Any,
    case: dict[str, Any],
    given: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """How what the client does differs from what the case expects; nothing where it does not."""
    operation = package.operations.ALL[given["operationName"]]
    value = operation.input.from_value(given.get("operationParams", {}))
    expected = case["expect"]
    client = client_of(package, given, monkeypatch)
    try:
        client._call(operation, value)
    except KeptError as kept:
        request = kept.request
    except package.endpoints.EndpointError as error:
        return "" if str(error) == expected.get("error") else f"raises {error}"
    except package.errors.ConfigurationError as error:
        return "" if "egion" in expected.get("error", "") else f"raises {error}"
    except package._runtime.client.destinations.UnsupportedAuthError as error:
        schemes = expected["endpoint"]["properties"]["authSchemes"]
        kinds = {each["name"] for each in schemes}
        return "" if not kinds & {"sigv4", "none"} else f"raises {error}"
    if "error" in expected:
        return f"goes to {request.url}"
    prefix: str = operation.serialize(value).host_prefix
    return against(request, expected["endpoint"], prefix)


def against(request: Any, endpoint: dict[str, Any], prefix: str) -> str:
    # The operation's own host prefix goes before the endpoint (Smithy 2.0, "endpoint trait").
    url = endpoint["url"].replace("://", f"://{prefix}", 1)
    if not request.url.startswith(url):
        return f"goes to {request.url}"
    for name, values in endpoint.get("headers", {}).items():
        if request.headers.get(name) != ",".join(values):
            return f"has {name} {request.headers.get(name)}"
    for scheme in endpoint.get("properties", {}).get("authSchemes", [])[:1]:
        authorization = request.headers.get("Authorization", "")
        for key in ("signingRegion", "signingName"):
            if key in scheme and f"/{scheme[key]}/" not in authorization:
                return f"has Authorization {authorization}"
    return ""


def operation_for(
    model: Model, own: dict[str, Any]
) -> tuple[str, dict[str, Any]] | None:
    """An operation that gives exactly these parameters, with an input from which it does."""
    for operation in closure(model, model.services()[0]).operations:
        shape = model.shapes[operation.input]
        found = operation.traits.get(StaticContextParams)
        static = {} if found is None else dict(found.values)
        members = {
            bound.name: member.name
            for member in getattr(shape, "members", {}).values()
            if (bound := member.traits.get(ContextParam)) is not None
        }
        rest = {name: value for name, value in own.items() if name not in static}
        if any(own.get(name) != value for name, value in static.items()):
            continue
        if rest.keys() <= members.keys():
            value = minimal(model, operation.input)
            return operation.id.name, {
                **value,
                **{members[name]: given for name, given in rest.items()},
            }
    return None


@pytest.mark.parametrize("name", ["arc-region-switch", "kinesis"])
def test_parameters_that_operations_give(
    name: str,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Cases that have parameters alone: those that no client has come from the input of some operation."""
    model = pipeline.load([str(AWS_MODELS[name])]).model
    traits = model.services()[0].traits.raw
    directory = aws_package(tmp_path_factory, name)
    package: Any = load(directory, f"given_{name.replace('-', '_')}")
    rules = traits["smithy.rules#endpointRuleSet"]["parameters"]
    count = 0
    for case in traits[TESTS]["testCases"]:
        built_in: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for parameter, value in case.get("params", {}).items():
            known = rules[parameter].get("builtIn")
            (own if known is None else built_in)[known or parameter] = value
        # What AWS says of the isolated partitions has changed since the cases were written (see FACTS_OF_2025).
        if "-iso" in built_in.get("AWS::Region", "") and built_in.get(
            "AWS::UseDualStack"
        ):
            continue
        found = operation_for(model, own) if own else None
        if found is None:
            continue
        count += 1
        operation, params = found
        given = {
            "builtInParams": built_in,
            "operationName": operation,
            "operationParams": params,
        }
        problem = difference(package, case, given, monkeypatch)
        assert not problem, (case.get("documentation"), operation, problem)
    assert count >= {"arc-region-switch": 2, "kinesis": 50}[name]


@pytest.mark.parametrize("model", MODELS, ids=lambda path: path.stem)
def test_every_operation_input(
    model: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    directory = aws_package(tmp_path_factory, model.stem)
    package: Any = load(directory, f"inputs_of_{directory.name}")
    found: list[str] = []
    count = 0
    for case, given in cases(model):
        count += 1
        with monkeypatch.context() as patch:
            problem = difference(package, case, given, patch)
        if problem:
            found.append(
                f"{case.get('documentation')}: {given['operationName']}: {problem}"
            )
    assert found == []
    assert count

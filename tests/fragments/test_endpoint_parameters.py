"""What operations and clients give to the endpoint rules (Smithy 2.0, "Rules engine
parameters").
"""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

RULES: dict[str, Any] = {
    "version": "1.0",
    "parameters": {
        "Region": {"type": "string", "builtIn": "AWS::Region"},
        "Endpoint": {"type": "string", "builtIn": "SDK::Endpoint"},
        "Stage": {"type": "string", "required": True, "default": "live"},
        "Bucket": {"type": "string"},
        "Names": {"type": "stringArray"},
        "Kind": {"type": "string"},
        "Fast": {"type": "boolean", "required": True, "default": False},
        "Account": {"type": "string", "builtIn": "AWS::Auth::AccountId"},
        "Mode": {"type": "string", "builtIn": "AWS::Auth::AccountIdEndpointMode"},
        "ForcePathStyle": {"type": "boolean", "builtIn": "AWS::S3::ForcePathStyle"},
        "UseArnRegion": {"type": "boolean", "builtIn": "AWS::S3::UseArnRegion"},
    },
    "rules": [
        {
            "type": "endpoint",
            "conditions": [
                {"fn": "isSet", "argv": [{"ref": "ForcePathStyle"}]},
                {"fn": "booleanEquals", "argv": [{"ref": "ForcePathStyle"}, True]},
            ],
            "endpoint": {"url": "https://in-the-path.test"},
        },
        {
            "type": "endpoint",
            "conditions": [
                {"fn": "isSet", "argv": [{"ref": "UseArnRegion"}]},
                {"fn": "booleanEquals", "argv": [{"ref": "UseArnRegion"}, True]},
            ],
            "endpoint": {"url": "https://of-the-arn.test"},
        },
        {
            "type": "endpoint",
            "conditions": [
                {"fn": "isSet", "argv": [{"ref": "Bucket"}]},
                {"fn": "booleanEquals", "argv": [{"ref": "Fast"}, True]},
            ],
            "endpoint": {"url": "https://{Bucket}.fast.test"},
        },
        {
            "type": "endpoint",
            "conditions": [{"fn": "isSet", "argv": [{"ref": "Bucket"}]}],
            "endpoint": {"url": "https://{Stage}.test/{Bucket}"},
        },
        {
            "type": "endpoint",
            "conditions": [
                {"fn": "isSet", "argv": [{"ref": "Kind"}]},
            ],
            "endpoint": {"url": "https://{Kind}.{Stage}.test"},
        },
        {
            "type": "endpoint",
            "conditions": [
                {"fn": "isSet", "argv": [{"ref": "Account"}]},
                {"fn": "isSet", "argv": [{"ref": "Mode"}]},
            ],
            "endpoint": {"url": "https://{Account}.{Mode}.test"},
        },
        {
            "type": "endpoint",
            "conditions": [{"fn": "isSet", "argv": [{"ref": "Endpoint"}]}],
            "endpoint": {"url": {"ref": "Endpoint"}},
        },
        {"type": "endpoint", "conditions": [], "endpoint": {"url": "https://a.test"}},
    ],
}


def context(name: str, **more: Any) -> dict[str, Any]:
    return {"smithy.rules#contextParam": {"name": name}, **more}


def computed(**paths: str) -> dict[str, Any]:
    return {
        "smithy.rules#operationContextParams": {
            name: {"path": path} for name, path in paths.items()
        }
    }


SHAPES: dict[str, Any] = {
    "Part": {"structure": {"table": "String", "key": ["String", {"required": {}}]}},
    "Item": {"structure": {"get": "Part", "put": "Part"}},
    "Items": {"list": "Item"},
    "Parts": {"map": ["String", "Part"]},
    "Deep": {"structure": {"items": ["Items", {"required": {}}]}},
    "Strings": {"list": "String"},
    "GetInput": {
        "structure": {
            "bucket": ["String", context("Bucket", required={})],
            "stage": ["String", context("Stage")],
            "nothing": ["String", context("NoSuchParameter")],
        }
    },
    "ListInput": {
        "structure": {
            "items": "Items",
            "parts": ["Parts", {"required": {}}],
            "deep": "Deep",
            "names": "Strings",
            "target": ["String", context("Endpoint")],
        }
    },
    "Get": {"operation": {"input": "GetInput"}},
    "Plain": {"operation": {}},
    "Static": {
        "operation": {"input": "GetInput"},
        "traits": {
            "smithy.rules#staticContextParams": {
                "Kind": {"value": "control"},
                "Fast": {"value": True},
                "Bucket": {"value": "fixed"},
                "Names": {"value": ["a", "b"]},
            }
        },
    },
    "Keys": {
        "operation": {"input": "ListInput"},
        "traits": computed(Names="keys(parts)"),
    },
    "Tables": {
        "operation": {"input": "ListInput"},
        "traits": computed(Names="items[*].get.table"),
    },
    "Both": {
        "operation": {"input": "ListInput"},
        "traits": computed(Names="items[*].[get.table, put.table][]"),
    },
    "Values": {
        "operation": {"input": "ListInput"},
        "traits": computed(Names="parts.*.key"),
    },
    "Deeper": {
        "operation": {"input": "ListInput"},
        "traits": computed(Names="deep.items[*].put.key"),
    },
    "First": {
        "operation": {"input": "ListInput"},
        "traits": computed(Bucket="names[0]"),
    },
    "One": {
        "operation": {"input": "ListInput"},
        "traits": computed(Kind="deep"),
    },
}
SERVICE: dict[str, Any] = {
    "aws.api#service": {"sdkId": "Example", "arnNamespace": "example"},
    "aws.auth#sigv4": {"name": "example"},
    "smithy.rules#endpointRuleSet": RULES,
    "smithy.rules#clientContextParams": {
        "Fast": {"type": "boolean", "documentation": "Whether it is fast."},
        "Kind": {"type": "string", "documentation": "<p>The kind.</p>"},
        "Region": {"type": "string", "documentation": "Every client has it."},
    },
}


@pytest.fixture(scope="module")
def package(fragment: Callable[..., Any]) -> Any:
    return fragment(SHAPES, traits=SERVICE)


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.delenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", raising=False)


def parameters(package: Any, name: str, **fields: Any) -> Any:
    operation = getattr(package.operations, name)
    return operation.endpoint_parameters(operation.input(**fields))


def part(package: Any, table: str | None, key: str = "k") -> Any:
    return package.models.Part(table=table, key=key)


class Recorder:
    def __init__(self, response: Any) -> None:
        self.response = response
        self.urls: list[str] = []

    def send(self, request: Any) -> Any:
        self.urls.append(request.url)
        return self.response

    def close(self) -> None:
        pass


def client(package: Any, *, account: str | None = None, **arguments: Any) -> Any:
    module = package.module
    return module.Client(
        region="eu-west-1",
        credentials=module.Credentials("AKID", "secret", account_id=account),
        transport=Recorder(package.response({})),
        **arguments,
    )


def url(client: Any, method: str, **fields: Any) -> str:
    getattr(client, method)(**fields)
    return str(client._transport.urls[-1])


def test_members_that_are_bound(package: Any) -> None:
    assert parameters(package, "Get", bucket="b") == {"stage": "live", "bucket": "b"}
    assert parameters(package, "Get", bucket="b", stage="test")["stage"] == "test"


@pytest.mark.parametrize("blank", ["", " ", "\t\n"])
def test_nothing_is_sent_for_a_name_of_white_space(package: Any, blank: str) -> None:
    with pytest.raises(ValueError, match="bucket says where the request goes"):
        client(package).get(bucket=blank)


def test_an_operation_without_parameters_has_no_function(package: Any) -> None:
    assert "endpoint_parameters" not in vars(package.operations.Plain)
    assert package.operations.Plain.endpoint_parameters(None) == {}


def test_static_values_go_before_those_of_the_input(package: Any) -> None:
    assert parameters(package, "Static", bucket="b", stage="s") == {
        "stage": "s",
        "bucket": "fixed",
        "names": ("a", "b"),
        "kind": "control",
        "fast": True,
    }


def test_the_keys_of_a_map(package: Any) -> None:
    given = {"one": part(package, None), "two": part(package, None)}
    assert parameters(package, "Keys", parts=given)["names"] == ["one", "two"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Tables", ["a", "c"]), ("Both", ["a", "b", "c"])],
)
def test_members_of_elements(package: Any, name: str, expected: list[str]) -> None:
    item = package.models.Item
    items = [
        item(get=part(package, "a"), put=part(package, "b")),
        item(),
        item(get=part(package, None)),
        item(get=part(package, "c")),
    ]
    assert parameters(package, name, items=items, parts={})["names"] == expected
    assert parameters(package, name, items=[], parts={})["names"] == []
    assert parameters(package, name, parts={})["names"] is None


def test_what_is_further_inside(package: Any) -> None:
    models = package.models
    parts = {"x": part(package, None, "one")}
    assert parameters(package, "Values", parts=parts)["names"] == ["one"]
    deep = models.Deep(items=[models.Item(put=part(package, None)), models.Item()])
    assert parameters(package, "Deeper", parts={}, deep=deep)["names"] == ["k"]
    assert parameters(package, "Deeper", parts={})["names"] is None


def test_other_paths_are_evaluated_on_the_plain_input(package: Any) -> None:
    assert parameters(package, "First", parts={}, names=["n", "m"])["bucket"] == "n"
    assert parameters(package, "First", parts={})["bucket"] is None
    source = package.source("operations/first.py")
    assert "jmespath.item(jmespath.field(value.to_value(), " in source
    assert "jmespath" not in package.source("operations/both.py")


def test_where_requests_go(package: Any) -> None:
    made = client(package)
    assert url(made, "plain") == "https://a.test/"
    # A bucket that is the path is asked for as that.
    assert url(made, "get", bucket="b") == "https://live.test/b"
    assert url(made, "get", bucket="b", stage="beta") == "https://beta.test/b"
    assert url(made, "static", bucket="b") == "https://fixed.fast.test/"


def test_an_argument_of_the_client(package: Any) -> None:
    assert url(client(package, fast=True), "get", bucket="b") == "https://b.fast.test/"
    assert url(client(package, fast=False), "get", bucket="b") == "https://live.test/b"
    assert url(client(package, kind="data"), "plain") == "https://data.live.test/"
    # What an operation says is more specific.
    made = client(package, fast=False, kind="data")
    assert url(made, "static", bucket="b") == "https://fixed.fast.test/"


def test_the_endpoint_that_an_input_names_goes_before_the_clients(package: Any) -> None:
    made = client(package, endpoint_url="https://client.test")
    assert url(made, "plain") == "https://client.test/"
    assert url(made, "keys", parts={}, target="https://x.test") == "https://x.test/"


def test_the_account_of_the_credentials(
    package: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = client(package, account="123456789012")
    assert url(made, "plain") == "https://123456789012.preferred.test/"
    monkeypatch.setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", "required")
    made = client(package, account="123456789012")
    assert url(made, "plain") == "https://123456789012.required.test/"
    assert url(client(package), "plain") == "https://a.test/"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("s3 =\n  addressing_style = path\n", "https://in-the-path.test/"),
        ("s3 =\n  addressing_style = virtual\n", "https://a.test/"),
        ("s3 =\n  use_arn_region = true\n", "https://of-the-arn.test/"),
        ("s3_use_arn_region = true\n", "https://of-the-arn.test/"),
        # The newer form counts.
        (
            "s3_use_arn_region = true\ns3 =\n  use_arn_region = false\n",
            "https://of-the-arn.test/",
        ),
        ("s3 = text\n", "https://a.test/"),
    ],
)
def test_settings_that_stand_below_another(
    package: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    lines: str,
    expected: str,
) -> None:
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.delenv("AWS_S3_USE_ARN_REGION", raising=False)
    config = tmp_path / "config"
    config.write_text(f"[default]\n{lines}", encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    assert url(client(package), "plain") == expected


def test_a_setting_below_another_that_is_malformed(
    package: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    config = tmp_path / "config"
    config.write_text("[default]\ns3 =\n  use_arn_region = maybe\n", encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    with pytest.raises(ValueError, match=r"config:2: .*must be true or false"):
        client(package).plain()


def test_an_asynchronous_client_does_the_same(package: Any) -> None:
    class Asynchronous(Recorder):
        async def send(self, request: Any) -> Any:
            return super().send(request)

        async def close(self) -> None:
            pass

    async def run() -> list[str]:
        module = package.module
        transport = Asynchronous(package.response({}))
        credentials = module.Credentials("AKID", "secret", account_id="1")
        async with module.AsyncClient(
            region="eu-west-1", credentials=credentials, transport=transport, fast=True
        ) as made:
            await made.plain()
            await made.get(bucket="b")
            transport.urls.append(
                await made.presigned_url(
                    package.operations.Get, package.operations.Get.input(bucket="c")
                )
            )
        return transport.urls

    first, second, signed = asyncio.run(run())
    assert (first, second) == ("https://1.preferred.test/", "https://b.fast.test/")
    assert signed.startswith("https://c.fast.test/?X-Amz-Algorithm=")


def test_the_constructor_has_all_arguments_of_the_runtimes(package: Any) -> None:
    base = inspect.signature(package.runtime("clients").Configured).parameters
    inherited = {name: each.annotation for name, each in base.items()}
    del inherited["endpoint_parameters"]
    for kind, transport in (
        (package.module.Client, "Transport"),
        (package.module.AsyncClient, "AsyncTransport"),
    ):
        own = {
            # Types are written with their module there: `retry.Retries | None`.
            name: re.sub(r"\w+\.", "", each.annotation)
            for name, each in inspect.signature(kind).parameters.items()
        }
        assert list(own) == [*inherited, "fast", "kind"]
        inherited["transport"] = f"{transport} | None"
        assert {name: own[name] for name in inherited} == inherited
        assert "fast: Whether it is fast." in (kind.__init__.__doc__ or "")
        assert "kind: The kind." in (kind.__init__.__doc__ or "")

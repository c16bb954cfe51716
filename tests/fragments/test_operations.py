"""Operations: host prefixes, shared and absent structures, tokens, renames, odd names."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.packages import build
from tests.support.short_form import shapes_alone, write


@pytest.fixture(scope="module")
def package(fragment: Callable[..., Any]) -> Any:
    label: dict[str, Any] = {"hostLabel": {}, "required": {}}
    required: dict[str, Any] = {"required": {}}
    return fragment(
        {
            "Text": {"structure": {"text": "String"}},
            "Swap": {"operation": {"input": "Text", "output": "Text"}},
            "Again": {"operation": {"input": "Text", "output": "Holder"}},
            "Holder": {"structure": {"text": "Text"}},
            "Nothing": {"operation": {"input": "Unit", "output": "Unit"}},
            "Empty": {"operation": {"input": "EmptyInput", "output": "EmptyOutput"}},
            "EmptyInput": {"structure": {}},
            "EmptyOutput": {"structure": {}},
            "Prefixed": {
                "operation": {"input": "PrefixedInput"},
                "traits": {"endpoint": {"hostPrefix": "{class}.x-{userId}.data."}},
            },
            "PrefixedInput": {
                "structure": {
                    "class": ["String", label],
                    "userId": ["String", label],
                    "other": "String",
                }
            },
            "Fixed": {
                "operation": {},
                "traits": {"endpoint": {"hostPrefix": "data."}},
            },
            "Create": {"operation": {"input": "CreateInput"}},
            "CreateInput": {
                "structure": {
                    "name": ["String", required],
                    "clientToken": ["String", {"idempotencyToken": {}}],
                    "nested": "Nested",
                }
            },
            # Only the members of the input itself are filled in.
            "Nested": {"structure": {"token": ["String", {"idempotencyToken": {}}]}},
            # Names that the package of operations has itself, and ones that clash with
            # each other.
            "Operation": {"operation": {}},
            "All": {"operation": {}},
            "Catalog": {"operation": {"output": "CatalogError"}},
            "CatalogError": {"structure": {"text": "String"}},
            "CreateError": {"operation": {"input": "CreateOutput"}},
            "CreateOutput": {"structure": {"text": "String"}},
        }
    )


def test_shared_structures(package: Any) -> None:
    models, operations = package.models, package.operations
    assert operations.Swap.input is operations.Swap.output is models.Text
    assert operations.Again.input is models.Text
    assert package.answer("Again", {"text": {"text": "x"}}).text == models.Text(
        text="x"
    )


@pytest.mark.parametrize("name", ["Nothing", "Empty"])
@pytest.mark.parametrize("body", [b"", b"{}", b"null", b'{"unknown": 1}'])
def test_operations_without_members(package: Any, name: str, body: bytes) -> None:
    op = getattr(package.operations, name)
    request = op.serialize(op.input())
    assert request.body == b"{}"
    assert package.answer(name, body) == op.output()
    assert op.output().to_value() == {}


def test_host_prefixes(package: Any) -> None:
    op = package.operations.Prefixed
    value = op.input(class_="gold", user_id="Ada-1", other="o")
    assert op.serialize(value).host_prefix == "gold.x-Ada-1.data."
    assert package.operations.Fixed.serialize(
        package.operations.Fixed.input()
    ).host_prefix == ("data.")
    assert (
        package.operations.Nothing.serialize(
            package.operations.Nothing.input()
        ).host_prefix
        == ""
    )


@pytest.mark.parametrize(
    "label", ["", "a.b", "a/b", "-a", "a-", "x" * 64, "\u00e4", "a\n", None]
)
def test_labels_must_be_labels(package: Any, label: Any) -> None:
    op = package.operations.Prefixed
    with pytest.raises(ValueError, match="userId"):
        op.serialize(op.input(class_="gold", user_id=label))


def test_tokens_are_random_uuids(package: Any) -> None:
    sent = package.sent("Create", name="n")
    assert uuid.UUID(sent["clientToken"]).version == 4
    nested = package.sent("Create", name="n", nested=package.models.Nested())
    assert nested["nested"] == {}
    op = package.operations.Create
    value = op.input(name="n")
    op.serialize(value)
    assert value.client_token is None


def test_requests_name_the_service_and_the_operation(package: Any) -> None:
    request = package.operations.Create.serialize(
        package.operations.Create.input(name="n")
    )
    assert (request.method, request.path, request.query) == ("POST", "/", [])
    assert request.headers == {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "Service.Create",
    }


def test_operations_with_names_of_the_package(package: Any) -> None:
    operations = package.operations
    for name, op in operations.ALL.items():
        assert op.name == name
        assert op.serialize(
            op.input.from_value({"class": "a", "userId": "b", "name": "n"})
        )
    assert operations.CreateError.name == "CreateError"
    assert package.answer("Catalog", {"text": "x"}).text == "x"
    assert sorted(operations.ALL) == list(operations.ALL)


def test_dir_lists_what_is_loaded_on_first_use(package: Any) -> None:
    """Shells complete names with it."""
    for module in (package.module, package.models, package.operations):
        before = set(dir(module))
        offered = {
            package.module: {*package.module.__all__, "Client", "errors", "models"},
            package.models: {"Text"},
            package.operations: {"Create", "ALL"},
        }[module]
        assert offered <= before
        for name in offered:
            getattr(module, name)
        # Once they are loaded, they are not there twice.
        assert len(dir(module)) == len(set(dir(module)))


def test_renamed_shapes(fragment: Callable[..., Any]) -> None:
    package = fragment(
        {
            "Item": {"structure": {"a": "String"}},
            "other#Item": {"structure": {"b": "String"}},
            "Get": {"operation": {"output": "GetOutput"}},
            "GetOutput": {"structure": {"one": "Item", "two": "other#Item"}},
        },
        rename={"other#Item": "OtherItem"},
    )
    read = package.answer("Get", {"one": {"a": "x"}, "two": {"b": "y"}})
    assert read.one == package.models.Item(a="x")
    assert read.two == package.models.OtherItem(b="y")


def test_awsjson1_0_has_its_own_content_type(fragment: Callable[..., Any]) -> None:
    package = fragment({"Get": {"operation": {}}}, protocol="awsJson1_0")
    op = package.operations.Get
    content_type = op.serialize(op.input()).headers["Content-Type"]
    assert content_type == "application/x-amz-json-1.0"


def test_a_service_without_operations(tmp_path: Path) -> None:
    document = shapes_alone(
        {
            "Empty": {
                "service": {"version": "1"},
                "traits": {"aws.protocols#awsJson1_0": {}},
            }
        }
    )
    model = write(tmp_path / "empty.json", document)
    found = build(model, tmp_path, "service_without_operations")
    assert list(found.operations.ALL) == []
    with found.Client(region="eu-west-1") as client:
        assert client.region == "eu-west-1"

"""The table of Python names."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from typing import Any

import pytest

from ecrgen.lower.names import reserved
from ecrgen.lower.names.naming import (
    Names,
    allocate,
    module_names,
    package_name,
    synthetic_input,
    synthetic_output,
)
from ecrgen.model.closure import closure
from ecrgen.model.ids import ShapeId
from tests.support.short_form import assembled, document_of


def names_of(shapes: Mapping[str, Any], **service: Any) -> Names:
    model = assembled(document_of(shapes, **service))
    return allocate(model, closure(model, model.services()[0]), "package")


def short(table: Mapping[ShapeId, str]) -> dict[str, str]:
    """A table by the names of shapes and members, without the namespace."""
    return {shape.partition("#")[2]: name for shape, name in table.items()}


def fields(*members: str, error: bool = False) -> dict[str, str]:
    """What the members of a structure of strings are called."""
    traits = {"error": "client"} if error else {}
    names = names_of(
        {
            "Thing": {"structure": dict.fromkeys(members, "String"), "traits": traits},
            "Run": {
                "operation": {"errors": ["Thing"]} if error else {"input": "Thing"}
            },
        }
    )
    table = names.error_fields if error else names.fields
    return {shape.partition("$")[2]: name for shape, name in table.items()}


# --- fields ----------------------------------------------------------------------------------------------------


def test_fields_in_snake_case() -> None:
    assert fields("repositoryName", "KMSKeyId", "imageSHA256Digest", "s3Bucket") == {
        "repositoryName": "repository_name",
        "KMSKeyId": "kms_key_id",
        "imageSHA256Digest": "image_sha256_digest",
        "s3Bucket": "s3_bucket",
    }


def test_fields_that_fold_to_one_name_are_told_apart_in_model_order() -> None:
    assert fields("fooBar", "foo_bar", "Foo_Bar_", "foo_bar_2") == {
        "fooBar": "foo_bar",
        "foo_bar": "foo_bar_",
        "Foo_Bar_": "foo_bar_2",
        "foo_bar_2": "foo_bar_2_",
    }


def test_a_new_member_renames_none_before_it() -> None:
    before = fields("fooBar", "class", "listOf")
    after = fields("fooBar", "class", "listOf", "foo_bar", "class_", "list_of")
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("word", sorted(reserved.KEYWORDS))
def test_keywords_get_an_underscore(word: str) -> None:
    folded = word.lower()
    expected = f"{folded}_" if folded in reserved.KEYWORDS else folded
    assert fields(word)[word] == expected
    assert expected.isidentifier()
    assert not keyword.iskeyword(expected)


@pytest.mark.parametrize("word", sorted(reserved.FIELDS))
def test_what_classes_use_gets_an_underscore(word: str) -> None:
    assert fields(word)[word] == f"{word}_"
    assert fields(word, error=True)[word] == f"{word}_"


@pytest.mark.parametrize("word", sorted(set(reserved.ERROR_FIELDS) - {"message"}))
def test_what_exceptions_have_is_reserved_in_errors_alone(word: str) -> None:
    assert fields(word, error=True)[word] == f"{word}_"
    assert fields(word)[word] == word


@pytest.mark.parametrize("word", ["message", "Message", "MESSAGE"])
def test_the_message_of_an_error_is_the_exception_s(word: str) -> None:
    assert fields("code", word, error=True) == {"code": "code_", word: "message"}


@pytest.mark.parametrize("name", ["_1", "_2fast", "__x", "a__b", "A", "aB_c9D"])
def test_every_identifier_of_smithy_is_a_field(name: str) -> None:
    found = fields(name)[name]
    assert found.isidentifier()
    assert not found.startswith("__")
    assert found == found.lower()


# --- classes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", sorted(reserved.CLASSES))
def test_what_modules_import_gets_an_underscore(word: str) -> None:
    names = names_of({word: {"structure": {}}})
    assert short(names.models)[word] == f"{word}_"


@pytest.mark.parametrize("word", sorted(reserved.ERROR_CLASSES))
def test_errors_of_the_runtime_keep_their_names(word: str) -> None:
    shapes = {word: {"structure": {}, "traits": {"error": "client"}}}
    assert short(names_of(shapes).errors)[word] == f"{word}_"


def test_operations_come_first_then_shapes_then_what_is_made_of_them() -> None:
    names = names_of(
        {
            "Get": {"operation": {"output": "Holder"}},
            "Holder": {
                "structure": {
                    "a": "GetError",
                    "b": "Choice",
                    "c": "ChoiceText",
                    "d": "ChoiceUnknown",
                    "e": "GetInput",
                }
            },
            "GetError": {"structure": {}},
            "GetInput": {"structure": {}},
            "Choice": {"union": {"text": "String", "Text2": "String"}},
            "ChoiceText": {"structure": {}},
            "ChoiceUnknown": {"structure": {}},
        }
    )
    models, get = short(names.models), ShapeId("com.example#Get")
    assert models["GetError"] == "GetError"
    assert names.error_unions[get] == "GetError_"
    assert models["GetInput"] == "GetInput"
    assert names.models[synthetic_input(get)] == "GetInput_"
    assert synthetic_output(get) not in names.models
    assert short(names.variants) == {
        "Choice$text": "ChoiceText_",
        "Choice$Text2": "ChoiceText2",
        "Choice": "ChoiceUnknown_",
    }


def test_classes_keep_the_spelling_of_the_api() -> None:
    shapes = {"KMSKey": {"structure": {}}, "lower": {"structure": {}}, "_9": "string"}
    found = short(names_of(shapes).models)
    assert [found[name] for name in shapes] == ["KMSKey", "Lower", "_9"]


def test_renames_of_the_service_count() -> None:
    names = names_of(
        {
            "Item": {"structure": {}},
            "other#Item": {"structure": {}},
            "Get": {"operation": {"input": "Item", "output": "other#Item"}},
        },
        rename={"other#Item": "OtherItem"},
    )
    assert names.models[ShapeId("other#Item")] == "OtherItem"
    assert names.models[ShapeId("com.example#Item")] == "Item"


def test_no_name_is_given_twice() -> None:
    words = ("Request", "request_", "Any", "None", "True", "EchoError", "EchoInput2")
    names = names_of({word: {"structure": {}} for word in words})
    given = [
        *names.operations.values(),
        *names.error_unions.values(),
        *names.models.values(),
        *names.variants.values(),
    ]
    assert len(given) == len(set(given))
    assert not set(given) & (set(reserved.CLASSES) | reserved.KEYWORDS)


# --- enums -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("member", "constant"),
    [
        ("ACTIVE", "ACTIVE"),
        ("inProgress", "IN_PROGRESS"),
        ("x86_64", "X86_64"),
        ("SHA256", "SHA256"),
        ("_1_", "VALUE_1"),
        ("None", "NONE"),
        ("name", "NAME"),
        ("_private", "PRIVATE"),
    ],
)
def test_constants(member: str, constant: str) -> None:
    names = names_of({"Mode": {"enum": {member: "x"}}})
    assert short(names.enum_members) == {f"Mode${member}": constant}


# --- modules and packages --------------------------------------------------------------------------------------


def modules(*classes: str) -> list[str]:
    return list(
        module_names((ShapeId(f"ns#{name}"), name) for name in classes).values()
    )


def test_modules_are_apart_where_case_does_not_count() -> None:
    found = modules("ImageTag", "Image_Tag", "IMAGETag", "Con", "SimpleTypes", "Class")
    assert found == [
        "image_tag",
        "image_tag_",
        "image_tag_2",
        "con_",
        "simple_types_",
        "class_",
    ]


def test_long_modules_are_names_of_files() -> None:
    first, second = modules("A" + "b" * 400, "A" + "b" * 401)
    assert first != second
    assert max(len(first), len(second)) < 220


@pytest.mark.parametrize(
    ("sdk_id", "package"),
    [
        ("ECR PUBLIC", "ecr_public"),
        ("DynamoDB", "dynamodb"),
        ("ARC Region switch", "arc_region_switch"),
        ("Lex-Runtime V2", "lex_runtime_v2"),
        ("Lambda", "lambda_"),
        ("3D", "_3d"),
        ("../up", "___up"),
        ("\u00e9t\u00e9", "_t_"),
    ],
)
def test_packages(sdk_id: str, package: str) -> None:
    traits = {"aws.api#service": {"sdkId": sdk_id}}
    model = assembled(document_of({"Get": {"operation": {}}}, traits=traits))
    assert package_name(model.services()[0]) == package


def test_a_package_without_an_sdk_id_is_called_like_its_service() -> None:
    model = assembled(document_of({"Get": {"operation": {}}}))
    assert package_name(model.services()[0]) == "service"

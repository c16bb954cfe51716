"""What the OCaml page of InitiateLayerUploadResponse promises is in the generated
package of its service.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Iterator
from typing import Any

import pytest

import ecr
import ecr_public
from ecr_public import errors, models, operations
from ecr_public.operations.initiate_layer_upload import InitiateLayerUploadError
from tests.support.places import shared

# Constructors of the page's plain values and what they are in Python.
PLAIN = {"String": str, "Long": int}
UNKNOWN = "Unknown_operation_error"
OPERATION = operations.InitiateLayerUpload
OUTPUT = OPERATION.output


@pytest.fixture(scope="module")
def page() -> str:
    path = shared("seed/awso-ecr-public-InitiateLayerUploadResponse.txt")
    # Documentation stands between the code, each piece of it ended by "*)".
    return re.sub(r";[^;]*?\n\*\)", ";\n", path.read_text("utf-8"))


def record(page: str) -> dict[str, tuple[str, bool]]:
    """The members of type t: their type, and whether they are optional."""
    body = re.search(r"type nonrec t = \{(.*?)\}", page, re.S)
    assert body is not None
    return {
        name: (kind, option == "option")
        for name, kind, option in re.findall(r"(\w+) : (\w+)\.t ?(option)?;", body[1])
    }


def variants(page: str, start: str) -> set[str]:
    """The constructors of the polymorphic variant that follows `start`."""
    body = re.search(re.escape(start) + r".*?\[[ >]*(.*?)\]", page, re.S)
    assert body is not None
    return set(re.findall(r"`(\w+) of", body[1]))


@pytest.fixture(scope="module")
def promised(page: str) -> set[str]:
    """The modelled errors."""
    found = variants(page, "type nonrec error =")
    assert UNKNOWN in found
    return found - {UNKNOWN}


def test_the_page_is_read_right(page: str, promised: set[str]) -> None:
    assert record(page) == {
        "uploadId": ("UploadId", True),
        "partSize": ("PartSize", True),
    }
    assert len(promised) == 5
    assert {"RegistryNotFoundException", "UnsupportedCommandException"} <= promised


def test_members_with_their_types_and_optionality(page: str) -> None:
    hints = typing.get_type_hints(OUTPUT, include_extras=True)
    fields = {field.name: field for field in dataclasses.fields(OUTPUT)}
    value = OUTPUT.from_value({"uploadId": "u", "partSize": 1})
    members = record(page)
    assert list(fields) == ["upload_id", "part_size"]
    assert list(value.to_value()) == list(members)
    for name, (wire_name, (kind, optional)) in zip(
        fields, members.items(), strict=True
    ):
        assert getattr(value, name) == value.to_value()[wire_name]
        assert optional
        assert hints[name] == getattr(models, kind) | None
        assert fields[name].default is None
    assert OUTPUT() == OUTPUT(upload_id=None, part_size=None)


def test_named_simple_types(page: str) -> None:
    """A variant per member's type: `Long of PartSize.t | `String of UploadId.t."""
    plain = page[page.index("val to_value") :]
    kinds = dict(re.findall(r"`(String|Long) of (\w+)\.t", plain))
    assert kinds == {"Long": "PartSize", "String": "UploadId"}
    for constructor, name in kinds.items():
        kind = getattr(models, name)
        assert getattr(kind, "__origin__", kind) is PLAIN[constructor]


def union(alias: Any) -> Iterator[str]:
    assert isinstance(alias, types.UnionType)
    return (kind.__name__ for kind in typing.get_args(alias))


def test_the_errors_and_the_unknown_one(promised: set[str]) -> None:
    assert {kind.__name__ for kind in OPERATION.errors} == promised
    assert len(OPERATION.errors) == len(promised)
    assert set(union(InitiateLayerUploadError)) == {*promised, "UnknownOperationError"}


@pytest.mark.parametrize(
    ("decoder", "payload", "empty"),
    [
        ("error_of_json", {"message": "why"}, {}),
        ("error_of_xml", "<Error><message>why</message></Error>", "<Error/>"),
    ],
)
def test_both_decoders(
    decoder: str, payload: Any, empty: Any, page: str, promised: set[str]
) -> None:
    assert variants(page, f"val {decoder} :") == {*promised, UNKNOWN}
    decode = getattr(OPERATION, decoder)
    for code in promised:
        found = decode(code, payload)
        assert type(found) is getattr(errors, code)
        assert (found.code, found.message) == (code, "why")
        assert type(decode(code, empty)) is type(found)
    unknown = decode("Teapot", payload)
    assert type(unknown) is errors.UnknownOperationError
    # (string * string option): the code, and what came with it.
    assert (unknown.code, unknown.payload) == ("Teapot", payload)


def test_to_value_is_a_structure_of_the_members(page: str) -> None:
    assert "[> `Structure of" in page[page.index("val to_value") :]
    value = OUTPUT(upload_id="0a1b", part_size=20971520).to_value()
    assert value == {"uploadId": "0a1b", "partSize": 20971520}
    assert [type(each) for each in value.values()] == [str, int]
    assert OUTPUT(part_size=1).to_value() == {"partSize": 1}
    assert OUTPUT().to_value() == {}
    assert OUTPUT.from_value(value).to_value() == value


def test_the_private_service_has_errors_of_its_own(promised: set[str]) -> None:
    private = {kind.__name__ for kind in ecr.operations.InitiateLayerUpload.errors}
    assert private == promised - {
        "RegistryNotFoundException",
        "UnsupportedCommandException",
    } | {"KmsException"}
    assert not hasattr(ecr.errors, "RegistryNotFoundException")
    assert not hasattr(ecr_public.errors, "KmsException")

"""Names that Python, the package or the model itself have already."""

from __future__ import annotations

import importlib
import inspect
import json
import keyword
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from ecrgen.lower.names import reserved

MEMBERS = [
    *(
        "class",
        "from",
        "None",
        "lambda",
        "type",
        "id",
        "list",
        "str",
        "dict",
        "int",
        "bytes",
    ),
    *(
        "self",
        "cls",
        "field",
        "toValue",
        "from_value",
        "to_json",
        "values",
        "out",
        "item",
        "value",
    ),
    *(
        "classmethod",
        "datetime",
        "KMSKeyId",
        "imageSHA256Digest",
        "s3Bucket",
        "format",
        "print",
    ),
    *("fooBar", "foo_bar", "FOO__bar", "foo_bar_"),
]
SHAPES = [
    *(
        "Request",
        "Any",
        "Client",
        "Mapping",
        "Import",
        "None",
        "ServiceError",
        "SimpleTypes",
    ),
    *(
        "Con",
        "Class",
        "OpenEnum",
        "Self",
        "Decimal",
        "Pattern",
        "Annotated",
        "TypeAlias",
    ),
    *(
        "Models",
        "Errors",
        "Operations",
        "Json",
        "Xml",
        "Values",
        "EchoError",
        "True",
        "ALL",
    ),
]


@pytest.fixture(scope="module")
def package(fragment: Callable[..., Any]) -> Any:
    shapes: dict[str, Any] = {
        "Members": {"structure": dict.fromkeys(MEMBERS, "String")},
        "Codes": {
            "structure": {
                **dict.fromkeys(
                    ("code", "status", "args", "fault", "retryable"), "String"
                ),
                "Message": "String",
                "request_id": "Integer",
                "with_traceback": "String",
            },
            "traits": {"error": "client"},
        },
        "UnknownOperationError": {
            "structure": {"x": "String"},
            "traits": {"error": "server"},
        },
        "MessageError": {
            "structure": {"message": "String"},
            "traits": {"error": "client"},
        },
    }
    for name in SHAPES:
        shapes[name] = {"structure": {"text": "String", "again": name}}
    return fragment(shapes)


def test_every_member_has_a_name_and_keeps_its_own_on_the_wire(package: Any) -> None:
    members = package.models.Members
    fields = list(members.__dataclass_fields__)
    assert len(fields) == len(MEMBERS) == len(set(fields))
    assert not any(keyword.iskeyword(field) for field in fields)
    value = members(**{field: field for field in fields})
    plain = value.to_value()
    assert list(plain) == MEMBERS
    assert members.from_value(plain) == value
    assert package.sent("Echo", members=value) == {"Members": plain}


@pytest.mark.parametrize(
    ("wire", "field"),
    [
        ("class", "class_"),
        ("type", "type"),
        ("id", "id"),
        ("list", "list_"),
        ("self", "self_"),
        ("toValue", "to_value_"),
        ("KMSKeyId", "kms_key_id"),
        ("imageSHA256Digest", "image_sha256_digest"),
        ("s3Bucket", "s3_bucket"),
    ],
)
def test_what_members_are_called(wire: str, field: str, package: Any) -> None:
    assert package.models.Members(**{field: "x"}).to_value() == {wire: "x"}


def test_shapes_named_like_what_the_package_has(package: Any) -> None:
    for name in SHAPES:
        found = getattr(package.models, name, None) or getattr(
            package.models, f"{name}_"
        )
        made = found(text="x", again=found(text="y"))
        assert found.from_value(made.to_value()) == made
    assert issubclass(package.errors.ServiceError, Exception)
    for module in package.modules():
        importlib.import_module(module)


def test_errors_whose_members_are_named_like_attributes(package: Any) -> None:
    payload = {
        "code": "c",
        "status": "s",
        "args": "a",
        "fault": "f",
        "retryable": "r",
        "Message": "m",
        "request_id": 7,
        "with_traceback": "w",
    }
    error = package.operations.Echo.error_of_json("Codes", payload)
    assert type(error) is package.errors.Codes
    assert (error.code, error.message, error.fault, error.status) == (
        "Codes",
        "m",
        "client",
        400,
    )
    assert (error.code_, error.request_id_, error.args_) == ("c", 7, "a")
    assert error.to_value() == payload


def test_errors_named_like_those_of_the_runtime(package: Any) -> None:
    op = package.operations.Echo
    error = op.error_of_json("UnknownOperationError", {"x": "1"})
    assert type(error) is package.errors.UnknownOperationError_
    assert (error.x, error.fault, error.status) == ("1", "server", 500)
    assert type(op.error_of_json("MessageError", {})) is package.errors.MessageError_
    assert type(op.error_of_json("Else", {})) is package.errors.UnknownOperationError


def test_every_reserved_name_says_why() -> None:
    tables = (
        reserved.FIELDS,
        reserved.ERROR_FIELDS,
        reserved.CLASSES,
        reserved.ERROR_CLASSES,
        reserved.ENUM_MEMBERS,
        reserved.MODULES,
    )
    assert all(reason for table in tables for reason in table.values())
    # The table is frozen, and whichever Python runs this agrees with it.
    assert set(keyword.kwlist) == set(reserved.KEYWORDS)


def test_very_long_names_go_through_black(fragment: Callable[..., Any]) -> None:
    long = "AnExtraordinarilyLongNameOfAShapeThatNoLineOfTheOutputCanHoldWithoutBeingBroken"
    package = fragment(
        {
            long: {"structure": {f"member{long}": ["String", {"required": {}}]}},
            f"{long}List": {"list": long},
            f"{long}Map": {"map": ["String", f"{long}List"]},
        }
    )
    black = importlib.import_module("black")
    for path in package.path.rglob("*.py"):
        text = path.read_text("utf-8")
        assert black.format_str(text, mode=black.Mode()) == text, path
    wire = {f"{long}Map": {"k": [{f"member{long}": "x"}]}}
    assert package.answer("Echo", wire).to_value() == wire
    assert json.loads(json.dumps(wire)) == wire


def test_values_is_what_it_is_called_where_the_runtime_module_is_not_needed(
    fragment: Callable[..., Any],
) -> None:
    made = fragment(
        {
            "Names": {"list": "String"},
            "Times": {"list": "Timestamp"},
            "Filter": {"structure": {"values": "Names"}},
            "Dated": {"structure": {"values": "Names", "at": "Times"}},
            "Request": {"structure": {"values": "Names", "dated": "Dated"}},
            "Ask": {"operation": {"input": "Request", "output": "Filter"}},
        }
    )
    dated = made.models.Dated(values_=["b"], at=[datetime(2026, 1, 2, tzinfo=UTC)])
    request = made.operations.Ask.serialize(
        made.operations.Ask.input(values=["a"], dated=dated)
    )
    assert json.loads(request.body) == {
        "values": ["a"],
        "dated": {"values": ["b"], "at": [1767312000]},
    }
    answer = made.operations.Ask.deserialize(made.response({"values": ["c"]}))
    assert answer.values == ["c"]
    parameters = inspect.signature(made.module.Client.ask).parameters
    assert list(parameters) == ["self", "values", "dated"]


@pytest.mark.parametrize(
    ("protocol", "method"),
    [
        ("restXml", "to_xml"),
        ("awsQuery", "to_form"),
        ("smithy.protocols#rpcv2Cbor", "to_cbor"),
        ("restJson1", "from_response"),
    ],
)
def test_no_member_has_the_name_of_a_method_of_the_protocol(
    fragment: Callable[..., Any], protocol: str, method: str
) -> None:
    """They would take the method's place in the class."""
    http = {"http": {"method": "PUT", "uri": "/"}}
    package = fragment(
        {
            "In": {"structure": {method: "String"}},
            "Send": {"operation": {"input": "In", "output": "In"}, "traits": http},
        },
        protocol=protocol,
    )
    op = package.operations.Send
    value = package.models.In(**{f"{method}_": "here"})
    assert value.to_value() == {method: "here"}
    assert b"here" in op.serialize(value).body

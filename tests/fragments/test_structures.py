"""Required and optional members, defaults, corrections of absent members, secrets,
documentation, laziness.
"""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
import typing
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest


@pytest.fixture(scope="module")
def package(fragment: Callable[..., Any]) -> Any:
    required: dict[str, Any] = {"required": {}}
    return fragment(
        {
            "Mode": {"enum": {"A": "a"}},
            "Level": {"intEnum": {"LOW": 1}},
            "Secret": {"string": None, "traits": {"sensitive": {}}},
            "Either": {"union": {"text": "String", "secret": "Secret"}},
            "Texts": {"list": "String"},
            "Pairs": {"map": ["String", "String"]},
            "Inner": {"structure": {"name": ["String", required]}},
            "All": {
                "structure": {
                    "string": ["String", required],
                    "integer": ["Integer", required],
                    "double": ["Double", required],
                    "boolean": ["Boolean", required],
                    "blob": ["Blob", required],
                    "timestamp": ["Timestamp", required],
                    "document": ["Document", required],
                    "texts": ["Texts", required],
                    "pairs": ["Pairs", required],
                    "mode": ["Mode", required],
                    "level": ["Level", required],
                    "either": ["Either", required],
                    "inner": ["Inner", required],
                }
            },
            "Defaulted": {
                "structure": {
                    "count": ["Integer", {"default": 5}],
                    "name": ["String", {"default": "x"}],
                    "texts": ["Texts", {"default": []}],
                    "mode": ["Mode", {"default": "a"}],
                    "optional": ["Integer", {"default": 5, "clientOptional": {}}],
                    "both": ["Integer", {"default": 5, "required": {}}],
                }
            },
            "Login": {
                "structure": {"user": "String", "password": "Secret"},
                "traits": {
                    "documentation": "<p>Who <b>signs in</b>.</p>",
                    "deprecated": {"message": "Use keys.", "since": "2024"},
                },
            },
            "Get": {
                "operation": {
                    "input": "GetInput",
                    "output": "GetOutput",
                    "errors": ["Denied"],
                }
            },
            "GetInput": {
                "structure": {
                    "all": "All",
                    "name": ["String", required],
                    "token": ["String", {"idempotencyToken": {}, "required": {}}],
                    "top": ["Integer", {"default": 7}],
                    "defaulted": "Defaulted",
                    "login": "Login",
                },
                "traits": {"input": {}},
            },
            "GetOutput": {
                "structure": {"all": "All", "defaulted": "Defaulted", "login": "Login"}
            },
            "Ping": {"operation": {}},
            "Same": {"operation": {"input": "Inner", "output": "Inner"}},
            "Denied": {
                "structure": {
                    "message": "String",
                    "secret": "Secret",
                    "count": "Integer",
                },
                "traits": {
                    "error": "client",
                    "httpError": 403,
                    "retryable": {"throttling": True},
                },
            },
            "Everywhere": {
                "structure": {"message": "String"},
                "traits": {"error": "server"},
            },
        },
        errors=["Everywhere"],
    )


def test_absent_required_members_are_corrected(package: Any) -> None:
    found = package.answer("Get", {"all": {}}).all
    models = package.models
    assert (found.string, found.integer, found.double, found.boolean) == (
        "",
        0,
        0.0,
        False,
    )
    assert (found.blob, found.document, found.texts, found.pairs) == (b"", None, [], {})
    assert found.timestamp == datetime(1970, 1, 1, tzinfo=UTC)
    assert found.mode == ""
    assert not found.mode.is_known
    assert (int(found.level), found.level.is_known) == (0, False)
    assert type(found.either) is models.EitherUnknown
    assert found.inner == models.Inner(name="")


def test_inputs_ask_for_what_is_required(package: Any) -> None:
    with pytest.raises(TypeError, match="name"):
        package.operations.Get.input()
    with pytest.raises(KeyError, match="name"):
        package.operations.Get.input.from_value({})


def test_idempotency_tokens_are_filled_in_unless_given(package: Any) -> None:
    first, second = (package.sent("Get", name="n")["token"] for _ in range(2))
    assert first != second
    assert package.sent("Get", name="n", token="mine")["token"] == "mine"


def test_defaults(package: Any) -> None:
    made = package.models.Defaulted()
    assert (made.count, made.name, made.texts, made.mode) == (5, "x", [], "a")
    assert (made.optional, made.both) == (None, 5)
    assert made.texts is not package.models.Defaulted().texts
    # Top-level defaults of inputs are the server's business; nested ones are sent.
    sent = package.sent("Get", name="n", defaulted=made)
    assert "top" not in sent
    assert sent["defaulted"] == {
        "count": 5,
        "name": "x",
        "texts": [],
        "mode": "a",
        "both": 5,
    }
    assert package.answer("Get", {"defaulted": {}}).defaulted == made
    assert package.answer("Get", {"defaulted": {"count": 0}}).defaulted.count == 0


def test_operations_without_input_and_output(package: Any) -> None:
    op = package.operations.Ping
    assert package.sent("Ping") == {}
    assert package.answer("Ping", b"").to_value() == {}
    assert op.input() == op.input.from_value({})


def test_a_structure_that_is_input_and_output(package: Any) -> None:
    op = package.operations.Same
    assert op.input is op.output is package.models.Inner
    assert package.answer("Same", package.sent("Same", name="x")) == op.input(name="x")


def test_secrets_are_redacted(package: Any) -> None:
    login = package.models.Login(user="ada", password="hunter2")
    assert "hunter2" not in repr(login)
    assert "ada" in repr(login)
    assert "hunter2" not in repr(package.models.EitherSecret("hunter2"))
    error = package.operations.Get.error_of_json(
        "Denied", {"secret": "hunter2", "message": "no"}
    )
    assert "hunter2" not in repr(error) + str(error)
    assert error.secret == "hunter2"


def test_errors_know_what_the_model_says(package: Any) -> None:
    denied = package.errors.Denied
    error = denied(message="no", count=3)
    assert (error.status, error.fault, error.retryable, error.throttling) == (
        403,
        "client",
        True,
        True,
    )
    everywhere = package.operations.Ping.error_of_json("ns#Everywhere:http://x", {})
    assert type(everywhere) is package.errors.Everywhere
    assert (everywhere.status, everywhere.fault) == (500, "server")
    assert package.operations.Get.errors == (denied, package.errors.Everywhere)


def test_everything_can_be_pickled(package: Any) -> None:
    values = [
        package.models.Login(user="ada", password="x"),
        package.models.EitherText("t"),
        package.models.EitherUnknown("new", {"a": [1]}),
        package.models.Mode("later"),
    ]
    assert pickle.loads(pickle.dumps(values)) == values
    error = package.errors.Denied(message="no", secret="s", count=3)
    error.status, error.request_id = 429, "id"
    unknown = package.errors.UnknownOperationError("Odd", {"message": "m"})
    for each in (error, unknown):
        copy = pickle.loads(pickle.dumps(each))
        assert type(copy) is type(each)
        assert copy.__dict__ == each.__dict__
        assert str(copy) == str(each)
    assert (unknown.code, unknown.message, unknown.payload) == (
        "Odd",
        "m",
        {"message": "m"},
    )


def test_documentation_becomes_docstrings(package: Any) -> None:
    # Python 3.13 takes the indentation out of docstrings itself.
    found = inspect.getdoc(package.models.Login)
    assert found == "Who signs in.\n\nDeprecated since 2024: Use keys."


XML = "<message>no</message><count>3</count><secret>s</secret><other/>"


@pytest.mark.parametrize(
    "document",
    [
        f"<ErrorResponse><Error><Type>Sender</Type>{XML}</Error><RequestId>r</RequestId></ErrorResponse>",
        f'<ErrorResponse xmlns="http://x/"><Error>{XML}</Error></ErrorResponse>',
        f"<Response><Errors><Error><Code>Denied</Code>{XML}</Error></Errors></Response>",
        f"<Error><Code>Denied</Code>{XML}</Error>",
        f"<Error>{XML}</Error>".encode(),
    ],
    ids=["restXml", "awsQuery", "ec2Query", "bare", "bytes"],
)
def test_errors_from_xml(document: Any, package: Any) -> None:
    error = package.operations.Get.error_of_xml("Denied", document)
    assert type(error) is package.errors.Denied
    assert error.to_value() == {"message": "no", "secret": "s", "count": 3}
    unknown = package.operations.Get.error_of_xml("Other", document)
    assert type(unknown) is package.errors.UnknownOperationError
    assert (unknown.code, unknown.payload) == ("Other", document)


def test_all_operations_by_the_name_of_the_api(package: Any) -> None:
    assert list(package.operations.ALL) == ["Get", "Ping", "Same"]
    assert package.operations.ALL["Ping"] is package.operations.Ping
    with pytest.raises(KeyError):
        package.operations.ALL["Pong"]
    for name in ("operations", "models", "errors"):
        with pytest.raises(AttributeError):
            _ = getattr(package, name).NoSuchThing


def test_type_hints_resolve(package: Any) -> None:
    models = package.models
    hints = typing.get_type_hints(models.All, include_extras=True)
    assert hints["texts"] == list[str]
    assert hints["inner"] is models.Inner
    for name in dir(models):
        found = getattr(models, name)
        if hasattr(found, "__dataclass_fields__"):
            assert set(typing.get_type_hints(found)) == set(found.__dataclass_fields__)


def test_importing_loads_no_shapes(package: Any) -> None:
    code = f"""
import sys
sys.path.insert(0, {str(package.path.parent)!r})
import {package.name} as p
p.operations, p.models
loaded = lambda: sorted(m for m in sys.modules if m.startswith("{package.name}.") and "_runtime" not in m)
print(loaded())
p.operations.Ping
print(loaded())
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    first, second = (set(eval(line)) for line in done.stdout.splitlines())
    name = package.name
    assert {m for m in first if m.count(".") > 1} == set()
    assert {m for m in second if m.count(".") > 1} - {
        f"{name}.models.simple_types"
    } == {f"{name}.operations.ping"}


def test_overlays_rename_omit_and_mark(fragment: Callable[..., Any]) -> None:
    package = fragment(
        {
            "Get": {"operation": {"input": "GetInput"}},
            "Drop": {"operation": {}},
            "GetInput": {
                "structure": {"itemName": "String", "legacy": "String", "key": "String"}
            },
        },
        overlay=(
            "  Get: {rename: Fetch, documentation: Fetches it.}\n"
            "  Drop: {omit: true}\n"
            "  GetInput:\n"
            "    members:\n"
            "      itemName: {rename: item, documentation: What to fetch.}\n"
            "      legacy: {omit: true}\n"
            "      key: {mark: {sensitive: {}, required: {}}}\n"
        ),
    )
    op = package.operations.Fetch
    assert list(package.operations.ALL) == ["Get"]
    value = op.input(item="x", key="k")
    assert op.serialize(value).headers["X-Amz-Target"] == "Service.Get"
    assert value.to_value() == {"itemName": "x", "key": "k"}
    assert repr(value) == "GetInput(item='x', key=***)"
    assert op.__doc__ == "Fetches it."
    assert '"""What to fetch."""' in package.source("operations/fetch.py")

"""Errors with many members, as data, of services, with odd names, and in every
encoding.
"""

from __future__ import annotations

import copy
import inspect
import json
import os
import pickle
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

ODD = ["super", "throttling", "self", "args", "cls", "str", "messages", "raise"]


@pytest.fixture(scope="module")
def package(fragment: Callable[..., Any]) -> Any:
    client = {"error": "client"}
    required: dict[str, Any] = {"required": {}}
    return fragment(
        {
            "Texts": {"list": "String"},
            "Detail": {"structure": {"data": "Blob", "reason": ["String", required]}},
            "Details": {"list": "Detail"},
            "Choice": {"union": {"text": "String", "detail": "Detail"}},
            "Mode": {"enum": {"A": "a"}},
            "ByMode": {"map": ["Mode", "Detail"]},
            "Odd": {"structure": dict.fromkeys(ODD, "String"), "traits": client},
            "Rich": {
                "structure": {
                    "Message": ["String", required],
                    "details": "Details",
                    "choice": "Choice",
                    "byMode": "ByMode",
                    "mode": ["Mode", required],
                    "count": ["Integer", {"default": 3}],
                    "texts": ["Texts", {"default": []}],
                    "when": "Timestamp",
                },
                "traits": client,
            },
            "Structured": {
                "structure": {"message": "Detail", "code": "Integer"},
                "traits": {**client, "httpError": 409},
            },
            "Bare": {"structure": {}, "traits": {"error": "server", "httpError": 503}},
            # Data and error at once.
            "Both": {
                "structure": {"code": "String", "message": "String", "args": "Texts"},
                "traits": client,
            },
            "Fail": {
                "operation": {
                    "output": "FailOutput",
                    "errors": ["Odd", "Rich", "Structured", "Bare", "Both"],
                }
            },
            "FailOutput": {"structure": {"both": "Both", "boths": "Boths"}},
            "Boths": {"list": "Both"},
            "Other": {"operation": {"errors": ["Both"]}},
        },
        errors=["Bare"],
    )


RICH: dict[str, Any] = {
    "Message": "no",
    "details": [{"data": b"\x00", "reason": "r"}],
    "choice": {"detail": {"reason": "x"}},
    "byMode": {"a": {"reason": "y"}, "new": {"reason": "z"}},
    "mode": "later",
    "count": 4,
    "texts": ["t"],
}
RICH_JSON = {**RICH, "details": [{"data": "AA==", "reason": "r"}]}
RICH_XML = """<Error xmlns="urn:x"><Message>no</Message>
    <details><member><data>AA==</data><reason>r</reason></member></details>
    <choice><detail><reason>x</reason></detail></choice>
    <byMode><entry><key>a</key><value><reason>y</reason></value></entry>
    <entry><key>new</key><value><reason>z</reason></value></entry></byMode>
    <mode>later</mode><count>4</count><texts><member>t</member></texts></Error>"""


def test_an_error_of_many_members_in_every_encoding(package: Any) -> None:
    op, rich = package.operations.Fail, package.errors.Rich
    for error in (
        op.error_of_json("Rich", RICH_JSON),
        op.error_of_xml("Rich", RICH_XML),
        rich.from_value(RICH),
    ):
        assert type(error) is rich
        assert error.to_value() == RICH
        assert error.message == "no"
        assert type(error.choice) is package.models.ChoiceDetail
        assert error.mode == "later"


def test_what_an_error_lacks_is_corrected_or_defaulted(package: Any) -> None:
    op = package.operations.Fail
    for error in (
        op.error_of_json("Rich", {}),
        op.error_of_xml("Rich", "<Error/>"),
    ):
        assert (error.mode, error.count, error.texts) == ("", 3, [])
        assert error.details is None
    first, second = (package.errors.Rich(mode="a") for _ in range(2))
    assert first.texts == []
    assert first.texts is not second.texts


def test_raised_errors_carry_the_response(package: Any) -> None:
    with pytest.raises(package.errors.Rich) as caught:
        package.answer(
            "Fail",
            RICH_JSON,
            status=418,
            headers={
                "X-Amzn-ErrorType": "com.example#Rich:http://x/",
                "x-amzn-RequestId": "id",
            },
        )
    error = caught.value
    assert (error.status, error.request_id, error.code) == (418, "id", "Rich")
    assert str(error) == "Rich: no"
    assert error.to_value() == RICH


@pytest.mark.parametrize(
    "body",
    [
        {"__type": "Both"},
        {"__type": "com.example#Both"},
        {"__type": "com.example#Both:http://amazon.com/x#y"},
        {"code": "Both"},
        {"__type": None, "code": "urn.x#Both"},
    ],
)
def test_codes_in_bodies_with_namespaces_and_uris(package: Any, body: Any) -> None:
    with pytest.raises(package.errors.Both) as caught:
        package.answer("Other", body, status=400)
    assert caught.value.code == "Both"


def test_an_error_of_another_operation_is_unknown(package: Any) -> None:
    with pytest.raises(package.errors.UnknownOperationError) as caught:
        package.answer("Other", {"__type": "ns#Rich", "Message": "no"}, status=400)
    assert caught.value.code == "Rich"
    assert caught.value.message == "no"
    assert caught.value.payload == {"__type": "ns#Rich", "Message": "no"}


def test_errors_of_the_service_belong_to_every_operation(package: Any) -> None:
    errors = package.errors
    assert package.operations.Other.errors == (errors.Both, errors.Bare)
    # Listed once, where the operation lists it as well.
    assert package.operations.Fail.errors.count(errors.Bare) == 1
    error = package.operations.Other.error_of_xml("Bare", "<Error/>")
    assert (type(error), error.status, error.fault) == (errors.Bare, 503, "server")


def test_members_named_like_what_exceptions_have(package: Any) -> None:
    odd = package.errors.Odd
    parameters = list(inspect.signature(odd).parameters)
    assert len(parameters) == len(ODD)
    error = odd(**{name: name for name in parameters})
    assert list(error.to_value()) == ODD
    assert odd.from_value(error.to_value()).to_value() == error.to_value()
    assert odd.throttling is False
    assert pickle.loads(pickle.dumps(error)).to_value() == error.to_value()


def test_a_message_that_is_no_string_is_a_member_like_others(package: Any) -> None:
    error = package.operations.Fail.error_of_json(
        "Structured", {"message": {"reason": "r"}, "code": 7}
    )
    assert error.message is None
    assert error.message_ == package.models.Detail(reason="r")
    assert (error.code, error.code_, error.status) == ("Structured", 7, 409)
    assert error.to_value() == {"message": {"reason": "r"}, "code": 7}


def test_an_error_held_as_data_is_a_structure_too(package: Any) -> None:
    wire = {"code": "c", "message": "m", "args": ["a"]}
    read = package.answer("Fail", {"both": wire, "boths": [wire]})
    assert type(read.both) is package.models.Both
    assert not isinstance(read.both, Exception)
    assert (read.both.code, read.both.message, read.both.args) == ("c", "m", ["a"])
    assert read.to_value() == {"both": wire, "boths": [wire]}
    assert issubclass(package.errors.Both, package.errors.ServiceError)
    error = package.operations.Other.error_of_json("Both", wire)
    assert error.to_value() == wire
    assert error.code == "Both"


@pytest.mark.parametrize("make", [copy.copy, copy.deepcopy, pickle.dumps])
def test_errors_survive_copies(package: Any, make: Callable[[Any], Any]) -> None:
    errors = package.errors
    for error in (
        errors.Rich.from_value(RICH),
        errors.Structured(code_=1),
        errors.Both(message="m", args_=["x"]),
        errors.Bare(),
        errors.UnknownOperationError("Odd", {"a": [1]}),
        errors.DeserializationError("Fail", 200, "broken"),
    ):
        made = make(error)
        same = pickle.loads(made) if isinstance(made, bytes) else made
        assert type(same) is type(error)
        assert str(same) == str(error)
        assert {k: str(v) for k, v in vars(same).items()} == {
            k: str(v) for k, v in vars(error).items()
        }


@pytest.mark.parametrize("spelled", ["message", "Message"])
def test_messages_are_found_however_the_service_spells_them(
    package: Any, spelled: str
) -> None:
    for code in ("Rich", "Both", "Bare", "Unheard"):
        with pytest.raises(package.errors.ServiceError) as caught:
            package.answer("Fail", {"__type": code, spelled: "told"}, status=400)
        assert caught.value.message == "told", code
        found = package.operations.Fail.error_of_xml(
            code, ElementTree.fromstring(f"<E><{spelled}>told</{spelled}></E>")
        )
        assert found.message == "told", code


def test_a_message_that_nobody_sent_is_not_there(package: Any) -> None:
    """The member is required of the service, which may err."""
    error = package.operations.Fail.error_of_json("Rich", {"mode": "m", "count": 4})
    assert error.message is None
    assert error.to_value() == {"mode": "m", "count": 4, "texts": []}
    assert "Message" not in package.errors.Rich(mode="m").to_value()
    assert package.errors.Rich.from_value({"mode": "m"}).message is None
    again = package.errors.Rich.from_value({"mode": "m", "Message": "told"})
    assert (again.message, again.to_value()["Message"]) == ("told", "told")


@pytest.mark.parametrize("spelled", ["message", "Message"])
@pytest.mark.parametrize("code", ["Rich", "Both", "Bare", "Unheard"])
def test_decoders_that_are_called_directly_find_messages_too(
    package: Any, code: str, spelled: str
) -> None:
    payload: Any = {spelled: "told"}
    assert package.operations.Fail.error_of_json(code, payload).message == "told"
    if code != "Unheard":
        # Of what is not modelled the payload is kept as it is.
        text = json.dumps(payload)
        for given in (text, text.encode()):
            found = package.operations.Fail.error_of_json(code, given)
            assert found.message == "told"


def test_the_wrong_payload_is_not_held_against_the_error(package: Any) -> None:
    with pytest.raises(package.errors.UnknownOperationError) as caught:
        package.answer("Fail", {"__type": "Rich", "details": 3}, status=400)
    assert caught.value.code == "Rich"


def test_renamed_errors_keep_their_code(fragment: Callable[..., Any]) -> None:
    package = fragment(
        {
            "Gone": {"structure": {}, "traits": {"error": "client"}},
            "other#Gone": {
                "structure": {"message": "String"},
                "traits": {"error": "server"},
            },
            "Get": {"operation": {"errors": ["Gone", "other#Gone"]}},
        },
        rename={"other#Gone": "OtherGone"},
    )
    errors = package.errors
    assert (errors.Gone.code, errors.OtherGone.code) == ("Gone", "Gone")
    assert package.operations.Get.errors == (errors.Gone, errors.OtherGone)


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({}, "ConfigurationError"),
        ({"AWS_REGION": "eu-west-1"}, "CredentialsError"),
        ({"AWS_MAX_ATTEMPTS": "many"}, "SettingsError"),
    ],
)
def test_what_is_wrong_with_the_machine_can_be_caught(
    fragment: Callable[..., Any],
    variables: dict[str, str],
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By names of the package: nobody has to import from its `_runtime`."""
    for each in os.environ:
        if each.startswith("AWS_"):
            monkeypatch.delenv(each)
    for each in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(each, os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for each, value in variables.items():
        monkeypatch.setenv(each, value)
    package = fragment(
        {"Get": {"operation": {}}}, traits={"aws.auth#sigv4": {"name": "things"}}
    )
    with pytest.raises(getattr(package.errors, name)):
        package.module.Client(endpoint_url="http://127.0.0.1:9").get()

"""Secrets do not show, wherever they are held."""

from __future__ import annotations

import json
import logging
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import pytest

SECRET = "hunter2"


@pytest.fixture(scope="module")
def package(fragment: Callable[..., Any]) -> Any:
    hidden: dict[str, Any] = {"sensitive": {}}
    return fragment(
        {
            "Secret": {"string": None, "traits": hidden},
            "Secrets": {"list": "Secret"},
            "Cube": {"list": "Secrets"},
            "ByName": {"map": ["String", "Secret"]},
            "ByKey": {"map": ["Secret", "String"]},
            "MemberList": {"list": ["String", hidden]},
            "HiddenList": {"list": "String", "traits": hidden},
            "Card": {"structure": {"number": "String"}, "traits": hidden},
            "Hidden": {"union": {"text": "String"}, "traits": hidden},
            "Open": {"union": {"text": "String", "secret": "Secret", "many": "Cube"}},
            "Holder": {
                "structure": {
                    "user": "String",
                    "own": ["String", hidden],
                    "target": "Secret",
                    "list": "Secrets",
                    "cube": "Cube",
                    "byName": "ByName",
                    "byKey": "ByKey",
                    "memberList": "MemberList",
                    "hiddenList": "HiddenList",
                    "card": "Card",
                    "hidden": "Hidden",
                    "open": "Open",
                    "when": ["Timestamp", {**hidden, "timestampFormat": "date-time"}],
                    "data": ["Blob", hidden],
                }
            },
            "Told": {
                "structure": {"message": ["String", hidden], "user": "String"},
                "traits": {"error": "client"},
            },
            "Only": {
                "structure": {"message": "Secret"},
                "traits": {"error": "client"},
            },
            "Whole": {
                "structure": {"message": "String", "user": "String"},
                "traits": {"error": "client", **hidden},
            },
        }
    )


HELD: dict[str, Any] = {
    "own": SECRET,
    "target": SECRET,
    "list": [SECRET],
    "cube": [[SECRET]],
    "byName": {"k": SECRET},
    "byKey": {SECRET: "v"},
    "memberList": [SECRET],
    "hiddenList": [SECRET],
    "card": {"number": SECRET},
    "hidden": {"text": SECRET},
    "open": {"secret": SECRET},
}


@pytest.mark.parametrize("member", HELD)
def test_a_secret_member_shows_only_that_it_is_set(package: Any, member: str) -> None:
    made = package.models.Holder.from_value({"user": "ada", member: HELD[member]})
    assert SECRET not in repr(made)
    assert SECRET not in f"{made} {[made]} {package.operations.Echo.input(holder=made)}"
    assert "***" in repr(made)
    assert "user='ada'" in repr(made)
    assert made.to_value()[member] == HELD[member]


def test_what_is_not_set_shows_so(package: Any) -> None:
    assert "***" not in repr(package.models.Holder())


def test_shapes_that_are_secret_themselves(package: Any) -> None:
    models = package.models
    for value in (
        models.Card(number=SECRET),
        models.HiddenText(SECRET),
        models.OpenSecret(SECRET),
        models.OpenMany([[SECRET]]),
    ):
        assert SECRET not in repr(value)
        assert "***" in repr(value)
    assert repr(models.OpenText("shown")) == "OpenText(value='shown')"


@pytest.mark.parametrize("code", ["Told", "Only", "Whole"])
def test_the_message_of_an_error(
    package: Any, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(getattr(package.errors, code)) as caught:
        package.answer("Echo", {"__type": code, "message": SECRET}, status=400)
    error = caught.value
    for shown in (repr(error), str(error), f"{error}"):
        assert SECRET not in shown
    assert str(error).startswith(code)
    assert SECRET not in "".join(traceback.format_exception(error))
    logging.getLogger("test").warning("failed: %s", error)
    assert SECRET not in caplog.text
    assert error.message == SECRET
    assert pickle.loads(pickle.dumps(error)).message == SECRET


def test_an_error_keeps_its_secret_for_who_asks(package: Any) -> None:
    error = package.operations.Echo.error_of_json("Told", {"message": SECRET})
    assert error.to_value() == {"message": SECRET}


@pytest.mark.parametrize(
    "body",
    [
        {"when": SECRET},
        {"data": f"{SECRET}%"},
        {"hidden": SECRET},
        {"card": [SECRET]},
        {"byName": [SECRET]},
        f'{{"own": "{SECRET}", ',
    ],
    ids=str,
)
def test_an_answer_that_cannot_be_read_is_not_quoted(package: Any, body: Any) -> None:
    """The error says where and what it was that failed, and holds nothing of the
    answer.
    """
    text = body if isinstance(body, str) else json.dumps({"Holder": body})
    answer = package.module.Response(200, {}, text.encode())
    with pytest.raises(package.errors.DeserializationError) as caught:
        package.operations.Echo.deserialize(answer)
    error = caught.value
    shown = "".join(traceback.format_exception(error))
    held = f"{error!r} {error} {error.reason} {vars(error)} {error.args}"
    assert SECRET not in shown + held
    # Neither for whoever walks from one exception to the next.
    assert error.__cause__ is None
    assert error.__context__ is None
    assert "Error: " in error.reason
    if not isinstance(body, str):
        assert " (in " in error.reason

"""Credentials: what they show, keep and refuse."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from runtime.core.identity import Credentials

SECRET, TOKEN = "wJalrXUtnFEMI/K7MDENG", "FwoGZXIvYXdzEXAMPLE=="
TEMPORARY = Credentials(
    "AKIDEXAMPLE", SECRET, TOKEN, expiration=1_700_000_000.5, account_id="123456789012"
)


def test_repr_shows_the_access_key_id_only() -> None:
    assert repr(TEMPORARY).endswith(".Credentials(access_key_id='AKIDEXAMPLE')")
    assert str(TEMPORARY) == f"{TEMPORARY}" == repr(TEMPORARY)


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_copies_are_equal(protocol: int) -> None:
    again = pickle.loads(pickle.dumps(TEMPORARY, protocol))
    assert again == TEMPORARY
    assert hash(again) == hash(TEMPORARY)
    assert again.session_token == TOKEN
    assert again.expiration == 1_700_000_000.5
    assert again.account_id == "123456789012"
    assert copy.deepcopy(TEMPORARY) == TEMPORARY


@pytest.mark.parametrize(
    "other",
    [
        {"access_key_id": "AKIDOTHER"},
        {"secret_access_key": "other"},
        {"session_token": None},
        {"expiration": None},
        {"account_id": None},
    ],
)
def test_every_field_counts_for_equality(other: dict[str, Any]) -> None:
    fields: dict[str, Any] = {
        name: getattr(TEMPORARY, name) for name in Credentials.__slots__
    }
    assert Credentials(**fields) == TEMPORARY
    assert Credentials(**{**fields, **other}) != TEMPORARY
    assert tuple(fields.values()) != TEMPORARY


def test_what_need_not_be_given_is_none() -> None:
    lasting = Credentials("AKIDEXAMPLE", SECRET)
    assert lasting.session_token is None
    assert lasting.expiration is None
    assert lasting.account_id is None


def test_fields_cannot_be_set_or_added() -> None:
    credentials = Credentials("AKIDEXAMPLE", SECRET)
    with pytest.raises(AttributeError, match="secret_access_key cannot be set"):
        credentials.secret_access_key = "x"
    with pytest.raises(AttributeError, match="secret_access_key cannot be deleted"):
        del credentials.secret_access_key
    assert credentials.secret_access_key == SECRET
    assert not hasattr(credentials, "__dict__")


@pytest.mark.parametrize(
    ("access_key_id", "secret", "token", "message"),
    [
        ("AKID EXAMPLE", SECRET, None, "access_key_id has white space .* index 4"),
        ("AKIDÉ", SECRET, None, "access_key_id has a character .* index 4"),
        (
            "AKIDEXAMPLE",
            f"{SECRET}\n",
            None,
            "secret_access_key has white space .* index 21",
        ),
        (
            "AKIDEXAMPLE",
            f"{SECRET}\udc80",
            None,
            "secret_access_key has a character .* index 21",
        ),
        (
            "AKIDEXAMPLE",
            SECRET,
            f"{TOKEN}\r\nX-Evil: 1",
            "session_token has white space .* index 21",
        ),
        (
            "AKIDEXAMPLE",
            SECRET,
            f"{TOKEN}\x00",
            "session_token has a character .* index 21",
        ),
        ("AKIDEXAMPLE", SECRET, f"{TOKEN} ", "session_token has white space"),
    ],
)
def test_what_fits_no_header_is_refused_without_being_shown(
    access_key_id: str, secret: str, token: str | None, message: str
) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        Credentials(access_key_id, secret, token)
    shown = f"{caught.value} {caught.value!r} {vars(caught.value)}"
    assert SECRET not in shown
    assert TOKEN not in shown
    assert caught.value.__context__ is None


def test_a_secret_may_have_any_characters_that_print() -> None:
    assert Credentials("minio", "pass wörd").secret_access_key == "pass wörd"

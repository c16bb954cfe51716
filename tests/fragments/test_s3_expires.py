"""S3's `Expires`, which holds what the owner of an object wrote."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.short_form import http


@pytest.fixture(scope="module")
def s3(fragment: Callable[..., Any]) -> Any:
    header = {"httpHeader": "Expires"}
    shapes: dict[str, Any] = {
        "Output": {"structure": {"Expires": ["Timestamp", header], "Tag": "String"}},
        "Input": {"structure": {"Expires": ["Timestamp", header]}},
        "Get": {
            "operation": {"input": "Input", "output": "Output"},
            "traits": http("/get", "GET"),
        },
    }
    return fragment(
        shapes, protocol="restXml", traits={"aws.api#service": {"sdkId": "S3"}}
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Thu, 29 Feb 2024 01:02:03 GMT", datetime(2024, 2, 29, 1, 2, 3, tzinfo=UTC)),
        ("0 seconds", None),
        ("", None),
        ("Thu, 99 Feb 2024 01:02:03 GMT", None),
    ],
)
def test_what_is_no_date_is_there_as_text(
    s3: Any, text: str, moment: datetime | None
) -> None:
    answer = s3.answer("Get", b"", headers={"Expires": text})
    assert answer.expires == moment
    assert answer.expires_string == text


def test_no_header_is_neither(s3: Any) -> None:
    assert s3.answer("Get", b"").to_value() == {}


def test_inputs_are_as_they_were(s3: Any) -> None:
    operation = s3.operations.Get
    moment = datetime(2024, 2, 29, 1, 2, 3, tzinfo=UTC)
    request = operation.serialize(operation.input(expires=moment))
    assert request.headers == {"Expires": "Thu, 29 Feb 2024 01:02:03 GMT"}
    assert not hasattr(operation.input(), "expires_string")

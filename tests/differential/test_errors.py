"""Every modelled error of every operation, in all forms that a service may use.

botocore's parser for awsJson reads the code only from `__type`. Its result for that
form is the expected one for all forms.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

from . import known, values
from .compare import differences
from .services import Service, everywhere
from .values import Values

URI = "http://internal.amazon.com/coral/com.amazon.coral.service/"
REQUEST_ID = "2b1c3d4e-0000-4000-8000-123456789abc"


@dataclass(frozen=True, slots=True)
class Form:
    """Where a response has the error code, and with which text around it."""

    place: str
    code: str

    def answer(self, members: dict[str, Any]) -> tuple[dict[str, str], bytes]:
        headers = {"X-Amzn-RequestId": REQUEST_ID}
        if self.place.lower() == "x-amzn-errortype":
            headers[self.place] = self.code
        else:
            members = {**members, self.place: self.code}
        return headers, json.dumps(members).encode()


def forms(code: str, *, with_code_member: bool) -> Iterator[Form]:
    places = ["X-Amzn-Errortype", "x-amzn-errortype", "__type"]
    if with_code_member:
        places.append("code")
    for place in places:
        for noisy in (
            code,
            f"{code}:{URI}",
            f"com.amazonaws.shapes#{code}",
            f"com.amazonaws.shapes#{code}:{URI}",
        ):
            yield Form(place, noisy)


@pytest.mark.parametrize(("name", "operation"), everywhere())
def test_modelled_errors(
    name: str, operation: str, service_of: Callable[[str], Service]
) -> None:
    service = service_of(name)
    modelled = service.errors(operation)
    kinds = {kind.__name__ for kind in service.generated(operation).errors}
    assert kinds == {shape.name for shape in modelled}
    for shape in modelled:
        random = Random(f"{name} {operation} {shape.name}")
        # An error may have a modelled member named `code`.
        all_forms = forms(shape.name, with_code_member="code" not in shape.members)
        for index, form in enumerate(all_forms):
            members = members_of(service, shape, random, noise=index % 2 == 1)
            check(service, operation, shape, form, members)


def members_of(
    service: Service, shape: Any, random: Random, *, noise: bool
) -> dict[str, Any]:
    """The members of an error as a service writes them, with `message` or `Message`."""
    value = Values(random, service.members, "some", unknown=noise).value(shape)
    members: dict[str, Any] = values.Service(random, noise).json(shape, value)
    members.pop("__type", None)
    for key in ("message", "Message"):
        members.pop(key, None)
    message = random.choice(["", "went wrong", "naïve é 😀", None])
    if message is not None:
        members[random.choice(["message", "Message"])] = message
    return members


def check(
    service: Service, operation: str, shape: Any, form: Form, members: dict[str, Any]
) -> None:
    headers, body = form.answer(members)
    status = shape.metadata.get("error", {}).get("httpStatusCode", 400)
    error = raised(service, operation, status, headers, body)

    canonical = json.dumps({"__type": shape.name, **members}).encode()
    parsed = service.oracle.parse(status, headers, canonical, service.output(operation))
    kind = getattr(service.package.errors, shape.name)
    assert type(error) is kind, form
    assert error.code == parsed["Error"]["Code"] == shape.name
    assert (error.message or "") == parsed["Error"]["Message"]
    assert error.status == status
    assert error.request_id == REQUEST_ID

    theirs = known.expected_value(
        shape, service.oracle.parse(status, headers, canonical, shape)
    )
    ours, expected = without_message(error.to_value()), without_message(theirs)
    assert list(differences(ours, expected)) == [], form
    again = kind.from_value(error.to_value())
    assert without_message(again.to_value()) == ours
    # The decoder alone, which users can call with responses of their own HTTP stack.
    decoded = service.generated(operation).error_of_json(form.code, json.loads(body))
    assert type(decoded) is kind
    assert without_message(decoded.to_value()) == ours


def without_message(value: dict[str, Any]) -> dict[str, Any]:
    """`value` without the message, which is compared separately."""
    return {
        key: member_value
        for key, member_value in value.items()
        if key.lower() != "message"
    }


@pytest.mark.parametrize(("name", "operation"), everywhere())
def test_errors_that_are_not_modelled(
    name: str, operation: str, service_of: Callable[[str], Service]
) -> None:
    service = service_of(name)
    codes = ["ThrottlingException_", "NotYetKnown"]
    # An error of the service that the operation does not declare is unknown to it too.
    others = {shape.name for shape in service.oracle.model.error_shapes}
    codes += sorted(others - {error.name for error in service.errors(operation)})[:1]
    for code in codes:
        for status in (400, 403, 429, 500, 503):
            for form in forms(code, with_code_member=True):
                members = {"message": "went wrong", "extra": [1, {"a": None}]}
                headers, body = form.answer(members)
                error = raised(service, operation, status, headers, body)
                canonical = json.dumps({"__type": code, **members}).encode()
                theirs = service.oracle.parse(
                    status, headers, canonical, service.output(operation)
                )
                assert type(error) is service.package.errors.UnknownOperationError
                assert error.code == theirs["Error"]["Code"] == code
                assert error.message == theirs["Error"]["Message"] == "went wrong"
                assert error.payload == json.loads(body)
                assert error.status == status
                assert error.fault == ("client" if status < 500 else "server")
                assert error.request_id == REQUEST_ID


@pytest.mark.parametrize(("name", "operation"), everywhere())
def test_errors_without_a_code(
    name: str, operation: str, service_of: Callable[[str], Service]
) -> None:
    """The status replaces the missing code, as with botocore."""
    service = service_of(name)
    for status in (301, 400, 404, 503):
        for body in (b"{}", b'{"message": "went wrong"}', b'{"__type": "", "code": 5}'):
            error = raised(service, operation, status, {}, body)
            assert type(error) is service.package.errors.UnknownOperationError
            assert error.code == str(status)
            assert error.request_id is None
            if b"__type" not in body:
                parsed = service.oracle.parse(
                    status, {}, body, service.output(operation)
                )
                assert error.code == parsed["Error"]["Code"]
                assert (error.message or "") == parsed["Error"]["Message"]


@pytest.mark.parametrize(
    ("header", "code", "fault"),
    [
        ("Bookshop.SoldOut;Sender", "Bookshop.SoldOut", "client"),
        ("Bookshop.SoldOut;Receiver", "Bookshop.SoldOut", "server"),
        (";Sender", "SoldOut", "client"),
        ("", "SoldOut", "client"),
    ],
)
def test_error_codes_of_aws_query(
    header: str, code: str, fault: str, service_of: Callable[[str], Service]
) -> None:
    """awsQueryCompatible: `__type` gives the class, the header gives the code."""
    bookshop = service_of("bookshop")
    headers = {"x-amzn-query-error": header}
    body = b'{"__type": "com.amazonaws.bookshop#SoldOut", "Genre": "POEM"}'
    error = raised(bookshop, "SellBook", 400, headers, body)
    theirs = bookshop.oracle.parse(400, headers, body, bookshop.output("SellBook"))
    assert type(error) is bookshop.package.errors.SoldOut
    assert error.code == theirs["Error"]["Code"] == code
    assert error.fault == fault
    assert error.genre == "POEM"


def raised(
    service: Service, operation: str, status: int, headers: dict[str, str], body: bytes
) -> Any:
    response = service.package.Response(status, headers, body)
    with pytest.raises(service.package.errors.ServiceError) as info:
        service.generated(operation).deserialize(response)
    return info.value

"""The known differences to botocore, each with its reason and with an example that shows it.

`adjust` turns what botocore made into what is expected of the generated package. The example is of the bookshop;
one on which the two sides agree without `adjust`, or disagree with it, fails the tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from .compare import ANYTHING

UUID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)
MADE_TOKEN = "(a token that the client made)"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OfResponses:
    """A difference in what an answer is parsed to. `adjust` takes a shape and botocore's value of it."""

    name: str
    reason: str
    adjust: Callable[[Any, Any], Any]
    operation: str
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OfRequests:
    """A difference in what is sent. `adjust` takes the input shape, what was asked for, and botocore's body."""

    name: str
    reason: str
    adjust: Callable[[Any, Mapping[str, Any], dict[str, Any]], dict[str, Any]]
    operation: str
    params: dict[str, Any] = field(default_factory=dict[str, Any])


def _without_nulls(shape: Any, value: Any) -> Any:
    match shape.type_name:
        case "structure":
            return _members(_without_nulls, shape, value)
        case "list":
            kept = [each for each in value if each is not None]
            return [_without_nulls(shape.member, each) for each in kept]
        case "map":
            kept_items = [(k, each) for k, each in value.items() if each is not None]
            return {k: _without_nulls(shape.value, each) for k, each in kept_items}
        case _:
            return value


def _corrected(shape: Any, value: Any) -> Any:
    match shape.type_name:
        case "structure" if not shape.is_document_type:
            zeros = {
                name: _zero(shape.members[name])
                for name in shape.required_members
                if name not in value and not shape.is_tagged_union
            }
            return {**_members(_corrected, shape, value), **zeros}
        case "list":
            return [_corrected(shape.member, each) for each in value]
        case "map":
            return {key: _corrected(shape.value, each) for key, each in value.items()}
        case _:
            return value


def _zero(shape: Any) -> Any:
    match shape.type_name:
        case "structure" if shape.is_document_type:
            return None
        case "structure":
            # The unknown variant of a union, which has no tag.
            return {"": None} if shape.is_tagged_union else _corrected(shape, {})
        case _:
            return _ZEROS[shape.type_name]


_ZEROS: dict[str, Any] = {
    "string": "",
    "blob": b"",
    "boolean": False,
    "timestamp": _EPOCH,
    "integer": 0,
    "long": 0,
    "float": 0.0,
    "double": 0.0,
    "list": [],
    "map": {},
}


def _numbers(shape: Any, value: Any) -> Any:
    match shape.type_name:
        case "structure":
            return _members(_numbers, shape, value)
        case "list":
            return [_numbers(shape.member, each) for each in value]
        case "map":
            return {key: _numbers(shape.value, each) for key, each in value.items()}
        case "float" | "double":
            return float(value)
        case _:
            return value


def _members(adjust: Callable[[Any, Any], Any], shape: Any, value: Any) -> Any:
    if shape.is_document_type:
        return value
    return {
        name: adjust(shape.members[name], each) if name in shape.members else each
        for name, each in value.items()
    }


def _unknown_members(shape: Any, value: Any) -> Any:
    match shape.type_name:
        case "structure" if shape.is_tagged_union and "SDK_UNKNOWN_MEMBER" in value:
            return {value["SDK_UNKNOWN_MEMBER"]["name"]: ANYTHING}
        case "structure":
            return _members(_unknown_members, shape, value)
        case "list":
            return [_unknown_members(shape.member, each) for each in value]
        case "map":
            return {k: _unknown_members(shape.value, each) for k, each in value.items()}
        case _:
            return value


def _token(
    shape: Any, params: Mapping[str, Any], body: dict[str, Any]
) -> dict[str, Any]:
    tokens = [
        name
        for name, member in shape.members.items()
        if member.metadata.get("idempotencyToken") and name not in params
    ]
    return {**body, **dict.fromkeys(tokens, MADE_TOKEN)}


def masked(body: dict[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """Our body with `MADE_TOKEN` in place of the random UUID of a member that was not asked for."""
    return {
        key: (
            MADE_TOKEN
            if key not in params and isinstance(value, str) and UUID.fullmatch(value)
            else value
        )
        for key, value in body.items()
    }


def _moments(
    shape: Any, params: Mapping[str, Any], body: dict[str, Any]
) -> dict[str, Any]:
    """Top-level members only: nowhere else are such timestamps asked for."""
    found: dict[str, Any] = {}
    for name, value in params.items():
        if isinstance(value, datetime) and (value.microsecond or value.utcoffset()):
            modelled = shape.members[name].serialization.get("timestampFormat")
            found[name] = _written(value.astimezone(UTC), modelled)
    return {**body, **found}


def _written(value: datetime, modelled: str | None) -> Any:
    milliseconds = (value - _EPOCH) // timedelta(milliseconds=1)
    match modelled:
        case "iso8601":
            fraction = f".{milliseconds % 1000:03}" if milliseconds % 1000 else ""
            return f"{value:%Y-%m-%dT%H:%M:%S}{fraction}Z"
        case "rfc822":
            return f"{value:%a, %d %b %Y %H:%M:%S} GMT"
        case _:
            return milliseconds / 1000


_ZONE = timezone(timedelta(hours=5, minutes=30))
_LATE = datetime(2024, 2, 29, 1, 2, 3, 456789, _ZONE)

OF_RESPONSES = (
    OfResponses(
        "nulls in lists and maps",
        "Lists and maps that are not sparse hold no nulls (Smithy 2.0, 'sparse trait'), and None is not of the"
        " annotated type of an entry: such entries are dropped, where botocore keeps None.",
        _without_nulls,
        "SellBook",
        {"Texts": ["a", None], "TextByText": {"k": None}, "Shelf": [None]},
    ),
    OfResponses(
        "unknown members of unions",
        "botocore gives the name of the member alone, under SDK_UNKNOWN_MEMBER; the packages keep the member.",
        _unknown_members,
        "SellBook",
        {"Item": {"Lease": {}}, "Items": [{"Loan": 1}]},
    ),
    OfResponses(
        "missing required members",
        "Smithy 2.0, 'Client error correction': they get the zero value of their type, so that fields keep their"
        " annotated types. botocore leaves them out.",
        _corrected,
        "TakeStock",
        {"Author": {}},
    ),
    OfResponses(
        "numbers that JSON does not have",
        "awsJson, 'Non-numeric float serialization': NaN and the infinities are strings on the wire. They are floats"
        " here, where botocore hands on the strings.",
        _numbers,
        "SellBook",
        {"Price": "NaN", "Weight": "-Infinity", "Prices": ["Infinity", 1]},
    ),
)

OF_REQUESTS = (
    OfRequests(
        "idempotency tokens",
        "botocore fills them in before it serializes, in an event handler of its client; the packages when they"
        " serialize, because an operation has no client.",
        _token,
        "SellBook",
        {"Shop": "shop1"},
    ),
    OfRequests(
        "fractions and zones of timestamps",
        "Timestamps have millisecond precision and are of the instant that they name (Smithy 2.0, 'timestampFormat')."
        " botocore's serializer cuts fractions off epoch seconds, writes microseconds into date-times, and takes the"
        " wall clock of any zone for UTC.",
        _moments,
        "SellBook",
        {
            "Shop": "shop1",
            "ClientToken": "t",
            "Moment": _LATE,
            "IsoMoment": _LATE,
            "HttpMoment": _LATE,
            "UnixMoment": _LATE,
        },
    ),
)


# awso drops `required` from what only outputs and errors reach, so a package that is built from OCaml corrects nothing.
UNKNOWN_FROM_OCAML = frozenset({"missing required members"})


def expected_value(
    shape: Any, parsed: Any, but: Collection[str] = frozenset[str]()
) -> Any:
    """What the package has to make of an answer, going by what botocore made of it.

    `but` are the differences that a package does not have.
    """
    for known in OF_RESPONSES:
        if known.name not in but:
            parsed = known.adjust(shape, parsed)
    return parsed


def expected_body(
    shape: Any, params: Mapping[str, Any], body: dict[str, Any]
) -> dict[str, Any]:
    if shape is None:
        return body
    for known in OF_REQUESTS:
        body = known.adjust(shape, params, body)
    return body

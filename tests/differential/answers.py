"""Responses of a service, in every protocol, for a value of a botocore shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from random import Random
from typing import Any

import cbor2

from . import xml_answers
from .values import Service as JsonService

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def answer(
    protocol: str, random: Random, operation: str, shape: Any, value: Any, status: int
) -> Answer:
    """The response of a successful `operation`, with or without an output shape."""
    match protocol:
        case "rest-json" | "rest-xml":
            return _rest(protocol, random, f"{operation}Response", shape, value, status)
        case "query" | "ec2":
            members = xml_answers.inside(shape, value) if shape else ""
            wrapper = shape.serialization.get("resultWrapper") if shape else None
            if wrapper:
                members = f"<{wrapper}>{members}</{wrapper}>"
            root = f"{operation}Response"
            document = f'<{root} xmlns="https://x/">{members}</{root}>'
            return Answer(status, document.encode())
        case _:
            return Answer(status, body(protocol, random, shape, value))


def error(
    protocol: str, random: Random, shape: Any, value: Any, *, wrapped: bool
) -> Answer:
    """The response of an operation that failed with the error `shape`."""
    code = shape.name
    status = int(shape.metadata.get("error", {}).get("httpStatusCode", 400))
    message = value.pop("message", None) or value.pop("Message", None) or ""
    match protocol:
        case "query" | "ec2" | "rest-xml":
            if protocol == "query":
                code = shape.metadata.get("error", {}).get("code", code)
            headers, left = _headers(shape, value)
            text = xml_answers.text(message)
            head = f"<Code>{code}</Code><Message>{text}</Message>"
            content = f"<Error>{head}{xml_answers.inside(shape, left)}</Error>"
            if protocol == "ec2":
                end = "<RequestID>r</RequestID>"
                document = f"<Response><Errors>{content}</Errors>{end}</Response>"
            elif wrapped:
                end = "<RequestId>r</RequestId>"
                document = f"<ErrorResponse>{content}{end}</ErrorResponse>"
            else:
                document = content
            return Answer(status, document.encode(), headers)
        case "rest-json":
            headers, left = _headers(shape, value)
            left = JsonService(random, noise=False).json(shape, left)
            headers["X-Amzn-Errortype"] = f"{code}:http://internal.amazon.com/coral/"
            return Answer(
                status, json.dumps({**left, "message": message}).encode(), headers
            )
        case "smithy-rpc-v2-cbor":
            tree = {"__type": f"com.x#{code}", **_tree(shape, value)}
            return Answer(status, cbor2.dumps({**tree, "message": message}))
        case _:
            left = JsonService(random, noise=False).json(shape, value)
            tree = {"__type": f"com.x#{code}", **left, "message": message}
            return Answer(status, json.dumps(tree).encode())


def body(protocol: str, random: Random, shape: Any, value: Any) -> bytes:
    """A body that is a whole shape, in a protocol whose bodies have no root name."""
    if shape is None:
        return b""
    if protocol == "smithy-rpc-v2-cbor":
        # The canonical encoding has the shortest floats.
        return cbor2.dumps(_tree(shape, value), canonical=random.random() < 0.5)
    noise = random.random() < 0.5
    return json.dumps(JsonService(random, noise).json(shape, value)).encode()


def _rest(
    protocol: str, random: Random, root: str, shape: Any, value: Any, status: int
) -> Answer:
    if shape is None:
        return Answer(status, b"")
    headers, left = _headers(shape, value)
    for name in list(left):
        if shape.members[name].serialization.get("location") == "statusCode":
            status = left.pop(name)
    payload = shape.serialization.get("payload")
    if payload is not None:
        member = shape.members[payload]
        if payload not in left:
            return Answer(status, b"", headers)
        content = left[payload]
        if member.type_name in ("blob", "string"):
            text = content if isinstance(content, bytes) else content.encode()
            return Answer(status, text, headers)
        shape, left = member, content
        root = member.serialization.get("name", member.name)
    if protocol == "rest-json":
        noise = random.random() < 0.5
        tree = JsonService(random, noise).json(shape, left)
        return Answer(status, json.dumps(tree).encode(), headers)
    if payload is None and all(
        "location" in member.serialization for member in shape.members.values()
    ):
        return Answer(status, b"", headers)
    return Answer(status, xml_answers.document(root, shape, left).encode(), headers)


def _headers(
    shape: Any, value: dict[str, Any]
) -> tuple[dict[str, str], dict[str, Any]]:
    """The headers, and the members that are not in them."""
    headers: dict[str, str] = {}
    left: dict[str, Any] = {}
    for name, member_value in value.items():
        member = shape.members[name]
        key = member.serialization.get("name", name)
        match member.serialization.get("location"):
            case "header":
                headers[key] = _header(member, member_value)
            case "headers":
                headers |= {
                    f"{key}{suffix}": text for suffix, text in member_value.items()
                }
            case _:
                left[name] = member_value
    return headers, left


def _header(shape: Any, value: Any) -> str:
    match shape.type_name:
        case "list":
            return ", ".join(_header(shape.member, item) for item in value)
        case "boolean":
            return "true" if value else "false"
        case "timestamp":
            match shape.serialization.get("timestampFormat", "rfc822"):
                case "iso8601":
                    return f"{value:%Y-%m-%dT%H:%M:%SZ}"
                case "unixTimestamp":
                    return str(int((value - _EPOCH).total_seconds()))
                case _:
                    return format_datetime(value, usegmt=True)
        case _:
            return str(value)


def _tree(shape: Any, value: Any) -> Any:
    match shape.type_name:
        case "structure":
            return {
                name: _tree(shape.members[name], member_value)
                for name, member_value in value.items()
            }
        case "list":
            return [_tree(shape.member, item) for item in value]
        case "map":
            return {key: _tree(shape.value, entry) for key, entry in value.items()}
        case "timestamp":
            return cbor2.CBORTag(1, (value - _EPOCH) / timedelta(seconds=1))
        case _:
            return value

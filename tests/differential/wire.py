"""Requests of both sides in a form that can be compared, for every protocol."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qsl

import cbor2

from ..conformance import xml_bodies


def theirs(protocol: str, shape: Any, made: dict[str, Any]) -> dict[str, Any]:
    """botocore's request. Constant query strings are part of its path."""
    path, _, constant = made["url_path"].partition("?")
    query = parse_qsl(constant, keep_blank_values=True)
    for key, value in dict(made["query_string"] or {}).items():
        values = value if isinstance(value, list) else [value]
        query += [(key, str(value)) for value in values]
    if protocol in ("query", "ec2"):
        content: Any = {key: str(value) for key, value in made["body"].items()}
    else:
        content = _content(protocol, shape, made["body"])
    return {
        "method": made["method"],
        "path": path,
        "query": sorted(query),
        "headers": {name.lower(): value for name, value in made["headers"].items()},
        "body": content,
        "host_prefix": made.get("host_prefix", ""),
    }


def ours(protocol: str, shape: Any, request: Any) -> dict[str, Any]:
    if protocol in ("query", "ec2"):
        pairs = parse_qsl(request.body.decode("ascii"), keep_blank_values=True)
        assert len(dict(pairs)) == len(pairs)
        content: Any = dict(pairs)
    else:
        content = _content(protocol, shape, request.body)
    return {
        "method": request.method,
        "path": request.path,
        "query": sorted(request.query),
        "headers": {name.lower(): value for name, value in request.headers.items()},
        "body": content,
        "host_prefix": request.host_prefix,
    }


def _content(protocol: str, shape: Any, body: bytes) -> Any:
    if not body or _is_raw(shape):
        return body
    match protocol:
        case "rest-xml":
            return asdict(xml_bodies.tree(body))
        case "smithy-rpc-v2-cbor":
            return cbor2.loads(body)
        case _:
            return json.loads(body)


def _is_raw(shape: Any) -> bool:
    payload = shape.serialization.get("payload") if shape is not None else None
    return payload is not None and shape.members[payload].type_name in (
        "blob",
        "string",
    )

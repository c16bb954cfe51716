"""Differences between what two sides made of the same thing, as readable lines."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from ecrgen.documents.nodes import is_list, is_object

# Equal to whatever the other side has.
ANYTHING = object()


def request_of(made: dict[str, Any]) -> dict[str, Any]:
    """botocore's request in the terms of ours."""
    return {
        "method": made["method"],
        "path": made["url_path"],
        "query": list(dict(made["query_string"] or {}).items()),
        "headers": {name.lower(): value for name, value in made["headers"].items()},
        "body": json.loads(made["body"]),
        "host_prefix": made.get("host_prefix", ""),
    }


def our_request(request: Any) -> dict[str, Any]:
    return {
        "method": request.method,
        "path": request.path,
        "query": request.query,
        "headers": {name.lower(): value for name, value in request.headers.items()},
        "body": json.loads(request.body.decode("utf-8")),
        "host_prefix": request.host_prefix,
    }


def differences(ours: Any, theirs: Any, path: str = "") -> Iterator[str]:
    """Where two plain values differ. An integer and a float of the same value are the same: JSON has one number."""
    if theirs is ANYTHING:
        return
    if is_object(ours) and is_object(theirs):
        for key in sorted({*ours, *theirs}):
            here = f"{path}.{key}"
            if key not in ours or key not in theirs:
                side, value = (
                    ("theirs", theirs[key]) if key in theirs else ("ours", ours[key])
                )
                yield f"{here}: only {side}: {value!r}"
            else:
                yield from differences(ours[key], theirs[key], here)
    elif is_list(ours) and is_list(theirs) and len(ours) == len(theirs):
        for index, pair in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(*pair, f"{path}[{index}]")
    elif not _same_leaf(ours, theirs):
        yield f"{path}: ours {ours!r}, theirs {theirs!r}"


def _same_leaf(ours: Any, theirs: Any) -> bool:
    if _is_number(ours) and _is_number(theirs):
        return bool(ours == theirs) or (math.isnan(ours) and math.isnan(theirs))
    return type(ours) is type(theirs) and bool(ours == theirs)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def without_message(value: dict[str, Any]) -> dict[str, Any]:
    """The message is compared on its own."""
    ignored = ("message", "error")
    return {key: each for key, each in value.items() if key.lower() not in ignored}

"""What `endpoint_parameters` may hold, and what not; and what is made of values before and after a protocol's code."""

from __future__ import annotations

import pytest

from ecrgen.finish.audit import UnsafeError, audit

SOURCE = '''"""Get."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .._runtime.codecs import awsjson, jmespath
from .._runtime.core import http
from .._runtime.core.hosts import host_name
from .._runtime.core.customizations import last_segment, with_headers, with_status_of_body
from ..models.thing import Thing


class Get:
    """Get."""

    @staticmethod
    def serialize(value: Thing) -> http.Request:
        value = replace(value, id=last_segment(value.id), account=value.account or "-")
        return with_headers(awsjson.request("1.0", "X.Get", {}), {"A": "b"})

    @staticmethod
    def deserialize(response: http.Response) -> Thing:
        response = with_status_of_body(response)
        return awsjson.deserialize(response, Get.name, Thing.from_json, Get.error_of_json)

    @staticmethod
    def endpoint_parameters(value: Thing) -> dict[str, Any]:
        return {
            "bucket": host_name("Bucket", value.bucket),
            "key": value.key,
            "stage": "live" if value.stage is None else value.stage,
            "kind": "data",
            "fast": True,
            "fixed": ("a", "b"),
            "keys": list(value.items),
            "more": None if value.more is None else list(value.more.inner),
            "names": [each.get.name for each in value.items if each.get is not None],
            "several": [
                each2
                for each in value.items
                for each2 in (None if each.a is None else each.a.b, each.c)
                if each2 is not None
            ],
            "values": [each.key for each in value.items.values()],
            "first": jmespath.item(jmespath.field(value.to_value(), "names"), 0),
        }
'''


def test_what_is_written_passes() -> None:
    audit(SOURCE, "operations/get.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('host_name("Bucket", value.bucket)', "print(value.bucket)"),
        ('host_name("Bucket", value.bucket)', "host_name(value.bucket, value.bucket)"),
        ('host_name("Bucket", value.bucket)', 'host_name("Bucket", print())'),
        ("value.key,", "value.__class__,"),
        ("value.key,", "value._key,"),
        ("value.key,", "value.key(),"),
        ("value.key,", "Thing.key,"),
        ("value.key,", "open,"),
        ("value.key,", "lambda: 1,"),
        ("value.key,", 'f"{value}",'),
        ("value.key,", "value.key + value.key,"),
        ('"live" if value.stage is None', '"live" if value.stage'),
        ('"live" if value.stage is None', '"live" if print() is None'),
        ('"live" if value.stage is None', "print() if value.stage is None"),
        ('("a", "b")', '("a", print())'),
        ("list(value.items)", "list(print())"),
        ("list(value.items)", "list(value.items())"),
        ("list(value.items)", "set(value.items)"),
        ("each.get.name for each", "print() for each"),
        ("for each in value.items if", "for x in value.items if"),
        ("for each in value.items if", "for each in print() if"),
        ("each.get is not None", "each.get > 1"),
        ("each.c)", "print())"),
        ("(None if each.a is None", "(print() if each.a is None"),
        ("value.items.values()", "value.items.values(1)"),
        ("value.items.values()", "value.items.clear()"),
        ('jmespath.field(value.to_value(), "names")', "jmespath.field(print())"),
        ("value.to_value()", "value.to_json()"),
        ("jmespath.item(", "awsjson.item("),
        ('"fast": True', "**value.fast"),
        ('"fast": True', "print(): True"),
        (
            '        return {\n            "bucket"',
            '        print()\n        return {\n            "bucket"',
        ),
        (
            "def endpoint_parameters(value: Thing)",
            "def endpoint_parameters(other: Thing)",
        ),
        (
            "def endpoint_parameters(value: Thing)",
            "def endpoint_parameters(value: Thing = print())",
        ),
        ("value = replace(value, id", "value = print(value, id"),
        ("value = replace(value, id", "value = Thing(value, id"),
        ("value = replace(value, id", "value = awsjson.request(value, id"),
        ("value = replace(value, id", "awsjson = replace(value, id"),
        ("response = with_status_of_body(response)", "response = Thing"),
        (
            "response = with_status_of_body(response)",
            "response = with_status_of_body()",
        ),
    ],
)
def test_what_no_lowering_writes(old: str, new: str) -> None:
    assert old in SOURCE
    with pytest.raises(UnsafeError):
        audit(SOURCE.replace(old, new, 1), "operations/get.py")

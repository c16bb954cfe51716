"""The audit lets requests be put together in the forms of the lowering, and in no others."""

from __future__ import annotations

import pytest

from ecrgen.finish.audit import UnsafeError, audit

PATH = "operations/get.py"
SOURCE = '''\
"""Get."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

from .._runtime.codecs import json, rest, restjson
from .._runtime.core import http
from .._runtime.core.tokens import idempotency_token


@dataclass(slots=True, kw_only=True)
class Answer:
    """An answer."""

    name: str | None = None

    @classmethod
    def from_response(cls, response: http.Response) -> Self:
        value = restjson.members(response.body)
        out = cls(name=response.header("X-Name"), more=value.get("more"))
        if response.body:
            out.text = response.body.decode()
        out.status = response.status
        return out

    def read_response(self, response: http.Response) -> None:
        if (item := response.header("Retry-After")) is not None:
            self.wait = int(item)


class Get:
    """Gets."""

    name = "Get"

    @staticmethod
    def serialize(value: Answer) -> http.Request:
        if value.token is None:
            value = replace(value, token=idempotency_token())
        query: list[tuple[str, str]] = [("x", "")]
        query.append(("name", value.name))
        query += [("each", str(each)) for each in value.all]
        query += rest.query_params(query, value.params)
        headers = {"Content-Type": "text/plain"}
        headers["X-Name"] = value.name
        headers |= rest.prefix_headers(headers, "X-", value.meta)
        body = b""
        if value.data is not None:
            body = value.data.encode()
        return http.Request(
            method="GET",
            path=f"/a/{rest.label('name', value.name)}/b",
            query=query,
            headers=headers,
            body=body,
        )
'''


def test_what_the_lowering_writes_passes() -> None:
    assert audit(SOURCE, PATH).body


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Formats.
        ("rest.label('name', value.name)}", "rest.label('name', value.name)!r}"),
        ("rest.label('name', value.name)}", "rest.label('name', value.name):>9}"),
        ("rest.label('name', value.name)}", "open('name')}"),
        ("rest.label('name', value.name)}", "value.__class__}"),
        ("rest.label('name', value.name)}", "rest.__builtins__}"),
        ("rest.label('name', value.name)}", "value.name}"),
        # Parameters.
        ('[("x", "")]', '[("x", "", "")]'),
        ('[("x", "")]', "[(value.name, 1)]"),
        ('query.append(("name", value.name))', 'query.append("name")'),
        ('query.append(("name", value.name))', 'query.append((value.name, "a"))'),
        ('query.append(("name", value.name))', 'query.append(("name", open("a")))'),
        ('query.append(("name", value.name))', 'query.clear(("name", value.name))'),
        ('query.append(("name", value.name))', 'value.append(("name", value.name))'),
        ('query.append(("name", value.name))', 'query.append(("a", "b"), x=1)'),
        ("query += rest.query_params(query, value.params)", "query += value.params"),
        ("query += rest.query_params", "query += rest.prefix_headers"),
        ("query += rest.query_params", "query *= rest.query_params"),
        ("query += rest.query_params", "value += rest.query_params"),
        ("query += rest.query_params", "query += self.query_params"),
        ("for each in value.all]", "for each in open('a')]"),
        # Headers.
        ('headers["X-Name"] = value', "headers[value.name] = value"),
        ('headers["X-Name"] = value', 'value["X-Name"] = value'),
        ("headers |= rest.prefix_headers", "headers |= rest.query_params"),
        ("headers |= rest.prefix_headers", "headers += rest.prefix_headers"),
        # What `value` may become.
        ("value = replace(value, token=idempotency_token())", "value = value.other"),
        ("token=idempotency_token()", "token=open('a')"),
        ("replace(value, token", "replace(query, token"),
        ("value = restjson.members(response.body)", "value = json.load(response.body)"),
        # Whose attributes a method sets.
        ("self.wait = int(item)", "response.body = int(item)"),
        ("self.wait = int(item)", "self._wait = int(item)"),
        ("out.text = response", "self.text = response"),
        ("out.text = response", "cls.text = response"),
        # Methods.
        ("value.data.encode()", "value.data.format()"),
        ("def read_response", "def read_all"),
    ],
)
def test_what_it_does_not_write_is_refused(old: str, new: str) -> None:
    assert SOURCE.count(old) == 1
    with pytest.raises(UnsafeError):
        audit(SOURCE.replace(old, new), PATH)

"""Smithy 2.0, "http trait".

URIs are well-formed, and their labels are members of the input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.ids import ShapeId, is_identifier
from ..model.shapes import Model, OperationShape, SimpleShape, SimpleType
from ..model.traits import Http, Required
from ..problems.diagnostics import Diagnostic
from ..problems.suggest import did_you_mean
from ._support import is_mixin, is_number, is_stringish, operations, problem

HTTP_LABEL = ShapeId("smithy.api#httpLabel")

_METHOD = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_BRACES = re.compile(r"[{}]")
_LABEL = re.compile(r"\{([^{}]*)\}")


def check(model: Model) -> Iterator[Diagnostic]:
    for operation in operations(model):
        http = operation.traits.get(Http)
        if http is None:
            continue
        if _METHOD.fullmatch(http.method) is None:
            yield problem("E330", f"{http.method!r} is not an HTTP method", operation)
        for message in _syntax(http.uri):
            yield problem("E330", f"the URI {http.uri!r} {message}", operation)
        if not is_mixin(operation):
            yield from _labels(model, operation, http.uri)


def _syntax(uri: str) -> Iterator[str]:
    path, mark, query = uri.partition("?")
    segments = path.split("/")[1:]
    if not uri.startswith("/"):
        yield "does not start with /"
    if "#" in uri:
        yield "has a fragment"
    if mark and not query:
        yield "ends with ?"
    if any(ord(c) <= 32 or ord(c) >= 127 for c in uri):
        yield "has characters that are not allowed in URIs"
    if "" in segments[:-1]:
        yield "has an empty segment"
    if "." in segments or ".." in segments:
        yield "has a dot segment"
    if _BRACES.search(query):
        yield "has a label in its query string"
    greedy = False
    for segment in segments:
        if _BRACES.search(segment):
            if greedy:
                yield "has a label behind a greedy one"
            if not (segment.startswith("{") and segment.endswith("}")):
                yield f"has a label that is not a whole segment: {segment!r}"
            elif not is_identifier(segment[1:-1].removesuffix("+")):
                yield f"has a label without a name: {segment!r}"
            greedy = greedy or segment.endswith("+}")
    names = labels(uri)
    for name in sorted(set(names)):
        if names.count(name) > 1:
            yield f"has the label {name!r} twice"


def labels(uri: str) -> list[str]:
    """The names of the labels in a URI's path."""
    path = uri.partition("?")[0]
    return [label.removesuffix("+") for label in _LABEL.findall(path)]


def _labels(model: Model, operation: OperationShape, uri: str) -> Iterator[Diagnostic]:
    members = model.structure(operation.input).members
    names = labels(uri)
    for name in dict.fromkeys(names):
        member = members.get(name)
        if not name:
            continue
        if member is None:
            yield problem(
                "E331",
                f"the input has no member for the label {name!r} of the URI",
                operation,
                did_you_mean(name, members),
            )
            continue
        if HTTP_LABEL not in member.traits:
            yield problem(
                "E331",
                f"a label of the URI of {operation.id}, but without the trait {HTTP_LABEL}",
                member,
            )
        target = model[member.target]
        others = (SimpleType.BOOLEAN, SimpleType.TIMESTAMP)
        is_other = isinstance(target, SimpleShape) and target.type in others
        if f"{{{name}+}}" in uri and not is_stringish(target):
            yield problem("E331", "a greedy label of a URI has to be a string", member)
        elif not (is_other or is_number(target) or is_stringish(target)):
            yield problem("E331", "a label of a URI has to be a simple value", member)
    for member in members.values():
        if HTTP_LABEL in member.traits:
            if member.name not in names:
                yield problem(
                    "E331",
                    f"the URI {uri!r} of {operation.id} has no label for this member",
                    member,
                )
            if not member.traits.has(Required):
                yield problem("E331", "a label of a URI has to be required", member)

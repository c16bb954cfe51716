"""Shapes and members of a service-2 file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..model.ids import ShapeId
from ..problems.locations import Location
from ..problems.suggest import did_you_mean
from ._botocore_members import write_member, write_target
from ._botocore_names import enum_member_names
from ._botocore_nodes import Node
from ._botocore_usage import ELEMENTS, MARKS
from ._botocore_writer import Writer

# botocore's types that are not aggregates, with Smithy's type.
_SIMPLE = {
    "blob": "blob",
    "boolean": "boolean",
    "character": "string",
    "string": "string",
    "byte": "byte",
    "short": "short",
    "integer": "integer",
    "long": "long",
    "float": "float",
    "double": "double",
    "bigInteger": "bigInteger",
    "bigDecimal": "bigDecimal",
    "timestamp": "timestamp",
}
_NUMBERS = frozenset(
    {"byte", "short", "integer", "long", "float", "double", "bigInteger", "bigDecimal"}
)
_TIMESTAMP_FORMATS = {
    "iso8601": "date-time",
    "rfc822": "http-date",
    "unixTimestamp": "epoch-seconds",
}


def write_shapes(shapes: Mapping[str, Node], writer: Writer) -> None:
    for name, node in shapes.items():
        _write_shape(name, node, writer.names.shape(name), shapes, writer)
    for variant, name, mark in writer.usage.variants():
        if name in shapes:
            shape = writer.names.shape(variant)
            _write_shape(name, shapes[name], shape, shapes, writer)
            _mark(mark, shape, shapes[name].at, writer)


def _write_shape(
    name: str,
    node: Node,
    shape: ShapeId,
    shapes: Mapping[str, Node],
    writer: Writer,
) -> None:
    kind = node.text("type")
    if kind == "structure":
        _write_structure(name, node, shape, shapes, writer)
    elif kind in ("list", "map"):
        _write_collection(kind, node, shape, shapes, writer)
    elif kind in _SIMPLE:
        _write_simple(_SIMPLE[kind], node, shape, writer)
    elif kind is None:
        node.missing("type")
        return
    else:
        node.diagnostics.add(
            "E014",
            f"unknown type of shape {kind!r}",
            location=node.at.child("type"),
            shape=shape,
            hint=did_you_mean(kind, ["structure", "list", "map", *_SIMPLE]),
        )
        return
    writer.text(shape, "smithy.api#documentation", node, "documentation")
    writer.flag(shape, "smithy.api#sensitive", node, "sensitive")
    writer.flag(shape, "smithy.api#requiresLength", node, "requiresLength")
    writer.deprecation(shape, node)
    for mark in MARKS:
        if writer.usage.always(name, mark) and shape == writer.names.shape(name):
            _mark(mark, shape, node.at, writer)


def _mark(mark: str, shape: ShapeId, at: Location, writer: Writer) -> None:
    trait, value, _ = MARKS[mark]
    writer.trait(shape, trait, value, at)


def _write_simple(kind: str, node: Node, shape: ShapeId, writer: Writer) -> None:
    values = list(node.texts("enum")) if kind == "string" else []
    if "" in values:
        writer.skip("an empty value of an enum", node.at.child("enum"), shape)
        values = [value for value in values if value]
    writer.shape(shape, "enum" if values else kind, node.at)
    for member, value in enum_member_names(values):
        member_id = shape.with_member(member)
        at = node.at.child("enum")
        writer.member(member_id, ShapeId("smithy.api#Unit"), at)
        writer.trait(member_id, "smithy.api#enumValue", value, at)
    if kind in _NUMBERS:
        _bounds("smithy.api#range", node, shape, writer)
    elif kind in ("string", "blob"):
        _bounds("smithy.api#length", node, shape, writer)
    pattern = node.text("pattern")
    if pattern is not None:
        at = node.at.child("pattern")
        writer.trait(shape, "smithy.api#pattern", anchored(pattern), at)
    if kind == "blob":
        writer.flag(shape, "smithy.api#streaming", node, "streaming")
    name = node.text("timestampFormat")
    if name is not None:
        # The specification allows formats it does not define.
        value = _TIMESTAMP_FORMATS.get(name, name)
        at = node.at.child("timestampFormat")
        writer.trait(shape, "smithy.api#timestampFormat", value, at)


def anchored(pattern: str) -> str:
    """Here a pattern matches the whole string, in Smithy a part of it ("pattern trait")."""
    if pattern == ".*":
        return pattern
    # Flags have to come first in most dialects.
    flags = re.match(r"(?:\(\?[a-zA-Z]+\))?", pattern)
    head = "" if flags is None else flags[0]
    rest = pattern[len(head) :]
    start = "" if rest.startswith("^") else "^"
    end = "" if rest.endswith("$") and not rest.endswith(r"\$") else "$"
    return f"{head}{start}{rest}{end}"


def _bounds(trait: str, node: Node, shape: ShapeId, writer: Writer) -> None:
    read = node.number if trait == "smithy.api#range" else node.whole
    found = {key: read(key) for key in ("min", "max")}
    value = {key: bound for key, bound in found.items() if bound is not None}
    if value:
        at = node.at.child(next(iter(value)))
        writer.trait(shape, trait, value, at)


def _write_collection(
    kind: str,
    node: Node,
    shape: ShapeId,
    shapes: Mapping[str, Node],
    writer: Writer,
) -> None:
    writer.shape(shape, kind, node.at)
    for key in ELEMENTS[:1] if kind == "list" else ELEMENTS[1:]:
        if key not in node:
            node.missing(key)
            continue
        element = node.node(key)
        member = shape.with_member(key)
        if write_target(member, element, writer):
            writer.text(member, "smithy.api#documentation", element, "documentation")
            writer.deprecation(member, element)
            name = element.text("locationName")
            if writer.writes_xml and name not in (None, key):
                at = element.at.child("locationName")
                writer.trait(member, "smithy.api#xmlName", name, at)
    _bounds("smithy.api#length", node, shape, writer)
    writer.flag(shape, "smithy.api#sparse", node, "sparse")


def _write_structure(
    name: str,
    node: Node,
    shape: ShapeId,
    shapes: Mapping[str, Node],
    writer: Writer,
) -> None:
    if node.flag("document"):
        writer.shape(shape, "document", node.at)
        return
    streaming = node.flag("eventstream")
    union = streaming or node.flag("union")
    writer.shape(shape, "union" if union else "structure", node.at)
    if streaming:
        writer.flag(shape, "smithy.api#streaming", node, "eventstream")
    required = set(node.texts("required"))
    payload = node.text("payload")
    members = dict(node.named_nodes("members", "a member"))
    for key in sorted(
        {*required, *filter(None, [payload])} - node.node("members").entries.keys()
    ):
        node.diagnostics.add(
            "E054",
            f"the structure has no member {key!r}",
            location=node.at.child("payload" if key == payload else "required"),
            shape=shape,
            hint=did_you_mean(key, members),
        )
    for member_name, member_node in members.items():
        member = shape.with_member(member_name)
        if not write_target(member, member_node, writer):
            continue
        if member_name in required and union:
            what = "required members of a union"
            writer.skip(what, node.at.child("required"), member)
        elif member_name in required:
            at = node.at.child("required")
            writer.trait(member, "smithy.api#required", {}, at)
        elif _streams(member_node, shapes):
            # Smithy asks for one or the other of streaming blobs ("streaming trait").
            writer.trait(member, "smithy.api#default", "", member_node.at)
        if member_name == payload:
            at = node.at.child("payload")
            writer.trait(member, "smithy.api#httpPayload", {}, at)
        write_member(member, member_node, shapes, member_name == payload, writer)
    if node.flag("exception"):
        _write_error(name, node, shape, writer)
    if writer.usage.only_input(name) and not union:
        writer.trait(shape, "smithy.api#input", {}, node.at)
    if writer.usage.only_output(name) and not union:
        writer.trait(shape, "smithy.api#output", {}, node.at)
    if writer.writes_xml:
        writer.text(shape, "smithy.api#xmlName", node, "locationName")


def _streams(member: Node, shapes: Mapping[str, Node]) -> bool:
    target = shapes.get(str(member.entries.get("shape")))
    if target is None or target.entries.get("type") != "blob":
        return False
    return member.flag("streaming") or target.flag("streaming")


def _write_error(name: str, node: Node, shape: ShapeId, writer: Writer) -> None:
    error = node.node("error")
    at = error.at if "error" in node else node.at.child("exception")
    status = error.whole("httpStatusCode")
    if node.flag("fault") or error.flag("fault"):
        fault = "server"
    elif error.flag("senderFault") or status is None or status < 500:
        fault = "client"
    else:
        fault = "server"
    writer.trait(shape, "smithy.api#error", fault, at)
    if status is not None:
        writer.trait(shape, "smithy.api#httpError", status, at)
    if "retryable" in node:
        throttling = node.node("retryable").flag("throttling")
        retryable = {"throttling": True} if throttling else {}
        at = node.at.child("retryable")
        writer.trait(shape, "smithy.api#retryable", retryable, at)
    code = error.text("code")
    if code is not None and writer.speaks(
        "aws.protocols#awsQuery", "aws.protocols#ec2Query"
    ):
        value: dict[str, Any] = {
            "code": code,
            "httpResponseCode": 400 if status is None else status,
        }
        writer.trait(shape, "aws.protocols#awsQueryError", value, error.at)
    elif code not in (None, name):
        writer.skip(f"the error code {code!r}", error.at.child("code"), shape)

"""Members: their targets, bindings and wire names."""

from __future__ import annotations

from collections.abc import Mapping

from ..model.ids import ShapeId
from ..problems.locations import Location
from ._botocore_nodes import Node
from ._botocore_usage import MARKS
from ._botocore_writer import Writer


def write_target(member: ShapeId, node: Node, writer: Writer) -> bool:
    """Defines the member; returns false if its target is missing."""
    target = node.text("shape")
    if target is None:
        if "shape" not in node:
            node.missing("shape")
        return False
    for mark in MARKS:
        if node.flag(mark):
            target = writer.usage.variant(target, mark) or target
    writer.member(member, writer.names.shape(target), node.at)
    return True


def write_member(
    member: ShapeId,
    node: Node,
    shapes: Mapping[str, Node],
    is_payload: bool,
    writer: Writer,
) -> None:
    target = shapes.get(str(node.entries["shape"]))
    _write_binding(member, node, target, is_payload, writer)
    for key, trait in (
        ("idempotencyToken", "smithy.api#idempotencyToken"),
        ("hostLabel", "smithy.api#hostLabel"),
        ("xmlAttribute", "smithy.api#xmlAttribute"),
        ("eventpayload", "smithy.api#eventPayload"),
        ("eventheader", "smithy.api#eventHeader"),
        ("endpointdiscoveryid", "aws.api#clientEndpointDiscoveryId"),
    ):
        writer.flag(member, trait, node, key)
    if "contextParam" in node:
        param = node.node("contextParam")
        name = param.text("name")
        if name is None:
            param.missing("name")
        else:
            value = {"name": name}
            writer.trait(member, "smithy.rules#contextParam", value, param.at)
    writer.text(member, "smithy.api#documentation", node, "documentation")
    writer.deprecation(member, node)


def _write_binding(
    member: ShapeId,
    node: Node,
    target: Node | None,
    is_payload: bool,
    writer: Writer,
) -> None:
    """The place of the member in a message, and its name there."""
    location, name = node.text("location"), node.text("locationName")
    at = node.at.child("location" if location else "locationName")
    own_name = member.partition("$")[2]
    if location is None:
        if writer.writes_xml:
            _write_xml_name(member, node, name, target, at, writer)
        elif name not in (None, own_name) and not is_payload:
            writer.trait(member, "smithy.api#jsonName", name, at)
        return
    kind = None if target is None else target.entries.get("type")
    match location:
        case "uri":
            writer.trait(member, "smithy.api#httpLabel", {}, at)
        case "header":
            writer.trait(member, "smithy.api#httpHeader", name or own_name, at)
        case "headers":
            writer.trait(member, "smithy.api#httpPrefixHeaders", name or "", at)
        case "querystring" if kind == "map":
            writer.trait(member, "smithy.api#httpQueryParams", {}, at)
        case "querystring":
            writer.trait(member, "smithy.api#httpQuery", name or own_name, at)
        case "statusCode":
            writer.trait(member, "smithy.api#httpResponseCode", {}, at)
        case _:
            node.diagnostics.add(
                "E055",
                f"unknown location {location!r}",
                location=at,
                shape=member,
                hint="known are uri, header, headers, querystring and statusCode",
            )


def _write_xml_name(
    member: ShapeId,
    node: Node,
    name: str | None,
    target: Node | None,
    at: Location,
    writer: Writer,
) -> None:
    own_name = member.partition("$")[2]
    if target is not None and _is_flattened(node, target):
        writer.trait(member, "smithy.api#xmlFlattened", {}, node.at)
        # botocore names the elements of a flattened list after the list's member.
        # Smithy names them after the structure's member (Smithy 2.0, "xmlFlattened
        # trait").
        if target.entries.get("type") == "list":
            name = target.node("member").text("locationName") or name
    if name not in (None, own_name):
        writer.trait(member, "smithy.api#xmlName", name, at)
    writer.text(member, "aws.protocols#ec2QueryName", node, "queryName")
    for holder in (node, target):
        if holder is not None and "xmlNamespace" in holder:
            _write_xml_namespace(member, holder.node("xmlNamespace"), writer)
            break


def _is_flattened(node: Node, target: Node) -> bool:
    return target.entries.get("type") in ("list", "map") and (
        node.flag("flattened") or target.flag("flattened")
    )


def _write_xml_namespace(member: ShapeId, node: Node, writer: Writer) -> None:
    uri, prefix = node.text("uri"), node.text("prefix")
    if uri is None:
        node.missing("uri")
    elif prefix is not None:
        value = {"uri": uri, "prefix": prefix}
        writer.trait(member, "smithy.api#xmlNamespace", value, node.at)
    elif uri != writer.xml_namespace:
        writer.trait(member, "smithy.api#xmlNamespace", {"uri": uri}, node.at)

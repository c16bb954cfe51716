"""The service shape and its operations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..model.ids import ShapeId
from ..problems.locations import Location
from ._botocore_nodes import Node
from ._botocore_writer import Writer

_UNIT = "smithy.api#Unit"
_NO_AUTH = "smithy.api#noAuth"
# botocore's names of signature versions, from before it listed Smithy's auth traits.
_SIGNATURES = {
    "v2": "aws.auth#sigv4",
    "v4": "aws.auth#sigv4",
    "s3": "aws.auth#sigv4",
    "s3v4": "aws.auth#sigv4",
    "bearer": "smithy.api#httpBearerAuth",
}
_CHECKSUM = {
    "requestAlgorithmMember": str,
    "requestChecksumRequired": bool,
    "requestValidationModeMember": str,
    "responseAlgorithms": list,
}


def write_service(
    service: Node,
    service_id: str,
    operations: Mapping[str, Node],
    companions: Mapping[str, Node],
    writer: Writer,
) -> None:
    metadata = service.node("metadata")
    shape = writer.names.service
    version = metadata.text("apiVersion")
    targets = [{"target": writer.names.operation(name)} for name in operations]
    properties: dict[str, Any] = {"operations": targets}
    if version is None:
        metadata.missing("apiVersion")
    else:
        properties["version"] = version
    writer.shape(shape, "service", service.at, properties)
    writer.text(shape, "smithy.api#title", metadata, "serviceFullName")
    writer.text(shape, "smithy.api#documentation", service, "documentation")
    writer.deprecation(shape, service)
    at = metadata.at
    endpoint_prefix = metadata.text("endpointPrefix")
    signing_name = metadata.text("signingName") or endpoint_prefix
    identity = {
        "sdkId": service_id,
        # All of AWS's models with an ARN namespace have the signing name there.
        "arnNamespace": signing_name,
        "endpointPrefix": endpoint_prefix,
    }
    value = {key: text for key, text in identity.items() if text is not None}
    writer.trait(shape, "aws.api#service", value, at)
    _write_auth(metadata, signing_name, shape, writer)
    for protocol in writer.protocols:
        writer.trait(shape, protocol, {}, at.child("protocol"))
    if "awsQueryCompatible" in metadata:
        at = metadata.at.child("awsQueryCompatible")
        writer.trait(shape, "aws.protocols#awsQueryCompatible", {}, at)
    uri = metadata.text("xmlNamespace") or writer.xml_namespace
    if uri is not None:
        writer.trait(shape, "smithy.api#xmlNamespace", {"uri": uri}, metadata.at)
    if "clientContextParams" in service:
        params = {
            name: _checked(node, {"type": str, "documentation": str})
            for name, node in service.nodes("clientContextParams")
        }
        at = service.at.child("clientContextParams")
        writer.trait(shape, "smithy.rules#clientContextParams", params, at)
    rules = companions.get("endpoint-rule-set-1")
    if rules is not None:
        writer.trait(shape, "smithy.rules#endpointRuleSet", rules.entries, rules.at)
    for name, node in operations.items():
        if node.flag("endpointoperation"):
            value = {"operation": writer.names.operation(name)}
            at = node.at.child("endpointoperation")
            writer.trait(shape, "aws.api#clientEndpointDiscovery", value, at)


def _write_auth(
    metadata: Node, signing_name: str | None, shape: ShapeId, writer: Writer
) -> None:
    schemes = list(dict.fromkeys(metadata.texts("auth")))
    at = metadata.at.child("auth")
    if not schemes:
        at = metadata.at.child("signatureVersion")
        signature = metadata.text("signatureVersion") or ""
        schemes = [_SIGNATURES[signature]] if signature in _SIGNATURES else []
    for scheme in schemes:
        if scheme in ("aws.auth#sigv4", "aws.auth#sigv4a"):
            if signing_name is not None:
                writer.trait(shape, scheme, {"name": signing_name}, at)
        elif scheme == "smithy.api#httpBearerAuth":
            writer.trait(shape, scheme, {}, at)
        elif scheme != _NO_AUTH:
            writer.skip(f"the auth scheme {scheme!r}", at, shape)
    if len(schemes) > 1:
        # Without this trait, the order of preference is alphabetical ("auth trait").
        _write_auth_list(schemes, at, shape, writer)


def _write_auth_list(
    schemes: list[str], at: Location, shape: ShapeId, writer: Writer
) -> None:
    value = [scheme for scheme in schemes if scheme != _NO_AUTH]
    writer.trait(shape, "smithy.api#auth", value, at)
    if value and _NO_AUTH in schemes:
        writer.trait(shape, "smithy.api#optionalAuth", {}, at)


def write_operation(
    name: str, node: Node, shapes: Mapping[str, Node], writer: Writer
) -> None:
    shape = writer.names.operation(name)
    properties: dict[str, Any] = {
        key: {"target": _reference(node, key, writer)} for key in ("input", "output")
    }
    errors = (_reference_of(error, writer) for error in node.listed("errors"))
    targets = [{"target": error} for error in dict.fromkeys(errors) if error != _UNIT]
    if targets:
        properties["errors"] = targets
    writer.shape(shape, "operation", node.at, properties)
    writer.text(shape, "smithy.api#documentation", node, "documentation")
    writer.deprecation(shape, node)
    if writer.binds_http:
        _write_http(node, shape, shapes, writer)
    _write_operation_auth(node, shape, writer)
    for key, trait in (
        ("idempotent", "smithy.api#idempotent"),
        ("readonly", "smithy.api#readonly"),
        ("httpChecksumRequired", "smithy.api#httpChecksumRequired"),
    ):
        writer.flag(shape, trait, node, key)
    prefix = node.node("endpoint").text("hostPrefix")
    if prefix is not None:
        at = node.at.child("endpoint")
        writer.trait(shape, "smithy.api#endpoint", {"hostPrefix": prefix}, at)
    if "httpChecksum" in node:
        checksum = node.node("httpChecksum")
        value = _checked(checksum, _CHECKSUM)
        writer.trait(shape, "aws.protocols#httpChecksum", value, checksum.at)
    if "requestcompression" in node:
        compression = node.node("requestcompression")
        encodings = list(compression.texts("encodings"))
        value = {"encodings": encodings}
        writer.trait(shape, "smithy.api#requestCompression", value, compression.at)
    if "endpointdiscovery" in node:
        discovery = node.node("endpointdiscovery")
        value = {"required": discovery.flag("required")}
        writer.trait(shape, "aws.api#clientDiscoveredEndpoint", value, discovery.at)
    for key, forms in (
        ("staticContextParams", {"value": object}),
        ("operationContextParams", {"path": str}),
    ):
        if key in node:
            params = {name: _checked(param, forms) for name, param in node.nodes(key)}
            writer.trait(shape, f"smithy.rules#{key}", params, node.at.child(key))


def _reference(node: Node, key: str, writer: Writer) -> ShapeId:
    return _reference_of(node.node(key), writer) if key in node else ShapeId(_UNIT)


def _reference_of(node: Node, writer: Writer) -> ShapeId:
    name = node.text("shape")
    if name is not None:
        return writer.names.shape(name)
    if "shape" not in node:
        node.missing("shape")
    return ShapeId(_UNIT)


def _write_operation_auth(node: Node, shape: ShapeId, writer: Writer) -> None:
    kind = node.text("authtype")
    if "auth" in node:
        schemes = list(dict.fromkeys(node.texts("auth")))
        _write_auth_list(schemes, node.at.child("auth"), shape, writer)
    elif kind == "none":
        writer.trait(shape, "smithy.api#auth", [], node.at.child("authtype"))
    if node.flag("unsignedPayload") or kind == "v4-unsigned-body":
        key = "unsignedPayload" if "unsignedPayload" in node else "authtype"
        writer.trait(shape, "aws.auth#unsignedPayload", {}, node.at.child(key))


def _write_http(
    node: Node, shape: ShapeId, shapes: Mapping[str, Node], writer: Writer
) -> None:
    http = node.node("http")
    method, uri = http.text("method"), http.text("requestUri")
    for key, text in (("method", method), ("requestUri", uri)):
        if text is None and key not in http:
            http.missing(key)
    if method is None or uri is None:
        return
    status = http.whole("responseCode")
    value = {
        "method": method,
        "uri": _with_member_names(uri, node, shapes),
        "code": 200 if status is None else status,
    }
    writer.trait(shape, "smithy.api#http", value, http.at)


def _with_member_names(uri: str, node: Node, shapes: Mapping[str, Node]) -> str:
    """Renames labels from the member's `locationName`, used here, to its
    name, as in Smithy.
    """
    input_shape = shapes.get(str(node.node("input").entries.get("shape")))
    if input_shape is None:
        return uri
    labels: dict[str, str] = {}
    for name, member in input_shape.nodes("members"):
        if member.entries.get("location") == "uri":
            labels[str(member.entries.get("locationName", name))] = name
    return re.sub(
        r"\{([^{}+]+)(\+?)\}",
        lambda match: f"{{{labels.get(match[1], match[1])}{match[2]}}}",
        uri,
    )


def _checked(node: Node, forms: Mapping[str, type]) -> dict[str, Any]:
    """The properties of a trait that both formats write in the same way."""
    values: dict[str, Any] = {}
    for key, form in forms.items():
        if key not in node:
            continue
        if form is str:
            value: Any = (
                node.entries[key] if node.entries[key] == "" else node.text(key)
            )
        elif form is bool:
            value = node.flag(key)
        elif form is list:
            value = list(node.texts(key))
        else:
            value = node.entries[key]
        if value is not None:
            values[key] = value
    return values

"""Shared by all parts of the botocore front end: load operations and global facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..model.ids import ShapeId
from ..problems.diagnostics import Diagnostics
from ..problems.locations import Location
from ._botocore_names import Names
from ._botocore_nodes import Node
from ._botocore_usage import Usage
from .operations import ApplyTrait, DefineMember, DefineShape, LoadOperation

# Protocol traits by botocore's names. `json` is missing: it depends on `jsonVersion`.
_PROTOCOLS = {
    "rest-json": "aws.protocols#restJson1",
    "rest-xml": "aws.protocols#restXml",
    "query": "aws.protocols#awsQuery",
    "ec2": "aws.protocols#ec2Query",
    "smithy-rpc-v2-cbor": "smithy.protocols#rpcv2Cbor",
}


@dataclass(frozen=True, slots=True)
class Writer:
    """Collects load operations of Smithy 2.0."""

    names: Names
    usage: Usage
    # The traits of all protocols of the service, the preferred one first.
    protocols: tuple[str, ...]
    # The XML namespace of all requests, if every input has the same.
    xml_namespace: str | None
    diagnostics: Diagnostics
    load_operations: list[LoadOperation] = field(default_factory=list[LoadOperation])

    def shape(
        self,
        shape: ShapeId,
        kind: str,
        at: Location,
        properties: Mapping[str, Any] | None = None,
    ) -> None:
        self.load_operations.append(
            DefineShape(shape, kind, at, properties=properties or {})
        )

    def member(self, member: ShapeId, target: ShapeId, at: Location) -> None:
        self.load_operations.append(DefineMember(member, target, at))

    def trait(self, target: ShapeId, trait: str, value: Any, at: Location) -> None:
        self.load_operations.append(ApplyTrait(target, ShapeId(trait), value, at))

    def text(self, target: ShapeId, trait: str, node: Node, key: str) -> None:
        """A trait whose value is the string at `key`, where there is one."""
        value = node.text(key)
        if value is not None:
            self.trait(target, trait, value, node.at.child(key))

    def flag(self, target: ShapeId, trait: str, node: Node, key: str) -> None:
        """A trait without a value, where the boolean at `key` is true."""
        if node.flag(key):
            self.trait(target, trait, {}, node.at.child(key))

    def deprecation(self, target: ShapeId, node: Node) -> None:
        if node.flag("deprecated"):
            texts = {
                "message": node.text("deprecatedMessage"),
                "since": node.text("deprecatedSince"),
            }
            value = {key: text for key, text in texts.items() if text is not None}
            at = node.at.child("deprecated")
            self.trait(target, "smithy.api#deprecated", value, at)

    def skip(self, what: str, at: Location, shape: ShapeId) -> None:
        """Reports a fact that Smithy cannot express."""
        message = f"left out: Smithy cannot express {what}"
        self.diagnostics.add("N050", message, location=at, shape=shape)

    def speaks(self, *protocols: str) -> bool:
        return any(protocol in self.protocols for protocol in protocols)

    @property
    def binds_http(self) -> bool:
        """Whether some protocol of the service has HTTP bindings."""
        return self.speaks("aws.protocols#restJson1", "aws.protocols#restXml")

    @property
    def writes_xml(self) -> bool:
        """Whether `locationName` names XML elements and query keys, and
        not JSON keys.
        """
        return self.speaks(
            "aws.protocols#restXml", "aws.protocols#awsQuery", "aws.protocols#ec2Query"
        )


def protocols_of(metadata: Node) -> tuple[str, ...]:
    """The protocol traits of a service; unknown protocols are reported."""
    listed = list(metadata.texts("protocols"))
    preferred = metadata.text("protocol")
    if preferred is None and not listed:
        metadata.missing("protocol")
    protocols: list[str] = []
    for name in dict.fromkeys([preferred, *listed]):
        if name == "json":
            version = (metadata.text("jsonVersion") or "1.0").replace(".", "_")
            protocols.append(f"aws.protocols#awsJson{version}")
        elif name in _PROTOCOLS:
            protocols.append(_PROTOCOLS[name])
        elif name is not None:
            key = "protocol" if name == preferred else "protocols"
            metadata.diagnostics.add(
                "E053",
                f"unknown protocol {name!r}",
                location=metadata.at.child(key),
                hint=f"known are json, {', '.join(_PROTOCOLS)}",
            )
    return tuple(protocols)

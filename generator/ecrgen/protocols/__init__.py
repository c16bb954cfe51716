"""Protocols: one module per family, each with a `PROTOCOLS` tuple; found by looking, registered nowhere."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable

from ..lower.protocol import Protocol
from ..model.shapes import ServiceShape


def supported() -> dict[str, Protocol]:
    """Every protocol by the shape ID of its trait."""
    found: dict[str, Protocol] = {}
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{__name__}.{info.name}")
        for protocol in module.PROTOCOLS:
            found[protocol.trait] = protocol
    return found


# What is taken of the protocols that a service offers: the first of these (Smithy 2.0, "Wire protocol selection", asks
# a generator of clients for such a list). JSON comes before CBOR as in botocore, for the interpreter's own JSON codec
# is many times faster than one in Python can be.
PRIORITY = (
    "aws.protocols#awsJson1_0",
    "aws.protocols#awsJson1_1",
    "aws.protocols#restJson1",
    "smithy.protocols#rpcv2Json",
    "aws.protocols#restXml",
    "smithy.protocols#rpcv2Cbor",
    "aws.protocols#awsQuery",
    "aws.protocols#ec2Query",
)


def by_priority(traits: Iterable[str]) -> list[str]:
    """Protocol traits, the one to take first; those that the list does not have come last, in their own order."""
    ranks = {trait: rank for rank, trait in enumerate(PRIORITY)}
    return sorted(traits, key=lambda trait: ranks.get(trait, len(ranks)))


def named(name: str) -> str | None:
    """The supported protocol of a name, `restJson1` or the shape ID of its trait; None where there is none."""
    for trait in supported():
        if name in (trait, trait.partition("#")[2]):
            return trait
    return None


def modelled(service: ServiceShape) -> list[str]:
    """The protocol traits of a service, in the model's order.

    A trait is one by its shape ID: AWS's are in two namespaces, where only the protocols and a few companions live.
    """
    return [
        trait
        for trait in service.traits
        if trait.startswith(("aws.protocols#", "smithy.protocols#"))
        and trait not in _COMPANIONS
    ]


_COMPANIONS = frozenset({"aws.protocols#awsQueryCompatible"})

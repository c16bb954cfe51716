"""Protocols: one module per family, each with a `PROTOCOLS` tuple; found by looking, registered nowhere."""

from __future__ import annotations

import importlib
import pkgutil

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

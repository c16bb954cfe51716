"""Protocols: one module per family, each with a `PROTOCOLS` tuple; found by looking, registered nowhere."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable

from ..lower.protocol import Protocol
from ..model.shapes import ServiceShape


def supported() -> dict[str, type[Protocol]]:
    """Every protocol by the shape ID of its trait, the one to take first by its rank."""
    protocols: list[type[Protocol]] = []
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        protocols += importlib.import_module(f"{__name__}.{info.name}").PROTOCOLS
    return {each.trait: each for each in sorted(protocols, key=lambda each: each.rank)}


def by_priority(traits: Iterable[str]) -> list[str]:
    """Protocol traits, the one to take first; those that are not supported come last, in their own order."""
    order = {trait: place for place, trait in enumerate(supported())}
    return sorted(traits, key=lambda trait: order.get(trait, len(order)))


def named(name: str) -> str | None:
    """The supported protocol of a name, `restJson1` or the shape ID of its trait; None where there is none."""
    for trait in supported():
        if name in (trait, trait.partition("#")[2]):
            return trait
    return None


def modelled(service: ServiceShape) -> list[str]:
    """The protocol traits of a service, in the model's order.

    A trait is one if it is supported, or by its shape ID: the protocols of AWS and Smithy are in two namespaces,
    where only they and a few companions live.
    """
    known = supported()
    return [
        trait
        for trait in service.traits
        if trait in known
        or (
            trait.startswith(("aws.protocols#", "smithy.protocols#"))
            and trait not in _COMPANIONS
        )
    ]


_COMPANIONS = frozenset({"aws.protocols#awsQueryCompatible"})

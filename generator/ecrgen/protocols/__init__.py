"""Protocols: one module per family, each with a `PROTOCOLS` tuple; found by looking,
registered nowhere.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence

from ..lower.protocol import Protocol
from ..model.aws_traits import is_protocol
from ..model.shapes import ServiceShape
from ..problems.diagnostics import input_error
from ..problems.suggest import did_you_mean


def supported() -> dict[str, type[Protocol]]:
    """Every protocol by the shape ID of its trait, the one to take first by its rank."""
    protocols: list[type[Protocol]] = []
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        protocols += importlib.import_module(f"{__name__}.{info.name}").PROTOCOLS
    return {each.trait: each for each in sorted(protocols, key=lambda each: each.rank)}


def by_priority(traits: Iterable[str]) -> list[str]:
    """Protocol traits, the one to take first; those that are not supported come last,
    in their own order.
    """
    order = {trait: place for place, trait in enumerate(supported())}
    return sorted(traits, key=lambda trait: order.get(trait, len(order)))


def named(name: str) -> str | None:
    """The supported protocol of a name, `restJson1` or the shape ID of its trait; None
    where there is none.
    """
    for trait in supported():
        if name in (trait, trait.partition("#")[2]):
            return trait
    return None


def modelled(service: ServiceShape) -> list[str]:
    """The protocol traits of a service, in the model's order.

    A trait is one if it is supported, or by its shape ID.
    """
    known = supported()
    return [trait for trait in service.traits if trait in known or is_protocol(trait)]


def chosen(service: ServiceShape, wanted: str | None = None) -> type[Protocol]:
    """The protocol `wanted`, else the one that comes first among those that the service
    has and that are supported.

    Clients fail for a protocol that they or the service do not support (Smithy 2.0,
    "Wire protocol selection").
    """
    protocols = supported()
    offered = modelled(service)
    known = ", ".join(sorted(protocols))
    if not offered:
        raise input_error(
            "E503",
            "the service has no protocol trait",
            location=service.location,
            shape=service.id,
            hint=f"supported are {known}",
        )
    if wanted is not None:
        return protocols[_wanted(service, wanted, offered)]
    for trait in by_priority(offered):
        if trait in protocols:
            return protocols[trait]
    raise input_error(
        "E504",
        f"the protocol {' and '.join(offered)} is not supported yet",
        location=service.location,
        shape=service.id,
        hint=f"supported are {known}",
    )


def _wanted(service: ServiceShape, wanted: str, offered: Sequence[str]) -> str:
    """The trait of the protocol that was asked for by name."""
    trait = named(wanted)
    if trait is None:
        names = [known.partition("#")[2] for known in supported()]
        raise input_error(
            "E509",
            f"no protocol is called {wanted!r}",
            location=service.location,
            shape=service.id,
            hint=did_you_mean(wanted, names)
            or f"supported are {', '.join(sorted(names))}",
        )
    if trait not in offered:
        names = [other.partition("#")[2] for other in offered]
        raise input_error(
            "E510",
            f"the service does not have the protocol {trait.partition('#')[2]}",
            location=service.location,
            shape=service.id,
            hint=f"it has {', '.join(names)}",
        )
    return trait

"""What a projection takes of a model: one service, with one protocol."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..model.aws_traits import is_protocol
from ..problems.diagnostics import Diagnostics
from ..problems.locations import Location
from ..problems.suggest import did_you_mean
from .operations import ApplyTrait, DefineShape, LoadOperation

_PROTOCOL_DEFINITION = "smithy.api#protocolDefinition"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a code generator is configured for, and where that is written."""

    service: str
    protocol: str | None
    location: Location = field(compare=False)


def common(wanted: Sequence[Wanted]) -> Wanted | None:
    """What code generators agree on; nothing where they are for different services."""
    if len({each.service for each in wanted}) != 1:
        return None
    protocols = {each.protocol for each in wanted if each.protocol is not None}
    first = wanted[0]
    protocol = protocols.pop() if len(protocols) == 1 else None
    return Wanted(first.service, protocol, first.location)


def limited(
    operations: Sequence[LoadOperation], wanted: Wanted, diagnostics: Diagnostics
) -> list[LoadOperation]:
    """The model without its other services, and their and its other protocols."""
    services = {
        each.id
        for each in operations
        if isinstance(each, DefineShape) and each.type == "service"
    }
    if wanted.service not in services:
        diagnostics.add(
            "E031",
            f"there is no service {wanted.service}",
            location=wanted.location.child("service"),
            hint=did_you_mean(wanted.service, services)
            or f"there are {', '.join(sorted(services)) or 'no services'}",
        )
        return list(operations)
    dropped = services - {wanted.service}
    others: set[str] = set()
    if wanted.protocol is not None:
        others = _protocols(operations, wanted.service)
        if wanted.protocol not in others:
            diagnostics.add(
                "E031",
                f"the service does not have the protocol {wanted.protocol}",
                location=wanted.location.child("protocol"),
                hint=f"it has {', '.join(sorted(others)) or 'none'}",
            )
        others.discard(wanted.protocol)
    kept: list[LoadOperation] = []
    for each in operations:
        if isinstance(each, DefineShape) and each.id in dropped:
            continue
        if isinstance(each, ApplyTrait) and (
            each.target in dropped
            or (each.target == wanted.service and each.trait in others)
        ):
            continue
        kept.append(each)
    return kept


def _protocols(operations: Iterable[LoadOperation], service: str) -> set[str]:
    """The protocol traits that a service has."""
    defined: set[str] = set()
    applied: set[str] = set()
    for each in operations:
        if isinstance(each, ApplyTrait):
            if each.trait == _PROTOCOL_DEFINITION:
                defined.add(each.target)
            elif each.target == service:
                applied.add(each.trait)
    return {trait for trait in applied if trait in defined or is_protocol(trait)}

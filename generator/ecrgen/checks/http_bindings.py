"""Smithy 2.0, "HTTP binding traits".

The HTTP bindings of members do not contradict each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from ..model.shapes import (
    EnumShape,
    ListShape,
    MapShape,
    Member,
    Model,
    Shape,
    SimpleShape,
    StructureShape,
    UnionShape,
)
from ..problems.diagnostics import Diagnostic
from ._support import is_integer, is_stringish, problem

_HEADER = "smithy.api#httpHeader"
_QUERY = "smithy.api#httpQuery"
_PAYLOAD = "smithy.api#httpPayload"
_PREFIX = "smithy.api#httpPrefixHeaders"
_PARAMS = "smithy.api#httpQueryParams"
_CODE = "smithy.api#httpResponseCode"
_LABEL = "smithy.api#httpLabel"

# The places that a member can be bound to; each member to one at most.
_PLACES = (_HEADER, _QUERY, _PAYLOAD, _PREFIX, _PARAMS, _CODE, _LABEL)
_ONCE = (_PAYLOAD, _PREFIX, _PARAMS, _CODE)


def _is_simple_or_list(shape: Shape) -> bool:
    return not isinstance(shape, (StructureShape, UnionShape, MapShape))


def _is_map(shape: Shape) -> bool:
    return isinstance(shape, MapShape)


def _is_payload(shape: Shape) -> bool:
    return isinstance(
        shape,
        (SimpleShape, EnumShape, StructureShape, UnionShape, ListShape, MapShape),
    )


_TARGETS: dict[str, tuple[Callable[[Shape], bool], str]] = {
    _HEADER: (_is_simple_or_list, "a simple value or a list"),
    _QUERY: (_is_simple_or_list, "a simple value or a list"),
    _PREFIX: (_is_map, "a map"),
    _PARAMS: (_is_map, "a map"),
    _CODE: (is_integer, "an integer"),
    _PAYLOAD: (_is_payload, "a string, blob, document or aggregate"),
}


def check(model: Model) -> Iterator[Diagnostic]:
    for shape in model:
        if isinstance(shape, StructureShape):
            bound = [
                (member, [place for place in _PLACES if place in member.traits])
                for member in shape.members.values()
            ]
            if any(places for _, places in bound):
                yield from _members(model, bound)
                yield from _once(shape, bound)
                yield from _repeated(shape)


def _members(
    model: Model, bound: list[tuple[Member, list[str]]]
) -> Iterator[Diagnostic]:
    for member, places in bound:
        if len(places) > 1:
            yield problem(
                "E332", f"bound to several places: {', '.join(places)}", member
            )
        for place in places:
            fits, wanted = _TARGETS.get(place, (None, ""))
            if fits is not None and not fits(model[member.target]):
                yield problem("E332", f"{place} has to be {wanted}", member)
        target = model[member.target]
        if (
            _PREFIX in places
            and isinstance(target, MapShape)
            and not is_stringish(model[target.value.target])
        ):
            yield problem("E332", f"{_PREFIX} has to be a map of strings", member)


def _once(
    shape: StructureShape, bound: list[tuple[Member, list[str]]]
) -> Iterator[Diagnostic]:
    counts = Counter(place for _, places in bound for place in places)
    for place in _ONCE:
        if counts[place] > 1:
            yield problem("E333", f"several members are bound with {place}", shape)
    if counts[_PAYLOAD] and any(not places for _, places in bound):
        # Their values would be sent nowhere: the payload is the whole body.
        loose = ", ".join(member.name for member, places in bound if not places)
        if not any("smithy.api#hostLabel" in member.traits for member, _ in bound):
            yield problem(
                "E333",
                f"one member is the whole body, and others are bound to nothing: {loose}",
                shape,
            )


def _repeated(shape: StructureShape) -> Iterator[Diagnostic]:
    for trait, what in ((_HEADER, "header"), (_QUERY, "query parameter")):
        seen: dict[str, str] = {}
        for member in shape.members.values():
            name = member.traits.raw.get(trait)
            if isinstance(name, str):
                key = name.lower() if trait == _HEADER else name
                other = seen.setdefault(key, member.name)
                if other != member.name:
                    yield problem(
                        "E333", f"{other!r} has the {what} {name!r} too", member
                    )

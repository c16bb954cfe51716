"""The waiters of an operation (Smithy 2.0, "Waiters")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self, cast

from .jmespath import Path
from .jmespath_parser import PathError, parse
from .trait_base import (
    Trait,
    TraitError,
    as_object,
    as_string,
    optional_int,
    trait,
)

STATES = ("success", "failure", "retry")
COMPARATORS = ("stringEquals", "booleanEquals", "allStringEquals", "anyStringEquals")


@dataclass(frozen=True, slots=True)
class SuccessMatcher:
    """Matches any successful call, or any error."""

    is_success: bool


@dataclass(frozen=True, slots=True)
class ErrorMatcher:
    """Matches an error by shape name, shape ID, or a code that is not modelled."""

    error: str


@dataclass(frozen=True, slots=True)
class PathMatcher:
    """Matches by a value in the output, or in the input and the output together."""

    path: Path
    comparator: str
    expected: str
    with_input: bool


@dataclass(frozen=True, slots=True)
class Acceptor:
    state: str
    matcher: SuccessMatcher | ErrorMatcher | PathMatcher


@dataclass(frozen=True, slots=True)
class Waiter:
    """`min_delay` and `max_delay` are in seconds."""

    name: str
    documentation: str
    acceptors: tuple[Acceptor, ...]
    min_delay: int
    max_delay: int


@trait("smithy.waiters#waitable")
@dataclass(frozen=True, slots=True)
class Waitable(Trait):
    waiters: tuple[Waiter, ...]

    @classmethod
    def parse(cls, node: Any) -> Self:
        return cls(tuple(_waiter(*item) for item in as_object(node).items()))


_KEYS = frozenset("documentation acceptors minDelay maxDelay deprecated tags".split())


def _waiter(name: str, node: Any) -> Waiter:
    properties = as_object(node, _KEYS)
    if not (name.isascii() and name.isalnum() and name[0].isalpha()):
        raise TraitError(f"{name!r} is not a name of a waiter")
    acceptors = properties.get("acceptors")
    if not isinstance(acceptors, list) or not acceptors:
        raise TraitError(f"{name}: expected a list of acceptors")
    items = cast("Sequence[Any]", acceptors)
    least = optional_int(properties, "minDelay") or 2
    most = optional_int(properties, "maxDelay") or max(120, least)
    if not 1 <= least <= most:
        raise TraitError(f"{name}: minDelay must be from 1 to maxDelay")
    text = as_string(properties.get("documentation", ""), "documentation")
    return Waiter(name, text, tuple(_acceptor(item) for item in items), least, most)


def _acceptor(node: Any) -> Acceptor:
    properties = as_object(node, frozenset({"state", "matcher"}))
    state = properties.get("state")
    if state not in STATES:
        raise TraitError(f"state: expected one of {', '.join(STATES)}")
    matcher = as_object(properties.get("matcher"))
    if len(matcher) != 1:
        raise TraitError("matcher: expected one member")
    [(kind, value)] = matcher.items()
    match kind:
        case "success":
            if not isinstance(value, bool):
                raise TraitError("success: expected true or false")
            return Acceptor(state, SuccessMatcher(value))
        case "errorType":
            return Acceptor(state, ErrorMatcher(as_string(value, kind)))
        case "output" | "inputOutput":
            return Acceptor(state, _path(value, kind == "inputOutput"))
        case _:
            raise TraitError(f"no matcher is called {kind!r}")


def _path(node: Any, with_input: bool) -> PathMatcher:
    properties = as_object(node, frozenset({"path", "expected", "comparator"}))
    comparator = properties.get("comparator")
    if comparator not in COMPARATORS:
        raise TraitError(f"comparator: expected one of {', '.join(COMPARATORS)}")
    expected = as_string(properties.get("expected"), "expected")
    if comparator == "booleanEquals" and expected not in ("true", "false"):
        raise TraitError("expected: a booleanEquals matcher needs true or false")
    path = as_string(properties.get("path"), "path")
    try:
        parsed = parse(path)
    except PathError as problem:
        raise TraitError(
            f"{path!r} is no JMESPath expression: {problem} (character {problem.offset + 1})"
        ) from None
    return PathMatcher(parsed, comparator, expected, with_input)

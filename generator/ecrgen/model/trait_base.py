"""What typed traits are made of: their registry, their container, and the forms that a trait value can take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar, cast

from ..documents.nodes import kind_of
from .ids import ShapeId


class TraitError(ValueError):
    """The value of a trait is not of the form its definition asks for."""


class Trait:
    """Base of the typed traits."""

    __slots__ = ()
    ID: ClassVar[ShapeId]

    @classmethod
    def parse(cls, node: Any) -> Self:
        raise TraitError(f"{cls.ID} cannot be parsed")


T = TypeVar("T", bound=Trait)
REGISTRY: dict[str, type[Trait]] = {}


def trait(shape_id: str) -> Callable[[type[T]], type[T]]:
    """Registers a class as the typed form of the trait `shape_id`."""

    def register(cls: type[T]) -> type[T]:
        cls.ID = ShapeId(shape_id)
        REGISTRY[shape_id] = cls
        return cls

    return register


class Traits:
    """The traits of one shape or member: typed ones by class, all of them raw by shape ID."""

    __slots__ = ("_typed", "raw")

    raw: Mapping[str, Any]

    def __init__(
        self, raw: Mapping[str, Any], typed: Mapping[type[Trait], Trait]
    ) -> None:
        self.raw = raw
        self._typed = typed

    def get(self, kind: type[T]) -> T | None:
        return cast("T | None", self._typed.get(kind))

    def has(self, kind: type[Trait]) -> bool:
        return kind in self._typed

    def without(self, kind: type[Trait]) -> Traits:
        raw = {name: value for name, value in self.raw.items() if name != kind.ID}
        return Traits(raw, {k: v for k, v in self._typed.items() if k is not kind})

    def __iter__(self) -> Iterator[str]:
        return iter(self.raw)

    def __contains__(self, shape_id: object) -> bool:
        return shape_id in self.raw

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Traits) and self.raw == other.raw

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Traits({dict(self.raw)!r})"


NO_TRAITS = Traits({}, {})


def parse_traits(
    raw: Mapping[str, Any], on_error: Callable[[str, TraitError], None]
) -> Traits:
    """Types what is known of `raw`; a trait whose value is wrong is reported and left out of the typed ones."""
    typed: dict[type[Trait], Trait] = {}
    for shape_id, node in raw.items():
        kind = REGISTRY.get(shape_id)
        if kind is not None:
            try:
                typed[kind] = kind.parse(node)
            except TraitError as error:
                on_error(shape_id, error)
    return Traits(raw, typed)


# --- The forms a trait value can take --------------------------------------------------------------------------


def as_object(node: Any, allowed: frozenset[str] | None = None) -> dict[str, Any]:
    if not isinstance(node, dict):
        raise TraitError(f"expected an object, found {kind_of(node)}")
    found = cast("dict[str, Any]", node)
    if allowed is not None and (unknown := sorted(found.keys() - allowed)):
        raise TraitError(
            f"unknown property {unknown[0]!r}; known are {', '.join(sorted(allowed))}"
        )
    return found


def as_string(node: Any, what: str = "value") -> str:
    if not isinstance(node, str):
        raise TraitError(f"{what}: expected a string, found {kind_of(node)}")
    return node


def optional_string(node: dict[str, Any], key: str) -> str | None:
    return None if key not in node else as_string(node[key], key)


def optional_int(node: dict[str, Any], key: str) -> int | None:
    value = node.get(key)
    if value is None:
        return None
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or value != int(value)
    ):
        raise TraitError(f"{key}: expected an integer, found {kind_of(value)}")
    return int(value)


def as_boolean(node: dict[str, Any], key: str, *, default: bool) -> bool:
    value = node.get(key, default)
    if not isinstance(value, bool):
        raise TraitError(f"{key}: expected a boolean, found {kind_of(value)}")
    return value


@dataclass(frozen=True, slots=True)
class AnnotationTrait(Trait):
    """A trait without a value: its node is an empty object."""

    @classmethod
    def parse(cls, node: Any) -> Self:
        # 1.0 models may write null or true where 2.0 asks for an empty object.
        if node is None or node is True:
            return cls()
        if as_object(node):
            raise TraitError("expected an empty object: the trait takes no value")
        return cls()


@dataclass(frozen=True, slots=True)
class StringTrait(Trait):
    value: str

    @classmethod
    def parse(cls, node: Any) -> Self:
        return cls(as_string(node))


@dataclass(frozen=True, slots=True)
class NodeTrait(Trait):
    """A trait whose value a later stage interprets; only its outermost form is fixed here."""

    node: Any

    @classmethod
    def parse(cls, node: Any) -> Self:
        return cls(as_object(node))

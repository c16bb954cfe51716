"""Traits that code generation uses, as typed values; every other trait is kept raw.

Each class names its trait's shape ID in `@trait(...)` and is parsed from the JSON node value by `parse`, which
raises `TraitError` for a value the trait's definition does not allow. A new trait is one new class here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar, cast

from .ids import ShapeId, is_shape_id


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


def _object(node: Any, allowed: frozenset[str] | None = None) -> dict[str, Any]:
    if not isinstance(node, dict):
        raise TraitError(f"expected an object, found {_kind(node)}")
    found = cast("dict[str, Any]", node)
    if allowed is not None and (unknown := sorted(found.keys() - allowed)):
        raise TraitError(
            f"unknown property {unknown[0]!r}; known are {', '.join(sorted(allowed))}"
        )
    return found


def _string(node: Any, what: str = "value") -> str:
    if not isinstance(node, str):
        raise TraitError(f"{what}: expected a string, found {_kind(node)}")
    return node


def _optional_string(node: dict[str, Any], key: str) -> str | None:
    return None if key not in node else _string(node[key], key)


def _optional_int(node: dict[str, Any], key: str) -> int | None:
    value = node.get(key)
    if value is None:
        return None
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or value != int(value)
    ):
        raise TraitError(f"{key}: expected an integer, found {_kind(value)}")
    return int(value)


def _kind(node: Any) -> str:
    names = {
        dict: "an object",
        list: "a list",
        str: "a string",
        bool: "a boolean",
        type(None): "null",
    }
    return names.get(
        type(node), "a number"
    )  # pyright: ignore[reportUnknownArgumentType]


@dataclass(frozen=True, slots=True)
class AnnotationTrait(Trait):
    """A trait without a value: its node is an empty object."""

    @classmethod
    def parse(cls, node: Any) -> Self:
        # 1.0 models may write null or true where 2.0 asks for an empty object.
        if node is None or node is True:
            return cls()
        if _object(node):
            raise TraitError("expected an empty object: the trait takes no value")
        return cls()


@dataclass(frozen=True, slots=True)
class StringTrait(Trait):
    value: str

    @classmethod
    def parse(cls, node: Any) -> Self:
        return cls(_string(node))


@dataclass(frozen=True, slots=True)
class NodeTrait(Trait):
    """A trait whose value a later stage interprets; only its outermost form is fixed here."""

    node: Any

    @classmethod
    def parse(cls, node: Any) -> Self:
        return cls(_object(node))


# --- Constraint traits (Smithy 2.0, "Constraint traits") -------------------------------------------------------


@trait("smithy.api#required")
class Required(AnnotationTrait): ...


@trait("smithy.api#uniqueItems")
class UniqueItems(AnnotationTrait): ...


@trait("smithy.api#length")
@dataclass(frozen=True, slots=True)
class Length(Trait):
    """Bounds of a string's characters, a blob's bytes, or a list's or map's entries."""

    min: int | None
    max: int | None

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = _object(node, frozenset({"min", "max"}))
        low, high = _optional_int(found, "min"), _optional_int(found, "max")
        if low is None and high is None:
            raise TraitError("expected min, max or both")
        if (low or 0) < 0 or (high is not None and high < (low or 0)):
            raise TraitError(
                f"expected 0 <= min <= max, found min {low} and max {high}"
            )
        return cls(low, high)


@trait("smithy.api#range")
@dataclass(frozen=True, slots=True)
class Range(Trait):
    min: int | float | None
    max: int | float | None

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = _object(node, frozenset({"min", "max"}))
        bounds: list[int | float | None] = []
        for key in ("min", "max"):
            value = found.get(key)
            if isinstance(value, bool) or not isinstance(
                value, (int, float, type(None))
            ):
                raise TraitError(f"{key}: expected a number, found {_kind(value)}")
            bounds.append(
                int(value) if isinstance(value, float) and value.is_integer() else value
            )
        low, high = bounds
        if low is None and high is None:
            raise TraitError("expected min, max or both")
        if low is not None and high is not None and high < low:
            raise TraitError(f"expected min <= max, found min {low} and max {high}")
        return cls(low, high)


@trait("smithy.api#pattern")
class Pattern(StringTrait): ...


@trait("smithy.api#enumValue")
@dataclass(frozen=True, slots=True)
class EnumValue(Trait):
    value: str | int

    @classmethod
    def parse(cls, node: Any) -> Self:
        if isinstance(node, bool) or not isinstance(node, (str, int)):
            raise TraitError(f"expected a string or an integer, found {_kind(node)}")
        return cls(node)


# --- Type refinement traits ------------------------------------------------------------------------------------


@trait("smithy.api#default")
@dataclass(frozen=True, slots=True)
class Default(Trait):
    """A default value; `None` on a member removes the default that its target's trait gives."""

    value: Any

    @classmethod
    def parse(cls, node: Any) -> Self:
        return cls(node)


@trait("smithy.api#clientOptional")
class ClientOptional(AnnotationTrait): ...


@trait("smithy.api#sparse")
class Sparse(AnnotationTrait): ...


@trait("smithy.api#input")
class Input(AnnotationTrait): ...


@trait("smithy.api#output")
class Output(AnnotationTrait): ...


@trait("smithy.api#error")
@dataclass(frozen=True, slots=True)
class Error(Trait):
    """`fault` is "client" or "server"."""

    fault: str

    @classmethod
    def parse(cls, node: Any) -> Self:
        if node not in ("client", "server"):
            raise TraitError('expected "client" or "server"')
        return cls(node)


# --- Documentation traits --------------------------------------------------------------------------------------


@trait("smithy.api#documentation")
class Documentation(StringTrait): ...


@trait("smithy.api#title")
class Title(StringTrait): ...


@trait("smithy.api#sensitive")
class Sensitive(AnnotationTrait): ...


@trait("smithy.api#deprecated")
@dataclass(frozen=True, slots=True)
class Deprecated(Trait):
    message: str | None
    since: str | None

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = _object(
            {} if node in (None, True) else node, frozenset({"message", "since"})
        )
        return cls(_optional_string(found, "message"), _optional_string(found, "since"))


# --- Behavior traits -------------------------------------------------------------------------------------------


@trait("smithy.api#idempotencyToken")
class IdempotencyToken(AnnotationTrait): ...


@trait("smithy.api#retryable")
@dataclass(frozen=True, slots=True)
class Retryable(Trait):
    throttling: bool

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = _object({} if node in (None, True) else node, frozenset({"throttling"}))
        return cls(found.get("throttling") is True)


@trait("smithy.api#paginated")
@dataclass(frozen=True, slots=True)
class Paginated(Trait):
    """On a service the defaults of its operations; paths into the output may be dotted."""

    input_token: str | None
    output_token: str | None
    items: str | None
    page_size: str | None

    @classmethod
    def parse(cls, node: Any) -> Self:
        keys = ("inputToken", "outputToken", "items", "pageSize")
        found = _object({} if node is None else node, frozenset(keys))
        return cls(*(_optional_string(found, key) for key in keys))


# --- Streaming and protocol traits -----------------------------------------------------------------------------


@trait("smithy.api#streaming")
class Streaming(AnnotationTrait): ...


@trait("smithy.api#jsonName")
class JsonName(StringTrait): ...


@trait("smithy.api#timestampFormat")
@dataclass(frozen=True, slots=True)
class TimestampFormat(Trait):
    value: str

    @classmethod
    def parse(cls, node: Any) -> Self:
        # Unknown formats are allowed by the specification; a protocol uses its default for them.
        return cls(_string(node))


@trait("smithy.api#httpError")
@dataclass(frozen=True, slots=True)
class HttpError(Trait):
    code: int

    @classmethod
    def parse(cls, node: Any) -> Self:
        if (
            isinstance(node, bool)
            or not isinstance(node, int)
            or not 200 <= node <= 599
        ):
            raise TraitError("expected an HTTP status code between 200 and 599")
        return cls(node)


@trait("smithy.api#http")
@dataclass(frozen=True, slots=True)
class Http(Trait):
    method: str
    uri: str
    code: int

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = _object(node, frozenset({"method", "uri", "code"}))
        code = _optional_int(found, "code")
        return cls(
            _string(found.get("method"), "method"),
            _string(found.get("uri"), "uri"),
            200 if code is None else code,
        )


@trait("smithy.api#endpoint")
@dataclass(frozen=True, slots=True)
class Endpoint(Trait):
    host_prefix: str

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = _object(node, frozenset({"hostPrefix"}))
        return cls(_string(found.get("hostPrefix"), "hostPrefix"))


@trait("smithy.api#hostLabel")
class HostLabel(AnnotationTrait): ...


@trait("smithy.api#xmlNamespace")
@dataclass(frozen=True, slots=True)
class XmlNamespace(Trait):
    uri: str
    prefix: str | None

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = _object(node, frozenset({"uri", "prefix"}))
        return cls(_string(found.get("uri"), "uri"), _optional_string(found, "prefix"))


@trait("smithy.api#xmlName")
class XmlName(StringTrait): ...


# --- AWS traits ------------------------------------------------------------------------------------------------


@trait("aws.api#service")
@dataclass(frozen=True, slots=True)
class AwsService(Trait):
    sdk_id: str
    arn_namespace: str | None
    endpoint_prefix: str | None

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = _object(node)
        return cls(
            _string(found.get("sdkId"), "sdkId"),
            _optional_string(found, "arnNamespace"),
            _optional_string(found, "endpointPrefix"),
        )


@trait("aws.protocols#awsQueryError")
@dataclass(frozen=True, slots=True)
class AwsQueryError(Trait):
    code: str
    http_response_code: int

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = _object(node, frozenset({"code", "httpResponseCode"}))
        status = _optional_int(found, "httpResponseCode")
        return cls(
            _string(found.get("code"), "code"), 400 if status is None else status
        )


@trait("aws.protocols#awsQueryCompatible")
class AwsQueryCompatible(AnnotationTrait): ...


# --- Traits of ecrgen's own overlays ---------------------------------------------------------------------------


@trait("ecrgen.overlay#rename")
@dataclass(frozen=True, slots=True)
class Rename(Trait):
    """The name that the Python name is made from, instead of the shape's or member's own."""

    value: str

    @classmethod
    def parse(cls, node: Any) -> Self:
        return cls(_string(node))


@trait("ecrgen.overlay#omit")
class Omit(AnnotationTrait): ...


def shape_id_value(node: Any) -> ShapeId:
    """A trait value that is an absolute shape ID."""
    text = _string(node)
    if not is_shape_id(text):
        raise TraitError(f"expected an absolute shape ID, found {text!r}")
    return ShapeId(text)

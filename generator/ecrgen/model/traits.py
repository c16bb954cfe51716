"""Traits that code generation uses, as typed values; every other trait is kept raw.

Each class names its trait's shape ID in `@trait(...)` and is parsed from the JSON node value by `parse`, which
raises `TraitError` for a value the trait's definition does not allow. A new trait is one new class here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Self

from ..documents.nodes import kind_of
from .aws_traits import (
    AwsQueryCompatible as AwsQueryCompatible,
    AwsQueryError as AwsQueryError,
    AwsService as AwsService,
    Ec2QueryName as Ec2QueryName,
    OptionalAuth as OptionalAuth,
    SigV4 as SigV4,
    UnsignedPayload as UnsignedPayload,
)
from .body_traits import (
    HttpChecksum as HttpChecksum,
    HttpChecksumRequired as HttpChecksumRequired,
    RequestCompression as RequestCompression,
)
from .customizations import (
    EmptyValue as EmptyValue,
    ErrorsInSuccess as ErrorsInSuccess,
    LastSegment as LastSegment,
    RequestHeaders as RequestHeaders,
    SigningRules as SigningRules,
    TreeHash as TreeHash,
)
from .endpoint_traits import (
    ClientContextParams as ClientContextParams,
    ContextParam as ContextParam,
    OperationContextParams as OperationContextParams,
    StaticContextParams as StaticContextParams,
)
from .http_traits import (
    HttpHeader as HttpHeader,
    HttpLabel as HttpLabel,
    HttpPayload as HttpPayload,
    HttpPrefixHeaders as HttpPrefixHeaders,
    HttpQuery as HttpQuery,
    HttpQueryParams as HttpQueryParams,
    HttpResponseCode as HttpResponseCode,
    MediaType as MediaType,
)
from .pagination import Paginated as Paginated
from .partial_trait import Partial as Partial
from .trait_base import (
    NO_TRAITS as NO_TRAITS,
    REGISTRY as REGISTRY,
    AnnotationTrait,
    NodeTrait as NodeTrait,
    StringTrait,
    Trait as Trait,
    TraitError as TraitError,
    Traits as Traits,
    as_object,
    as_string,
    optional_int,
    optional_string,
    parse_traits as parse_traits,
    trait,
)
from .waiters import Waitable as Waitable

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
        found = as_object(node, frozenset({"min", "max"}))
        low, high = optional_int(found, "min"), optional_int(found, "max")
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
        found = as_object(node, frozenset({"min", "max"}))
        bounds: list[int | float | None] = []
        for key in ("min", "max"):
            value = found.get(key)
            if isinstance(value, bool) or not isinstance(
                value, (int, float, type(None))
            ):
                raise TraitError(f"{key}: expected a number, found {kind_of(value)}")
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
            raise TraitError(f"expected a string or an integer, found {kind_of(node)}")
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
        found = as_object(
            {} if node in (None, True) else node, frozenset({"message", "since"})
        )
        return cls(optional_string(found, "message"), optional_string(found, "since"))


# --- Behavior traits -------------------------------------------------------------------------------------------


@trait("smithy.api#idempotencyToken")
class IdempotencyToken(AnnotationTrait): ...


@trait("smithy.api#retryable")
@dataclass(frozen=True, slots=True)
class Retryable(Trait):
    throttling: bool

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = as_object(
            {} if node in (None, True) else node, frozenset({"throttling"})
        )
        return cls(found.get("throttling") is True)


# --- Streaming and protocol traits -----------------------------------------------------------------------------


@trait("smithy.api#streaming")
class Streaming(AnnotationTrait): ...


@trait("smithy.api#requiresLength")
class RequiresLength(AnnotationTrait): ...


@trait("smithy.api#eventHeader")
class EventHeader(AnnotationTrait): ...


@trait("smithy.api#eventPayload")
class EventPayload(AnnotationTrait): ...


@trait("smithy.api#jsonName")
class JsonName(StringTrait): ...


@trait("smithy.api#timestampFormat")
@dataclass(frozen=True, slots=True)
class TimestampFormat(Trait):
    value: str

    @classmethod
    def parse(cls, node: Any) -> Self:
        # Unknown formats are allowed by the specification; a protocol uses its default for them.
        return cls(as_string(node))


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
        found = as_object(node, frozenset({"method", "uri", "code"}))
        code = optional_int(found, "code")
        return cls(
            as_string(found.get("method"), "method"),
            as_string(found.get("uri"), "uri"),
            200 if code is None else code,
        )


@trait("smithy.api#endpoint")
@dataclass(frozen=True, slots=True)
class Endpoint(Trait):
    host_prefix: str

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = as_object(node, frozenset({"hostPrefix"}))
        return cls(as_string(found.get("hostPrefix"), "hostPrefix"))


@trait("smithy.api#hostLabel")
class HostLabel(AnnotationTrait): ...


@trait("smithy.api#xmlNamespace")
@dataclass(frozen=True, slots=True)
class XmlNamespace(Trait):
    uri: str
    prefix: str | None

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = as_object(node, frozenset({"uri", "prefix"}))
        uri = as_string(found.get("uri"), "uri")
        if _NO_URI.search(uri):
            raise TraitError(f"uri: {uri!r} is not a URI")
        prefix = optional_string(found, "prefix")
        if prefix is not None and not _XML_IDENTIFIER.fullmatch(prefix):
            raise TraitError(f"prefix: {prefix!r} is not the prefix of an XML name")
        return cls(uri, prefix)


# "XmlIdentifier", and what RFC 3986 allows nowhere in a URI.
_XML_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NO_URI = re.compile(r'[^!-~]|["<>\\^`{|}]')


@trait("smithy.api#xmlName")
@dataclass(frozen=True, slots=True)
class XmlName(Trait):
    """The name of an element or attribute, with or without a prefix."""

    value: str

    @classmethod
    def parse(cls, node: Any) -> Self:
        value = as_string(node)
        prefix, colon, name = value.rpartition(":")
        parts = (prefix, name) if colon else (name,)
        if not all(_XML_IDENTIFIER.fullmatch(part) for part in parts):
            raise TraitError(f"{value!r} is not an XML name")
        return cls(value)


@trait("smithy.api#xmlFlattened")
class XmlFlattened(AnnotationTrait): ...


@trait("smithy.api#xmlAttribute")
class XmlAttribute(AnnotationTrait): ...


# --- Traits of ecrgen's own overlays ---------------------------------------------------------------------------


@trait("ecrgen.overlay#rename")
@dataclass(frozen=True, slots=True)
class Rename(Trait):
    """The name that the Python name is made from, instead of the shape's or member's own."""

    value: str

    @classmethod
    def parse(cls, node: Any) -> Self:
        return cls(as_string(node))


@trait("ecrgen.overlay#omit")
class Omit(AnnotationTrait): ...

"""Traits that say what clients do with the bodies of requests and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from ..documents.nodes import is_list
from .trait_base import (
    AnnotationTrait,
    Trait,
    TraitError,
    as_object,
    as_string,
    optional_string,
    trait,
)


@trait("smithy.api#requestCompression")
@dataclass(frozen=True, slots=True)
class RequestCompression(Trait):
    """The encodings that the service takes, the preferred one first."""

    encodings: tuple[str, ...]

    @classmethod
    def parse(cls, node: Any) -> Self:
        properties = as_object(node, frozenset({"encodings"}))
        return cls(_strings(properties, "encodings"))


@trait("smithy.api#httpChecksumRequired")
class HttpChecksumRequired(AnnotationTrait): ...


@trait("aws.protocols#httpChecksum")
@dataclass(frozen=True, slots=True)
class HttpChecksum(Trait):
    request_algorithm_member: str | None
    request_checksum_required: bool
    request_validation_mode_member: str | None
    response_algorithms: tuple[str, ...]

    @classmethod
    def parse(cls, node: Any) -> Self:
        required = "requestChecksumRequired"
        properties = as_object(
            node,
            frozenset(
                {
                    "requestAlgorithmMember",
                    "requestValidationModeMember",
                    "responseAlgorithms",
                    required,
                }
            ),
        )
        if not isinstance(properties.get(required, False), bool):
            raise TraitError(f"{required}: expected a boolean")
        return cls(
            optional_string(properties, "requestAlgorithmMember"),
            properties.get(required, False),
            optional_string(properties, "requestValidationModeMember"),
            _strings(properties, "responseAlgorithms"),
        )


def _strings(node: dict[str, Any], key: str) -> tuple[str, ...]:
    value = node.get(key, [])
    if not is_list(value):
        raise TraitError(f"{key}: expected a list")
    return tuple(as_string(item, key) for item in value)

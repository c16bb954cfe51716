"""ecrgen's own traits for what a service does that no trait of Smithy's says.

Customizations put them on a model (see `customizations`); the lowering goes by them alone and knows no service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from .trait_base import (
    AnnotationTrait,
    StringTrait,
    Trait,
    as_boolean,
    as_object,
    as_string,
    trait,
)


@trait("ecrgen.customization#requestHeaders")
@dataclass(frozen=True, slots=True)
class RequestHeaders(Trait):
    """On a service: headers with constant values that every request has."""

    headers: Mapping[str, str]

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = as_object(node)
        return cls({name: as_string(value, name) for name, value in found.items()})


@trait("ecrgen.customization#lastSegment")
class LastSegment(AnnotationTrait):
    """On a string member of an input: what is sent is what follows the last slash."""


@trait("ecrgen.customization#emptyValue")
class EmptyValue(StringTrait):
    """On a string member of an input: what is sent where the caller gives nothing, or an empty string."""


@trait("ecrgen.customization#treeHash")
class TreeHash(AnnotationTrait):
    """On an operation: its request has the SHA-256 hash and tree hash of its body in headers."""


@trait("ecrgen.customization#errorsInSuccess")
class ErrorsInSuccess(AnnotationTrait):
    """On an operation: an answer of status 200 may hold an error."""


@trait("ecrgen.customization#mayBeInvalid")
class MayBeInvalid(AnnotationTrait):
    """On a timestamp in a header of an output: what is no date counts as absent."""


@trait("ecrgen.customization#signing")
@dataclass(frozen=True, slots=True)
class SigningRules(Trait):
    """On a service: where its signatures are made in another way than Signature Version 4 says for all services.

    A path is encoded once more and normalized before it is signed, the hash of the body is in no header, and the
    signature of a presigned URL covers the body, unless this trait says otherwise.
    """

    double_encode: bool = True
    normalize: bool = True
    payload_header: bool = False
    presigns_body: bool = True

    @classmethod
    def parse(cls, node: Any) -> Self:
        rules = as_object(node)
        return cls(
            as_boolean(rules, "doubleEncode", default=True),
            as_boolean(rules, "normalize", default=True),
            as_boolean(rules, "payloadHeader", default=False),
            as_boolean(rules, "presignsBody", default=True),
        )

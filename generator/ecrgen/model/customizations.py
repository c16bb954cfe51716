"""ecrgen's own traits, for behaviour of services that no Smithy trait expresses.

Customizations add them to a model (see `ecrgen.customizations`). The lowering reads
only these traits and knows no service by name.
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
        headers = as_object(node)
        return cls({name: as_string(value, name) for name, value in headers.items()})


@trait("ecrgen.customization#lastSegment")
class LastSegment(AnnotationTrait):
    """On a string member of an input: only the part after the last slash is sent."""


@trait("ecrgen.customization#emptyValue")
class EmptyValue(StringTrait):
    """On a string member of an input: what is sent in place of nothing or
    an empty string.
    """


@trait("ecrgen.customization#treeHash")
class TreeHash(AnnotationTrait):
    """On an operation: headers carry the SHA-256 hash and the tree hash of the body."""


@trait("ecrgen.customization#errorsInSuccess")
class ErrorsInSuccess(AnnotationTrait):
    """On an operation: an answer of status 200 may hold an error."""


@trait("ecrgen.customization#mayBeInvalid")
class MayBeInvalid(AnnotationTrait):
    """On a timestamp in a header of an output: a value that is no date
    counts as absent.
    """


@trait("ecrgen.customization#signing")
@dataclass(frozen=True, slots=True)
class SigningRules(Trait):
    """On a service: how its signatures differ from Signature Version 4's general rules.

    The defaults are the general rules: a path is encoded a second time and normalized
    before it is signed, the hash of the body is not sent in a header, and the signature
    of a presigned URL covers the body.
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

"""Traits of AWS that code generation uses, and `optionalAuth`, which is
about signing too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from .trait_base import (
    AnnotationTrait,
    StringTrait,
    Trait,
    as_object,
    as_string,
    optional_int,
    optional_string,
    trait,
)


@trait("aws.auth#sigv4")
@dataclass(frozen=True, slots=True)
class SigV4(Trait):
    """Requests are signed with Signature Version 4; `name` is the signing name."""

    name: str

    @classmethod
    def parse(cls, node: Any) -> Self:
        return cls(as_string(as_object(node).get("name"), "name"))


@trait("aws.auth#unsignedPayload")
class UnsignedPayload(AnnotationTrait): ...


@trait("smithy.api#optionalAuth")
class OptionalAuth(AnnotationTrait): ...


@trait("aws.api#service")
@dataclass(frozen=True, slots=True)
class AwsService(Trait):
    sdk_id: str
    arn_namespace: str | None
    endpoint_prefix: str | None

    @classmethod
    def parse(cls, node: Any) -> Self:
        properties = as_object(node)
        return cls(
            as_string(properties.get("sdkId"), "sdkId"),
            optional_string(properties, "arnNamespace"),
            optional_string(properties, "endpointPrefix"),
        )


@trait("aws.protocols#awsQueryError")
@dataclass(frozen=True, slots=True)
class AwsQueryError(Trait):
    code: str
    http_response_code: int

    @classmethod
    def parse(cls, node: Any) -> Self:
        properties = as_object(node, frozenset({"code", "httpResponseCode"}))
        status = optional_int(properties, "httpResponseCode")
        return cls(
            as_string(properties.get("code"), "code"), 400 if status is None else status
        )


@trait("aws.protocols#ec2QueryName")
class Ec2QueryName(StringTrait): ...


@trait("aws.protocols#awsQueryCompatible")
class AwsQueryCompatible(AnnotationTrait): ...


# Traits of services in the namespaces of protocols that are none.
_COMPANIONS = frozenset({"aws.protocols#awsQueryCompatible"})


def is_protocol(trait: str) -> bool:
    """Whether a service's trait is a protocol, by its shape ID.

    The protocols of AWS and Smithy are in two namespaces, where only they and a few
    companions live.
    """
    in_namespace = trait.startswith(("aws.protocols#", "smithy.protocols#"))
    return in_namespace and trait not in _COMPANIONS

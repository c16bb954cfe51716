"""Traits of services that speak awsQuery or ec2Query, or did."""

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
    trait,
)


@trait("aws.protocols#awsQueryError")
@dataclass(frozen=True, slots=True)
class AwsQueryError(Trait):
    code: str
    http_response_code: int

    @classmethod
    def parse(cls, node: Any) -> Self:
        found = as_object(node, frozenset({"code", "httpResponseCode"}))
        status = optional_int(found, "httpResponseCode")
        return cls(
            as_string(found.get("code"), "code"), 400 if status is None else status
        )


@trait("aws.protocols#ec2QueryName")
class Ec2QueryName(StringTrait): ...


@trait("aws.protocols#awsQueryCompatible")
class AwsQueryCompatible(AnnotationTrait): ...

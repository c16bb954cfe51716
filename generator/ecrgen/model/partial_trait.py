"""Which facts a source does not say: the trait `ecrgen.source#partial` of shapes and
members.

A source such as an OCaml page says less than a model. What is not said is never taken
for "no": a shape without constraints, from a source that has none, may have any.
Whoever compares two models compares what both say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from ..documents.nodes import is_list
from .trait_base import Trait, TraitError, trait

# The facts that may not be said, and on what. What is listed on a shape holds for all
# of it.
FACTS: Mapping[str, str] = {
    # Services
    "namespace": "the namespace of the model",
    "name": "the name of a service, operation or member; a shape's where the title of its page is in doubt",
    "version": "the version of the service",
    "protocol": "the protocols of the service",
    "sdk_id": "the SDK ID of the service",
    "signing_name": "the name that requests are signed for",
    "endpoint_prefix": "the prefix of the service's host names",
    "title": "the title of the service",
    "xml_namespace": "the XML namespace of the service",
    "operations": "whether the service has more operations",
    "shape_names": "the case of the first letter of the names of shapes",
    "traits": "all traits but those that are there",
    # Operations
    "input": "the input of the operation",
    "output": "the output of the operation",
    "errors": "whether the operation has more errors",
    # Data shapes
    "type": "the type of the shape",
    "members": "whether there are more members, or values of an enum",
    "order": "the order of the members",
    "required": "which members are required",
    "union": "whether a structure is a union",
    "document": "whether a structure without members is a document",
    "error": "whether a structure is an error",
    "fault": "whose fault the error is",
    "value": "the value of an enum's member",
    "spelling": "the case of an enum value's first letter, and which characters its underscores are",
    "constraints": "the constraints of the shape",
    "documentation": "the documentation of the shape and its members",
}
# What has to be known before a client can be generated: with any other value, it would
# send other bytes.
NEEDED = frozenset(
    {"name", "version", "protocol", "sdk_id", "signing_name", "endpoint_prefix"}
    | {"input", "output", "type", "members", "value"}
)


@trait("ecrgen.source#partial")
@dataclass(frozen=True, slots=True)
class Partial(Trait):
    """The facts that the source does not say."""

    facts: frozenset[str]

    @classmethod
    def parse(cls, node: Any) -> Self:
        if not is_list(node) or not all(isinstance(each, str) for each in node):
            raise TraitError("expected a list of strings")
        return cls(frozenset(node))

"""botocore's model of a service cut down to what the generated package's model has too.

AWS's models in the corpora are of another day than the installed botocore. Operations and members that only one of them
has are left out, and `required` is what the package's model says, so that what is left can be compared to the letter.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ecrgen.model.ids import ShapeId
from ecrgen.model.prelude import UNIT
from ecrgen.model.shapes import (
    EnumShape,
    ListShape,
    MapShape,
    Model,
    OperationShape,
    SimpleShape,
    SimpleType,
    StructureShape,
    UnionShape,
)
from ecrgen.model.traits import ClientOptional, Default, Required

# The names that botocore has for protocols.
PROTOCOLS = {
    "aws.protocols#awsJson1_0": "json",
    "aws.protocols#awsJson1_1": "json",
    "aws.protocols#awsQuery": "query",
    "aws.protocols#ec2Query": "ec2",
    "aws.protocols#restJson1": "rest-json",
    "aws.protocols#restXml": "rest-xml",
    "smithy.protocols#rpcv2Cbor": "smithy-rpc-v2-cbor",
}


@dataclass(slots=True)
class Common:
    """`data` is the cut model. Its format has no default values: `defaults` are those of members, by structure."""

    data: dict[str, Any]
    defaults: dict[str, dict[str, Any]] = field(
        default_factory=dict[str, "dict[str, Any]"]
    )

    def filled(self, shape: Any, value: Any) -> Any:
        """`value` with the default values of what is not set (Smithy 2.0, "default trait")."""
        match shape.type_name:
            case "structure" if not shape.is_document_type:
                defaults = {} if shape.is_tagged_union else self.defaults[shape.name]
                members = shape.members
                return {
                    name: self.filled(members[name], each) if name in members else each
                    for name, each in {**defaults, **value}.items()
                }
            case "list":
                return [self.filled(shape.member, each) for each in value]
            case "map":
                return {k: self.filled(shape.value, each) for k, each in value.items()}
            case _:
                return value


def cut(
    data: dict[str, Any], model: Model, operations: dict[str, OperationShape]
) -> Common:
    """What both have of `operations`."""
    found = Common(copy.deepcopy(data))
    kept = found.data["operations"]
    for name in [each for each in kept if each not in operations]:
        del kept[name]
    walk = _Walk(found, model)
    for name, operation in kept.items():
        ours = operations[name]
        for side, target in (("input", ours.input), ("output", ours.output)):
            if target == UNIT:
                operation.pop(side, None)
            elif side in operation:
                walk.target(operation[side], target)
        errors = {each.name: each for each in ours.errors}
        operation["errors"] = [
            each for each in operation.get("errors", ()) if each["shape"] in errors
        ]
        for each in operation["errors"]:
            walk.target(each, errors[each["shape"]])
    walk.run()
    return found


class _Walk:
    """Both models side by side, from the operations on."""

    def __init__(self, found: Common, model: Model) -> None:
        self._found = found
        self._model = model
        self._pending: list[tuple[str, ShapeId]] = []

    def target(self, reference: dict[str, Any], ours: ShapeId) -> None:
        self._pending.append((reference["shape"], ours))

    def run(self) -> None:
        seen: set[tuple[str, ShapeId]] = set()
        while self._pending:
            pair = self._pending.pop()
            if pair not in seen:
                seen.add(pair)
                self._pending += self._below(*pair)

    def _below(self, name: str, target: ShapeId) -> Iterator[tuple[str, ShapeId]]:
        theirs = self._found.data["shapes"][name]
        match theirs["type"], self._model[target]:
            case "structure", StructureShape() | UnionShape() as ours:
                yield from self._members(name, theirs, ours)
            case "list", ListShape() as ours:
                yield theirs["member"]["shape"], ours.member.target
            case "map", MapShape() as ours:
                yield theirs["key"]["shape"], ours.key.target
                yield theirs["value"]["shape"], ours.value.target
            case "string", EnumShape() as ours if "enum" in theirs:
                # Values of later years are refused where what is sent depends on them.
                theirs["enum"] = [each.value for each in ours.members]
            case ("string", SimpleShape(type=SimpleType.INTEGER)) | (
                "integer",
                SimpleShape(type=SimpleType.STRING),
            ) as pair:
                # Page sizes and markers, of which either is said in the models.
                theirs.clear()
                theirs["type"] = str(pair[1].type)
            case _:
                pass

    def _members(
        self, name: str, theirs: dict[str, Any], ours: StructureShape | UnionShape
    ) -> Iterator[tuple[str, ShapeId]]:
        members = theirs["members"]
        for each in [each for each in members if each not in ours.members]:
            del members[each]
        theirs["union"] = isinstance(ours, UnionShape)
        theirs["required"] = [
            each
            for each, member in ours.members.items()
            if each in members and member.traits.has(Required)
        ]
        self._found.defaults[name] = {
            each: default.value
            for each, member in ours.members.items()
            if each in members
            and (default := member.traits.get(Default)) is not None
            and default.value is not None
            and not member.traits.has(ClientOptional)
        }
        for each, member in members.items():
            yield member["shape"], ours.members[each].target

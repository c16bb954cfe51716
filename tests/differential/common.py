"""botocore's model of a service, reduced to what the package's model has too.

AWS's models in the corpora have another date than the installed botocore. Operations
and members that only one of them has are removed, and `required` is taken from the
package's model, so that the rest can be compared exactly.
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
    """`data` is the reduced model.

    `defaults` are default values, which its format lacks.
    """

    data: dict[str, Any]
    defaults: dict[str, dict[str, Any]] = field(
        default_factory=dict[str, "dict[str, Any]"]
    )

    def filled(self, shape: Any, value: Any) -> Any:
        """`value` with default values for unset members.

        Smithy 2.0, "default trait".
        """
        match shape.type_name:
            case "structure" if not shape.is_document_type:
                defaults = {} if shape.is_tagged_union else self.defaults[shape.name]
                members = shape.members
                return {
                    name: (
                        self.filled(members[name], member_value)
                        if name in members
                        else member_value
                    )
                    for name, member_value in {**defaults, **value}.items()
                }
            case "list":
                return [self.filled(shape.member, item) for item in value]
            case "map":
                return {
                    k: self.filled(shape.value, entry) for k, entry in value.items()
                }
            case _:
                return value


def cut(
    data: dict[str, Any], model: Model, operations: dict[str, OperationShape]
) -> Common:
    """The model of those `operations` that both have."""
    common = Common(copy.deepcopy(data))
    kept = common.data["operations"]
    for name in [name for name in kept if name not in operations]:
        del kept[name]
    walk = _Walk(common, model)
    for name, operation in kept.items():
        ours = operations[name]
        for side, target in (("input", ours.input), ("output", ours.output)):
            if target == UNIT:
                operation.pop(side, None)
            elif side in operation:
                walk.target(operation[side], target)
        errors = {error.name: error for error in ours.errors}
        operation["errors"] = [
            error for error in operation.get("errors", ()) if error["shape"] in errors
        ]
        for error in operation["errors"]:
            walk.target(error, errors[error["shape"]])
    walk.run()
    return common


class _Walk:
    """Walks through both models side by side, from the operations on."""

    def __init__(self, common: Common, model: Model) -> None:
        self._common = common
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
        theirs = self._common.data["shapes"][name]
        match theirs["type"], self._model[target]:
            case "structure", StructureShape() | UnionShape() as ours:
                yield from self._members(name, theirs, ours)
            case "list", ListShape() as ours:
                yield theirs["member"]["shape"], ours.member.target
            case "map", MapShape() as ours:
                yield theirs["key"]["shape"], ours.key.target
                yield theirs["value"]["shape"], ours.value.target
            case "string", EnumShape() as ours if "enum" in theirs:
                # Newer values are refused where they decide what is sent.
                theirs["enum"] = [member.value for member in ours.members]
            case ("string", SimpleShape(type=SimpleType.INTEGER)) | (
                "integer",
                SimpleShape(type=SimpleType.STRING),
            ) as pair:
                # Page sizes and markers, which are strings in one model and integers in
                # the other.
                theirs.clear()
                theirs["type"] = str(pair[1].type)
            case _:
                pass

    def _members(
        self, name: str, theirs: dict[str, Any], ours: StructureShape | UnionShape
    ) -> Iterator[tuple[str, ShapeId]]:
        members = theirs["members"]
        for member_name in [key for key in members if key not in ours.members]:
            del members[member_name]
        theirs["union"] = isinstance(ours, UnionShape)
        theirs["required"] = [
            member_name
            for member_name, member in ours.members.items()
            if member_name in members and member.traits.has(Required)
        ]
        self._common.defaults[name] = {
            member_name: default.value
            for member_name, member in ours.members.items()
            if member_name in members
            and (default := member.traits.get(Default)) is not None
            and default.value is not None
            and not member.traits.has(ClientOptional)
        }
        for member_name, member in members.items():
            yield member["shape"], ours.members[member_name].target

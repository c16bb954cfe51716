"""Changes to load operations that facts of an overlay ask for; each also takes what it
says from the partial facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..documents.nodes import is_list, is_object
from ..frontends._botocore_names import namespace_of
from ..frontends._service_facts import KEYS, traits_of, unsaid_of
from ..frontends.operations import (
    ApplyTrait,
    DefineMember,
    DefineShape,
    LoadOperation,
    PutMetadata,
    RemoveTrait,
)
from ..model.ids import ShapeId
from ..model.partial_trait import Partial
from ..model.prelude import UNIT
from ..model.shapes import SimpleType
from ..problems.locations import Location

SIMPLE = tuple(kind.value for kind in SimpleType)
_SOURCE = "ecrgen.source"
# The labels that are a member's name in other letters, besides those whose first letter
# differs.
_UPPER = {"bool": "Boolean", "int": "Integer"}


def upper_name(name: str) -> str:
    """The name of a member in upper case, from that in lower case as OCaml's labels
    are.
    """
    return _UPPER.get(name, name[:1].upper() + name[1:])


class Editor:
    def __init__(self, operations: Sequence[LoadOperation]) -> None:
        self.partial: dict[ShapeId, set[str]] = {}
        self.shapes: dict[ShapeId, DefineShape] = {}
        self.members: dict[ShapeId, dict[str, DefineMember]] = {}
        self.others: dict[ShapeId, list[ApplyTrait | RemoveTrait]] = {}
        self.metadata: list[PutMetadata] = []
        self.service_id: ShapeId | None = None
        # New IDs of shapes and members.
        self.renamed: dict[ShapeId, ShapeId] = {}
        self.namespace: str | None = None
        for each in operations:
            self._take(each)

    def _take(self, operation: LoadOperation) -> None:
        match operation:
            case DefineShape():
                self.shapes[operation.id] = operation
                if operation.type == "service":
                    self.service_id = operation.id
            case DefineMember():
                owner = operation.id.without_member
                name = operation.id.member or ""
                self.members.setdefault(owner, {})[name] = operation
            case PutMetadata():
                self.metadata.append(operation)
            case ApplyTrait() if operation.trait == Partial.ID:
                self.partial[operation.target] = set(operation.value)
            case ApplyTrait() | RemoveTrait():
                self.others.setdefault(operation.target, []).append(operation)
            case _:
                # Of syntaxes that say all there is to say.
                pass

    @property
    def is_partial(self) -> bool:
        return self.service_id is not None and self.service_id in self.partial

    # --- Questions

    def names(self) -> list[str]:
        return [each.id.name for each in self.shapes.values() if _is_data(each)]

    def find(self, name: str) -> ShapeId | None:
        """A data shape of the source by its name."""
        assert self.service_id is not None
        shape = ShapeId(f"{self.service_id.namespace}#{name}")
        found = self.shapes.get(shape)
        return shape if found is not None and _is_data(found) else None

    def members_of(self, shape: ShapeId) -> Mapping[str, DefineMember]:
        return self.members.get(shape, {})

    def type_of(self, shape: ShapeId) -> str:
        return self.shapes[shape].type

    # --- Changes

    def say(self, target: ShapeId, *facts: str) -> None:
        """Takes facts from what is not said of a shape or member."""
        self.partial.get(target, set[str]()).difference_update(facts)

    def declare(self, name: str, at: Location) -> None:
        """Makes a shape known that facts are going to define."""
        assert self.service_id is not None
        shape = ShapeId(f"{self.service_id.namespace}#{name}")
        if shape not in self.shapes:
            self.shapes[shape] = DefineShape(shape, "document", at)
            self.partial[shape] = {"type", "constraints", "documentation"}

    def define(
        self,
        name: str,
        kind: str,
        members: Mapping[str, ShapeId] | None,
        required: Iterable[str],
        values: Mapping[str, str],
        error: str | None,
        at: Location,
    ) -> bool:
        """Defines a shape that the source only names. False where the source says
        otherwise what it is.

        `members` is None where nothing is said of them.
        """
        shape = self.find(name)
        if shape is None:
            return False
        unsaid = set(self.partial.get(shape, ()))
        known = self.shapes[shape]
        if "type" not in unsaid and (
            known.type != kind or (kind not in SIMPLE and "members" not in unsaid)
        ):
            return False
        self.shapes[shape] = replace(known, type=kind)
        listed = {
            label: DefineMember(shape.with_member(label), target, at)
            for label, target in (members or {}).items()
        }
        for label, value in values.items():
            member = shape.with_member(label)
            listed[label] = DefineMember(member, UNIT, at)
            self._set(member, "smithy.api#enumValue", value, at)
        if listed:
            for label in self.members.get(shape, {}):
                self.partial.pop(shape.with_member(label), None)
            self.members[shape] = listed
        for label in required:
            self._set(shape.with_member(label), "smithy.api#required", {}, at)
        if error is not None:
            self._set(shape, "smithy.api#error", error, at)
            self.say(shape, "fault", "error")
        self.say(shape, "type", "union", "document")
        if members is not None or kind in SIMPLE:
            self.say(shape, "members", "order", "required")
        elif "type" in unsaid:
            self.partial[shape].add("members")
        return True

    def kind(self, shape: ShapeId, kind: str) -> bool:
        """Makes the type of a shape known. False where the source says another."""
        unsaid = self.partial.get(shape, set[str]())
        known = self.type_of(shape)
        is_open = (
            kind == known
            or "type" in unsaid
            or (kind == "union" and "union" in unsaid)
            or (kind == "document" and "document" in unsaid)
        )
        if is_open:
            self.shapes[shape] = replace(self.shapes[shape], type=kind)
            self.say(shape, "type", "union", "document", "error")
            if kind == "union":
                self.say(shape, "required")
            if kind in ("structure", "union") and "type" in unsaid:
                self.partial.setdefault(shape, set()).add("members")
        return is_open

    def operation(
        self,
        name: str,
        sides: Mapping[str, ShapeId],
        errors: Sequence[ShapeId] | None,
        at: Location,
    ) -> None:
        """Says more of an operation, or that there is one. One whose name was a guess
        gets it by its output.
        """
        assert self.service_id is not None
        operation = ShapeId(f"{self.service_id.namespace}#{name}")
        known = self.shapes.get(operation)
        if known is None:
            known = self._guessed(sides.get("output"))
            if known is not None:
                self.renamed[known.id] = operation
            else:
                known = DefineShape(operation, "operation", at)
                self.shapes[operation] = known
                self.partial[operation] = {"input", "output", "errors", "documentation"}
                service = self.shapes[self.service_id]
                listed = [*service.properties["operations"], {"target": operation}]
                properties = {**service.properties, "operations": listed}
                self.shapes[service.id] = replace(service, properties=properties)
        properties = dict(known.properties)
        for side, shape in sides.items():
            properties[side] = {"target": shape}
            if shape != UNIT:
                self.say(shape, "union", "document", "error")
        if errors is not None:
            properties["errors"] = [{"target": each} for each in errors]
            self.say(known.id, "errors")
        self.shapes[known.id] = replace(known, properties=properties)
        self.say(known.id, "name", *sides)

    def _guessed(self, output: ShapeId | None) -> DefineShape | None:
        for shape in self.shapes.values():
            if (
                shape.type == "operation"
                and output is not None
                and "name" in self.partial.get(shape.id, ())
                and shape.properties.get("output") == {"target": output}
            ):
                return shape
        return None

    def value(self, member: ShapeId, value: str, at: Location) -> None:
        self._set(member, "smithy.api#enumValue", value, at)
        self.say(member, "value", "spelling")

    def name_member(self, member: ShapeId, name: str) -> None:
        self.renamed[member] = member.without_member.with_member(name)
        self.say(member, "name")

    def name_members(self, *, upper: bool) -> None:
        """Names all members whose first letter is not known yet."""
        for members in self.members.values():
            for name, member in members.items():
                if "name" in self.partial.get(member.id, ()):
                    self.name_member(member.id, upper_name(name) if upper else name)

    def service(self, given: Mapping[str, str], at: Location) -> None:
        assert self.service_id is not None
        known: dict[str, Any] = {}
        for each in self.metadata:
            if each.key == _SOURCE:
                known = {**each.value.get("service", {})}
        before = {trait for trait, _ in traits_of(known)}
        known.update(given)
        if "sdk_id" in given and "namespace" not in given:
            # AWS's own models have the namespace of their SDK ID.
            self.namespace = namespace_of(given["sdk_id"])
        else:
            self.namespace = given.get("namespace")
        shape = self.shapes[self.service_id]
        properties = dict(shape.properties)
        properties["version"] = known.get("version", properties.get("version", ""))
        self.shapes[shape.id] = replace(shape, properties=properties)
        self.others[shape.id] = [
            each for each in self.others.get(shape.id, []) if each.trait not in before
        ]
        for trait, value in traits_of(known):
            self._set(shape.id, trait, value, at)
        if "name" in given:
            name = given["name"]
            self.renamed[shape.id] = ShapeId(f"{shape.id.namespace}#{name}")
        if self.namespace is not None:
            known["namespace"] = self.namespace
        self.say(shape.id, *KEYS)
        self.partial[shape.id].update(unsaid_of(known))
        self.metadata = [
            (
                replace(each, value={**each.value, "service": known})
                if each.key == _SOURCE
                else each
            )
            for each in self.metadata
        ]

    def _set(self, target: ShapeId, trait: str, value: Any, at: Location) -> None:
        kept = [each for each in self.others.get(target, []) if each.trait != trait]
        self.others[target] = [*kept, ApplyTrait(target, ShapeId(trait), value, at)]

    # --- The result

    def finished(self) -> list[LoadOperation]:
        made: list[LoadOperation] = [*self.metadata]
        for shape in self.shapes.values():
            properties = {k: self._moved(v) for k, v in shape.properties.items()}
            new = self._id(shape.id)
            made.append(replace(shape, id=new, properties=properties))
            made += self._traits(shape.id, shape.location)
            for member in self.members.get(shape.id, {}).values():
                target = self._id(member.target)
                made.append(replace(member, id=self._id(member.id), target=target))
                made += self._traits(member.id, member.location)
        return made

    def _traits(self, target: ShapeId, at: Location) -> Iterable[LoadOperation]:
        new = self._id(target)
        for each in self.others.get(target, []):
            yield replace(each, target=new)
        unsaid = sorted(self.partial.get(target, ()))
        if unsaid:
            yield ApplyTrait(new, Partial.ID, unsaid, at)

    def _id(self, shape: ShapeId) -> ShapeId:
        assert self.service_id is not None
        moved = self.renamed.get(shape)
        if moved is None and shape.member is not None:
            moved = self._id(shape.without_member).with_member(shape.member)
        moved = moved or shape
        old = self.service_id.namespace
        if self.namespace is None or moved.namespace != old:
            return moved
        return ShapeId(self.namespace + moved[len(old) :])

    def _moved(self, value: Any) -> Any:
        """Properties of a shape with the references in them renamed."""
        if is_object(value):
            return {
                key: self._id(ShapeId(each)) if key == "target" else self._moved(each)
                for key, each in value.items()
            }
        if is_list(value):
            return [self._moved(each) for each in value]
        return value


def _is_data(shape: DefineShape) -> bool:
    return shape.type not in ("service", "operation", "resource")

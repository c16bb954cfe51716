"""What `ecrgen show` says about shapes, as text: the lowering's names, types and places, and the model's facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..ir import literals
from ..ir.code import text
from ..lower.names.context import Context, default_of, is_required
from ..lower.protocol import Protocol
from ..lower.values import defaults, types
from ..model.closure import members_of
from ..model.ids import ShapeId
from ..model.shapes import (
    EnumMember,
    EnumShape,
    IntEnumShape,
    ListShape,
    MapShape,
    Member,
    OperationShape,
    Shape,
    SimpleShape,
    StructureShape,
    UnionShape,
)
from ..model.traits import (
    Deprecated,
    Error,
    HttpError,
    IdempotencyToken,
    Length,
    Pattern,
    Range,
    Retryable,
    Sensitive,
    Sparse,
    TimestampFormat,
    Traits,
    UniqueItems,
)

# What the source does not say.
UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Subject:
    """A shape that has a page: an operation, or a data shape of the closure."""

    shape: Shape

    @property
    def id(self) -> ShapeId:
        return self.shape.id

    @property
    def kind(self) -> str:
        match self.shape:
            case OperationShape():
                return "operation"
            case StructureShape():
                return "error" if self.shape.traits.has(Error) else "structure"
            case UnionShape():
                return "union"
            case EnumShape():
                return "enum"
            case IntEnumShape():
                return "intEnum"
            case ListShape():
                return "list"
            case MapShape():
                return "map"
            case SimpleShape():
                return self.shape.type.value
            case _:
                raise TypeError(self.shape.id)


@dataclass(frozen=True, slots=True)
class View:
    """A lowered service. `protocol` is None where none of those `modelled` can be generated yet."""

    context: Context
    protocol: Protocol | None
    modelled: tuple[str, ...]
    overlay: Path | None
    # The facts that the source does not say, by shape and member.
    unsaid: Mapping[ShapeId, frozenset[str]] = field(
        default_factory=dict[ShapeId, "frozenset[str]"]
    )

    def subjects(self) -> Iterator[Subject]:
        closure = self.context.closure
        for operation in closure.operations:
            yield Subject(operation)
        for shape in closure.shapes:
            yield Subject(self.context.shape(shape))

    def names_of(self, subject: Subject) -> list[str]:
        """Every name that a shape is known by: the API's and Python's."""
        names, shape = self.context.names, subject.id
        found = [shape.name, self.context.closure.name_of(shape)]
        for table in (
            names.operations,
            names.error_unions,
            names.models,
            names.errors,
            names.variants,
        ):
            if shape in table:
                found.append(table[shape])
        if isinstance(subject.shape, UnionShape):
            found += [
                names.variants[each.id] for each in subject.shape.members.values()
            ]
        return found

    def python_names(self, subject: Subject) -> list[tuple[str, str]]:
        """The classes that a shape becomes, as code names them, each with the module that defines it."""
        context, shape = self.context, subject.id
        names, package = context.names, context.names.package
        found: list[tuple[str, str]] = []
        if shape in names.operations:
            module = package + context.placement.operations[shape]
            found.append((f"{package}.operations.{names.operations[shape]}", module))
        if shape in names.errors:
            found.append((f"{package}.errors.{names.errors[shape]}", ""))
        if shape in names.models and shape in context.placement.modules:
            module = package + context.placement.modules[shape]
            found.append((f"{package}.models.{names.models[shape]}", module))
        return found

    def type_of(self, shape: ShapeId) -> str:
        """A shape's type as annotations write it."""
        return text(types.of_shape(self.context, shape))

    def type_of_member(self, member: Member) -> str:
        """A member's type without regard to whether it may be left out."""
        return text(types.of_member(self.context, member))

    def type_of_field(self, member: Member) -> str:
        """The annotation of the field of a structure."""
        declared = types.of_member(self.context, member)
        return text(declared if self.is_set(member) else types.optional(declared))

    def type_of_error_field(self, member: Member) -> str:
        """The annotation of the attribute of an exception, whose message may always be absent."""
        if self.context.names.error_fields[member.id] == "message":
            return text(types.optional(types.of_member(self.context, member)))
        return self.type_of_field(member)

    def says(self, target: ShapeId, fact: str) -> bool:
        """Whether the source says a fact of a shape or member (model/partial.py)."""
        return fact not in self.unsaid.get(target, ())

    def or_unknown(self, target: ShapeId, fact: str, text: str) -> str:
        """A text, or the mark for what the source does not say."""
        return text if self.says(target, fact) else UNKNOWN

    def is_set(self, member: Member) -> bool:
        return is_required(member) or default_of(self.context, member) is not None

    def presence(self, member: Member) -> str:
        """`required`, `optional` or the default that the field has."""
        if not is_required(member) and not self.says(
            member.id.without_member, "required"
        ):
            return UNKNOWN
        default = default_of(self.context, member)
        if default is not None:
            value = defaults.literal(self.context, member, default.value)
            return f"= {defaults.empty(value) or value.text}"
        return "required" if is_required(member) else "optional"

    def constraints(self, member: Member) -> str:
        """What a member's own traits and those of its target ask of a value."""
        own = _constraints(member.traits)
        shape = self.context.target(member)
        target = _constraints(shape.traits)
        if not own and not target and not self.says(shape.id, "constraints"):
            return UNKNOWN
        return ", ".join(dict.fromkeys((*own, *target)))

    def error_facts(self, shape: StructureShape) -> tuple[str, str, str, str]:
        """Code on the wire, status, fault and whether to retry."""
        traits = shape.traits
        error, status, retry = (
            traits.get(Error),
            traits.get(HttpError),
            traits.get(Retryable),
        )
        fault = "client" if error is None else error.fault
        code = (
            shape.id.name
            if self.protocol is None
            else self.protocol.error_code(shape.id)
        )
        shown = (
            "" if retry is None else "yes, throttling" if retry.throttling else "yes"
        )
        if not self.says(shape.id, "fault"):
            return code, UNKNOWN, UNKNOWN, UNKNOWN
        assumed = 500 if fault == "server" else 400
        return code, str(assumed if status is None else status.code), fault, shown

    def uses(self, subject: Subject) -> list[str]:
        """Where a shape turns up: fields, through any lists and maps, and operations."""
        context, names = self.context, self.context.names
        holders: dict[ShapeId, list[Member]] = {}
        for shape in context.closure.shapes:
            for member in members_of(context.shape(shape)):
                holders.setdefault(member.target, []).append(member)
        found: set[str] = set()
        pending, seen = [subject.id], {subject.id}
        while pending:
            for member in holders.get(pending.pop(), ()):
                owner = member.id.without_member
                match context.shape(owner):
                    case ListShape() | MapShape():
                        if owner not in seen:
                            seen.add(owner)
                            pending.append(owner)
                    case UnionShape():
                        found.add(f"models.{names.variants[member.id]}.value")
                    case _:
                        if owner in names.errors:
                            field = names.error_fields[member.id]
                            found.add(f"errors.{names.errors[owner]}.{field}")
                        if owner in context.placement.modules:
                            field = names.fields[member.id]
                            found.add(f"models.{names.models[owner]}.{field}")
        for operation in context.closure.operations:
            name = f"operations.{names.operations[operation.id]}"
            if operation.input == subject.id:
                found.add(f"{name}, as its input")
            if operation.output == subject.id:
                found.add(f"{name}, as its output")
            if subject.id in context.closure.errors_of(operation):
                found.add(f"{name}, as an error")
        return sorted(found)


def constraints_of(traits: Traits) -> str:
    return ", ".join(_constraints(traits))


def deprecation(traits: Traits) -> str:
    """`since 2020: use X`, or `yes` where the model says no more than that; nothing for what is not deprecated."""
    found = traits.get(Deprecated)
    if found is None:
        return ""
    since = f"since {found.since}" if found.since else ""
    return ": ".join(part for part in (since, found.message or "") if part) or "yes"


def value_of(member: EnumMember) -> str:
    return literals.constant(member.value)


def _constraints(traits: Traits) -> list[str]:
    found: list[str] = []
    if (length := traits.get(Length)) is not None:
        found.append(_bounds("length", length.min, length.max))
    if (bounds := traits.get(Range)) is not None:
        found.append(_bounds("range", bounds.min, bounds.max))
    if (pattern := traits.get(Pattern)) is not None:
        found.append(f"pattern {pattern.value}")
    if (wire := traits.get(TimestampFormat)) is not None:
        found.append(f"as {wire.value}")
    for kind, words in (
        (UniqueItems, "unique items"),
        (Sparse, "may hold null"),
        (IdempotencyToken, "idempotency token"),
        (Sensitive, "sensitive"),
    ):
        if traits.has(kind):
            found.append(words)
    return found


def _bounds(what: str, low: float | None, high: float | None) -> str:
    if low == high:
        return f"{what} {low}"
    if high is None:
        return f"{what} >= {low}"
    if low is None:
        return f"{what} <= {high}"
    return f"{what} {low} to {high}"

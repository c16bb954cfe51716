"""What every lowering step looks things up in: the model, the names, and where each
class will live.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...ir.imports import Import
from ...model.closure import Closure, members_of
from ...model.ids import ShapeId
from ...model.shapes import (
    ListShape,
    MapShape,
    Member,
    Model,
    OperationShape,
    ServiceShape,
    Shape,
    StructureShape,
    UnionShape,
)
from ...model.traits import (
    ClientOptional,
    Default,
    IdempotencyToken,
    Input,
    Required,
    Sensitive,
    Streaming,
    Traits,
)
from .naming import Names, synthetic_input, synthetic_output
from .placement import Placement


@dataclass(frozen=True, slots=True)
class Context:
    model: Model
    service: ServiceShape
    closure: Closure
    names: Names
    placement: Placement
    # Structures and unions that inputs, outputs and errors reach, and the outputs made
    # for operations without one.
    input_shapes: frozenset[ShapeId]
    output_shapes: frozenset[ShapeId]
    error_shapes: frozenset[ShapeId]
    # Those that hold a bigInteger or bigDecimal, however deep: JSON's usual readers
    # make floats of these.
    big_shapes: frozenset[ShapeId] = frozenset()

    def shape(self, target: ShapeId) -> Shape:
        return self.model[target]

    def is_answered(self, shape: ShapeId) -> bool:
        """Whether a service may answer with the shape, in an output or an error."""
        return shape in self.output_shapes or shape in self.error_shapes

    @property
    def answered_shapes(self) -> frozenset[ShapeId]:
        """What a service may answer with, in outputs and errors."""
        return self.output_shapes | self.error_shapes

    def input_of(self, operation: OperationShape) -> StructureShape:
        """The input of an operation; an empty one that is made for it where it models
        none.
        """
        return self._structure(operation, operation.input, synthetic_input)

    def output_of(self, operation: OperationShape) -> StructureShape:
        """The output of an operation; an empty one that is made for it where it models
        none.
        """
        return self._structure(operation, operation.output, synthetic_output)

    def _structure(
        self,
        operation: OperationShape,
        modelled: ShapeId,
        synthetic: Callable[[ShapeId], ShapeId],
    ) -> StructureShape:
        made = synthetic(operation.id)
        if made in self.names.models:
            return StructureShape(made, Traits({}, {}), operation.location, {})
        return self.model.structure(modelled)

    def target(self, member: Member) -> Shape:
        return self.model[member.target]

    def is_sensitive(self, member: Member) -> bool:
        """Whether the member's value must not show: `@sensitive` on the member, or on
        what it targets or holds.

        Lists and maps show their entries; structures and unions hide by themselves what
        is theirs to hide.
        """
        pending = [member]
        while pending:
            each = pending.pop()
            target = self.target(each)
            if each.traits.has(Sensitive) or target.traits.has(Sensitive):
                return True
            if isinstance(target, ListShape | MapShape):
                pending += members_of(target)
        return False

    def answers_big_numbers(self, operation: OperationShape) -> bool:
        """Whether an output or error of the operation may hold a bigInteger or
        bigDecimal.
        """
        answers = {operation.output, *self.closure.errors_of(operation)}
        return not answers.isdisjoint(self.big_shapes)

    def streams(self, member: Member) -> bool:
        """Whether the member is a stream (Smithy 2.0, "Streaming")."""
        return self.target(member).traits.has(Streaming)

    def is_received_stream(self, member: Member) -> bool:
        """Whether the member is a stream of an output, which is always there."""
        return self.streams(member) and member.id.without_member in self.output_shapes

    def variants_of(self, union: UnionShape) -> tuple[Member, ...]:
        """The members that a union's values can be; exceptions of a stream that is
        received are raised instead.
        """
        return tuple(
            each for each in union.members.values() if each.id in self.names.variants
        )

    def reference(self, shape: ShapeId) -> tuple[str, Import]:
        """The class of a shape and the import it takes."""
        name = self.names.models[shape]
        return name, Import(self.placement.modules[shape], name)


def is_required(member: Member) -> bool:
    """Whether a caller must give the member: required, and neither filled in by the
    client nor by a default.

    The required members of `@input` structures count: the specification lets a service
    drop the requirement later, which breaks no caller that gives a value.
    """
    traits = member.traits
    return (
        traits.has(Required)
        and not traits.has(IdempotencyToken)
        and not traits.has(ClientOptional)
        and _modelled_default(member) is None
    )


def default_of(context: Context, member: Member) -> Default | None:
    """The default that a client assumes for a member, `None` when the member is simply
    optional.

    Clients ignore the defaults of members marked `@clientOptional` (Smithy 2.0,
    "default"), which the members of `@input` structures are implicitly ("input").
    """
    container = context.shape(member.id.without_member)
    if member.traits.has(ClientOptional) or container.traits.has(Input):
        return None
    return _modelled_default(member)


def is_always_set(context: Context, member: Member) -> bool:
    """Whether the field can never be None: required, or with a default that clients
    assume.
    """
    return (
        is_required(member)
        or default_of(context, member) is not None
        or context.is_received_stream(member)
    )


def _modelled_default(member: Member) -> Default | None:
    default = member.traits.get(Default)
    return None if default is None or default.value is None else default

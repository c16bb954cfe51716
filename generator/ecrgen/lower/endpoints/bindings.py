"""What operations give to the endpoint rules: a function of the input in the class of
the operation.

The most specific value counts: a static one of the operation, then one of the input,
then one of the client's (Smithy 2.0, "Binding parameter values"); the latter are in
`clients`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...ir import literals
from ...ir.code import Brackets, Expression, Item, Line, Text
from ...ir.imports import Import
from ...ir.modules import Function, Parameter
from ...model.prelude import UNIT
from ...model.shapes import Member, OperationShape, StructureShape
from ...model.traits import ContextParam, OperationContextParams, StaticContextParams
from .. import runtime
from ..names.context import Context, is_required
from . import paths as endpoint_paths
from .rules import EndpointParameter, EndpointRules
from .scope import Kind

_HOST_NAME = frozenset({runtime.symbol("hosts.host_name")})
_ANY = frozenset({Import("typing", "Any")})
METHOD = "endpoint_parameters"


@dataclass(frozen=True, slots=True)
class EndpointBindings:
    """The endpoint parameters of operations, by the names of the service's rules."""

    context: Context
    rules: EndpointRules

    def function(self, operation: OperationShape, taken: Text) -> Function | None:
        """`endpoint_parameters`, which gives the keywords of `endpoints.resolve`; None
        where there are none.

        `taken` is the class of the input.
        """
        found = self._bound(operation)
        if not found:
            return None
        items = tuple(
            Item(value, f"{literals.string(each.keyword)}: ") for each, value in found
        )
        return Function(
            METHOD,
            (Parameter("value", taken),),
            Text("dict[str, Any]", _ANY),
            (Line("return ", Brackets("{", items, "}")),),
            decorator="staticmethod",
        )

    def keywords(self) -> frozenset[str]:
        """The keywords that some operation gives."""
        return frozenset(
            parameter.keyword
            for operation in self.context.closure.operations
            for parameter, _ in self._bound(operation)
        )

    def _bound(
        self, operation: OperationShape
    ) -> list[tuple[EndpointParameter, Expression]]:
        """In the order of the rules' parameters. A name that the rules do not have
        binds nothing.
        """
        values: dict[str, Expression] = {}
        for source in (self._computed, self._of_members, self._static):
            values.update(source(operation))
        return [
            (parameter, values[name])
            for name, parameter in self.rules.parameters.items()
            if name in values
        ]

    def _static(self, operation: OperationShape) -> Iterator[tuple[str, Expression]]:
        found = operation.traits.get(StaticContextParams)
        if found is None:
            return
        for name, value in found.values.items():
            if isinstance(value, tuple):
                items = tuple(Item(Text(literals.string(each))) for each in value)
                yield name, Brackets("(", items, ",)" if len(value) == 1 else ")")
            else:
                yield name, Text(literals.constant(value))

    def _of_members(
        self, operation: OperationShape
    ) -> Iterator[tuple[str, Expression]]:
        for member in self._members(operation).values():
            bound = member.traits.get(ContextParam)
            if bound is None:
                continue
            field = f"value.{self.context.names.fields[member.id]}"
            parameter = self.rules.parameters.get(bound.name)
            if parameter is None:
                continue
            if is_required(member) and parameter.kind is Kind.STRING:
                # Nothing is sent for a name of white space ("contextParam").
                label = literals.string(member.name)
                yield bound.name, Text(f"host_name({label}, {field})", _HOST_NAME)
                continue
            # What the caller leaves out is not given to the rules: their default holds.
            if parameter.default not in ("", "None") and not is_required(member):
                field = f"{parameter.default} if {field} is None else {field}"
            yield bound.name, Text(field)

    def _computed(self, operation: OperationShape) -> Iterator[tuple[str, Expression]]:
        found = operation.traits.get(OperationContextParams)
        if found is None or operation.input == UNIT:
            return
        for name, path in found.paths.items():
            yield name, endpoint_paths.expression(self.context, operation, path)

    def _members(self, operation: OperationShape) -> Mapping[str, Member]:
        shape = self.context.shape(operation.input)
        return shape.members if isinstance(shape, StructureShape) else {}

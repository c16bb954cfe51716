"""One module per operation: its input and output, its union of errors, and the
operation itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...ir import literals
from ...ir.code import Brackets, Item, Line, Statement, Text
from ...ir.imports import Import
from ...ir.modules import (
    Alias,
    Attribute,
    Class,
    Constant,
    Definition,
    Function,
    Module,
    Parameter,
)
from ...model.closure import members_of
from ...model.shapes import OperationShape
from ...model.streams import is_event_stream, stream_errors, stream_of
from ...model.traits import OptionalAuth, UnsignedPayload
from ...prose import docs
from .. import runtime
from ..endpoints.bindings import EndpointBindings
from ..names.context import Context
from ..protocol import Protocol
from . import customizations, payload_traits
from .shapes import ShapeLowering

_ERRORS = Import(".", "errors")
_HTTP = runtime.module("http")
_ANY = Import("typing", "Any")


@dataclass(frozen=True, slots=True)
class OperationLowering:
    """Makes the module of an operation."""

    context: Context
    protocol: Protocol
    shapes: ShapeLowering
    endpoints: EndpointBindings

    def module(self, operation: OperationShape) -> Module:
        context = self.context
        path = context.placement.operations[operation.id]
        definitions: list[Definition] = []
        for shape in (context.input_of(operation), context.output_of(operation)):
            if context.placement.modules[shape.id] == path:
                definitions.append(self.shapes.structure(shape))
        union = context.names.error_unions[operation.id]
        kinds = [
            Text(f"errors.{context.names.errors[error]}", frozenset({_ERRORS}))
            for error in dict.fromkeys(
                (
                    *context.closure.errors_of(operation),
                    *stream_errors(context.model, operation),
                )
            )
        ]
        unknown = Text("errors.UnknownOperationError", frozenset({_ERRORS}))
        definitions.append(Alias(union, (*kinds, unknown)))
        definitions.append(
            Constant(
                "_ERRORS",
                Brackets(
                    "(",
                    tuple(Item(kind) for kind in kinds),
                    ",)" if len(kinds) == 1 else ")",
                ),
            )
        )
        definitions.append(self._operation(operation, union))
        doc = docs.headline(docs.of_traits(operation.traits))
        name = context.names.operations[operation.id]
        return Module(
            path,
            f"{name}: {doc[0].lower()}{doc[1:]}" if doc else "",
            tuple(definitions),
        )

    def class_of(self, operation: OperationShape, *, output: bool) -> Text:
        """The input or output class of an operation, synthetic or modelled."""
        context = self.context
        shape = context.output_of(operation) if output else context.input_of(operation)
        name, imported = context.reference(shape.id)
        return Text(name, frozenset({imported}))

    def _operation(self, operation: OperationShape, union: str) -> Class:
        context = self.context
        taken = self.class_of(operation, output=False)
        answered = self.class_of(operation, output=True)
        base = runtime.symbol(self.protocol.base)
        bindings = self.endpoints.function(operation, taken)
        return Class(
            name=context.names.operations[operation.id],
            base=base.name,
            arguments=(taken, answered),
            own_imports=frozenset({base}),
            decorator="",
            doc=docs.of_traits(operation.traits),
            attributes=(
                Attribute("name", Text(literals.string(operation.id.name))),
                Attribute("input", taken),
                Attribute("output", answered),
                Attribute("errors", Text("_ERRORS")),
                *self.protocol.facts(operation),
                *_signing(context, operation),
                *self._streaming(operation),
            ),
            functions=(
                *self._exchange(operation, taken, answered),
                *self.protocol.functions(operation),
                *(() if bindings is None else (bindings,)),
                _error_decoder("json", union),
                _error_decoder("xml", union),
            ),
        )

    def _streaming(self, operation: OperationShape) -> Iterator[Attribute]:
        """Whether the body of an answer is left to whoever reads the stream, and what
        is read of it before.
        """
        model = self.context.model
        member = stream_of(model, operation.output)
        if member is None:
            return
        yield Attribute("streams_output", Text("True"))
        others = len(members_of(model[operation.output])) > 1
        if (
            others
            and is_event_stream(model, member)
            and self.protocol.has_initial_messages
        ):
            yield Attribute("initial_response", Text("True"))

    def _exchange(
        self, operation: OperationShape, taken: Text, answered: Text
    ) -> Iterator[Function]:
        """`serialize` and `deserialize`, where the base does not do all that they have
        to.
        """
        context = self.context
        request = self.protocol.request(operation)
        request = payload_traits.request(self.protocol, operation, request)
        request = customizations.request(context, operation, request)
        if not request.is_inherited:
            made = Text("http.Request", frozenset({_HTTP}))
            given = Parameter("value", taken)
            yield _class_method("serialize", given, made, request.statements())
        answer = self.protocol.answer(operation)
        answer = payload_traits.answer(operation, answer)
        answer = customizations.answer(operation, answer)
        if not answer.is_inherited:
            given = Parameter("response", Text("http.Response", frozenset({_HTTP})))
            yield _class_method("deserialize", given, answered, answer.statements())


def _error_decoder(codec: str, union: str) -> Function:
    """What gives the modelled error of a code, or the one for what is not modelled."""
    read = Text(
        f"{codec}.error_of(code, payload, _ERRORS)", frozenset({runtime.module(codec)})
    )
    parameters = (
        Parameter("code", Text("str")),
        Parameter("payload", Text("Any", frozenset({_ANY}))),
    )
    body = (Line("return ", read),)
    name = f"error_of_{codec}"
    return Function(name, parameters, Text(union), body, decorator="staticmethod")


def _signing(context: Context, operation: OperationShape) -> Iterator[Attribute]:
    """How requests are signed, where it is not as usual: the base has defaults for what
    a class does not say.

    An operation with an empty list of schemes supports none (Smithy 2.0, "auth"),
    whatever else it says. One with `optionalAuth` can be called with and without
    credentials.
    """
    schemes = operation.traits.raw.get("smithy.api#auth")
    if schemes is None:
        schemes = context.service.traits.raw.get("smithy.api#auth")
    if schemes == []:
        yield Attribute("signed", Text("False"))
        return
    if operation.traits.has(OptionalAuth):
        yield Attribute("optional_auth", Text("True"))
    if operation.traits.has(UnsignedPayload):
        yield Attribute("unsigned_payload", Text("True"))


def _class_method(
    name: str, given: Parameter, returns: Text, body: tuple[Statement, ...]
) -> Function:
    parameters = (Parameter("cls"), given)
    return Function(name, parameters, returns, body, decorator="classmethod")

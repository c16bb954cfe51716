"""What the protocols without HTTP bindings have in common: all members are in the body, and one module of the runtime
makes the requests and reads the answers.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from ..ir import literals
from ..ir.code import Block, Brackets, Expression, Item, Line, Statement, Text
from ..ir.imports import Import
from ..model.ids import ShapeId
from ..model.shapes import Member, Model, OperationShape
from . import runtime
from .events import rpc as streams
from .exchange import Answer, Request
from .protocol import Protocol
from .values import hostlabels
from .values.tokens import idempotency_token

_TOKEN = frozenset({runtime.symbol("tokens.idempotency_token")})


class RpcProtocol(Protocol):
    """A protocol whose module of the runtime has `request` and `deserialize`."""

    # That module.
    module: ClassVar[str]
    # The attribute of an operation that errors of an answer are made with.
    errors: ClassVar[str]
    # The media type of documents in events; nothing where there are none.
    event_type: ClassVar[str] = ""
    has_initial_messages = True

    @classmethod
    def refusal(cls, model: Model, operation: OperationShape) -> str:
        return streams.refusal(model, operation)

    @abstractmethod
    def address(self, operation: OperationShape) -> tuple[str, ...]:
        """What tells the service which operation is meant: the first arguments of `request`."""

    @abstractmethod
    def written(self, operation: OperationShape) -> str:
        """The members of `value`, the input, as `request` takes them; nothing where it takes none."""

    @abstractmethod
    def wire_name(self, member: Member) -> str:
        """The key of a member in what `written` gives."""

    @abstractmethod
    def read_method(self, output: ShapeId) -> str:
        """The method of an output's class that `deserialize` takes."""

    def asking(self, operation: OperationShape) -> Iterator[Item]:
        """More arguments of `request`."""
        yield from ()

    def reading(self, operation: OperationShape) -> Iterator[Item]:
        """More arguments of `deserialize`."""
        yield from ()

    def request(self, operation: OperationShape) -> Request:
        arguments = [
            Item(Text(literals.string(each))) for each in self.address(operation)
        ]
        before, payload = self._payload(operation)
        if payload:
            arguments.append(Item(Text(payload)))
        prefix = hostlabels.expression(self.context, operation)
        if prefix is not None:
            arguments.append(Item(prefix, "host_prefix="))
        arguments += self.asking(operation)
        made = self._call("request", arguments)
        return Request(before, self.sent(operation, made))

    def sent(self, operation: OperationShape, made: Expression) -> Expression:
        """The request `made`, with the events of the input behind it."""
        return streams.request(self.context, operation, made, self.event_type)

    def _payload(self, operation: OperationShape) -> tuple[tuple[Statement, ...], str]:
        """The members of the input, the idempotency token filled in, and what has to be done for that."""
        written = self.written(operation)
        token = idempotency_token(self.context, operation)
        if token is None:
            return (), written
        key = literals.string(self.wire_name(token))
        fill = Line(f"payload[{key}] = ", Text("idempotency_token()", _TOKEN))
        first = Line("payload = ", Text(written))
        return (first, Block(f"if {key} not in payload:", (fill,))), "payload"

    def answer(self, operation: OperationShape) -> Answer:
        name = self.context.names.operations[operation.id]
        output = self.context.output_of(operation).id
        source, before = streams.source(self.context, operation)
        read = f"{self.context.names.models[output]}.{self.read_method(output)}"
        arguments = [
            Item(Text(each))
            for each in (source, f"{name}.name", read, f"{name}.{self.errors}")
        ]
        arguments += self.reading(operation)
        return Answer(
            self._call("deserialize", arguments),
            before,
            streams.rest(self.context, operation),
        )

    def _call(self, function: str, arguments: list[Item]) -> Brackets:
        imports: frozenset[Import] = frozenset({runtime.module(self.module)})
        return Brackets(f"{self.module}.{function}(", tuple(arguments), ")", imports)

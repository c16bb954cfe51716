"""What the protocols without HTTP bindings have in common: all members are in the body.

The runtime has a base of operations for each, which makes requests and reads answers.
An operation states facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ..ir import literals
from ..ir.code import Expression, Line, Text
from ..ir.modules import Attribute, Function, Parameter
from ..model.shapes import Member, Model, OperationShape
from .events import rpc as streams
from .exchange import Answer, Request
from .protocol import Protocol
from .values import hostlabels
from .values.tokens import idempotency_token

TRUE, FALSE = Text("True"), Text("False")


class RpcProtocol(Protocol):
    """A protocol whose `base` does the same for all operations, but for streams."""

    # The media type of documents in events; nothing where there are none.
    event_type: ClassVar[str] = ""
    has_initial_messages = True

    @classmethod
    def refusal(cls, model: Model, operation: OperationShape) -> str:
        return streams.refusal(model, operation)

    def wire_name(self, member: Member) -> str:
        """The key of a member among those that are sent."""
        return member.name

    def facts(self, operation: OperationShape) -> Iterator[Attribute]:
        token = idempotency_token(self.context, operation)
        if token is not None:
            yield text_fact("token", self.wire_name(token))

    def functions(self, operation: OperationShape) -> Iterator[Function]:
        prefix = hostlabels.expression(self.context, operation)
        if prefix is not None:
            taken_id = self.context.input_of(operation).id
            name, imported = self.context.reference(taken_id)
            taken = Parameter("value", Text(name, frozenset({imported})))
            body = (Line("return ", prefix),)
            yield Function(
                "host_prefix", (taken,), Text("str"), body, decorator="staticmethod"
            )

    def request(self, operation: OperationShape) -> Request:
        made = Text("super().serialize(value)")
        sent = self.sent(operation, made)
        return Request((), sent, is_inherited=sent is made)

    def sent(self, operation: OperationShape, made: Expression) -> Expression:
        """The request `made`, with the events of the input behind it."""
        return streams.request(self.context, operation, made, self.event_type)

    def answer(self, operation: OperationShape) -> Answer:
        source, before = streams.source(self.context, operation)
        return Answer(
            Text(f"super().deserialize({source})"),
            before,
            streams.rest(self.context, operation),
            is_inherited=not before,
        )


def text_fact(name: str, value: str) -> Attribute:
    return Attribute(name, Text(literals.string(value)))

"""What the protocols with HTTP bindings have in common (Smithy 2.0, "HTTP binding
traits").
"""

from __future__ import annotations

from ...model.shapes import Member, Model, OperationShape
from ...model.traits import Http, HttpHeader
from ..exchange import Answer, Request
from ..protocol import Protocol
from .requests import HttpRequests
from .responses import ResponseForm


class HttpProtocol(Protocol):
    """A protocol whose members are in labels, queries, headers, statuses and bodies."""

    # One of the forms.
    responses: ResponseForm

    @classmethod
    def refusal(cls, model: Model, operation: OperationShape) -> str:
        return "" if operation.traits.has(Http) else "it has no http trait"

    def request(self, operation: OperationShape) -> Request:
        return HttpRequests(self.context, self.responses.bodies).request(operation)

    def answer(self, operation: OperationShape) -> Answer:
        return self.responses.answer(operation)

    def header_of(self, member: Member) -> str:
        header = member.traits.get(HttpHeader)
        return "" if header is None else header.value

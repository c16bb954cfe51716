"""awsQuery and ec2Query (Smithy 2.0, "AWS query protocol", "AWS EC2 query protocol").

Requests are forms that a POST to `/` carries, with the operation and the version of the
API as their first members; answers are XML.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator

from ..ir.modules import Attribute
from ..lower.names.context import Context
from ..lower.protocol import documents
from ..lower.rpc import FALSE, RpcProtocol, text_fact
from ..lower.serde.query import QueryForm
from ..lower.serde.tree_forms import ERROR_JSON, json_of_errors, plain_form
from ..lower.serde.xml_read import XmlReadForm
from ..lower.values.codecs import xml_name
from ..model.ids import ShapeId
from ..model.prelude import UNIT
from ..model.shapes import Member, Model, OperationShape
from ..model.streams import stream_of
from ..model.traits import AwsQueryError, Ec2QueryName


class _Query(RpcProtocol):
    """What both protocols have in common."""

    methods = ERROR_JSON.methods | QueryForm.methods | XmlReadForm.methods
    base = "query.Operation"
    has_initial_messages = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._query = self.query(context)
        self.forms = (
            plain_form(context),
            json_of_errors(context),
            self._query,
            XmlReadForm(context, context.answered_shapes),
        )

    @abstractmethod
    def query(self, context: Context) -> QueryForm:
        """The form of requests."""

    @classmethod
    def refusal(cls, model: Model, operation: OperationShape) -> str:
        """Neither protocol has streams or documents."""
        for target, side in ((operation.input, "input"), (operation.output, "output")):
            if stream_of(model, target) is not None:
                return f"its {side} has a stream"
        return documents(model, operation)

    def facts(self, operation: OperationShape) -> Iterator[Attribute]:
        yield text_fact("version", self.context.service.version)
        if operation.input == UNIT:
            yield Attribute("has_input", FALSE)
        yield from super().facts(operation)

    def wire_name(self, member: Member) -> str:
        return self._query.wire_name(member)


class AwsQuery(_Query):
    trait = ShapeId("aws.protocols#awsQuery")
    rank = 60

    def query(self, context: Context) -> QueryForm:
        return QueryForm(
            context, context.input_shapes, xml_name, writes_empty_lists=True
        )

    def error_code(self, error: ShapeId) -> str:
        found = self._query_error(error)
        return super().error_code(error) if found is None else found.code

    def error_status(self, error: ShapeId) -> int | None:
        found = self._query_error(error)
        return None if found is None else found.http_response_code

    def _query_error(self, error: ShapeId) -> AwsQueryError | None:
        return self.context.shape(error).traits.get(AwsQueryError)


class Ec2Query(_Query):
    trait = ShapeId("aws.protocols#ec2Query")
    rank = 61

    def query(self, context: Context) -> QueryForm:
        return QueryForm(context, context.input_shapes, _ec2_name, flattens_lists=True)

    def facts(self, operation: OperationShape) -> Iterator[Attribute]:
        yield from super().facts(operation)
        yield Attribute("wraps_result", FALSE)


def _ec2_name(member: Member) -> str:
    """ "Query key resolution" of ec2Query."""
    query = member.traits.get(Ec2QueryName)
    if query is not None:
        return query.value
    name = xml_name(member)
    return name[:1].upper() + name[1:]


PROTOCOLS = (AwsQuery, Ec2Query)

"""awsQuery and ec2Query (Smithy 2.0, "AWS query protocol", "AWS EC2 query protocol").

Requests are forms that a POST to `/` carries, with the operation and the version of the API as their first members;
answers are XML. What the two do differently is in `PROTOCOLS`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..ir import literals
from ..ir.code import Block, Brackets, Expression, Item, Line, Statement, Text
from ..lower import runtime
from ..lower.names.context import Context
from ..lower.names.naming import synthetic_input, synthetic_output
from ..lower.protocol import Protocol
from ..lower.serde.form import FormCodec, form_codec
from ..lower.serde.tree import Serde
from ..lower.values import hostlabels
from ..lower.values.codecs import json_codec, member_name, xml_name
from ..lower.values.tokens import idempotency_token
from ..model.closure import members_of, reach
from ..model.ids import ShapeId
from ..model.shapes import Member, Model, OperationShape, SimpleShape, SimpleType
from ..model.traits import AwsQueryError, Ec2QueryName, Streaming

_QUERY = frozenset({runtime.module("query")})
_TOKEN = frozenset({runtime.symbol("tokens.idempotency_token")})

# Errors come in XML. Who has one in JSON all the same finds members by name and timestamps in any format.
_JSON = json_codec(timestamp_default="date-time", wire_name=member_name)


@dataclass(frozen=True, slots=True)
class _Family:
    """One of the protocols: what differs."""

    trait: ShapeId
    form: FormCodec
    # What the element with the output's members is called behind the operation's name; nothing: it is the root.
    result: str
    # Whether errors have the code and status of awsQueryError.
    has_query_errors: bool


def _ec2_name(member: Member) -> str:
    """ "Query key resolution" of ec2Query."""
    query = member.traits.get(Ec2QueryName)
    if query is not None:
        return query.value
    name = xml_name(member)
    return name[:1].upper() + name[1:]


_FAMILIES = (
    _Family(
        trait=ShapeId("aws.protocols#awsQuery"),
        form=form_codec(xml_name, writes_empty_lists=True),
        result="Result",
        has_query_errors=True,
    ),
    _Family(
        trait=ShapeId("aws.protocols#ec2Query"),
        form=form_codec(_ec2_name, flattens_lists=True),
        result="",
        has_query_errors=False,
    ),
)


def _serialize(
    family: _Family, context: Context, operation: OperationShape
) -> tuple[Statement, ...]:
    statements: list[Statement] = []
    payload = "value.to_form()"
    if synthetic_input(operation.id) in context.names.models:
        payload = "{}"
    token = idempotency_token(context, operation)
    if token is not None:
        key = literals.string(family.form.leaves.wire_name(token))
        fill = Text("idempotency_token()", _TOKEN)
        statements.append(Line("payload = ", Text(payload)))
        statements.append(
            Block(f"if {key} not in payload:", (Line(f"payload[{key}] = ", fill),))
        )
        payload = "payload"
    arguments = [
        Item(Text(literals.string(operation.id.name))),
        Item(Text(literals.string(context.service.version))),
        Item(Text(payload)),
    ]
    prefix = hostlabels.expression(context, operation)
    if prefix is not None:
        arguments.append(Item(prefix, "host_prefix="))
    made = Brackets("query.request(", tuple(arguments), ")", _QUERY)
    return (*statements, Line("return ", made))


def _deserialize(
    family: _Family, context: Context, operation: OperationShape
) -> tuple[Statement, ...]:
    names = context.names
    name = names.operations[operation.id]
    made = synthetic_output(operation.id)
    output = names.models[made if made in names.models else operation.output]
    arguments: list[Item] = [
        Item(Text(argument))
        for argument in (
            "response",
            f"{name}.name",
            f"{output}.from_xml",
            f"{name}.error_of_xml",
        )
    ]
    if family.result:
        result: Expression = Text(literals.string(operation.id.name + family.result))
        arguments.append(Item(result, "result="))
    return (
        Line("return ", Brackets("query.deserialize(", tuple(arguments), ")", _QUERY)),
    )


def _refusal(model: Model, operation: OperationShape) -> str:
    """Neither protocol has streams or documents."""
    for target, side in ((operation.input, "input"), (operation.output, "output")):
        for member in members_of(model[target]):
            if model[member.target].traits.has(Streaming):
                return f"its {side} has a stream"
        for shape in (model[each] for each in reach(model, [target])):
            if isinstance(shape, SimpleShape) and shape.type is SimpleType.DOCUMENT:
                return f"its {side} has a document"
    return ""


def _protocol(family: _Family) -> Protocol:
    def serialize(
        context: Context, _: Serde, operation: OperationShape
    ) -> tuple[Statement, ...]:
        return _serialize(family, context, operation)

    def deserialize(
        context: Context, _: Serde, operation: OperationShape
    ) -> tuple[Statement, ...]:
        return _deserialize(family, context, operation)

    def query_error(context: Context, shape: ShapeId) -> AwsQueryError | None:
        found = context.shape(shape).traits.get(AwsQueryError)
        return found if family.has_query_errors else None

    def error_code(context: Context, shape: ShapeId) -> str:
        found = query_error(context, shape)
        # The shape's name on the wire, whatever the service's `rename` makes of it.
        return shape.name if found is None else found.code

    def error_status(context: Context, shape: ShapeId) -> int | None:
        found = query_error(context, shape)
        return None if found is None else found.http_response_code

    return Protocol(
        trait=family.trait,
        body=_JSON,
        serialize=serialize,
        deserialize=deserialize,
        refusal=_refusal,
        error_code=error_code,
        error_status=error_status,
        form=family.form,
        reads_xml=True,
    )


PROTOCOLS = tuple(_protocol(family) for family in _FAMILIES)

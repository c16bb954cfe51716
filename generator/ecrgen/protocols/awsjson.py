"""awsJson1_0 and awsJson1_1 (Smithy 2.0, "AWS JSON 1.0 protocol", "AWS JSON 1.1 protocol").

The two differ in the content type. Member names are the wire names (`jsonName` has no meaning here), timestamps
are epoch seconds unless a format is given, and every operation is a POST to `/` that a header names.
"""

from __future__ import annotations

from ..ir import literals
from ..ir.code import Block, Brackets, Item, Line, Statement, Text
from ..lower import runtime
from ..lower.events import rpc as rpc_streams
from ..lower.events.events import json_events
from ..lower.names.context import Context
from ..lower.names.naming import synthetic_input, synthetic_output
from ..lower.protocol import Protocol
from ..lower.serde.tree import Serde
from ..lower.values import hostlabels
from ..lower.values.codecs import json_codec, member_name
from ..lower.values.tokens import idempotency_token
from ..model.ids import ShapeId
from ..model.shapes import OperationShape
from ..model.traits import AwsQueryCompatible

_AWSJSON = frozenset({runtime.module("awsjson")})
_TOKEN = frozenset({runtime.symbol("tokens.idempotency_token")})

_EVENTS = json_events()
_CODEC = json_codec(timestamp_default="epoch-seconds", wire_name=member_name)


def _serialize(
    version: str, context: Context, wire: Serde, operation: OperationShape
) -> tuple[Statement, ...]:
    target = f"{context.service.id.name}.{operation.id.name}"
    method = (
        "to_value"
        if synthetic_input(operation.id) in context.names.models
        else wire.write_method(operation.input)
    )
    statements: list[Statement] = []
    payload = f"value.{method}()"
    token = idempotency_token(context, operation)
    if token is not None:
        key = literals.string(wire.codec.wire_name(token))
        fill = Text("idempotency_token()", _TOKEN)
        statements.append(Line("payload = ", Text(payload)))
        statements.append(
            Block(f"if {key} not in payload:", (Line(f"payload[{key}] = ", fill),))
        )
        payload = "payload"
    arguments = [
        Item(Text(literals.string(version))),
        Item(Text(literals.string(target))),
        Item(Text(payload)),
    ]
    prefix = hostlabels.expression(context, operation)
    if prefix is not None:
        arguments.append(Item(prefix, "host_prefix="))
    if context.service.traits.has(AwsQueryCompatible):
        arguments.append(Item(Text("True"), "query_mode="))
    made = Brackets("awsjson.request(", tuple(arguments), ")", _AWSJSON)
    sent = rpc_streams.request(context, operation, made, _EVENTS.media_type)
    return (*statements, Line("return ", sent))


def _deserialize(
    context: Context, wire: Serde, operation: OperationShape
) -> tuple[Statement, ...]:
    name = context.names.operations[operation.id]
    if (made := synthetic_output(operation.id)) in context.names.models:
        output, method = context.names.models[made], "from_value"
    else:
        output, method = context.names.models[operation.output], wire.read_method(
            operation.output
        )
    source, before = rpc_streams.source(context, operation)
    arguments = (
        source,
        f"{name}.name",
        f"{output}.{method}",
        f"{name}.error_of_json",
    )
    items = [Item(Text(argument)) for argument in arguments]
    if context.answers_big_numbers(operation):
        items.append(Item(Text("True"), "exact="))
    read = Brackets("awsjson.deserialize(", tuple(items), ")", _AWSJSON)
    return (*before, *rpc_streams.answer(context, operation, read))


def _error_code(context: Context, shape: ShapeId) -> str:
    # The shape's name on the wire, whatever the service's `rename` makes of it.
    return shape.name


def _protocol(version: str) -> Protocol:
    def serialize(
        context: Context, wire: Serde, operation: OperationShape
    ) -> tuple[Statement, ...]:
        return _serialize(version, context, wire, operation)

    return Protocol(
        trait=ShapeId(f"aws.protocols#awsJson{version.replace('.', '_')}"),
        body=_CODEC,
        serialize=serialize,
        deserialize=_deserialize,
        refusal=rpc_streams.refusal,
        error_code=_error_code,
        events=_EVENTS,
        has_initial_messages=True,
    )


PROTOCOLS = (_protocol("1.0"), _protocol("1.1"))

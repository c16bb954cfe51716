"""rpcv2Cbor and rpcv2Json (Smithy 2.0, "Smithy RPC v2 CBOR protocol", "Smithy RPC v2 JSON protocol").

Every operation is a POST to a path that names the service and the operation. Neither protocol respects `jsonName`,
`timestampFormat` or HTTP bindings. What the two do differently is in `_FAMILIES`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..ir import literals
from ..ir.code import Block, Brackets, Item, Line, Statement, Text
from ..lower import runtime
from ..lower.events import rpc as rpc_streams
from ..lower.events.events import EventFormat, json_events, tree_events
from ..lower.names.context import Context
from ..lower.names.naming import synthetic_input, synthetic_output
from ..lower.protocol import Protocol
from ..lower.serde.tree import Serde
from ..lower.values import hostlabels
from ..lower.values.codecs import CBOR, Codec, json_codec, member_name, rpc_json_codec
from ..lower.values.tokens import idempotency_token
from ..model.closure import reach
from ..model.ids import ShapeId
from ..model.shapes import Model, OperationShape, SimpleShape, SimpleType
from ..model.traits import AwsQueryCompatible

_TOKEN = frozenset({runtime.symbol("tokens.idempotency_token")})


@dataclass(frozen=True, slots=True)
class _Family:
    """One of the protocols: what differs."""

    trait: ShapeId
    # The module of the runtime that makes requests and reads answers.
    runtime: str
    body: Codec
    # The attribute of an operation that errors of an answer are made with.
    errors: str
    has_documents: bool
    events: EventFormat
    # For errors in JSON, where bodies are not.
    error_json: Codec | None = None


_FAMILIES = (
    _Family(
        trait=ShapeId("smithy.protocols#rpcv2Cbor"),
        runtime="rpcv2cbor",
        body=CBOR,
        errors="errors",
        has_documents=False,
        events=tree_events("cbor", "application/cbor"),
        error_json=json_codec(timestamp_default="epoch-seconds", wire_name=member_name),
    ),
    _Family(
        trait=ShapeId("smithy.protocols#rpcv2Json"),
        runtime="rpcv2json",
        body=rpc_json_codec(),
        errors="error_of_json",
        has_documents=True,
        events=json_events(),
    ),
)


def _serialize(
    family: _Family, context: Context, wire: Serde, operation: OperationShape
) -> tuple[Statement, ...]:
    # A service's name is its shape's, without the namespace.
    path = f"/service/{context.service.id.name}/operation/{operation.id.name}"
    arguments = [Item(Text(literals.string(path)))]
    statements: list[Statement] = []
    if synthetic_input(operation.id) not in context.names.models:
        payload = f"value.{wire.write_method(operation.input)}()"
        token = idempotency_token(context, operation)
        if token is not None:
            key = literals.string(wire.codec.wire_name(token))
            fill = Line(f"payload[{key}] = ", Text("idempotency_token()", _TOKEN))
            statements.append(Line("payload = ", Text(payload)))
            statements.append(Block(f"if {key} not in payload:", (fill,)))
            payload = "payload"
        arguments.append(Item(Text(payload)))
    prefix = hostlabels.expression(context, operation)
    if prefix is not None:
        arguments.append(Item(prefix, "host_prefix="))
    if context.service.traits.has(AwsQueryCompatible):
        arguments.append(Item(Text("True"), "query_mode="))
    imports = frozenset({runtime.module(family.runtime)})
    made = Brackets(f"{family.runtime}.request(", tuple(arguments), ")", imports)
    asked = rpc_streams.expecting(context, operation, made)
    sent = rpc_streams.request(context, operation, asked, family.events.media_type)
    return (*statements, Line("return ", sent))


def _deserialize(
    family: _Family, context: Context, wire: Serde, operation: OperationShape
) -> tuple[Statement, ...]:
    name = context.names.operations[operation.id]
    if (made := synthetic_output(operation.id)) in context.names.models:
        output, method = context.names.models[made], "from_value"
    else:
        output = context.names.models[operation.output]
        method = wire.read_method(operation.output)
    source, before = rpc_streams.source(context, operation)
    arguments = (
        source,
        f"{name}.name",
        f"{output}.{method}",
        f"{name}.{family.errors}",
    )
    items = tuple(Item(Text(argument)) for argument in arguments)
    imports = frozenset({runtime.module(family.runtime)})
    read = Brackets(f"{family.runtime}.deserialize(", items, ")", imports)
    return (*before, *rpc_streams.answer(context, operation, read))


def _refusal(family: _Family, model: Model, operation: OperationShape) -> str:
    if family.has_documents:
        return rpc_streams.refusal(model, operation)
    for target, side in ((operation.input, "input"), (operation.output, "output")):
        # "Document types are not currently supported in this protocol."
        for shape in (model[each] for each in reach(model, [target])):
            if isinstance(shape, SimpleShape) and shape.type is SimpleType.DOCUMENT:
                return f"its {side} has a document"
    return rpc_streams.refusal(model, operation)


def _error_code(context: Context, shape: ShapeId) -> str:
    # The shape's name on the wire, whatever the service's `rename` makes of it.
    return shape.name


def _protocol(family: _Family) -> Protocol:
    def serialize(
        context: Context, wire: Serde, operation: OperationShape
    ) -> tuple[Statement, ...]:
        return _serialize(family, context, wire, operation)

    def deserialize(
        context: Context, wire: Serde, operation: OperationShape
    ) -> tuple[Statement, ...]:
        return _deserialize(family, context, wire, operation)

    def refusal(model: Model, operation: OperationShape) -> str:
        return _refusal(family, model, operation)

    return Protocol(
        trait=family.trait,
        body=family.body,
        serialize=serialize,
        deserialize=deserialize,
        refusal=refusal,
        error_code=_error_code,
        error_json=family.error_json,
        events=family.events,
        has_initial_messages=True,
    )


PROTOCOLS = tuple(_protocol(family) for family in _FAMILIES)

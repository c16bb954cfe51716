"""restJson1 (Smithy 2.0, "AWS restJson1 protocol"): HTTP bindings, and documents in JSON.

`jsonName` names members in bodies. Timestamps are epoch seconds there unless a format is given.
"""

from __future__ import annotations

from ..ir.code import Statement
from ..lower.events.events import json_events
from ..lower.http.bindings import refusal
from ..lower.http.bodies import Bodies, JsonBodies
from ..lower.http.requests import HttpRequests
from ..lower.http.responses import HttpResponses
from ..lower.names.context import Context
from ..lower.protocol import Protocol
from ..lower.serde.tree import Serde
from ..lower.serde.xml_read import XmlReader
from ..lower.values.codecs import json_codec, json_name
from ..model.ids import ShapeId
from ..model.shapes import OperationShape


def _bodies(context: Context, wire: Serde, _: XmlReader) -> Bodies:
    return JsonBodies(context, wire)


def _serialize(
    context: Context, wire: Serde, operation: OperationShape
) -> tuple[Statement, ...]:
    return HttpRequests(context, JsonBodies(context, wire)).statements(operation)


def _deserialize(
    context: Context, wire: Serde, operation: OperationShape
) -> tuple[Statement, ...]:
    return HttpResponses(context, JsonBodies(context, wire)).statements(operation)


def _error_code(context: Context, shape: ShapeId) -> str:
    # The shape's name on the wire, whatever the service's `rename` makes of it.
    return shape.name


PROTOCOLS = (
    Protocol(
        trait=ShapeId("aws.protocols#restJson1"),
        body=json_codec(timestamp_default="epoch-seconds", wire_name=json_name),
        serialize=_serialize,
        deserialize=_deserialize,
        refusal=refusal,
        error_code=_error_code,
        bodies=_bodies,
        events=json_events(),
    ),
)

"""restXml (Smithy 2.0, "AWS restXml protocol"): HTTP bindings, and documents in XML.

Errors are read with and without the elements around them, so that `noErrorWrapping` makes no difference.
"""

from __future__ import annotations

from ..ir.code import Statement
from ..lower.events.events import xml_events
from ..lower.http.bindings import refusal
from ..lower.http.bodies import Bodies
from ..lower.http.bodies_xml import XmlBodies
from ..lower.http.requests import HttpRequests
from ..lower.http.responses import HttpResponses
from ..lower.names.context import Context
from ..lower.protocol import Protocol
from ..lower.serde.tree import Serde
from ..lower.serde.xml_read import XmlReader
from ..lower.values.codecs import json_codec, member_name
from ..model.closure import reach
from ..model.ids import ShapeId
from ..model.shapes import Model, OperationShape, SimpleShape, SimpleType
from ..model.streams import is_event_stream, stream_of

# Errors come in XML. Who has one in JSON all the same finds members by name and timestamps in any format.
_JSON = json_codec(timestamp_default="date-time", wire_name=member_name)


def _bodies(context: Context, _: Serde, xml: XmlReader) -> Bodies:
    return XmlBodies(context, xml)


def _serialize(
    context: Context, _: Serde, operation: OperationShape
) -> tuple[Statement, ...]:
    bodies = XmlBodies(context, XmlReader(context, frozenset()))
    return HttpRequests(context, bodies).statements(operation)


def _deserialize(
    context: Context, _: Serde, operation: OperationShape
) -> tuple[Statement, ...]:
    bodies = XmlBodies(context, XmlReader(context, frozenset()))
    return HttpResponses(context, bodies).statements(operation)


def _error_code(context: Context, shape: ShapeId) -> str:
    # The shape's name on the wire, whatever the service's `rename` makes of it.
    return shape.name


def _refusal(model: Model, operation: OperationShape) -> str:
    """The protocol has no documents, and events are received only: no service takes any in XML."""
    member = stream_of(model, operation.input)
    if member is not None and is_event_stream(model, member):
        return "its input has an event stream"
    for target, side in ((operation.input, "input"), (operation.output, "output")):
        for shape in (model[each] for each in reach(model, [target])):
            if isinstance(shape, SimpleShape) and shape.type is SimpleType.DOCUMENT:
                return f"its {side} has a document"
    return refusal(model, operation)


PROTOCOLS = (
    Protocol(
        trait=ShapeId("aws.protocols#restXml"),
        body=_JSON,
        serialize=_serialize,
        deserialize=_deserialize,
        refusal=_refusal,
        error_code=_error_code,
        reads_xml=True,
        writes_xml=True,
        bodies=_bodies,
        events=xml_events(),
    ),
)

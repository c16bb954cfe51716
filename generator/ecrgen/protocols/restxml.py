"""restXml (Smithy 2.0, "AWS restXml protocol"): HTTP bindings, and documents in XML.

Errors are read with and without the elements around them, so that `noErrorWrapping`
makes no difference.
"""

from __future__ import annotations

from ..lower.events.events import EventForm, event_form, xml_events
from ..lower.http.bindings import bound
from ..lower.http.bodies_xml import XmlBodies
from ..lower.http.protocol import HttpProtocol
from ..lower.http.responses import ResponseForm
from ..lower.names.context import Context
from ..lower.protocol import documents
from ..lower.serde.tree_forms import ERROR_JSON, json_of_errors, plain_form
from ..lower.serde.xml_read import XmlReadForm
from ..lower.serde.xml_write import XmlWriteForm
from ..model.ids import ShapeId
from ..model.shapes import Model, OperationShape
from ..model.streams import is_event_stream, stream_of


class RestXml(HttpProtocol):
    trait = ShapeId("aws.protocols#restXml")
    rank = 40
    methods = (
        ERROR_JSON.methods
        | XmlWriteForm.methods
        | XmlReadForm.methods
        | ResponseForm.methods
        | EventForm.methods
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        tied = bound(context.model, context.closure)
        json = json_of_errors(context)
        written = XmlWriteForm(context, context.input_shapes - tied.written)
        read = XmlReadForm(
            context, context.error_shapes | (context.output_shapes - tied.read)
        )
        bodies = XmlBodies(context, read, written)
        self.responses = ResponseForm(context, bodies, tied.responses)
        self.forms = (
            plain_form(context),
            json,
            written,
            read,
            self.responses,
            event_form(context, json, xml_events()),
        )

    @classmethod
    def refusal(cls, model: Model, operation: OperationShape) -> str:
        """The protocol has no documents, and events are received only: no service takes
        any in XML.
        """
        member = stream_of(model, operation.input)
        if member is not None and is_event_stream(model, member):
            return "its input has an event stream"
        return documents(model, operation) or super().refusal(model, operation)


PROTOCOLS = (RestXml,)

"""restJson1 (Smithy 2.0, "AWS restJson1 protocol"): HTTP bindings, and documents in
JSON.

`jsonName` names members in bodies. Timestamps are epoch seconds there unless a format
is given.
"""

from __future__ import annotations

from ..lower.events.events import EventForm, event_form, json_events
from ..lower.http.bindings import bound
from ..lower.http.bodies import JsonBodies
from ..lower.http.protocol import HttpProtocol
from ..lower.http.responses import ResponseForm
from ..lower.names.context import Context
from ..lower.serde.tree_forms import plain_form, tree_form
from ..lower.serde.xml_read import XmlReadForm, xml_of_errors
from ..lower.values.codecs import json_codec, json_name
from ..model.ids import ShapeId

_CODEC = json_codec(timestamp_default="epoch-seconds", wire_name=json_name)


class RestJson1(HttpProtocol):
    trait = ShapeId("aws.protocols#restJson1")
    rank = 20
    methods = (
        _CODEC.methods | XmlReadForm.methods | ResponseForm.methods | EventForm.methods
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        tied = bound(context.model, context.closure)
        json = tree_form(
            context,
            _CODEC,
            written=context.input_shapes - tied.written,
            read=context.answered_shapes - tied.read,
        )
        bodies = JsonBodies(context, json)
        self.responses = ResponseForm(context, bodies, tied.responses)
        self.forms = (
            plain_form(context),
            json,
            xml_of_errors(context),
            self.responses,
            event_form(context, json, json_events()),
        )


PROTOCOLS = (RestJson1,)

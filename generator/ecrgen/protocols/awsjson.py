"""awsJson1_0 and awsJson1_1 (Smithy 2.0, "AWS JSON 1.0 protocol", "AWS JSON 1.1
protocol").

The two differ in the content type. Member names are the wire names (`jsonName` has no
meaning here), timestamps are epoch seconds unless a format is given, and every
operation is a POST to `/` that a header names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ..ir.modules import Attribute
from ..lower.events.events import EventForm, event_form, json_events
from ..lower.names.context import Context
from ..lower.rpc import TRUE, RpcProtocol, text_fact
from ..lower.serde.tree_forms import plain_form, tree_form
from ..lower.serde.xml_read import XmlReadForm, xml_of_errors
from ..lower.values.codecs import json_codec, member_name
from ..model.ids import ShapeId
from ..model.shapes import OperationShape
from ..model.traits import AwsQueryCompatible

_CODEC = json_codec(timestamp_default="epoch-seconds", wire_name=member_name)
_EVENTS = json_events()


class _AwsJson(RpcProtocol):
    """Both protocols, but for `version`."""

    version: ClassVar[str]
    methods = _CODEC.methods | XmlReadForm.methods | EventForm.methods
    base = "awsjson.Operation"
    event_type = _EVENTS.media_type

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._json = tree_form(
            context,
            _CODEC,
            written=context.input_shapes,
            read=context.answered_shapes,
        )
        self.forms = (
            plain_form(context),
            self._json,
            xml_of_errors(context),
            event_form(context, self._json, _EVENTS),
        )

    def facts(self, operation: OperationShape) -> Iterator[Attribute]:
        context = self.context
        if self.version != "1.1":
            yield text_fact("version", self.version)
        yield text_fact("service", context.service.id.name)
        yield from self._json.facts(operation)
        yield from super().facts(operation)
        if context.service.traits.has(AwsQueryCompatible):
            yield Attribute("query_mode", TRUE)
        if context.answers_big_numbers(operation):
            yield Attribute("exact", TRUE)


class AwsJson10(_AwsJson):
    trait = ShapeId("aws.protocols#awsJson1_0")
    rank = 10
    version = "1.0"


class AwsJson11(_AwsJson):
    trait = ShapeId("aws.protocols#awsJson1_1")
    rank = 11
    version = "1.1"


PROTOCOLS = (AwsJson10, AwsJson11)

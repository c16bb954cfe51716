"""awsJson1_0 and awsJson1_1 (Smithy 2.0, "AWS JSON 1.0 protocol", "AWS JSON 1.1 protocol").

The two differ in the content type. Member names are the wire names (`jsonName` has no meaning here), timestamps
are epoch seconds unless a format is given, and every operation is a POST to `/` that a header names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ..ir.code import Item, Text
from ..lower.events.events import EventForm, event_form, json_events
from ..lower.names.context import Context
from ..lower.rpc import RpcProtocol
from ..lower.serde.tree_forms import plain_form, tree_form
from ..lower.serde.xml_read import XmlReadForm, xml_of_errors
from ..lower.values.codecs import json_codec, member_name
from ..model.ids import ShapeId
from ..model.shapes import Member, OperationShape
from ..model.traits import AwsQueryCompatible

_CODEC = json_codec(timestamp_default="epoch-seconds", wire_name=member_name)
_EVENTS = json_events()


class _AwsJson(RpcProtocol):
    """Both protocols, but for `version`."""

    version: ClassVar[str]
    methods = _CODEC.methods | XmlReadForm.methods | EventForm.methods
    module = "awsjson"
    errors = "error_of_json"
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

    def address(self, operation: OperationShape) -> tuple[str, ...]:
        target = f"{self.context.service.id.name}.{operation.id.name}"
        return (self.version, target)

    def written(self, operation: OperationShape) -> str:
        taken = self.context.input_of(operation)
        return f"value.{self._json.write_method(taken.id)}()"

    def wire_name(self, member: Member) -> str:
        return member.name

    def read_method(self, output: ShapeId) -> str:
        return self._json.read_method(output)

    def asking(self, operation: OperationShape) -> Iterator[Item]:
        if self.context.service.traits.has(AwsQueryCompatible):
            yield Item(Text("True"), "query_mode=")

    def reading(self, operation: OperationShape) -> Iterator[Item]:
        if self.context.answers_big_numbers(operation):
            yield Item(Text("True"), "exact=")


class AwsJson10(_AwsJson):
    trait = ShapeId("aws.protocols#awsJson1_0")
    rank = 10
    version = "1.0"


class AwsJson11(_AwsJson):
    trait = ShapeId("aws.protocols#awsJson1_1")
    rank = 11
    version = "1.1"


PROTOCOLS = (AwsJson10, AwsJson11)

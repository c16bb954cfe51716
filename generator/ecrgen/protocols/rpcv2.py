"""rpcv2Cbor and rpcv2Json (Smithy 2.0, "Smithy RPC v2 CBOR protocol", "Smithy RPC v2
JSON protocol").

Every operation is a POST to a path that names the service and the operation. Neither
protocol respects `jsonName`, `timestampFormat` or HTTP bindings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ..ir.code import Expression
from ..ir.modules import Attribute
from ..lower.events import rpc as streams
from ..lower.events.events import (
    EventForm,
    EventFormat,
    event_form,
    json_events,
    tree_events,
)
from ..lower.names.context import Context
from ..lower.protocol import documents
from ..lower.rpc import FALSE, TRUE, RpcProtocol, text_fact
from ..lower.serde.form import Form
from ..lower.serde.tree_forms import plain_form, tree_form
from ..lower.serde.xml_read import XmlReadForm, xml_of_errors
from ..lower.values.codecs import CBOR, Codec, json_codec, member_name, rpc_json_codec
from ..model.ids import ShapeId
from ..model.prelude import UNIT
from ..model.shapes import Model, OperationShape
from ..model.traits import AwsQueryCompatible

_JSON = rpc_json_codec()
# Of errors, where bodies are CBOR.
_ERROR_JSON = json_codec(timestamp_default="epoch-seconds", wire_name=member_name)


class _RpcV2(RpcProtocol):
    """What both protocols have in common."""

    codec: ClassVar[Codec]
    events: ClassVar[EventFormat]

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._tree = tree_form(
            context,
            self.codec,
            written=context.input_shapes,
            read=context.answered_shapes,
        )
        self.forms = (
            plain_form(context),
            self._tree,
            *self.of_errors(context),
            xml_of_errors(context),
            event_form(context, self._tree, self.events),
        )

    def of_errors(self, context: Context) -> tuple[Form, ...]:
        """The form of errors in JSON, where bodies are something else."""
        return ()

    def facts(self, operation: OperationShape) -> Iterator[Attribute]:
        # A service's name is its shape's, without the namespace.
        yield text_fact("service", self.context.service.id.name)
        if operation.input == UNIT:
            yield Attribute("has_input", FALSE)
        yield from self._tree.facts(operation)
        yield from super().facts(operation)
        if self.context.service.traits.has(AwsQueryCompatible):
            yield Attribute("query_mode", TRUE)

    def sent(self, operation: OperationShape, made: Expression) -> Expression:
        asked = streams.expecting(self.context, operation, made)
        return super().sent(operation, asked)


class RpcV2Cbor(_RpcV2):
    trait = ShapeId("smithy.protocols#rpcv2Cbor")
    # After JSON, as in botocore: the interpreter's own JSON codec is many times faster
    # than one in Python can be.
    rank = 50
    methods = (
        CBOR.methods | _ERROR_JSON.methods | XmlReadForm.methods | EventForm.methods
    )
    base = "rpcv2cbor.Operation"
    codec = CBOR
    events = tree_events("cbor", "application/cbor")
    event_type = events.media_type

    def of_errors(self, context: Context) -> tuple[Form, ...]:
        return (tree_form(context, _ERROR_JSON, read=context.error_shapes),)

    @classmethod
    def refusal(cls, model: Model, operation: OperationShape) -> str:
        # "Document types are not currently supported in this protocol."
        return documents(model, operation) or super().refusal(model, operation)


class RpcV2Json(_RpcV2):
    trait = ShapeId("smithy.protocols#rpcv2Json")
    rank = 30
    methods = _JSON.methods | XmlReadForm.methods | EventForm.methods
    base = "rpcv2json.Operation"
    codec = _JSON
    events = json_events()
    event_type = events.media_type


PROTOCOLS = (RpcV2Cbor, RpcV2Json)

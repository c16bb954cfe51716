"""A protocol that nobody speaks, in the one file that a new protocol takes:
test_toy_protocol builds with it.

Every operation is a PUT to its name. Bodies are JSON whose members are spelled
backwards, with blobs in base64. The code of an error is the error's name in capitals.
"""

from __future__ import annotations

from ecrgen.ir import literals
from ecrgen.ir.code import Brackets, Item, Text, call
from ecrgen.lower import runtime
from ecrgen.lower.exchange import Answer, Request
from ecrgen.lower.names.context import Context
from ecrgen.lower.protocol import Protocol, documents
from ecrgen.lower.serde.tree_forms import plain_form, tree_form
from ecrgen.lower.serde.xml_read import XmlReadForm, xml_of_errors
from ecrgen.lower.values.codecs import json_codec
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import Member, Model, OperationShape


def _backwards(member: Member) -> str:
    return member.name[::-1]


_CODEC = json_codec(timestamp_default="http-date", wire_name=_backwards)
_REQUEST = frozenset({runtime.module("http"), runtime.module("json")})
_ANSWER = frozenset({runtime.module("restjson")})


class Toy(Protocol):
    trait = ShapeId("toy.protocols#backwards")
    rank = 1
    methods = _CODEC.methods | XmlReadForm.methods

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._json = tree_form(
            context,
            _CODEC,
            written=context.input_shapes,
            read=context.answered_shapes,
        )
        self.forms = (plain_form(context), self._json, xml_of_errors(context))

    @classmethod
    def refusal(cls, model: Model, operation: OperationShape) -> str:
        return documents(model, operation)

    def request(self, operation: OperationShape) -> Request:
        method = self._json.write_method(self.context.input_of(operation).id)
        body = call("json.dump", Text(f"value.{method}()"))
        items = (
            Item(Text('"PUT"'), "method="),
            Item(Text(literals.string(f"/{operation.id.name}")), "path="),
            Item(body, "body="),
        )
        return Request((), Brackets("http.Request(", items, ")", _REQUEST))

    def answer(self, operation: OperationShape) -> Answer:
        names, output = self.context.names, self.context.output_of(operation).id
        name = names.operations[operation.id]
        read = f"{names.models[output]}.{self._json.read_method(output)}"
        arguments = ("response", f"{name}.name", read, f"{name}.error_of_json")
        return Answer(
            call("restjson.deserialize", *map(Text, arguments), imports=_ANSWER)
        )

    def error_code(self, error: ShapeId) -> str:
        return error.name.upper()


PROTOCOLS = (Toy,)

"""What a protocol tells the lowering. Each protocol is one module of `protocols/` with a `PROTOCOLS` tuple."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..ir.code import Statement
from ..model.ids import ShapeId
from ..model.shapes import Model, OperationShape
from .events.events import EventFormat
from .http.bodies import Bodies
from .names.context import Context
from .serde.form import FormCodec
from .serde.tree import Serde
from .serde.xml_read import XmlReader
from .values.codecs import Codec


@dataclass(frozen=True, slots=True)
class Protocol:
    """One protocol: its trait, its codecs, and the statements of `serialize` and `deserialize`.

    `body` is the tree codec that bodies are written and read with, where `reads_xml` that errors are read with;
    `serialize` makes the body of a function of
    `value` (the input) that returns a `Request`, `deserialize` one of `response` (a `Response`) that returns the
    output or raises.
    """

    trait: ShapeId
    body: Codec
    serialize: Callable[[Context, Serde, OperationShape], tuple[Statement, ...]]
    deserialize: Callable[[Context, Serde, OperationShape], tuple[Statement, ...]]
    # Why an operation cannot be generated for this protocol yet; nothing where it can.
    refusal: Callable[[Model, OperationShape], str]
    # The wire code of an error shape.
    error_code: Callable[[Context, ShapeId], str]
    # The status that the protocol gives an error shape, where httpError does not.
    error_status: Callable[[Context, ShapeId], int | None] = lambda _, __: None
    # The codec of bodies that are forms.
    form: FormCodec | None = None
    # Whether outputs are read from XML, and inputs written as XML.
    reads_xml: bool = False
    # How documents are in the payloads of events, where the protocol has event streams.
    events: EventFormat | None = None
    # Whether members beside an event stream are an event of their own (Smithy 2.0, "Initial Message Events").
    has_initial_messages: bool = False
    # The JSON codec of errors, where `body` is no JSON.
    error_json: Codec | None = None
    writes_xml: bool = False
    # The bodies of a protocol with HTTP bindings.
    bodies: Callable[[Context, Serde, XmlReader], Bodies] | None = None

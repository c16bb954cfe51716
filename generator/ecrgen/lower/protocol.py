"""What a protocol tells the lowering. Each family is one module of `protocols/`, with a
`PROTOCOLS` tuple.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from ..ir.modules import Attribute, Function
from ..model.closure import reach
from ..model.ids import ShapeId
from ..model.shapes import Member, Model, OperationShape, SimpleShape, SimpleType
from .exchange import Answer, Request
from .names.context import Context
from .serde.form import Form


class Protocol(ABC):
    """A protocol of one service, the one of `context`. The class says what holds for
    all services.
    """

    # The trait that a service names it with.
    trait: ClassVar[ShapeId]
    # Of the protocols that a service offers, the one with the lowest rank is taken
    # (Smithy 2.0, "Wire protocol selection", asks a generator of clients for such an
    # order).
    rank: ClassVar[int]
    # The methods of all its forms: names that no member can have.
    methods: ClassVar[frozenset[str]]
    # Whether members beside an event stream are an event of their own (Smithy 2.0,
    # "Initial Message Events").
    has_initial_messages: ClassVar[bool] = False
    # The class of the runtime that operations are subclasses of.
    base: ClassVar[str] = "operation.Operation"

    # Its forms, in the order in which their methods stand in a class. Whatever the
    # protocol, plain values and errors in JSON and XML are among them: `to_value`,
    # `from_value`, `error_of_json` and `error_of_xml` need them.
    forms: tuple[Form, ...]

    def __init__(self, context: Context) -> None:
        """A subclass sets `forms`."""
        self.context = context

    @classmethod
    @abstractmethod
    def refusal(cls, model: Model, operation: OperationShape) -> str:
        """Why an operation cannot be generated for this protocol yet; nothing where it
        can.
        """

    @abstractmethod
    def request(self, operation: OperationShape) -> Request:
        """How the request is made of `value`, the input."""

    @abstractmethod
    def answer(self, operation: OperationShape) -> Answer:
        """How the output is read from `response`, or an error raised."""

    def facts(self, operation: OperationShape) -> Iterator[Attribute]:
        """What the base has to know of an operation."""
        yield from ()

    def functions(self, operation: OperationShape) -> Iterator[Function]:
        """What the base leaves to an operation, besides `serialize` and `deserialize`."""
        yield from ()

    def error_code(self, error: ShapeId) -> str:
        """The code of an error shape on the wire: its own name, whatever the service's
        `rename` makes of it.
        """
        return error.name

    def error_status(self, error: ShapeId) -> int | None:
        """The status that the protocol itself gives an error shape; None leaves it to
        `httpError`.
        """
        return None

    def header_of(self, member: Member) -> str:
        """The header that a member of an input is bound to; nothing where it is bound
        to none.
        """
        return ""


def documents(model: Model, operation: OperationShape) -> str:
    """Why a protocol without documents cannot do an operation; nothing where it can."""
    for target, side in ((operation.input, "input"), (operation.output, "output")):
        for shape in (model[each] for each in reach(model, [target])):
            if isinstance(shape, SimpleShape) and shape.type is SimpleType.DOCUMENT:
                return f"its {side} has a document"
    return ""

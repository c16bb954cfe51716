"""The tree forms that protocols are made of, and which shapes have methods of their own
for one.
"""

from __future__ import annotations

from collections.abc import Callable

from ...model.closure import holding
from ...model.ids import ShapeId
from ...model.shapes import Member, Model
from ...model.traits import Streaming
from ..names.context import Context
from ..values.codecs import VALUES, Codec, json_codec, member_name
from .tree import TreeForm

ERROR_JSON = json_codec(timestamp_default="date-time", wire_name=member_name)


def plain_form(context: Context) -> TreeForm:
    """Plain values, which every class has methods for."""
    names = context.names
    shapes = frozenset({*names.models, *names.errors})
    return TreeForm(context, VALUES, shapes, shapes, VALUES.methods)


def tree_form(
    context: Context,
    codec: Codec,
    *,
    written: frozenset[ShapeId] = frozenset(),
    read: frozenset[ShapeId] = frozenset(),
) -> TreeForm:
    """The form of a codec for what is `written` and `read` with it.

    A shape has methods of its own where something in it, however deep, differs from its
    plain value.
    """
    model = context.model
    # Events are in no document.
    documents = [
        each for each in context.closure.shapes if not model[each].traits.has(Streaming)
    ]

    def differing(differs: Callable[[Model, Member], bool]) -> frozenset[ShapeId]:
        return holding(model, documents, lambda member: differs(model, member))

    return TreeForm(
        context,
        codec,
        written=written & differing(codec.differs_in_writing),
        read=read & differing(codec.differs_in_reading),
        methods=codec.methods,
    )


def json_of_errors(context: Context) -> TreeForm:
    """JSON of errors alone, for protocols that have no JSON.

    Who has such an error in JSON all the same finds members by their names and
    timestamps in any format.
    """
    return tree_form(context, ERROR_JSON, read=context.error_shapes)

"""A form: one way in which structures, unions and errors are written, read, or both.

Plain values, JSON, CBOR, XML, the forms of the query protocols, HTTP responses and
events are one each. A form gives methods to the generated classes. What makes the
classes asks every form of the protocol the same questions, and knows none of them. A
new form is one more subclass.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...ir.code import Line, Text
from ...ir.modules import Function
from ...model.shapes import Member, StructureShape, UnionShape

# The body of a method that every variant of a union has a version of.
NOT_A_VARIANT = Line(
    "", Text('raise TypeError(f"{type(self).__name__} is not a variant")')
)


class Form:
    """Answers with methods, none where the form has nothing to do with a shape."""

    __slots__ = ()

    # The names of all methods that it may give to a class, which no member can have.
    methods: frozenset[str]

    def of_structure(self, shape: StructureShape) -> Sequence[Function]:
        """The methods of a structure."""
        return ()

    def of_union(self, union: UnionShape) -> Sequence[Function]:
        """The methods of the base class of a union: its class methods, and those that
        its variants override.
        """
        return ()

    def of_variant(self, union: UnionShape, member: Member) -> Sequence[Function]:
        """The methods of the variant that holds `member`, in its field `value` where it
        has one.
        """
        return ()

    def of_unknown(self, union: UnionShape) -> Sequence[Function]:
        """The methods of the variant for a member that the model does not have, with
        the fields `tag` and `value`.
        """
        return ()

    def of_error(self, shape: StructureShape) -> Sequence[Function]:
        """The methods of the exception that an error structure with members becomes."""
        return ()

    def is_message(self, member: Member) -> bool:
        """Whether it has an error's member `message` where the runtime's base of such
        errors looks for it.
        """
        return True

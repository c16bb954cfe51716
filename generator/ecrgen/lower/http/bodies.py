"""The bodies of a protocol with HTTP bindings: what `http_requests` and
`http_responses` ask it for.

One class for JSON, one for XML; the bindings around the body are the same for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from ...ir.code import Brackets, Expression, Item, Line, Statement, Text, call
from ...ir.imports import Import
from ...model.ids import ShapeId
from ...model.shapes import Member, OperationShape, StructureShape, UnionShape
from .. import runtime
from ..names.context import Context
from ..serde.tree import TreeForm

JSON = frozenset({runtime.module("json")})
_RESTJSON = frozenset({runtime.module("restjson")})
_TYPED = frozenset({Import("typing", "Any")})


class Bodies(Protocol):
    """How bodies are written and read. In the code that is made, `value` is the input,
    and `response` the answer.
    """

    @property
    def content_type(self) -> str:
        """The media type of documents and structures."""
        ...

    @property
    def absent_structure(self) -> Text | None:
        """The body where the structure that is the payload is not set; None where there
        is no body then.
        """
        ...

    def write_input(self, operation: OperationShape) -> Expression:
        """The body that has all members of the input."""
        ...

    def write_members(
        self, operation: OperationShape, members: tuple[Member, ...]
    ) -> tuple[tuple[Statement, ...], Expression]:
        """Statements that gather `members` of the input, and the body that they become."""
        ...

    def write_payload(self, member: Member, value: str) -> Expression:
        """The body that the value of `member` is: a structure, union or document."""
        ...

    def read_members(
        self, members: Iterable[Member], fields: Mapping[ShapeId, str]
    ) -> tuple[Line, list[Item], list[Statement]]:
        """Arguments of the output's class and what sets more of `out`, behind the line
        that gets them the document.
        """
        ...

    def read_payload(self, member: Member) -> Expression:
        """The structure, union or document that the body is."""
        ...

    def read_method(self, output: ShapeId) -> str:
        """The method of an output's class that takes the document."""
        ...

    def deserialize(
        self, operation: OperationShape, read: str, *, is_whole: bool
    ) -> Expression:
        """The call that ends `deserialize`: `read` takes the document or, where it
        `is_whole`, the response.
        """
        ...


@dataclass(frozen=True, slots=True)
class JsonBodies:
    """The bodies of restJson1."""

    context: Context
    wire: TreeForm

    content_type = "application/json"
    # "RestJsonHttpWithEmptyStructurePayload" of the compliance suite.
    absent_structure = Text('b"{}"')

    def write_input(self, operation: OperationShape) -> Expression:
        method = self.wire.write_method(operation.input)
        return call("json.dump", Text(f"value.{method}()"), imports=JSON)

    def write_members(
        self, operation: OperationShape, members: tuple[Member, ...]
    ) -> tuple[tuple[Statement, ...], Expression]:
        fields = {member.id: self.context.names.fields[member.id] for member in members}
        start, body = self.wire.writing(members, fields, "value", "payload")
        first = Line("payload: dict[str, Any] = ", start, _TYPED)
        return (first, *body), call("json.dump", Text("payload"), imports=JSON)

    def write_payload(self, member: Member, value: str) -> Expression:
        return call("json.dump", self.wire.encode(member, value), imports=JSON)

    def read_members(
        self, members: Iterable[Member], fields: Mapping[ShapeId, str]
    ) -> tuple[Line, list[Item], list[Statement]]:
        arguments, after = self.wire.reading(members, fields, strict=False)
        big = not self.context.big_shapes.isdisjoint(
            each.id.without_member for each in members
        )
        source = Text(f"restjson.members({_body(exact=big)})", _RESTJSON)
        return Line("value = ", source), arguments, after

    def read_payload(self, member: Member) -> Expression:
        target = self.context.target(member)
        is_object = isinstance(target, StructureShape | UnionShape)
        big = member.id.without_member in self.context.big_shapes
        source = f"restjson.members({_body(exact=big)})"
        if not is_object:
            source = f"json.load{'_exact' if big else ''}(response.body)"
        decoded = self.wire.decode(member, source)
        imports = _RESTJSON if is_object else JSON
        # The source is in there as text, which has no imports.
        return _importing(decoded, imports)

    def read_method(self, output: ShapeId) -> str:
        return self.wire.read_method(output)

    def deserialize(
        self, operation: OperationShape, read: str, *, is_whole: bool
    ) -> Expression:
        function = "deserialize_response" if is_whole else "deserialize"
        arguments = ("response", "cls.name", read, "cls.error_of_json")
        items = [Item(Text(each)) for each in arguments]
        if self.context.answers_big_numbers(operation):
            items.append(Item(Text("True"), "exact="))
        return Brackets(f"restjson.{function}(", tuple(items), ")", _RESTJSON)


def _body(*, exact: bool) -> str:
    return "response.body, exact=True" if exact else "response.body"


def _importing(expression: Expression, imports: frozenset[Import]) -> Expression:
    if isinstance(expression, Brackets):
        return replace(expression, own_imports=expression.own_imports | imports)
    return replace(expression, imports=expression.imports | imports)

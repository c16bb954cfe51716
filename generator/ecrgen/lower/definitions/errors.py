"""Error structures as exception classes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...ir import literals
from ...ir.code import Expression, Line, Statement, Text
from ...ir.modules import Attribute, Class, Field, Function, Parameter
from ...model.ids import ShapeId
from ...model.shapes import Member, StructureShape
from ...model.traits import Error, HttpError, Retryable, Sensitive
from ...prose import docs
from .. import runtime
from ..names.context import Context, default_of, is_required
from ..names.naming import is_string
from ..protocol import Protocol
from ..values import defaults, types

BASE = "ServiceError"
MESSAGE_BASE = "MessageError"


@dataclass(frozen=True, slots=True)
class ErrorLowering:
    """Makes one exception class per error shape."""

    context: Context
    protocol: Protocol

    def definition(self, shape: StructureShape) -> Class:
        names = self.context.names
        members = tuple(shape.members.values())
        fields = {member.id: names.error_fields[member.id] for member in members}
        if self._is_message_only(shape, members):
            return Class(
                name=names.errors[shape.id],
                base=MESSAGE_BASE,
                decorator="",
                doc=docs.of_traits(shape.traits),
                attributes=self._attributes(shape),
                own_imports=frozenset({runtime.symbol(f"errors.{MESSAGE_BASE}")}),
            )
        functions = [self._init(members, fields)]
        if members:
            for form in self.protocol.forms:
                functions += form.of_error(shape)
        return Class(
            name=names.errors[shape.id],
            base=BASE,
            decorator="",
            doc=docs.of_traits(shape.traits),
            attributes=self._attributes(shape),
            # Documented for editors; what they are set to is in __init__.
            fields=tuple(
                Field(
                    fields[member.id],
                    self._type(member, fields[member.id]),
                    "",
                    docs.of_traits(member.traits),
                )
                for member in members
                if fields[member.id] != "message"
            ),
            functions=tuple(functions),
            own_imports=frozenset({runtime.symbol(f"errors.{BASE}")}),
        )

    def _is_message_only(
        self, shape: StructureShape, members: tuple[Member, ...]
    ) -> bool:
        """Whether the error is of the most common form, which the runtime has a base
        for.
        """
        return (
            len(members) == 1
            and members[0].name == "message"
            and is_string(self.context.model, members[0].target)
            and all(form.is_message(members[0]) for form in self.protocol.forms)
            and not self._hides_message(shape)
        )

    def _hides_message(self, shape: StructureShape) -> bool:
        fields = self.context.names.error_fields
        return shape.traits.has(Sensitive) or any(
            fields[member.id] == "message" and self.context.is_sensitive(member)
            for member in shape.members.values()
        )

    def _attributes(self, shape: StructureShape) -> tuple[Attribute, ...]:
        code = literals.string(self.protocol.error_code(shape.id))
        found = [Attribute("code", Text(code))]
        error = shape.traits.get(Error)
        status = self.protocol.error_status(shape.id)
        if status is None and (modelled := shape.traits.get(HttpError)) is not None:
            status = modelled.code
        if error is not None and error.fault == "server":
            found.append(Attribute("fault", Text('"server"')))
            if status is None:
                found.append(Attribute("status", Text("500")))
        if status is not None and status != 400:
            found.append(Attribute("status", Text(str(status))))
        retryable = shape.traits.get(Retryable)
        if retryable is not None:
            found.append(Attribute("retryable", Text("True")))
            if retryable.throttling:
                found.append(Attribute("throttling", Text("True")))
        if self._hides_message(shape):
            found.append(Attribute("message_is_sensitive", Text("True")))
        return tuple(found)

    def _type(self, member: Member, field: str) -> Expression:
        declared = types.of_member(self.context, member)
        # The message is the exception's own attribute, which is None where the service
        # sent none.
        if field == "message" or not self._is_always_set(member):
            return types.optional(declared)
        return declared

    def _is_always_set(self, member: Member) -> bool:
        return is_required(member) or default_of(self.context, member) is not None

    def _init(self, members: Iterable[Member], fields: dict[ShapeId, str]) -> Function:
        parameters = [Parameter("self"), Parameter("*")]
        body: list[Statement] = []
        has_message = False
        for member in members:
            field = fields[member.id]
            declared = self._type(member, field)
            if field == "message":
                has_message = True
                parameters.append(Parameter(field, declared, Text("None")))
                continue
            default = default_of(self.context, member)
            if default is not None:
                value = defaults.literal(self.context, member, default.value)
                empty = defaults.empty(value)
                if empty:
                    # A default of a parameter would be shared by all errors.
                    optional = types.optional(declared)
                    parameters.append(Parameter(field, optional, Text("None")))
                    given = Text(f"{empty} if {field} is None else {field}")
                    body.append(Line(f"self.{field} = ", given))
                    continue
                parameters.append(Parameter(field, declared, value))
            elif is_required(member):
                parameters.append(Parameter(field, declared))
            else:
                parameters.append(Parameter(field, declared, Text("None")))
            body.append(Line(f"self.{field} = ", Text(field)))
        first = Line("", Text(f"super().__init__({'message' if has_message else ''})"))
        if len(parameters) == 2:
            parameters.pop()
        return Function("__init__", tuple(parameters), Text("None"), (first, *body))

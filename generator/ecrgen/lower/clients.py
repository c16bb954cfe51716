"""The clients of a package: a method per operation, the same for both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..ir import literals
from ..ir.code import Brackets, Expression, Item, Line, Text, text
from ..ir.modules import Clients, Function, Parameter, Section
from ..model.shapes import Member, OperationShape, StructureShape
from ..model.traits import AwsService, SigV4
from . import defaults, docs, types
from .context import Context, default_of, is_required
from .endpoints import EndpointRules
from .naming import synthetic_input
from .operations import OperationLowering

# What the client itself knows, by the built-in that asks for it (Smithy 2.0, "Rules engine parameters").
_BUILT_INS = {
    "AWS::Region": "region",
    "AWS::UseFIPS": "use_fips",
    "AWS::UseDualStack": "use_dualstack",
    "SDK::Endpoint": "endpoint_url",
}
_OPTIONS = Text("EndpointOptions")
_ANY = Text("Any")


def clients(
    context: Context, operations: OperationLowering, rules: EndpointRules
) -> Clients:
    """`Client` and `AsyncClient`, and how they find their endpoint."""
    lowering = _Methods(context, operations)
    sync = tuple(lowering.method(each) for each in context.closure.operations)
    calls = [
        text(each.value)
        for method in sync
        for each in method.body
        if isinstance(each, Line)
    ]
    return Clients(
        _service(context),
        _resolve(rules),
        sync,
        tuple(_awaited(each) for each in sync),
        uses_models=any("=models." in each for each in calls),
        uses_values=any("=values." in each for each in calls),
    )


def _service(context: Context) -> dict[str, str]:
    traits = context.service.traits
    aws, signing = traits.get(AwsService), traits.get(SigV4)
    return {
        "package": literals.string(context.names.package),
        "id": literals.string(context.service.id.name if aws is None else aws.sdk_id),
        "version": literals.string(context.service.version),
        "signing_name": "None" if signing is None else literals.string(signing.name),
        "resolve": "_resolve",
    }


def _resolve(rules: EndpointRules) -> Function:
    """A function of the client's options and, as keywords, of what an operation's input says."""
    items = [
        Item(Text(f"options.{_BUILT_INS[each.built_in]}"), f"{each.keyword}=")
        for each in rules.parameters.values()
        if each.built_in in _BUILT_INS
    ]
    items.append(Item(Text("**parameters")))
    return Function(
        "_resolve",
        (Parameter("options", _OPTIONS), Parameter("**parameters", _ANY)),
        Text("Endpoint"),
        (Line("return ", Brackets("endpoints.resolve(", tuple(items), ")")),),
    )


@dataclass(frozen=True, slots=True)
class _Methods:
    context: Context
    operations: OperationLowering

    def method(self, operation: OperationShape) -> Function:
        context = self.context
        name = f"operations.{context.names.operations[operation.id]}"
        members = list(self._members(operation))
        parameters = [self._parameter(each) for each in members]
        given = Brackets(
            f"{name}.input(",
            tuple(Item(*self._argument(each)) for each in members),
            ")",
        )
        called = Brackets("self._call(", (Item(Text(name)), Item(given)), ")")
        answered = self.operations.class_of(operation, output=True)
        first = (Parameter("self"), Parameter("*")) if members else (Parameter("self"),)
        return Function(
            context.names.methods[operation.id],
            (*first, *parameters),
            answered,
            (Line("return ", called),),
            doc=docs.of_traits(operation.traits) or f"{operation.id.name}.",
            sections=tuple(self._sections(operation, members)),
        )

    def _members(self, operation: OperationShape) -> Iterator[Member]:
        if synthetic_input(operation.id) in self.context.names.models:
            return
        shape = self.context.shape(operation.input)
        if isinstance(shape, StructureShape):
            yield from shape.members.values()

    def _parameter(self, member: Member) -> Parameter:
        name = self.context.names.fields[member.id]
        declared = types.of_parameter(self.context, member.target)
        if is_required(member):
            return Parameter(name, declared)
        return Parameter(name, types.optional(declared), Text("None"))

    def _argument(self, member: Member) -> tuple[Expression, str]:
        """What the input is made with, and its keyword. A parameter that is not given stands for the default."""
        name = self.context.names.fields[member.id]
        default = default_of(self.context, member)
        if default is None:
            return Text(name), f"{name}="
        value = defaults.literal(self.context, member, default.value)
        shown = defaults.empty(value) or value.text
        if any(each.module.startswith(".models.") for each in value.imports):
            shown = f"models.{shown}"
        return Text(f"{shown} if {name} is None else {name}"), f"{name}="

    def _sections(
        self, operation: OperationShape, members: list[Member]
    ) -> Iterator[Section]:
        context = self.context
        described = tuple(
            (context.names.fields[each.id], docs.headline(docs.of_traits(each.traits)))
            for each in members
        )
        if any(doc for _, doc in described):
            yield Section("Args", described)
        output = context.model.shapes.get(operation.output)
        returned = (
            "" if output is None else docs.headline(docs.of_traits(output.traits))
        )
        if returned:
            yield Section("Returns", (("", returned),))
        errors = [
            context.names.errors[each] for each in context.closure.errors_of(operation)
        ]
        if errors:
            yield Section("Raises", tuple((f"errors.{each}", "") for each in errors))


def _awaited(method: Function) -> Function:
    """The method of the asynchronous client: the other one has its documentation."""
    body = tuple(
        Line("return await ", each.value) if isinstance(each, Line) else each
        for each in method.body
    )
    return replace(
        method, body=body, is_async=True, doc=f"As `Client.{method.name}`.", sections=()
    )

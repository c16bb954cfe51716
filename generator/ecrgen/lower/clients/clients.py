"""The clients of a package: a method per operation, the same for both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace

from ...ir import literals
from ...ir.code import Brackets, Expression, Item, Line, Text
from ...ir.imports import NO_IMPORTS, Import
from ...ir.modules import Clients, Function, Parameter, Section
from ...model.shapes import Member, OperationShape, ServiceShape, StructureShape
from ...model.traits import AwsService, SigningRules, SigV4
from ...model.waiters import Waiter
from ...prose import docs
from .. import runtime
from ..definitions.operations import OperationLowering
from ..endpoints.rules import EndpointRules
from ..endpoints.settings import (
    account_keyword,
    client_parameters,
    constructor,
    resolver,
)
from ..names.context import Context, default_of, is_required
from ..names.naming import synthetic_input
from ..values import defaults, types
from .paginators import Paginator, paginators_of
from .waiters import waiters_of


def clients(
    context: Context, operations: OperationLowering, rules: EndpointRules
) -> Clients:
    """`Client` and `AsyncClient`, and how they find their endpoint."""
    lowering = _Methods(context, operations)
    methods = [lowering.method(each) for each in context.closure.operations]
    pages = list(paginators_of(context, operations))
    waits = [lowering.wait(*each) for each in waiters_of(context)]
    sync = (*methods, *(lowering.paginate(each, "Paginator") for each in pages), *waits)
    asynchronous = (
        *(_awaited(each) for each in methods),
        *(_mirrored(lowering.paginate(each, "AsyncPaginator")) for each in pages),
        *(_awaited(each) for each in waits),
    )
    parameters = tuple(client_parameters(context.service, rules))
    made = constructor(parameters, "Transport")
    made_asynchronous = constructor(parameters, "AsyncTransport")
    return Clients(
        runtime.symbol("sync_client.SyncClient"),
        runtime.symbol("async_client.AsyncioClient"),
        _service(context, rules),
        frozenset({runtime.module("clients")}),
        resolver(context.service, rules, operations.endpoints.keywords()),
        sync if made is None else (made, *sync),
        (
            asynchronous
            if made_asynchronous is None
            else (made_asynchronous, *asynchronous)
        ),
    )


def _service(context: Context, rules: EndpointRules) -> dict[str, str]:
    traits = context.service.traits
    aws, signing = traits.get(AwsService), traits.get(SigV4)
    account = account_keyword(rules)
    more = {} if account is None else {"account": literals.string(account)}
    return {
        "id": literals.string(context.service.id.name if aws is None else aws.sdk_id),
        "version": literals.string(context.service.version),
        "signing_name": "None" if signing is None else literals.string(signing.name),
        "resolve": "_resolve",
        **more,
        **_signing_rules(context.service),
    }


def _signing_rules(service: ServiceShape) -> dict[str, str]:
    """What the service's signatures have of their own, as arguments of the runtime's
    `Signing`.
    """
    rules = service.traits.get(SigningRules)
    if rules is None:
        return {}
    given = asdict(rules)
    return {
        each.name: literals.constant(given[each.name])
        for each in fields(rules)
        if given[each.name] != each.default
    }


@dataclass(frozen=True, slots=True)
class _Methods:
    context: Context
    operations: OperationLowering

    def method(self, operation: OperationShape) -> Function:
        members = list(self._members(operation))
        return self._function(
            operation,
            self.context.names.methods[operation.id],
            members,
            (),
            self._call("_call", "", operation, members, ()),
            self.operations.class_of(operation, output=True),
            docs.of_traits(operation.traits) or f"{operation.id.name}.",
        )

    def paginate(self, found: Paginator, kind: str) -> Function:
        """The token of the input is `starting_token` here; `kind` is the runtime's
        class.
        """
        operation, names = found.operation, self.context.names
        members = [
            each for each in self._members(operation) if each.id != found.input_token.id
        ]
        start = self._free("starting_token", members)
        limit = self._free("limit", members)
        token = types.of_parameter(self.context, found.input_token.target)
        page = self.operations.class_of(operation, output=True)
        what = "items" if found.items else "answers"
        return self._function(
            operation,
            names.paginate_methods[operation.id],
            members,
            (
                (
                    Parameter(start, types.optional(token), Text("None")),
                    "The token of the page to start with.",
                ),
                (
                    Parameter(limit, Text("int | None"), Text("None")),
                    f"The most {what} to give.",
                ),
            ),
            self._call("_paginate", "paginators", operation, members, (start, limit)),
            Brackets(
                f"{kind}[",
                (Item(page), Item(found.item)),
                "]",
                frozenset({runtime.symbol(f"paging.{kind}")}),
            ),
            f"The {what} of `{names.methods[operation.id]}`, page after page.",
        )

    def wait(self, operation: OperationShape, waiter: Waiter) -> Function:
        names = self.context.names
        members = list(self._members(operation))
        most = self._free("max_wait_time", members)
        key = operation.id.with_member(waiter.name)
        return self._function(
            operation,
            names.wait_methods[key],
            members,
            ((Parameter(most, Text("float")), "The most seconds to wait."),),
            self._call(
                "_wait", f"waiters.{names.waiters[key]}", operation, members, (most,)
            ),
            types.optional(self.operations.class_of(operation, output=True)),
            f"Calls `{names.methods[operation.id]}` until its answer says so.",
        )

    def _free(self, name: str, members: list[Member]) -> str:
        taken = {self.context.names.fields[each.id] for each in members}
        while name in taken:
            name += "_"
        return name

    def _call(
        self,
        method: str,
        by: str,
        operation: OperationShape,
        members: list[Member],
        more: tuple[str, ...],
    ) -> Expression:
        """`self.method(by, operations.X, operations.X.input(...), more)`."""
        name = self.context.names.operations[operation.id]
        given = Brackets(
            f"operations.{name}.input(",
            tuple(Item(*self._argument(each)) for each in members),
            ")",
            _own("operations"),
        )
        if by == "paginators":
            by = f"paginators.{name}"
        first = (Item(Text(by, _own(by.partition(".")[0]))),) if by else ()
        rest = tuple(Item(Text(each)) for each in more)
        items = (*first, Item(Text(f"operations.{name}")), Item(given), *rest)
        return Brackets(f"self.{method}(", items, ")")

    def _function(
        self,
        operation: OperationShape,
        name: str,
        members: list[Member],
        more: tuple[tuple[Parameter, str], ...],
        called: Expression,
        returns: Expression,
        doc: str,
    ) -> Function:
        parameters = [self._parameter(each) for each in members]
        parameters += [each for each, _ in more]
        first = (Parameter("self"), *((Parameter("*"),) if parameters else ()))
        return Function(
            name,
            (*first, *parameters),
            returns,
            (Line("return ", called),),
            doc=doc,
            # What wraps an operation leaves the operation's own parameters and errors
            # to it.
            sections=(
                (Section("Args", tuple((each.name, text) for each, text in more)),)
                if more
                else tuple(self._sections(operation, members))
            ),
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
        """What the input is made with, and its keyword. A parameter that is not given
        stands for the default.
        """
        name = self.context.names.fields[member.id]
        default = default_of(self.context, member)
        if default is None:
            return Text(name), f"{name}="
        value = defaults.literal(self.context, member, default.value)
        shown, imports = defaults.empty(value), NO_IMPORTS
        if not shown:
            shown, imports = value.text, value.imports
        if any(each.module.startswith(".models.") for each in imports):
            shown, imports = f"models.{shown}", _own("models")
        return Text(f"{shown} if {name} is None else {name}", imports), f"{name}="

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


def _own(module: str) -> frozenset[Import]:
    """The import of a module at the top of the package. It loads its shapes or
    operations on first use.
    """
    return frozenset({Import(".", module)})


def _awaited(method: Function) -> Function:
    """The method of the asynchronous client: the other one has its documentation."""
    body = tuple(
        Line("return await ", each.value) if isinstance(each, Line) else each
        for each in method.body
    )
    return _mirrored(replace(method, body=body, is_async=True))


def _mirrored(method: Function) -> Function:
    return replace(method, doc=f"As `Client.{method.name}`.", sections=())

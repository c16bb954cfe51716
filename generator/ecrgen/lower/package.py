"""Model -> IR: the order of the lowering steps, and the package they make."""

from __future__ import annotations

from collections.abc import Iterator

from ..ir.imports import Import
from ..ir.modules import Copied, Exports, Module, Package
from ..model.closure import Closure, closure, holding, innermost, reach
from ..model.ids import ShapeId
from ..model.prelude import UNIT
from ..model.shapes import (
    Member,
    Model,
    OperationShape,
    ServiceShape,
    SimpleShape,
    SimpleType,
    StructureShape,
)
from ..model.streams import is_event_stream, stream_of
from ..model.traits import AwsService, Error
from ..problems.diagnostics import Diagnostics
from ..prose import docs
from . import limits, runtime
from .clients.clients import clients
from .clients.paginators import paginator, paginators_of
from .clients.waiters import waiters
from .definitions.errors import ErrorLowering
from .definitions.operations import OperationLowering
from .definitions.shapes import ShapeLowering
from .endpoints.bindings import EndpointBindings
from .endpoints.rules import endpoints
from .names import naming
from .names.context import Context
from .names.naming import synthetic_output
from .names.placement import SIMPLE_TYPES, place
from .protocol import Protocol

_ERRORS_OF_RUNTIME = (
    runtime.symbol("errors.ConfigurationError"),
    runtime.symbol("errors.CredentialsError"),
    runtime.symbol("errors.DeserializationError"),
    runtime.symbol("errors.ServiceError"),
    runtime.symbol("errors.SettingsError"),
    runtime.symbol("errors.UnknownOperationError"),
    runtime.symbol("http.TransportError"),
    runtime.symbol("errors.PaginationError"),
    runtime.symbol("errors.WaiterError"),
    runtime.symbol("errors.WaiterFailureError"),
    runtime.symbol("errors.WaiterTimeoutError"),
)
# What every package offers: what a client is given, and what hooks and transports are
# written with.
_OFFERED = (
    "hooks.Attempt",
    "hooks.Hooks",
    "http.HttpRequest",
    "http.Request",
    "http.Response",
    "http.Timeout",
    "identity.Credentials",
    "retry.Retries",
    "transports.AsyncTransport",
    "transports.Transport",
)
# The modules at its top. Those that an overlay adds come to them, private ones apart.
_SUBMODULES = (
    "client",
    "endpoints",
    "errors",
    "models",
    "operations",
    "paginators",
    "waiters",
)
_OPERATION = runtime.symbol("operation.AnyOperation")
_LAZY = frozenset({runtime.module("lazy")})
_BIG = (SimpleType.BIG_INTEGER, SimpleType.BIG_DECIMAL)


def supported(
    model: Model,
    service: ServiceShape,
    protocol: type[Protocol] | None,
    diagnostics: Diagnostics,
) -> Closure:
    """The service's closure without the operations that the protocol cannot do yet,
    each of them reported.

    Raises `InputError` for what cannot be generated for any protocol.
    """
    whole = closure(model, service)
    kept: list[OperationShape] = []
    for operation in whole.operations:
        reason = "" if protocol is None else protocol.refusal(model, operation)
        if reason:
            diagnostics.add(
                "W510",
                f"{operation.id.name} is left out: {reason}, which is not supported yet",
                location=operation.location,
                shape=operation.id,
                hint="omit the operation in an overlay to build without this warning",
            )
        else:
            kept.append(operation)
    roots: list[ShapeId] = list(service.errors)
    for operation in kept:
        roots += [each for each in (operation.input, operation.output) if each != UNIT]
        roots += operation.errors
    reached = reach(model, roots)
    shapes = sorted(each for each in reached if not each.is_prelude)
    limits.check(model, shapes, diagnostics)
    diagnostics.raise_errors()
    if UNIT in reached:
        # The type of a union member that has no value becomes a class like any empty
        # structure. It comes last, so that a shape of the model's own that is called
        # Unit keeps its name.
        shapes.append(UNIT)
    return Closure(service, tuple(kept), whole.resources, tuple(shapes))


def context_of(
    model: Model,
    closure: Closure,
    package: str,
    methods: frozenset[str] = frozenset(),
) -> Context:
    """The names and places of everything in the closure. `methods` are those that the
    forms of its protocol give.
    """
    names = naming.allocate(model, closure, package, methods)
    inputs = [each.input for each in closure.operations if each.input != UNIT]
    outputs = [each.output for each in closure.operations if each.output != UNIT]
    made = {
        synthetic_output(each.id) for each in closure.operations
    } & names.models.keys()
    errors = [shape for shape in closure.shapes if model[shape].traits.has(Error)]
    return Context(
        model=model,
        service=closure.service,
        closure=closure,
        names=names,
        placement=place(model, closure, names),
        input_shapes=frozenset(reach(model, inputs)),
        output_shapes=frozenset(reach(model, outputs) | made),
        error_shapes=frozenset(reach(model, errors)),
        big_shapes=holding(model, closure.shapes, lambda each: _is_big(model, each)),
    )


def _is_big(model: Model, member: Member) -> bool:
    """Whether a member is a bigInteger or bigDecimal, or a list or map of some."""
    targets = (model[leaf.target] for leaf in innermost(model, member))
    return any(
        isinstance(target, SimpleShape) and target.type in _BIG for target in targets
    )


def lower(protocol: Protocol, copied: tuple[Copied, ...] = ()) -> Package:
    """The package of a service in a protocol, with the modules that its overlay adds."""
    context = protocol.context
    shapes = ShapeLowering(context, protocol.forms)
    errors = ErrorLowering(context, protocol)
    rules = endpoints(context.service)
    bindings = EndpointBindings(context, rules)
    operations = OperationLowering(context, protocol, shapes, bindings)

    placement, names = context.placement, context.names
    modules = [operations.module(operation) for operation in context.closure.operations]
    for path, group in placement.groups.items():
        definitions = [each for shape in group for each in shapes.definitions(shape)]
        modules.append(Module(path, "", tuple(definitions)))
    modules.append(_simple_types(context, shapes))
    modules.append(_errors(context, errors))
    return Package(
        name=names.package,
        source=source(context.service),
        exports=_exports(context, copied),
        modules=tuple(modules),
        models=_models(context),
        operations=_operations(context),
        endpoints=rules.module,
        clients=clients(context, operations, rules),
        paginators=tuple(
            paginator(context, operations, each)
            for each in paginators_of(context, operations)
        ),
        waiters=waiters(context, operations, protocol),
        renamed={
            names.operations[each.id]: each.id.name
            for each in context.closure.operations
            if names.operations[each.id] != each.id.name
        },
        copied=copied,
    )


def source(service: ServiceShape) -> str:
    """The service and its API version, as file headers name them."""
    aws = service.traits.get(AwsService)
    name = service.id.name if aws is None else aws.sdk_id
    return f"{name} {service.version}".strip()


def _simple_types(context: Context, shapes: ShapeLowering) -> Module:
    aliases = [
        shapes.alias(shape)
        for shape in (context.shape(each) for each in context.placement.simple_types)
        if isinstance(shape, SimpleShape)
    ]
    doc = "The simple types of the service, with the constraints that it puts on their values."
    return Module(f".models.{SIMPLE_TYPES}", doc, tuple(aliases))


def _errors(context: Context, errors: ErrorLowering) -> Module:
    names = context.names.errors
    shapes = [
        context.shape(each) for each in sorted(names, key=lambda each: names[each])
    ]
    classes = [
        errors.definition(each) for each in shapes if isinstance(each, StructureShape)
    ]
    doc = "What the service answers when it refuses or fails."
    return Module(".errors", doc, tuple(classes), _errors_of_runtime(context))


def _errors_of_runtime(context: Context) -> tuple[Import, ...]:
    """What is raised beside the service's errors: where the service has streams, what
    goes wrong with these too.
    """
    found = set(_ERRORS_OF_RUNTIME)
    for _, is_events in _streams(context):
        found.add(runtime.symbol("streams.StreamError"))
        if is_events:
            found.add(runtime.symbol("event_messages.EventStreamError"))
    return tuple(sorted(found))


def _exports(context: Context, copied: tuple[Copied, ...]) -> Exports:
    added = [each.name for each in copied if not each.name.startswith("_")]
    modules = {
        ".": sorted([*_SUBMODULES, *added]),
        ".client": ["AsyncClient", "Client"],
    }
    for name in sorted([*_OFFERED, *_stream_types(context)]):
        symbol = runtime.symbol(name)
        modules.setdefault(symbol.module, []).append(symbol.name)
    doc = docs.of_traits(context.service.traits) or source(context.service)
    return Exports({module: tuple(modules[module]) for module in modules}, doc, _LAZY)


def _stream_types(context: Context) -> set[str]:
    """The types of streams, for the annotations of those who work with them."""
    names = {
        (False, False): "sources.Streamable",
        (True, False): "streams.ByteStream",
        (True, True): "event_streams.EventStream",
    }
    found = (names.get(each) for each in _streams(context))
    return {each for each in found if each is not None}


def _streams(context: Context) -> Iterator[tuple[bool, bool]]:
    """For each stream of an operation, whether it is of the output, and whether it is
    of events.
    """
    model = context.model
    for operation in context.closure.operations:
        for is_output, target in ((False, operation.input), (True, operation.output)):
            member = stream_of(model, target)
            if member is not None:
                yield is_output, is_event_stream(model, member)


def _models(context: Context) -> Exports:
    names, placement = context.names, context.placement
    found: dict[str, str] = {}
    for shape, name in names.models.items():
        # An error that no member holds is an exception only, and lives in errors.
        if shape in placement.modules:
            found[name] = placement.modules[shape]
    for shape, name in names.variants.items():
        found[name] = placement.modules[shape.without_member]
    modules: dict[str, list[str]] = {}
    for name in sorted(found):
        modules.setdefault(found[name], []).append(name)
    return Exports(
        {module: tuple(modules[module]) for module in modules},
        "Structures, unions, enums and simple types of the service.",
        _LAZY,
    )


def _operations(context: Context) -> Exports:
    names = context.names
    modules = {
        module: (names.operations[operation], names.error_unions[operation])
        for operation, module in context.placement.operations.items()
    }
    catalog = {Import("collections.abc", "Mapping"), _OPERATION}
    return Exports(modules, "The operations of the service.", _LAZY, frozenset(catalog))

"""The pages of `ecrgen show`: the overview of a service, and one page for each kind of shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..ir.code import text
from ..lower.names.naming import synthetic_input, synthetic_output
from ..lower.package import source
from ..lower.values import types
from ..model.ids import ShapeId
from ..model.shapes import (
    EnumShape,
    IntEnumShape,
    ListShape,
    MapShape,
    Member,
    OperationShape,
    SimpleShape,
    StructureShape,
    UnionShape,
)
from ..model.traits import Endpoint, Error
from ..prose import docs
from .facts import UNKNOWN, Subject, View, constraints_of, deprecation, value_of
from .page import Column, Page

NOT_SAID = f"{UNKNOWN}  the source does not say"
NOT_ALL = f"{UNKNOWN}  the source does not say whether there are more"


def overview(view: View, page: Page) -> None:
    """The service in numbers and tables."""
    context = view.context
    closure, names = context.closure, context.names
    shapes = [context.shape(each) for each in closure.shapes]
    errors = [each for each in shapes if each.id in names.errors]
    structures = [
        each
        for each in shapes
        if isinstance(each, StructureShape) and each.id in context.placement.modules
    ]
    unions = [each for each in shapes if isinstance(each, UnionShape)]
    enums = [each for each in shapes if isinstance(each, EnumShape | IntEnumShape)]
    simple = [each for each in shapes if isinstance(each, SimpleShape)]
    counts = (
        (len(closure.operations), "operation"),
        (len(structures), "structure"),
        (len(unions), "union"),
        (len(enums), "enum"),
        (len(simple), "simple type"),
        (len(errors), "error"),
    )
    page.heading(source(context.service), context.service.id)
    page.facts(
        (
            ("package", names.package),
            ("protocol", _protocol(view)),
            ("overlay", "" if view.overlay is None else str(view.overlay)),
            ("contents", ", ".join(_count(number, noun) for number, noun in counts)),
        )
    )
    _operations(view, page)
    _list(
        page,
        "Structures besides inputs and outputs",
        ("Python name", "Fields", "Module"),
        [
            (names.models[each.id], str(len(each.members)), module[1:])
            for each in structures
            if (module := context.placement.modules[each.id]).startswith(".models.")
        ],
    )
    _list(
        page,
        "Unions",
        ("Python name", "Variants"),
        [
            (
                names.models[each.id],
                ", ".join(names.variants[m.id] for m in context.variants_of(each)),
            )
            for each in unions
        ],
    )
    _list(
        page,
        "Enums",
        ("Python name", "Values"),
        [
            (names.models[each.id], ", ".join(value_of(m) for m in each.members))
            for each in enums
        ],
    )
    _list(
        page,
        "Simple types",
        ("Python name", "Type", "Constraints"),
        [
            (
                names.models[each.id],
                view.or_unknown(each.id, "type", _base_type(each)),
                constraints_of(each.traits)
                or view.or_unknown(each.id, "constraints", ""),
            )
            for each in simple
            # Streaming blobs have a class of the runtime.
            if each.id in names.models
        ],
    )
    _list(
        page,
        "Errors",
        ("Python name", "Code", "Status", "Fault", "Retry"),
        [
            (names.errors[each.id], *view.error_facts(each))
            for each in errors
            if isinstance(each, StructureShape)
        ],
    )


def shape_page(view: View, subject: Subject, page: Page) -> None:
    """Everything about one operation or shape."""
    shape = subject.shape
    page.heading(f"{subject.kind} {view.context.closure.name_of(shape.id)}", shape.id)
    facts: list[tuple[str, str]] = []
    for name, module in view.python_names(subject):
        facts += [("Python name", name), ("defined in", module)]
    if isinstance(shape, SimpleShape):
        facts.append(("type", view.or_unknown(shape.id, "type", _base_type(shape))))
    elif isinstance(shape, ListShape | MapShape):
        facts.append(("type", view.type_of(shape.id)))
    elif isinstance(shape, StructureShape) and subject.kind == "error":
        titles = ("code", "status", "fault", "retry")
        facts += zip(titles, view.error_facts(shape), strict=True)
    elif isinstance(shape, OperationShape):
        endpoint = shape.traits.get(Endpoint)
        facts.append(("host prefix", endpoint.host_prefix if endpoint else ""))
    constraints = constraints_of(shape.traits)
    constraints = constraints or view.or_unknown(shape.id, "constraints", "")
    facts.append(("constraints", constraints))
    facts.append(("deprecated", deprecation(shape.traits)))
    page.facts(facts)
    if doc := docs.of_traits(shape.traits):
        page.blank()
        page.prose(doc)
    match shape:
        case OperationShape():
            _operation(view, shape, page)
        case StructureShape():
            _structure(view, shape, page)
        case UnionShape():
            _union(view, shape, page)
        case EnumShape() | IntEnumShape():
            _enum(view, shape, page)
        case _:
            pass
    if used := view.uses(subject):
        page.section("Used by")
        for use in used:
            page.line(use)


# --- The parts of pages ----------------------------------------------------------------------------------------


def _protocol(view: View) -> str:
    if not view.modelled and not view.says(view.context.service.id, "protocol"):
        return UNKNOWN
    listed = ", ".join(view.modelled)
    if view.protocol is None:
        return f"{listed} (not supported yet)" if listed else "none"
    others = [each for each in view.modelled if each != view.protocol.trait]
    also = f" (also modelled: {', '.join(others)})" if others else ""
    return view.protocol.trait + also


def _operations(view: View, page: Page) -> None:
    context = view.context
    rows: list[tuple[str, ...]] = []
    for each in context.closure.operations:
        name = context.names.operations[each.id]
        rows.append(
            (
                name,
                "" if name == each.id.name else each.id.name,
                _side(view, each, output=False),
                _side(view, each, output=True),
                _at_least(
                    len(context.closure.errors_of(each)), view.says(each.id, "errors")
                ),
            )
        )
    _list(
        page,
        "Operations",
        ("Python name", "API name", "Input", "Output", "Errors"),
        rows,
    )


def _side(view: View, operation: OperationShape, *, output: bool) -> str:
    name = view.context.names.models[_side_id(view, operation, output=output)]
    return view.or_unknown(operation.id, "output" if output else "input", name)


def _side_id(view: View, operation: OperationShape, *, output: bool) -> ShapeId:
    synthetic = (synthetic_output if output else synthetic_input)(operation.id)
    if synthetic in view.context.names.models:
        return synthetic
    return operation.output if output else operation.input


def _operation(view: View, operation: OperationShape, page: Page) -> None:
    context = view.context
    for output, title in ((False, "Input"), (True, "Output")):
        side = _side_id(view, operation, output=output)
        page.section(f"{title}: {_side(view, operation, output=output)}")
        if not view.says(operation.id, title.lower()):
            page.line(NOT_SAID)
            continue
        found = context.shape(side) if side in context.model else None
        if isinstance(found, StructureShape) and found.members:
            _fields(view, found.members.values(), page)
        if not view.says(side, "members"):
            page.line(NOT_ALL)
        elif not isinstance(found, StructureShape) or not found.members:
            page.line("no members")
    errors = [context.shape(each) for each in context.closure.errors_of(operation)]
    page.section(f"Errors: {context.names.error_unions[operation.id]}")
    rows = [
        (context.names.errors[each.id], *view.error_facts(each), _summary(each))
        for each in errors
        if isinstance(each, StructureShape)
    ]
    if not view.says(operation.id, "errors"):
        rows.append((UNKNOWN, UNKNOWN, "", "", "", ""))
    rows.append(("UnknownOperationError", "any other", "", "", "", ""))
    titles = ("Python name", "Code", "Status", "Fault", "Retry")
    page.table((*_columns(titles), Column("Documentation", prose=True)), rows)


def _structure(view: View, shape: StructureShape, page: Page) -> None:
    page.section("Fields")
    if shape.members:
        _fields(view, shape.members.values(), page, error=shape.traits.has(Error))
    if not view.says(shape.id, "members"):
        page.line(NOT_ALL)
    elif not shape.members:
        page.line("no members")


def _fields(
    view: View, members: Iterable[Member], page: Page, *, error: bool = False
) -> None:
    names = view.context.names.error_fields if error else view.context.names.fields
    type_of = view.type_of_error_field if error else view.type_of_field
    listed = list(members)
    rows = [
        (
            names[member.id],
            _wire_name(view, member),
            view.or_unknown(member.target, "type", type_of(member)),
            view.presence(member),
            view.constraints(member),
        )
        for member in listed
    ]
    titles = ("Python name", "Wire name", "Type", "Presence")
    page.table((*_columns(titles), Column("Constraints", prose=True)), rows)
    for member in listed:
        page.entry(names[member.id], docs.of_traits(member.traits))


def _union(view: View, shape: UnionShape, page: Page) -> None:
    names = view.context.names
    members = tuple(shape.members.values())
    page.section("Variants")
    rows = [
        (
            names.variants[member.id],
            member.name,
            view.type_of_member(member),
            view.constraints(member),
        )
        for member in members
    ]
    rows.append((names.variants[shape.id], "any other", "Any", ""))
    titles = ("Python name", "Wire name", "Type of value")
    page.table((*_columns(titles), Column("Constraints", prose=True)), rows)
    for member in members:
        page.entry(names.variants[member.id], docs.of_traits(member.traits))


def _enum(view: View, shape: EnumShape | IntEnumShape, page: Page) -> None:
    names = view.context.names.enum_members
    page.section("Values")
    rows = [
        (names[each.id], value_of(each) + _doubt(view, each.id))
        for each in shape.members
    ]
    page.table(_columns(("Python name", "Value")), rows)
    if not view.says(shape.id, "members"):
        page.line(NOT_ALL)
    page.line("Other values are kept as they come.")
    for each in shape.members:
        page.entry(names[each.id], docs.of_traits(each.traits))


def _list(
    page: Page, title: str, titles: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> None:
    if rows:
        page.section(title)
        columns = [
            Column(each, prose=each in ("Variants", "Values", "Constraints"))
            for each in titles
        ]
        page.table(columns, sorted(rows))


def _columns(titles: Sequence[str]) -> list[Column]:
    return [Column(title) for title in titles]


def _wire_name(view: View, member: Member) -> str:
    return member.name + ("" if view.says(member.id, "name") else UNKNOWN)


def _doubt(view: View, member: ShapeId) -> str:
    is_said = view.says(member, "value") and view.says(member, "spelling")
    return "" if is_said else UNKNOWN


def _at_least(number: int, is_all: bool) -> str:
    return str(number) if is_all else f"{number} {UNKNOWN}" if number else UNKNOWN


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _summary(shape: StructureShape) -> str:
    return docs.headline(docs.of_traits(shape.traits))


def _base_type(shape: SimpleShape) -> str:
    return text(types.SIMPLE[shape.type])

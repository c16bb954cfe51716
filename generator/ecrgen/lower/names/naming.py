"""Every Python name of a package, allocated once, before any reference to one exists.

Wire names are the model's and never pass through here. Nothing is renamed afterwards:
what `Names` says is what the output has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...model.closure import Closure, members_of
from ...model.ids import ShapeId
from ...model.prelude import UNIT
from ...model.shapes import (
    EnumShape,
    IntEnumShape,
    ListShape,
    MapShape,
    Member,
    Model,
    ServiceShape,
    SimpleShape,
    SimpleType,
    StructureShape,
    UnionShape,
)
from ...model.streams import raised, stream_of
from ...model.traits import (
    AwsService,
    Error,
    Paginated,
    Rename,
    Streaming,
    Traits,
    Waitable,
)
from ...problems.diagnostics import input_error
from . import reserved
from .words import pascal_case, snake_case, upper_snake

# File systems take names of 255 bytes, and Python adds to a module's name where it
# keeps the compiled form.
_LONGEST_MODULE = 200
# What `build` lets users call a package.
_PACKAGE = re.compile(r"[a-z_][a-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Names:
    """The table. Classes, fields and enum members by shape ID, the rest by the ID of
    what it belongs to.
    """

    package: str
    operations: Mapping[ShapeId, str]
    # Methods of the client, by operation.
    methods: Mapping[ShapeId, str]
    paginate_methods: Mapping[ShapeId, str]
    # Waiters, and the methods that wait, by the operation's ID with the waiter's name
    # as a member.
    waiters: Mapping[ShapeId, str]
    wait_methods: Mapping[ShapeId, str]
    # The union of an operation's errors: `InitiateLayerUploadError`.
    error_unions: Mapping[ShapeId, str]
    # Structures, unions, enums and simple types; an operation without input or output
    # has a synthetic one under the IDs that `synthetic_input` and `synthetic_output`
    # give.
    models: Mapping[ShapeId, str]
    # A union's variants by member ID; the variant for what is not modelled under the
    # union's own ID.
    variants: Mapping[ShapeId, str]
    errors: Mapping[ShapeId, str]
    fields: Mapping[ShapeId, str]
    error_fields: Mapping[ShapeId, str]
    enum_members: Mapping[ShapeId, str]


def synthetic_input(operation: ShapeId) -> ShapeId:
    """The ID of the empty input of an operation that models none. No model can define
    it: `$` is for members.
    """
    return operation.with_member("input")


def synthetic_output(operation: ShapeId) -> ShapeId:
    return operation.with_member("output")


def allocate(
    model: Model,
    closure: Closure,
    package: str,
    form_methods: frozenset[str] = frozenset(),
) -> Names:
    """Names for everything in the service's closure. Its classes have `form_methods`
    beside those of every package.
    """
    shapes = [model[shape] for shape in closure.shapes]
    taken: set[str] = set(reserved.CLASSES) | reserved.KEYWORDS

    operations = _unique(
        (
            (
                operation.id,
                pascal_case(_spelled(closure.name_of(operation.id), operation.traits)),
            )
            for operation in closure.operations
        ),
        taken,
    )
    models = _unique(
        (
            (shape.id, pascal_case(_spelled(closure.name_of(shape.id), shape.traits)))
            for shape in shapes
            if isinstance(
                shape,
                SimpleShape | EnumShape | IntEnumShape | StructureShape | UnionShape,
            )
            # Streaming blobs have types of the runtime.
            and not (isinstance(shape, SimpleShape) and shape.traits.has(Streaming))
        ),
        taken,
    )
    for operation in closure.operations:
        for target, synthetic, suffix in (
            (operation.input, synthetic_input(operation.id), "Input"),
            (operation.output, synthetic_output(operation.id), "Output"),
        ):
            if target == UNIT:
                models |= _unique(
                    [(synthetic, operations[operation.id] + suffix)], taken
                )
    error_unions = _unique(
        ((each.id, operations[each.id] + "Error") for each in closure.operations), taken
    )
    variants: dict[ShapeId, str] = {}
    errors_only = raised(model, closure)
    for shape in shapes:
        if isinstance(shape, UnionShape):
            base = models[shape.id]
            variants |= _unique(
                (
                    (
                        member.id,
                        base + pascal_case(_spelled(member.name, member.traits)),
                    )
                    for member in shape.members.values()
                    if member.id not in errors_only
                ),
                taken,
            )
            variants |= _unique([(shape.id, base + "Unknown")], taken)

    on_client = set(reserved.CLIENT_METHODS) | reserved.KEYWORDS
    methods = _unique(
        (
            (
                operation.id,
                snake_case(_spelled(closure.name_of(operation.id), operation.traits)),
            )
            for operation in closure.operations
        ),
        on_client,
    )
    waiting = [
        (operation.id.with_member(waiter.name), waiter.name)
        for operation in closure.operations
        if (waitable := operation.traits.get(Waitable)) is not None
        for waiter in waitable.waiters
    ]

    structures = [shape for shape in shapes if isinstance(shape, StructureShape)]
    error_shapes = [shape for shape in structures if shape.traits.has(Error)]
    error_words = set(reserved.ERROR_CLASSES)
    if any(stream_of(model, shape.id) is not None for shape in structures):
        error_words |= set(reserved.STREAM_ERROR_CLASSES)
    fields: dict[ShapeId, str] = {}
    for shape in structures:
        words = form_methods | reserved.FIELDS.keys()
        if _holds_values(model, shape):
            words |= reserved.VALUES_FIELDS.keys()
        if stream_of(model, shape.id) is not None:
            words |= reserved.STREAM_FIELDS.keys()
        fields |= _field_names(shape.members.values(), words)
    error_fields: dict[ShapeId, str] = {}
    for shape in error_shapes:
        error_fields |= _error_field_names(model, shape, form_methods)
    enum_members: dict[ShapeId, str] = {}
    for shape in shapes:
        if isinstance(shape, EnumShape | IntEnumShape):
            enum_members |= _unique(
                (
                    (member.id, _constant(_spelled(member.name, member.traits)))
                    for member in shape.members
                ),
                set(reserved.ENUM_MEMBERS) | reserved.KEYWORDS,
            )
    return Names(
        package=package,
        operations=operations,
        methods=methods,
        paginate_methods=_unique(
            (
                (each.id, f"paginate_{methods[each.id]}")
                for each in closure.operations
                if each.traits.has(Paginated)
            ),
            on_client,
        ),
        waiters=_unique(
            ((each, pascal_case(name)) for each, name in waiting),
            set(reserved.CLASSES) | reserved.KEYWORDS,
        ),
        wait_methods=_unique(
            ((each, f"wait_until_{snake_case(name)}") for each, name in waiting),
            on_client,
        ),
        error_unions=error_unions,
        models=models,
        variants=variants,
        errors=_unique(
            (
                (
                    shape.id,
                    pascal_case(_spelled(closure.name_of(shape.id), shape.traits)),
                )
                for shape in error_shapes
            ),
            set(reserved.CLASSES) | error_words | reserved.KEYWORDS,
        ),
        fields=fields,
        error_fields=error_fields,
        enum_members=enum_members,
    )


def package_name(service: ServiceShape, wanted: str | None = None) -> str:
    """The name `wanted` (E505 where no package can have it), else that of the service.

    A service's is its SDK ID in lower case, `DynamoDB Streams` -> `dynamodb_streams`.
    """
    if wanted:
        if _PACKAGE.fullmatch(wanted) is None or wanted in reserved.KEYWORDS:
            raise input_error(
                "E505",
                f"{wanted!r} cannot be the name of a package",
                hint="use lower-case letters, digits and underscores, and no keyword of Python",
            )
        return wanted
    aws = service.traits.get(AwsService)
    name = service.id.name if aws is None else aws.sdk_id
    folded = (
        "_".join(name.replace("-", " ").lower().split()) if aws else snake_case(name)
    )
    cleaned = "".join(
        c if c.isascii() and (c.isalnum() or c == "_") else "_" for c in folded
    )
    if not cleaned or cleaned[0].isdigit():
        cleaned = "_" + cleaned
    return cleaned + "_" if cleaned in reserved.KEYWORDS else cleaned


def module_names(classes: Iterable[tuple[ShapeId, str]]) -> dict[ShapeId, str]:
    """Module names for classes, unique on file systems that fold case."""
    return _unique(
        ((shape, snake_case(name)[:_LONGEST_MODULE]) for shape, name in classes),
        set(reserved.MODULES) | reserved.KEYWORDS,
    )


# Leaves whose types or defaults are those of the runtime module `values`.
_OF_VALUES = frozenset(
    {SimpleType.BIG_DECIMAL, SimpleType.DOCUMENT, SimpleType.TIMESTAMP}
)


def _holds_values(model: Model, structure: StructureShape) -> bool:
    """Whether a member, or what lists and maps of it hold, is a leaf of `_OF_VALUES`."""
    pending = [*structure.members.values()]
    while pending:
        target = model[pending.pop().target]
        if isinstance(target, SimpleShape) and target.type in _OF_VALUES:
            return True
        if isinstance(target, ListShape | MapShape):
            pending += members_of(target)
    return False


def _field_names(
    members: Iterable[Member], taken: frozenset[str]
) -> dict[ShapeId, str]:
    return _unique(
        (
            (member.id, snake_case(_spelled(member.name, member.traits)))
            for member in members
        ),
        {*taken, *reserved.KEYWORDS},
    )


def _error_field_names(
    model: Model, shape: StructureShape, form_methods: frozenset[str]
) -> dict[ShapeId, str]:
    """As for fields, but a string member called `message` (in any case) is the
    exception's own message.
    """
    message = {
        member.id: "message"
        for member in shape.members.values()
        if member.name.lower() == "message" and is_string(model, member.target)
    }
    others = [member for member in shape.members.values() if member.id not in message]
    words = reserved.FIELDS | reserved.VALUES_FIELDS | reserved.ERROR_FIELDS
    return message | _field_names(others, form_methods | words.keys())


def is_string(model: Model, target: ShapeId) -> bool:
    shape = model[target]
    return isinstance(shape, SimpleShape) and shape.type.value == "string"


def _spelled(name: str, traits: Traits) -> str:
    rename = traits.get(Rename)
    return name if rename is None else rename.value


def _constant(name: str) -> str:
    # Not `_1`: with an underscore at both ends a name is reserved by enum.
    constant = upper_snake(name).strip("_") or "EMPTY"
    return f"VALUE_{constant}" if constant[0].isdigit() else constant


def _unique(
    wanted: Iterable[tuple[ShapeId, str]], taken: set[str]
) -> dict[ShapeId, str]:
    """Gives each ID its wanted name, or the first free variation of it, and marks the
    names as taken.

    A name that a reserved word or an earlier name has gets an underscore, then a
    number.
    """
    result: dict[ShapeId, str] = {}
    used = set(taken)
    for shape, name in wanted:
        start = f"_{name}" if name[:1].isdigit() else name
        candidate = f"{start}_" if start in used else start
        number = 2
        while candidate in used:
            candidate = f"{start}_{number}"
            number += 1
        used.add(candidate)
        result[shape] = candidate
    taken |= used
    return result

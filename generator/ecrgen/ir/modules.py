"""What a template may see: the modules of a package and the definitions in them.

Templates lay these out and decide nothing: names are allocated, types and code know
their imports, documentation is plain text that only has to be wrapped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from .code import Expression, Statement, Text
from .imports import NO_IMPORTS, Import, union


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: Expression | None = None
    default: Text | None = None

    @property
    def imports(self) -> frozenset[Import]:
        return union(
            part.imports for part in (self.type, self.default) if part is not None
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a docstring, `Args:` and the like: entries of a name, which may be
    empty, and a text.
    """

    title: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method. `decorator` is "classmethod", "staticmethod" or empty."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: Expression
    body: tuple[Statement, ...]
    decorator: str = ""
    doc: str = ""
    sections: tuple[Section, ...] = ()
    is_async: bool = False

    @property
    def imports(self) -> frozenset[Import]:
        return self.imports_of_signature | self.imports_of_body

    @property
    def imports_of_signature(self) -> frozenset[Import]:
        """What annotations name: needed by type checkers alone, as no annotation is
        evaluated.
        """
        return union(part.imports for part in (self.returns, *self.parameters))

    @property
    def imports_of_body(self) -> frozenset[Import]:
        return union(statement.imports for statement in self.body)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a dataclass; `default` is empty for a field that must be given."""

    name: str
    type: Expression
    default: str = ""
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A class attribute with a constant value, such as an error's code."""

    name: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Class:
    """A structure, union, variant, error or operation. `decorator` is without the `@`."""

    template: ClassVar[str] = "definitions/class.j2"

    name: str
    base: str
    decorator: str
    doc: str
    # The type arguments of a generic base.
    arguments: tuple[Text, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    fields: tuple[Field, ...] = ()
    functions: tuple[Function, ...] = ()
    # A base class of slotted dataclasses needs empty slots of its own.
    slots: bool = False
    own_imports: frozenset[Import] = NO_IMPORTS

    @property
    def imports(self) -> frozenset[Import]:
        return union(
            [
                self.own_imports,
                *(argument.imports for argument in self.arguments),
                *(attribute.value.imports for attribute in self.attributes),
                *(field.type.imports for field in self.fields),
                *(function.imports for function in self.functions),
            ]
        )


@dataclass(frozen=True, slots=True)
class EnumMember:
    name: str
    value: str
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Enum:
    template: ClassVar[str] = "definitions/enum.j2"

    name: str
    base: str
    doc: str
    members: tuple[EnumMember, ...]
    imports: frozenset[Import] = NO_IMPORTS


@dataclass(frozen=True, slots=True)
class Alias:
    """`Name: TypeAlias = type`. `alternatives` holds one type, or the members of a
    union type.
    """

    template: ClassVar[str] = "definitions/alias.j2"

    name: str
    alternatives: tuple[Expression, ...]
    doc: str = ""

    @property
    def imports(self) -> frozenset[Import]:
        return union(
            [
                frozenset({Import("typing", "TypeAlias")}),
                *(alternative.imports for alternative in self.alternatives),
            ]
        )


@dataclass(frozen=True, slots=True)
class Constant:
    """`NAME = value` at the top of a module."""

    template: ClassVar[str] = "definitions/constant.j2"

    name: str
    value: Expression

    @property
    def imports(self) -> frozenset[Import]:
        return self.value.imports


Definition: TypeAlias = Class | Enum | Alias | Constant


@dataclass(frozen=True, slots=True)
class Module:
    """One file of definitions. `path` is relative to the package: `models/image.py`."""

    path: str
    doc: str
    definitions: tuple[Definition, ...]
    # Names that are imported to be found here.
    reexports: tuple[Import, ...] = ()

    @property
    def imports(self) -> frozenset[Import]:
        own = union(definition.imports for definition in self.definitions)
        return own.difference(self.reexports)


@dataclass(frozen=True, slots=True)
class Exports:
    """What a lazy package (`models`, `operations`) offers: the names of each module, an
    operation before its errors.

    Modules are counted from the package's root, as in `Import`.
    """

    modules: Mapping[str, tuple[str, ...]]
    doc: str
    # What the package needs when it runs, and what type checkers need besides the
    # names.
    imports: frozenset[Import]
    checked_imports: frozenset[Import] = NO_IMPORTS


@dataclass(frozen=True, slots=True)
class Endpoints:
    """`functions` are `resolve` and what it calls, in the order in which they are read."""

    doc: str
    functions: tuple[Function, ...]
    reexports: tuple[Import, ...]

    @property
    def imports(self) -> frozenset[Import]:
        own = union(function.imports for function in self.functions)
        return own.difference(self.reexports)


@dataclass(frozen=True, slots=True)
class Clients:
    """The module of both clients, with the runtime's classes that they extend.

    `service` are the arguments of the runtime's `Service`, `resolve` finds endpoints.
    """

    base: Import
    asynchronous_base: Import
    service: Mapping[str, str]
    service_imports: frozenset[Import]
    resolve: Function
    sync: tuple[Function, ...]
    # Each has the method of the other client at the place of its own.
    asynchronous: tuple[Function, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """A module that a user wrote, carried as it is. `file` is what the overlay calls
    its source; `text` has LF ends.
    """

    name: str
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Package:
    """A generated package before it is text.

    `source` names the service and its API version for the headers of the files;
    `exports` is what it offers at its top, where the names of "." are its own modules.
    `renamed` has the names of operations that the API calls otherwise.
    """

    name: str
    source: str
    exports: Exports
    modules: tuple[Module, ...]
    models: Exports
    operations: Exports
    endpoints: Endpoints
    clients: Clients
    paginators: tuple[Class, ...]
    waiters: tuple[Class, ...]
    renamed: Mapping[str, str]
    copied: tuple[Copied, ...] = ()

"""Names that are imported on first use."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any, TypeVar, cast

T = TypeVar("T")


def names(
    package: str, modules: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """`__getattr__`, `__dir__` and `__all__` of a package whose names are imported on
    first use (PEP 562).

    `modules` has the names that each module defines, parted by spaces; those of "." are
    modules of the package itself.
    """
    origins = {
        name: module for module, listed in modules.items() for name in listed.split()
    }
    return _attribute_of(package, origins), _names_of(package, origins), [*origins]


def operations(
    package: str, modules: Mapping[str, str], renamed: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """The same for the package of the operations, which has `ALL` of them as well.

    The first name of each module is its operation. `renamed` has the names of those
    that the API calls otherwise.
    """
    origins = {
        name: module for module, listed in modules.items() for name in listed.split()
    }
    attribute = _attribute_of(package, origins)
    catalog: Catalog | None = None

    def get(name: str) -> Any:
        nonlocal catalog
        if name != "ALL":
            return attribute(name)
        if catalog is None:
            first = (listed.partition(" ")[0] for listed in modules.values())
            catalog = Catalog(package, {renamed.get(own, own): own for own in first})
        return catalog

    listed = {**origins, "ALL": ""}
    return get, _names_of(package, listed), [*listed]


def _attribute_of(package: str, origins: Mapping[str, str]) -> Callable[[str], Any]:
    def get(name: str) -> Any:
        module = origins.get(name)
        if module is None:
            raise AttributeError(
                f"module {package!r} has no attribute {name!r}",
                name=name,
                obj=sys.modules[package],
            )
        if module == ".":
            return import_module(f".{name}", package)
        value = getattr(import_module(module, package), name)
        setattr(sys.modules[package], name, value)
        return value

    return get


def _names_of(package: str, names: Iterable[str]) -> Callable[[], list[str]]:
    def listed() -> list[str]:
        return sorted({*vars(sys.modules[package]), *names})

    return listed


class Catalog(Mapping[str, Any]):
    """Operations by API name; looking one up imports it, listing the names does not."""

    __slots__ = ("_names", "_package")

    def __init__(self, package: str, names: Mapping[str, str]) -> None:
        self._package = package
        self._names = names

    def __getitem__(self, name: str) -> Any:
        return getattr(sys.modules[self._package], self._names[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"Catalog({list(self._names)!r})"


class _Method:
    """Stands for a method of `holder` until that is first asked for, and is then
    replaced by it.
    """

    __slots__ = ("holder", "kind", "module", "name", "package")

    def __init__(
        self, holder: type[Any], package: str, kind: str, module: str, name: str
    ) -> None:
        self.holder = holder
        self.package = package
        self.kind = kind
        self.module = module
        self.name = name

    def __get__(self, instance: object, owner: type[Any] | None = None) -> Any:
        found = getattr(import_module(self.module, self.package), self.kind)
        function = cast(Any, vars(found)[self.name])
        setattr(self.holder, self.name, function)
        return function.__get__(instance, owner)


def methods(
    package: str, kind: str, modules: Mapping[str, str]
) -> Callable[[type[T]], type[T]]:
    """Gives a class the methods that classes called `kind` have in other modules:
    importing them takes time.
    """

    def decorate(holder: type[T]) -> type[T]:
        for name, module in modules.items():
            setattr(holder, name, _Method(holder, package, kind, module, name))
        return holder

    return decorate

"""Names that are imported on first use."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, TypeVar, cast

T = TypeVar("T")


def load(package: str, modules: Mapping[str, str], name: str) -> Any:
    """The attribute `name` of a lazy package: imported from its module and kept on the package."""
    module = modules.get(name)
    if module is None:
        raise AttributeError(
            f"module {package!r} has no attribute {name!r}",
            name=name,
            obj=sys.modules[package],
        )
    value = getattr(import_module(module, package), name)
    setattr(sys.modules[package], name, value)
    return value


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


def submodule(package: str, name: str, names: tuple[str, ...]) -> Any:
    """The submodule `name` of a package, when it is one of `names`."""
    if name not in names:
        raise AttributeError(
            f"module {package!r} has no attribute {name!r}",
            name=name,
            obj=sys.modules[package],
        )
    return import_module(f".{name}", package)


class _Method:
    """Stands for a method of `holder` until that is first asked for, and is then replaced by it."""

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
    """Gives a class the methods that classes called `kind` have in other modules: importing them takes time."""

    def decorate(holder: type[T]) -> type[T]:
        for name, module in modules.items():
            setattr(holder, name, _Method(holder, package, kind, module, name))
        return holder

    return decorate

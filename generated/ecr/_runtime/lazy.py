"""Names that are imported on first use."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any


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

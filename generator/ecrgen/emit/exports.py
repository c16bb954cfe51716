"""Packages whose names are loaded on first use: that of the service, `models` and
`operations`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..ir.imports import Import
from ..ir.modules import Exports, Package
from . import groups
from .imports import import_lines, relative, relative_order
from .writer import Writer

_Names = Mapping[str, tuple[str, ...]]


def emit_exports(writer: Writer, package: Package) -> None:
    """The `__init__` of each, and modules with parts of its imports where they are too
    many for one file.
    """
    _emit(writer, "", package.exports, {})
    _emit(writer, "models/", package.models, {})
    _emit(writer, "operations/", package.operations, package.renamed)


def _emit(
    writer: Writer, folder: str, exports: Exports, renamed: Mapping[str, str]
) -> None:
    where = f".{folder.replace('/', '.')}__init__"
    names = [
        Import(module, name)
        for module in exports.modules
        for name in exports.modules[module]
    ]
    parts: dict[str, list[Import]] = {}
    # The package's own names are few.
    if folder and len(import_lines((), names, where)) + len(names) > groups.MOST_LINES:
        parts = _parts(names)
    writer.write(
        f"{folder}__init__.py",
        imports=exports.imports,
        checked=exports.checked_imports,
        checked_reexports=() if parts else names,
        is_lazy=True,
        parts=list(parts),
        doc=exports.doc,
        modules=list(_relative(exports.modules, where)),
        renamed=renamed,
    )
    for part, listed in parts.items():
        writer.write(
            f"{folder}{part}.py",
            f"{folder}_names_%letter.py",
            reexports=listed,
        )


def _relative(modules: _Names, where: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Modules as the one at `where` names them, in the order of imports."""
    named = {relative(module, where): names for module, names in modules.items()}
    for module in sorted(named, key=relative_order):
        yield module, named[module]


def _parts(names: Iterable[Import]) -> dict[str, list[Import]]:
    """Names by their first letter. No module of a shape or operation has a name of this
    form.
    """
    parts: dict[str, list[Import]] = {}
    for imported in names:
        letter = imported.name[:1].lower()
        part = letter if letter.isalpha() and letter.isascii() else "other"
        parts.setdefault(f"_names_{part}", []).append(imported)
    return {part: parts[part] for part in sorted(parts)}

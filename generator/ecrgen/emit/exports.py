"""The packages `models` and `operations`: their names, each loaded from its module on first use."""

from __future__ import annotations

from collections.abc import Mapping

import jinja2

from ..ir.modules import Exports, Package
from . import groups
from .imports import relative, relative_order, statement


def emit_exports(environment: jinja2.Environment, package: Package) -> dict[str, str]:
    """`models/__init__.py` and `operations/__init__.py`, and where they would be too long parts of them."""
    return {
        **_exports(environment, package, "models", package.models, None),
        **_exports(
            environment, package, "operations", package.operations, package.catalog
        ),
    }


def _exports(
    environment: jinja2.Environment,
    package: Package,
    folder: str,
    exports: Exports,
    catalog: Mapping[str, str] | None,
) -> dict[str, str]:
    modules = {
        name: relative(module, f".{folder}.__init__")
        for name, module in exports.names.items()
    }
    whole = reexports(modules, "    ")
    length = whole.count("\n") + len(modules) + len(catalog or ())
    parts: dict[str, list[str]] = {}
    if length > groups.MOST_LINES:
        parts = _parts(modules)
    files = {
        f"{folder}/__init__.py": environment.get_template("lazy.py.j2").render(
            source=package.source,
            doc=exports.doc,
            modules=modules,
            catalog=catalog,
            parts=[f".{name}" for name in parts],
        )
    }
    template = environment.get_template("names.py.j2")
    for part, names in parts.items():
        files[f"{folder}/{part}.py"] = template.render(
            source=package.source, modules={name: modules[name] for name in names}
        )
    return files


def _parts(modules: Mapping[str, str]) -> dict[str, list[str]]:
    """Names by their first letter. No module of a shape or operation has a name of this form."""
    found: dict[str, list[str]] = {}
    for name in modules:
        letter = name[:1].lower()
        part = letter if letter.isalpha() and letter.isascii() else "other"
        found.setdefault(f"_names_{part}", []).append(name)
    return {part: found[part] for part in sorted(found)}


def reexports(modules: Mapping[str, str], indent: str) -> str:
    """Imports, each under its own name so that type checkers take it for public."""
    by_module: dict[str, list[str]] = {}
    for name, module in modules.items():
        by_module.setdefault(module, []).append(f"{name} as {name}")
    return "\n".join(
        line
        for module in sorted(by_module, key=relative_order)
        for line in statement(module, by_module[module], indent)
    )

"""IR -> `{path: text}`: renders every module, and adds the runtime modules that they
need.
"""

from __future__ import annotations

from collections.abc import Sequence

import jinja2

from ..ir.imports import Import, union
from ..ir.modules import Class, Definition, Package
from ..lower import runtime
from . import templates
from .clients import emit_clients
from .endpoints import emit_endpoints
from .environment import jinja_environment
from .exports import emit_exports
from .writer import Writer


def emit(package: Package) -> dict[str, str]:
    """The files of the package by POSIX path, without its manifest. Every path ends in
    `.py` or is `py.typed`.
    """
    writer = Writer(jinja_environment(), package.source)
    for module in package.modules:
        path = f"{module.path[1:].replace('.', '/')}.py"
        folder = path.rpartition("/")[0]
        writer.write(
            path,
            f"{folder}/%module.py" if folder else "",
            imports=module.imports,
            reexports=module.reexports,
            doc=module.doc,
            definitions=_rendered(writer.environment, module.definitions),
        )
    emit_exports(writer, package)
    emit_endpoints(writer, package.endpoints)
    emit_clients(writer, package.clients)
    _emit_usage(
        writer,
        "paginators",
        "How the answers of operations are pages.",
        package.paginators,
    )
    _emit_usage(writer, "waiters", "What is waited for, and how.", package.waiters)
    for copied in package.copied:
        writer.write(f"{copied.name}.py", "%copied.py", copied=copied)
    return {"py.typed": "", **writer.files, **_runtime(package, writer.imports)}


def _emit_usage(writer: Writer, name: str, doc: str, classes: Sequence[Class]) -> None:
    """A module that loads no shapes: what its annotations name is for type checkers
    alone.
    """
    functions = [function for each in classes for function in each.functions]
    writer.write(
        f"{name}.py",
        imports=union(function.imports_of_body for function in functions),
        checked=union(function.imports_of_signature for function in functions),
        doc=doc,
        definitions=_rendered(writer.environment, classes),
    )


def _rendered(
    environment: jinja2.Environment, definitions: Sequence[Definition]
) -> list[tuple[Definition, str]]:
    return [
        (each, environment.get_template(each.template).render(definition=each))
        for each in definitions
    ]


def _runtime(package: Package, imports: set[Import]) -> dict[str, str]:
    """The runtime modules that the package needs, directly or through each other, under
    `_runtime/`.
    """
    used = {runtime.module_of(imported) for imported in imports}
    for copied in package.copied:
        used |= {*runtime.imported_by(copied.text)}
    return {
        f"_runtime/{path}": templates.read(f"runtime/{path}")
        for path in runtime.files(module for module in used if module)
    }

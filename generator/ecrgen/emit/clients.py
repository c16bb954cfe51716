"""The module `client`, from its IR."""

from __future__ import annotations

import jinja2

from ..ir.modules import Function, Package, Section
from ..lower.doctext import wrap
from . import layout
from .docstrings import docstring
from .imports import import_lines

CLIENT = "client"


def emit_clients(environment: jinja2.Environment, package: Package) -> dict[str, str]:
    """`client.py`."""
    clients = package.clients
    lines = import_lines(clients.imports, (), f".{CLIENT}")
    used = {
        "models": clients.uses_models,
        "paginators": clients.uses_paginators,
        "waiters": clients.uses_waiters,
    }
    modules = ["endpoints", "operations", *(each for each in used if used[each])]
    text = environment.get_template("client.py.j2").render(
        source=package.source,
        modules=", ".join(sorted(modules)),
        imports="\n".join(f"    {line}" if line else "" for line in lines),
        service=clients.service,
        uses_values=clients.uses_values,
        resolve=_function(clients.resolve, 0),
        sync="\n\n".join(_function(each, 1) for each in clients.sync),
        asynchronous="\n\n".join(_function(each, 1) for each in clients.asynchronous),
    )
    return {f"{CLIENT}.py": text}


def _function(function: Function, depth: int) -> str:
    lines = layout.signature(function, depth)
    if function.doc:
        width = layout.WIDTH - 4 * (depth + 1)
        parts = [function.doc, *(_section(each, width) for each in function.sections)]
        lines += docstring("\n\n".join(parts), depth + 1)
    return "\n".join([*lines, *layout.statements(function.body, depth + 1)])


def _section(section: Section, width: int) -> str:
    """A section in the form that editors read: entries indented below the title, their text further."""
    lines = [f"{section.title}:"]
    for name, text in section.entries:
        shown = ": ".join(part for part in (name, text) if part)
        first, *rest = wrap(shown, width - 8)
        lines += [f"    {first}", *(f"        {line}" for line in rest)]
    return "\n".join(lines)

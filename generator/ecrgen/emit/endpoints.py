"""The module `endpoints`, from its IR."""

from __future__ import annotations

import jinja2

from ..ir.modules import Endpoints, Function
from . import layout
from .docstrings import docstring
from .imports import import_lines

ENDPOINTS = "endpoints"


def emit_endpoints(
    environment: jinja2.Environment, endpoints: Endpoints, source: str
) -> dict[str, str]:
    """`endpoints.py`; `source` is what the header of the file names."""
    imports = import_lines(endpoints.imports, endpoints.reexports, f".{ENDPOINTS}")
    text = environment.get_template("endpoints.py.j2").render(
        source=source,
        doc="\n".join(docstring(endpoints.doc, 0)),
        imports="\n".join(imports),
        functions=[_function(each) for each in endpoints.functions],
    )
    return {f"{ENDPOINTS}.py": text}


def _function(function: Function) -> str:
    lines = layout.signature(function, 0)
    if function.doc:
        lines += docstring(function.doc, 1)
    return "\n".join([*lines, *layout.statements(function.body, 1)])

"""The module `endpoints`, from its IR."""

from __future__ import annotations

from ..ir.modules import Endpoints, Function
from . import layout
from .docstrings import docstring
from .writer import Writer


def emit_endpoints(writer: Writer, endpoints: Endpoints) -> None:
    """`endpoints.py`."""
    writer.write(
        "endpoints.py",
        imports=endpoints.imports,
        reexports=endpoints.reexports,
        doc=endpoints.doc,
        functions=[_function(function) for function in endpoints.functions],
    )


def _function(function: Function) -> str:
    lines = layout.signature(function, 0)
    if function.doc:
        lines += docstring(function.doc, 1)
    return "\n".join([*lines, *layout.statements(function.body, 1)])

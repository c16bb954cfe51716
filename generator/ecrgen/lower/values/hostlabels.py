"""The host prefix of an operation (Smithy 2.0, "endpoint" and "hostLabel" traits)."""

from __future__ import annotations

import re

from ...ir import literals
from ...ir.code import Text
from ...ir.imports import Import
from ...model.shapes import OperationShape
from ...model.traits import Endpoint
from .. import runtime
from ..names.context import Context

_LABEL = re.compile(r"\{([^{}]*)\}")
_HOST = frozenset({runtime.symbol("hosts.host_label")})


def expression(context: Context, operation: OperationShape) -> Text | None:
    """The prefix as an expression over the input `value`; None where the operation has
    none.
    """
    endpoint = operation.traits.get(Endpoint)
    if endpoint is None:
        return None
    members = context.model.structure(operation.input).members
    parts: list[str] = []
    imports: frozenset[Import] = frozenset()
    # `split` with a group alternates literal text and label names.
    for index, part in enumerate(_LABEL.split(endpoint.host_prefix)):
        if index % 2 == 0:
            if part:
                parts.append(literals.string(part))
        else:
            field = context.names.fields[members[part].id]
            parts.append(f"host_label({literals.string(part)}, value.{field})")
            imports = _HOST
    return Text(" + ".join(parts), imports)

"""Smithy 2.0, "endpoint trait".

Labels of host prefixes are required strings of the input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.shapes import Model, OperationShape
from ..model.traits import Endpoint, HostLabel, Required
from ..problems.diagnostics import Diagnostic
from ..problems.suggest import did_you_mean
from ._support import is_mixin, is_stringish, operations, problem

_LABEL = re.compile(r"\{([^{}]*)\}")
# Letters, digits, hyphens and dots of a host name (RFC 3986, section 3.2.2), around the
# labels.
_PREFIX = re.compile(r"(?:[A-Za-z0-9._~-]|\{[^{}]+\}(?!\{))+")


def check(model: Model) -> Iterator[Diagnostic]:
    for operation in operations(model):
        endpoint = operation.traits.get(Endpoint)
        if endpoint is None:
            continue
        prefix = endpoint.host_prefix
        if _PREFIX.fullmatch(prefix) is None:
            yield problem(
                "E380", f"{prefix!r} cannot be the beginning of a host", operation
            )
        if not is_mixin(operation):
            yield from _labels(model, operation, prefix)


def _labels(
    model: Model, operation: OperationShape, prefix: str
) -> Iterator[Diagnostic]:
    members = model.structure(operation.input).members
    for name in dict.fromkeys(_LABEL.findall(prefix)):
        member = members.get(name)
        if member is None:
            yield problem(
                "E380",
                f"the input has no member for the label {name!r} of the host prefix",
                operation,
                did_you_mean(name, members),
            )
        elif not (
            member.traits.has(HostLabel)
            and member.traits.has(Required)
            and is_stringish(model[member.target])
        ):
            yield problem(
                "E380",
                f"a label of {prefix!r} has to be a required string with {HostLabel.ID}",
                member,
            )

"""Load operations -> semantic model: merged, flattened, upgraded to 2.0, resolved and typed."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from ..frontends._packages import missing_packages
from ..frontends.operations import LoadOperation
from ..model.shapes import Model
from ..problems.diagnostics import Diagnostics
from .build import build
from .collect import collect
from .mixins import flatten
from .names import check_names, resolve
from .omissions import leave_out
from .overrides import override
from .upgrade import upgrade


def assemble(operations: Iterable[LoadOperation], diagnostics: Diagnostics) -> Model:
    """The model that `operations` describe, without what is wrong with them."""
    operations = resolve(operations)
    collected = collect([*operations, *missing_packages(operations)], diagnostics)
    drafts = collected.drafts
    flatten(drafts, diagnostics)
    upgrade(drafts)
    override(collected.overrides, drafts, diagnostics)
    leave_out(drafts)
    shapes = build(drafts, diagnostics)
    check_names(collected, drafts, diagnostics)
    return Model(MappingProxyType(shapes), MappingProxyType(collected.metadata))

"""Rules for models, one per module of this package. Modules are found, not registered.

A rule is a function `check(model: Model) -> Iterator[Diagnostic]`. The docstring of its
module cites the section of the specification that it enforces.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import TypeAlias, cast

from ..model.shapes import Model
from ..problems.diagnostics import Diagnostic, Diagnostics

Rule: TypeAlias = Callable[[Model], Iterator[Diagnostic]]


def rules() -> Iterator[tuple[str, Rule]]:
    """Every rule with the name of its module, sorted by name."""
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        if not name.startswith("_"):
            module = importlib.import_module(f"{__name__}.{name}")
            yield name, cast("Rule", module.check)


def run(model: Model, diagnostics: Diagnostics) -> None:
    for _, check in rules():
        diagnostics.extend(check(model))

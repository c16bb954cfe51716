"""Python names and annotations of the parameters and variables of a rule set."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...ir.code import Text
from ...ir.imports import NO_IMPORTS, Import
from .. import runtime
from ..names import reserved
from ..names.words import snake_case
from .expressions import NAMES
from .scope import Kind, Variable

_IMPORTS: dict[Kind, Import] = {
    Kind.STRINGS: Import("collections.abc", "Sequence"),
    Kind.PARTITION: runtime.symbol("partitions.Partition"),
    Kind.URL: runtime.symbol("endpoints.Url"),
    Kind.ARN: runtime.symbol("endpoints.Arn"),
}


@dataclass(slots=True)
class LocalNames:
    """Allocates names. A variable has one for each type that the rules give it, as type
    checkers want it.
    """

    _taken: set[str] = field(default_factory=lambda: set(NAMES | reserved.KEYWORDS))
    _variables: dict[tuple[str, Kind, bool], str] = field(
        default_factory=dict[tuple[str, Kind, bool], str]
    )

    def parameter(self, name: str) -> str:
        return self._unique(snake_case(name))

    def variable(self, name: str, kind: Kind, optional: bool) -> str:
        key = (name, kind, optional)
        if key not in self._variables:
            self._variables[key] = self._unique(snake_case(name))
        return self._variables[key]

    def function(self, subject: str) -> str:
        """The name of a function for rules about a variable."""
        return self._unique(f"_resolve_{subject}")

    def _unique(self, wanted: str) -> str:
        name, number = wanted, 2
        if name in self._taken:
            name = f"{wanted}_"
        while name in self._taken:
            name = f"{wanted}_{number}"
            number += 1
        self._taken.add(name)
        return name


def annotation(variable: Variable) -> Text:
    """The type of a parameter or variable."""
    found = _IMPORTS.get(variable.kind)
    imports = NO_IMPORTS if found is None else frozenset({found})
    suffix = " | None" if variable.optional else ""
    return Text(f"{variable.kind.value}{suffix}", imports)

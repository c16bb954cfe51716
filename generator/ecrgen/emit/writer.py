"""The files of a package while they are rendered, and what all of them import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import jinja2

from ..ir.imports import NO_IMPORTS, Import
from .imports import import_lines

_TYPE_CHECKING = Import("typing", "TYPE_CHECKING")


@dataclass(slots=True)
class Writer:
    """Renders templates. `source` is what the headers of the files name."""

    environment: jinja2.Environment
    source: str
    files: dict[str, str] = field(default_factory=dict[str, str])
    imports: set[Import] = field(default_factory=set[Import])

    def write(
        self,
        path: str,
        template: str = "",
        *,
        imports: frozenset[Import] = NO_IMPORTS,
        reexports: Iterable[Import] = (),
        checked: frozenset[Import] = NO_IMPORTS,
        checked_reexports: Iterable[Import] = (),
        is_lazy: bool = False,
        **values: object,
    ) -> None:
        """Renders the file at `path`. The template is that of its path, where it is not
        another one.

        `checked` are imports for type checkers alone. `reexports` are public under the
        module's name. In a lazy package, `imports` stand in the branch that type
        checkers do not read.
        """
        module = f".{path.removesuffix('.py').replace('/', '.')}"
        lazily, shown = {*checked_reexports}, {*reexports}
        self.imports |= imports | checked | lazily | shown
        checked_lines = import_lines(checked - imports - lazily, lazily, module)
        if checked_lines and not is_lazy:
            imports |= {_TYPE_CHECKING}
        lines = import_lines(imports - shown, shown, module)
        self.files[path] = self.environment.get_template(
            f"package/{template or path}.j2"
        ).render(
            source=self.source,
            imports=_joined(lines, is_lazy),
            checked_imports=_joined(checked_lines, True),
            **values,
        )


def _joined(lines: Iterable[str], is_indented: bool) -> str:
    return "\n".join(f"    {line}" if line and is_indented else line for line in lines)

"""Problems as values, which are collected, sorted and shown together.

A stage does not print and does not raise for wrong input: it appends `Diagnostic`s to
the `Diagnostics` it was given and goes on as far as it can. `InputError` ends a run
early and carries the diagnostics so far.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from .locations import Location


class Severity(IntEnum):
    """How bad a diagnostic is; an ERROR ends the run with exit code 2."""

    NOTE = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem.

    `code` is stable (`E` + three digits for errors, `W` for warnings, `N` for notes)
    and listed in `codes.py`. `shape` is the ID of the shape with the problem, if there
    is one. `hint` says how to solve it.
    """

    code: str
    message: str
    location: Location | None = None
    shape: str | None = None
    hint: str | None = None

    @property
    def severity(self) -> Severity:
        return {"E": Severity.ERROR, "W": Severity.WARNING}.get(
            self.code[0], Severity.NOTE
        )

    def sort_key(self) -> tuple[str, tuple[int, int], str, str, str]:
        if self.location is None:
            return ("", (0, 0), self.code, self.shape or "", self.message)
        place = self.location.position or (0, 0)
        return (self.location.file, place, self.code, self.shape or "", self.message)

    def __str__(self) -> str:
        head = f"{self.severity.name.lower()}[{self.code}]: {self.message}"
        lines = [head]
        if self.location is not None:
            lines.append(f"  at {self.location}")
            excerpt = self.location.excerpt
            if excerpt is not None:
                lines += (f"    {line}".rstrip() for line in excerpt.split("\n"))
        if self.shape is not None:
            lines.append(f"  shape {self.shape}")
        if self.hint is not None:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)


@dataclass(slots=True)
class Diagnostics:
    """The problems of one run, as they came.

    They are shown in the order of `sorted()`.
    """

    items: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def add(
        self,
        code: str,
        message: str,
        *,
        location: Location | None = None,
        shape: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.items.append(Diagnostic(code, message, location, shape, hint))

    def extend(self, items: Iterable[Diagnostic]) -> None:
        self.items.extend(items)

    def extend_with_causes(self, items: Iterable[Diagnostic]) -> None:
        """Adds `items`, but for those that only say that a shape is missing which was
        reported before.
        """
        broken = {item.shape for item in self.items if item.shape is not None}
        self.items += [
            item for item in items if not any(shape in item.message for shape in broken)
        ]

    @property
    def has_errors(self) -> bool:
        return any(diagnostic.severity is Severity.ERROR for diagnostic in self.items)

    def sorted(self) -> list[Diagnostic]:
        return sorted(set(self.items), key=Diagnostic.sort_key)

    def raise_errors(self) -> None:
        """Raise `InputError` when anything collected so far is an error."""
        if self.has_errors:
            raise InputError(self)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.items)


class InputError(Exception):
    """Wrong input; `diagnostics` says what is wrong.

    The command line exits with code 2.
    """

    def __init__(self, diagnostics: Diagnostics) -> None:
        super().__init__(
            "\n".join(str(diagnostic) for diagnostic in diagnostics.sorted())
        )
        self.diagnostics = diagnostics


def input_error(
    code: str,
    message: str,
    *,
    location: Location | None = None,
    shape: str | None = None,
    hint: str | None = None,
) -> InputError:
    """An `InputError` of a single diagnostic."""
    return InputError(Diagnostics([Diagnostic(code, message, location, shape, hint)]))

"""What became of a run's jobs: made by `runs`, printed by `report`."""

from __future__ import annotations

from dataclasses import dataclass

from ..output.write import Drift, Written
from ..problems.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one job: `written` by build, `drifts` found by check, or only
    `diagnostics` where it failed.
    """

    source: str
    directory: str = ""
    overlay: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    failed: bool = False
    current: bool = False
    written: Written | None = None
    drifts: tuple[Drift, ...] = ()
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A line of the table at the end of a run. The counts are None for a package that
    was up to date.

    `size` is in bytes, `seconds` is how long the job took.
    """

    package: str
    protocol: str
    operations: int | None = None
    shapes: int | None = None
    files: int | None = None
    size: int | None = None
    seconds: float = 0.0

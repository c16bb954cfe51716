"""The files of templates/: in the wheel beside the code, in a checkout at its top."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def folder() -> Path:
    """The folder `templates/`."""
    shipped = _PACKAGE / "_templates"
    return shipped if shipped.is_dir() else _PACKAGE.parent.parent / "templates"


def read(path: str) -> str:
    """The text of a file below `templates/`."""
    return (folder() / path).read_text(encoding="utf-8")

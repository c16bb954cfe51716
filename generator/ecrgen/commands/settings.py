"""`[tool.ecrgen]` of pyproject.toml.

    [tool.ecrgen]
    output = "generated"
    jobs = 2
    models = ["models/s3.json", {model = "models/other.json", package = "other", overlay = "other.yaml"}]

A model may have a `protocol`, too, where its service has several.

Paths are relative to the pyproject.toml they stand in, which is the nearest one above
the working directory.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ..problems.diagnostics import Diagnostics
from ..problems.locations import Document, Location


@dataclass(frozen=True, slots=True)
class ModelSetting:
    source: str
    package: str | None = None
    overlay: Path | None = None
    protocol: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    models: tuple[ModelSetting, ...] = ()
    output: Path | None = None
    jobs: int | None = None


def read(directory: Path) -> Settings:
    """The settings that hold in `directory`. Raises `InputError` (E901) for settings
    that cannot be used.
    """
    for folder in (directory, *directory.parents):
        path = folder / "pyproject.toml"
        if path.is_file():
            return _parse(path, directory)
    return Settings()


def _parse(path: Path, directory: Path) -> Settings:
    diagnostics = Diagnostics()
    location = Location(Document(str(path), ""))

    def problem(message: str) -> None:
        diagnostics.add(
            "E901", f"[tool.ecrgen]: {message}", location=location, hint=_HINT
        )

    try:
        document: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problem(f"the file cannot be read: {error}")
        diagnostics.raise_errors()
        return Settings()
    tool = document.get("tool")
    table: Any = (
        cast("dict[str, Any]", tool).get("ecrgen", {}) if isinstance(tool, dict) else {}
    )
    if not isinstance(table, dict):
        problem("expected a table")
        diagnostics.raise_errors()
        return Settings()
    settings = cast("dict[str, Any]", table)
    for key in sorted(settings.keys() - {"models", "output", "jobs"}):
        problem(f"unknown key {key!r}")

    def located(name: str) -> str:
        """A path of the file as seen from the working directory; sources with a scheme
        stay as they are.
        """
        if ":" in name and not Path(name).is_absolute():
            return name
        absolute = path.parent / name
        return str(
            absolute.relative_to(directory)
            if absolute.is_relative_to(directory)
            else absolute
        )

    models: list[ModelSetting] = []
    listed: Any = settings.get("models", [])
    if not isinstance(listed, list):
        problem("models: expected a list")
        listed = []
    for entry in cast("list[Any]", listed):
        fields: Any = {"model": entry} if isinstance(entry, str) else entry
        if (
            not isinstance(fields, dict)
            or "model" not in fields
            or fields.keys() - {"model", "package", "overlay", "protocol"}
            or not all(
                isinstance(value, str)
                for value in cast("dict[str, Any]", fields).values()
            )
        ):
            problem(
                f"models: expected a path or {{model, package, overlay, protocol}}, found {entry!r}"
            )
            continue
        found = cast("dict[str, str]", fields)
        overlay = found.get("overlay")
        models.append(
            ModelSetting(
                located(found["model"]),
                found.get("package"),
                None if overlay is None else Path(located(overlay)),
                found.get("protocol"),
            )
        )
    output, jobs = settings.get("output"), settings.get("jobs")
    if output is not None and not isinstance(output, str):
        problem("output: expected a path")
        output = None
    if jobs is not None and (
        not isinstance(jobs, int) or isinstance(jobs, bool) or jobs < 1
    ):
        problem("jobs: expected a number of at least 1")
        jobs = None
    diagnostics.raise_errors()
    default = "generated" if models else None
    place = output or default
    return Settings(
        tuple(models), None if place is None else Path(located(place)), jobs
    )


_HINT = 'for example: models = ["models/s3.json"], output = "generated", jobs = 2'

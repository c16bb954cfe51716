"""Reads the files of an overlay: the overlay itself and the modules that it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..documents.json_text import read_document
from ..frontends.operations import LoadOperation
from ..problems.diagnostics import Diagnostics
from . import user_modules
from .overlay import apply_overlay
from .service import service_namespace
from .user_modules import UserModule


@dataclass(frozen=True, slots=True)
class Overlaid:
    """The load operations of model and overlay, and the modules for the package."""

    operations: Sequence[LoadOperation]
    modules: Sequence[UserModule] = ()


def beside(source: str) -> Path | None:
    """The overlay beside a model (a file or folder): `s3.overlay.yaml`
    for `s3.json`.
    """
    path = Path(source)
    overlay = path.with_name(overlay_name(source))
    return overlay if path.exists() and overlay.is_file() else None


def overlay_name(source: str) -> str:
    return f"{Path(source).name.partition('.')[0]}.overlay.yaml"


def overlaid(
    load_operations: Sequence[LoadOperation],
    overlay: Path | None,
    diagnostics: Diagnostics,
) -> Overlaid:
    """Applies the overlay in a file. All problems of its files are reported."""
    if overlay is None:
        return Overlaid(load_operations)
    document = read_document(str(overlay), diagnostics)
    if document is None:
        return Overlaid(load_operations)
    applied = apply_overlay(
        load_operations, document, service_namespace(load_operations), diagnostics
    )
    modules = user_modules.read(applied.modules, overlay, diagnostics)
    return Overlaid(applied.operations, modules)

"""The files of an overlay: the overlay itself, and the modules that it names."""

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
    """Load operations with those of an overlay, and the modules that it adds to the package."""

    operations: Sequence[LoadOperation]
    modules: Sequence[UserModule] = ()


def beside(source: str) -> Path | None:
    """The overlay that lies beside a model, a file or a folder: `s3.overlay.yaml` for `s3.json`."""
    path = Path(source)
    overlay = path.with_name(overlay_name(source))
    return overlay if path.exists() and overlay.is_file() else None


def overlay_name(source: str) -> str:
    return f"{Path(source).name.partition('.')[0]}.overlay.yaml"


def overlaid(
    operations: Sequence[LoadOperation], overlay: Path | None, diagnostics: Diagnostics
) -> Overlaid:
    """What the overlay in a file makes of load operations. All problems of its files are reported."""
    if overlay is None:
        return Overlaid(operations)
    document = read_document(str(overlay), diagnostics)
    if document is None:
        return Overlaid(operations)
    applied = apply_overlay(
        operations, document, service_namespace(operations), diagnostics
    )
    modules = user_modules.read(applied.modules, overlay, diagnostics)
    return Overlaid(applied.operations, modules)

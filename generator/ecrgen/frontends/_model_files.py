"""Files of Smithy models, and folders of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..problems.diagnostics import Diagnostics
from ..problems.locations import Document, Location
from . import smithy_idl, smithy_json
from .operations import LoadOperation

_SUFFIXES = (".smithy", ".json")
# What is made of models, or belongs to other languages, is not walked into.
_SKIPPED = frozenset({"build", "node_modules"})


def load_file(path: str, diagnostics: Diagnostics) -> list[LoadOperation]:
    """The model of one file."""
    if smithy_idl.claims(path):
        return smithy_idl.load(path, diagnostics)
    return smithy_json.load(path, diagnostics)


def load_folder(source: str, diagnostics: Diagnostics) -> list[LoadOperation]:
    """The models of a folder and of all below it."""
    operations: list[LoadOperation] = []
    has_models = False
    for path in _files(source, diagnostics):
        if path.endswith(".json") and _is_other(path):
            diagnostics.add(
                "W004",
                "the file is no Smithy model, and is left alone",
                location=Location(Document(path, "")),
                hint='a model as JSON AST has the property "smithy"',
            )
        else:
            operations += load_file(path, diagnostics)
            has_models = True
    if not has_models and not diagnostics.has_errors:
        diagnostics.add(
            "E008",
            "the folder holds no models",
            location=Location(Document(source, "")),
            hint="a folder of Smithy models has *.json or *.smithy files in it",
        )
    return operations


def _files(source: str, diagnostics: Diagnostics) -> Iterator[str]:
    def report(error: OSError) -> None:
        diagnostics.add(
            "E002",
            f"cannot read the folder: {error.strerror}",
            location=Location(Document(str(error.filename), "")),
        )

    for folder, below, names in os.walk(source, onerror=report):
        below[:] = sorted(
            name for name in below if name not in _SKIPPED and name[0] != "."
        )
        for name in sorted(names):
            if name.endswith(_SUFFIXES) and name[0] != ".":
                yield os.path.join(folder, name)


def _is_other(path: str) -> bool:
    """Whether a file is JSON of another kind: of npm, of an editor, of a test."""
    try:
        text = Path(path).read_bytes()
    except (OSError, ValueError):
        return False
    return b'"smithy"' not in text and b'"shapes"' not in text and text.strip() != b""

"""The Smithy IDL, versions 2.0 and 1.0 (Smithy 2.0, "Smithy IDL")."""

from __future__ import annotations

from ..documents.json_text import read_document
from ..problems.diagnostics import Diagnostics
from ._smithy_idl.statements import read_file
from .operations import LoadOperation


def claims(source: str) -> bool:
    return source.endswith(".smithy")


def load(source: str, diagnostics: Diagnostics) -> list[LoadOperation]:
    document = read_document(source, diagnostics)
    if document is None:
        return []
    return read_file(document, diagnostics)

"""smithy-build.json: the models of a project (Smithy 2.0, "smithy-build.json")."""
from __future__ import annotations
from ..problems.diagnostics import Diagnostics
from .operations import LoadOperation
NAME = "smithy-build.json"


def claims(source: str) -> bool:
    return False


def load(source: str, diagnostics: Diagnostics) -> list[LoadOperation]:
    return []

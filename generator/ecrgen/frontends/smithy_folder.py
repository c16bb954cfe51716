"""A folder of Smithy models, whose files make one model. It takes any folder that no
front end before it claims.
"""

from __future__ import annotations

import os

from ..problems.diagnostics import Diagnostics
from . import smithy_build
from ._model_files import load_folder
from .operations import LoadOperation


def claims(source: str) -> bool:
    return os.path.isdir(source)


def load(source: str, diagnostics: Diagnostics) -> list[LoadOperation]:
    """The models of a folder and all below it, or what its smithy-build.json names."""
    project = os.path.join(source, smithy_build.NAME)
    if os.path.isfile(project):
        return smithy_build.load(project, diagnostics)
    return load_folder(source, diagnostics)

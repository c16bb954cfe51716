"""Where things lie: the folders of the repository, and what lies outside of it in
../shared.
"""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "generator" / "ecrgen"
GENERATED = ROOT / "generated"
MODELS = ROOT / "models"
TEMPLATES = ROOT / "templates"


def _shared() -> Path:
    """The folder beside the repository, or beside a folder that it lies in: a work tree
    may lie deeper.
    """
    candidates = [folder / "shared" for folder in ROOT.parents]
    present = (path for path in candidates if (path / "corpora").is_dir())
    return next(present, candidates[0])


SHARED = _shared()
CORPORA = SHARED / "corpora"
WITHOUT_CORPORA = "needs ../shared/corpora, which is not part of the repository"
# For tests that are made of the files of a corpus.
needs_corpora = pytest.mark.skipif(not CORPORA.is_dir(), reason=WITHOUT_CORPORA)

# AWS's own models, by name; none where the corpora are not.
AWS_MODELS = {
    path.stem: path for path in sorted((CORPORA / "aws-models").glob("*.json"))
}


def shared(name: str) -> Path:
    """The path of a file or folder of ../shared. Where that is not, the test is
    skipped, or the module that asks.
    """
    path = SHARED / name
    if not SHARED.is_dir():
        pytest.skip(
            f"needs ../shared/{name}, which is not part of the repository",
            allow_module_level=True,
        )
    assert path.exists(), f"{path} is missing, though ../shared is there"
    return path

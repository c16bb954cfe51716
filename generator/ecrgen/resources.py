"""The templates and runtime modules that ship with ecrgen: in the wheel beside the code, in a checkout at its top."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def templates() -> Path:
    """The folder `templates/`."""
    shipped = _PACKAGE / "_templates"
    return shipped if shipped.is_dir() else _PACKAGE.parent.parent / "templates"


def template(path: str) -> str:
    """The text of a file below `templates/`."""
    return (templates() / path).read_text(encoding="utf-8")


def generator_digest() -> str:
    """SHA-256 over every source and template of ecrgen: what decides the output besides the model.

    Line ends are left out of it, so that a wheel and any checkout of the same version agree.
    """
    digest = hashlib.sha256()
    for root, suffix in ((_PACKAGE, ".py"), (templates(), ".py"), (templates(), ".j2")):
        for path in sorted(root.rglob(f"*{suffix}")):
            relative = path.relative_to(root).as_posix()
            if root != _PACKAGE or not relative.startswith("_templates/"):
                digest.update(f"{relative}\0".encode())
                digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()

"""What decides the content of a package: the manifest records it, and `check` compares it before anything is built."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from .. import __version__
from ..emit import templates
from ..ir.modules import Copied
from ..model import ast
from ..model.shapes import Model

_PACKAGE = Path(__file__).resolve().parent.parent


def inputs(
    model: Model, package: str, protocol: str, copied: Sequence[Copied]
) -> dict[str, str]:
    """The inputs of a package, by the names that they have in its manifest."""
    modules = {"modules": digest_of_modules(copied)} if copied else {}
    return {
        "ecrgen": __version__,
        "generator": generator_digest(),
        "model": ast.digest(model),
        "package": package,
        "protocol": protocol,
        **modules,
    }


def digest_of_modules(copied: Sequence[Copied]) -> str:
    """Identifies the modules that the overlay adds: `check` sees that one of them changed."""
    digest = hashlib.sha256()
    for module in copied:
        for part in (module.name, module.file, module.text):
            content = part.encode()
            digest.update(b"%d:%b" % (len(content), content))
    return digest.hexdigest()


def generator_digest() -> str:
    """SHA-256 over every source and template of ecrgen: what decides the output besides the model.

    Line ends are left out of it, so that a wheel and any checkout of the same version agree.
    """
    digest = hashlib.sha256()
    shipped = templates.folder()
    for root, suffix in ((_PACKAGE, ".py"), (shipped, ".py"), (shipped, ".j2")):
        for path in sorted(root.rglob(f"*{suffix}")):
            relative = path.relative_to(root).as_posix()
            if root != _PACKAGE or not relative.startswith("_templates/"):
                digest.update(f"{relative}\0".encode())
                digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()

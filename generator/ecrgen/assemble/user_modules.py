"""Modules that users write for their package. An overlay names them.

Code that only one service needs stays out of the generator. The modules belong to the
user, as the overlay does, so ecrgen copies them unchanged and does not audit what they
do. It checks two things: that they are Python, and that their files lie below the
overlay's directory, because building somebody else's overlay should not read other
files.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..problems.diagnostics import Diagnostics
from .overlay import NamedModule

# Drives and separators of any system: the same overlay must work everywhere.
_FOREIGN = re.compile(r"[\\:\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class UserModule:
    """A module that an overlay names.

    `text` has LF ends, or is None after a diagnostic.
    """

    named: NamedModule
    text: str | None


def read(
    named: Sequence[NamedModule], overlay: Path, diagnostics: Diagnostics
) -> list[UserModule]:
    """The modules that `overlay` names, with the text of their files, or E709."""
    modules: list[UserModule] = []
    for module in named:
        text: str | None = None
        try:
            text = _text(module.file, overlay)
        except _RefusedError as refused:
            diagnostics.add(
                "E709",
                f"{module.file!r} cannot be a module of the package: {refused}",
                location=module.file_location,
                hint=refused.hint,
            )
        modules.append(UserModule(module, text))
    return modules


class _RefusedError(Exception):
    def __init__(self, reason: str, hint: str | None = None) -> None:
        super().__init__(reason)
        self.hint = hint


def _text(file: str, overlay: Path) -> str:
    path = _path(file, overlay.parent)
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise _RefusedError(f"it cannot be read: {problem.strerror}") from None
    try:
        # With LF ends, so that checkouts on all systems give the same package.
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        raise _RefusedError(
            f"it is not UTF-8 at byte {problem.start}", "save it as UTF-8"
        ) from None
    _compile(text, file)
    return text if text.endswith("\n") or not text else f"{text}\n"


def _path(file: str, directory: Path) -> Path:
    """The path of the file, which must be below the overlay's directory.

    The same holds for the target of symbolic links.
    """
    inside = (
        "name a file beside the overlay or in a folder there, as in `extras/push.py`"
    )
    plain = PurePosixPath(file)
    if plain.is_absolute() or ".." in plain.parts or _FOREIGN.search(file):
        raise _RefusedError("it is not a relative path downwards", inside)
    if plain.suffix != ".py":
        raise _RefusedError("its name does not end in .py", inside)
    path = directory / plain
    try:
        root, target = directory.resolve(), path.resolve()
        is_other = target.exists() and not target.is_file()
    except (OSError, RuntimeError):  # links in a circle, or a name that is too long
        raise _RefusedError("it cannot be read: it leads nowhere") from None
    if not target.is_relative_to(root):
        raise _RefusedError("it leads out of the overlay's directory", inside)
    if is_other:
        # A folder, or a pipe that nobody will ever write to.
        raise _RefusedError("it is not a file")
    return path


def _compile(text: str, file: str) -> None:
    """Refuses a text that is not Python, as the package will contain it."""
    hint = "it is copied into the package as it is, so it has to be valid there"
    if "\0" in text:  # versions of Python raise different exceptions for it
        raise _RefusedError("it is not Python: it has a null character", hint)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # The header takes two lines. Below them, Python ignores the declaration of
            # an encoding (PEP 263), and so must this.
            compile(f"#\n#\n{text}".encode(), file, "exec", dont_inherit=True)
    except SyntaxError as problem:
        line = "" if problem.lineno is None else f" in line {problem.lineno - 2}"
        raise _RefusedError(f"it is not Python{line}: {problem.msg}", hint) from None
    except (ValueError, RecursionError, MemoryError) as problem:
        reason = str(problem) or type(problem).__name__
        raise _RefusedError(f"it is not Python: {reason}", hint) from None

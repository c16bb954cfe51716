"""Modules that users write for their own package: an overlay names them, and the package carries them as they are.

What only one service needs stays out of the generator. An overlay is the user's, and so is what it names: code is
taken over as it stands, without a look at what it does. What is looked at is where it comes from, because a checkout
that builds somebody's overlay should not read files from elsewhere, and whether it is Python.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..problems.diagnostics import Diagnostics
from .overlay import NamedModule

# A drive, or what another system than this one takes apart: the same overlay must work everywhere.
_FOREIGN = re.compile(r"[\\:\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class UserModule:
    """A module that an overlay names. `text` has LF ends; it is None where the file cannot be used."""

    named: NamedModule
    text: str | None


def read(
    named: Sequence[NamedModule], overlay: Path, diagnostics: Diagnostics
) -> list[UserModule]:
    """The modules that `overlay` names, with what is in their files. What cannot be used is reported (E709)."""
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
        # As a checkout on any system has it: the package is the same everywhere.
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        raise _RefusedError(
            f"it is not UTF-8 at byte {problem.start}", "save it as UTF-8"
        ) from None
    _compile(text, file)
    return text if text.endswith("\n") or not text else f"{text}\n"


def _path(file: str, directory: Path) -> Path:
    """Where the file is: in the directory of the overlay or below it, also after symbolic links were followed."""
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
    """Refuses what is no Python. The bytes are compiled that the interpreter will read, less the header."""
    hint = "it is copied into the package as it is, so it has to be valid there"
    if "\0" in text:  # which exception this is depends on the Python
        raise _RefusedError("it is not Python: it has a null character", hint)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Below two lines of header a declaration of an encoding means nothing (PEP 263), nor may it here.
            compile(f"#\n#\n{text}".encode(), file, "exec", dont_inherit=True)
    except SyntaxError as problem:
        line = "" if problem.lineno is None else f" in line {problem.lineno - 2}"
        raise _RefusedError(f"it is not Python{line}: {problem.msg}", hint) from None
    except (ValueError, RecursionError, MemoryError) as problem:
        reason = str(problem) or type(problem).__name__
        raise _RefusedError(f"it is not Python: {reason}", hint) from None

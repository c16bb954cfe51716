"""A generated package as data, and the manifest that is written beside its files.

The manifest tells ecrgen's files from the user's. It is read from a checkout and
therefore untrusted, as a model is: paths that could lead out of the package directory
are refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from ..problems.diagnostics import Diagnostics, InputError, input_error
from ..problems.locations import Document, Location

MANIFEST = "ecrgen.json"
FORMAT = 1

# Python writes it beside modules: never reported, and removed with its directory.
BYTECODE_DIRECTORY = "__pycache__"
# Made by other tools: never reported, always kept.
_TOOL_DIRECTORIES = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
    }
)
_TOOL_FILES = frozenset({".git", ".DS_Store", "Thumbs.db", "desktop.ini"})

# Device names, with any extension:
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?:\..*)?",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Package:
    """The result of a build, before it is written.

    `files` maps POSIX paths, relative to the package directory, to UTF-8 text with LF
    line ends. `inputs` are the facts that determine the files.
    """

    name: str
    files: Mapping[str, bytes]
    inputs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The inputs of the package on disk, and the digest of every file ecrgen wrote."""

    inputs: Mapping[str, str]
    files: Mapping[str, str]


def normalized(content: bytes) -> bytes:
    """`content` with LF line ends, whatever the checkout made of them."""
    return content.replace(b"\r\n", b"\n") if b"\r" in content else content


def digest(content: bytes) -> str:
    from hashlib import sha256

    return sha256(normalized(content)).hexdigest()


def is_bytecode(path: str) -> bool:
    *parents, name = path.split("/")
    return BYTECODE_DIRECTORY in parents or name.endswith((".pyc", ".pyo"))


def is_tolerated_directory(name: str) -> bool:
    return name == BYTECODE_DIRECTORY or name in _TOOL_DIRECTORIES


def is_tolerated(path: str) -> bool:
    """Whether an extra file is one that tools leave behind."""
    *parents, name = path.split("/")
    if name in _TOOL_FILES or not _TOOL_DIRECTORIES.isdisjoint(parents):
        return True
    return is_bytecode(path)


def render_manifest(package: Package) -> bytes:
    files = {path: digest(content) for path, content in package.files.items()}
    return render(Manifest(package.inputs, files))


def render(manifest: Manifest) -> bytes:
    value = {
        "format": FORMAT,
        "inputs": dict(manifest.inputs),
        "files": dict(manifest.files),
    }
    return json.dumps(value, indent=2, sort_keys=True).encode() + b"\n"


def json_object(value: object) -> dict[str, object] | None:
    return cast("dict[str, object]", value) if isinstance(value, dict) else None


def read_manifest(directory: Path) -> Manifest | None:
    """The manifest in a package directory; None when there is none."""
    path = directory / MANIFEST
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise cannot("read", path, error) from error
    return parse_manifest(content, str(path))


def parse_manifest(content: bytes, file: str) -> Manifest:
    document = Document(file, content.decode("utf-8", "replace"))
    top = Location(document)
    try:
        value: object = json.loads(content)
    except json.JSONDecodeError as error:
        where = Location(document, "", error.pos)
        raise _malformed(f"is not JSON: {error.msg}", where) from None
    except (
        ValueError,
        RecursionError,
    ):  # not UTF-8, or nested too deep: there is no position to report
        raise _malformed("is not JSON", at(Path(file))) from None
    manifest = json_object(value)
    if manifest is None:
        raise _malformed("is not a JSON object", top)
    form = manifest.get("format")
    if isinstance(form, int) and not isinstance(form, bool) and form > FORMAT:
        raise input_error(
            "E803",
            f"the manifest has format {form}, of a newer ecrgen than this one",
            location=top.child("format"),
            hint="upgrade ecrgen",
        )
    if form != FORMAT or isinstance(form, bool):
        raise _malformed(f'has no "format": {FORMAT}', top.child("format"))
    inputs = _strings(manifest.get("inputs"), top.child("inputs"))
    files = _strings(manifest.get("files"), top.child("files"))
    problems = Diagnostics()
    for path, text in files.items():
        location = top.child("files", path)
        if (problem := path_problem(path)) is not None:
            problems.add(
                "E804",
                f"the manifest lists {path!r}, which {problem}",
                location=location,
                hint=_MENDING,
            )
        elif not _SHA256.fullmatch(text):
            problems.extend(
                _malformed("has no SHA-256 digest here", location).diagnostics
            )
    problems.raise_errors()
    return Manifest(inputs, files)


def _strings(value: object, location: Location) -> dict[str, str]:
    entries = json_object(value)
    if entries is None:
        raise _malformed("has no object here", location)
    checked: dict[str, str] = {}
    for key, item in entries.items():
        if not isinstance(item, str):
            raise _malformed("has no string here", location.child(key))
        checked[key] = item
    return checked


_MENDING = "restore it from version control, or replace it with --force"


def _malformed(what: str, location: Location) -> InputError:
    return input_error("E803", f"the manifest {what}", location=location, hint=_MENDING)


def check_package(package: Package) -> None:
    """Refuse a package with paths that collide, or lead out of its directory."""
    problems = Diagnostics()
    name = package.name
    if not name.isidentifier() or path_problem(name) is not None:
        problems.add("E804", f"{name!r} cannot be the directory of a package")
    for path in sorted(package.files):
        if (problem := path_problem(path)) is not None:
            problems.add("E804", f"{name!r} has a file {path!r}, which {problem}")
    for first, second in _collisions([*package.files, MANIFEST]):
        problems.add(
            "E804",
            f"{name!r} has both {first!r} and {second!r}, "
            "which are one file where the case of letters does not count",
        )
    problems.raise_errors()


def path_problem(path: str) -> str | None:
    """Why `path` is not a plain relative path on every system, as an end
    of "which ...".
    """
    try:
        path.encode()
    except UnicodeEncodeError:
        return "is not valid Unicode"
    if _FORBIDDEN.search(path):
        return "has a character that some systems do not allow in file names"
    for part in path.split("/"):
        if part in ("", ".", ".."):
            return "is not a normalized relative path"
        if part.endswith((".", " ")):
            return "has a name ending in a dot or a space"
        if _DEVICES.fullmatch(part):
            return f"has the name of a Windows device, {part!r}"
    if path == MANIFEST or is_tolerated(path):
        return "is kept for another purpose"
    return None


def _collisions(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of paths that are equal apart from case, or one below the other."""
    collisions: list[tuple[str, str]] = []
    files: dict[str, str] = {}
    spelled: dict[str, str] = {}  # every directory, with its first spelling
    ordered = sorted(paths)
    for path in ordered:
        if (other := files.setdefault(_folded(path), path)) != path:
            collisions.append((other, path))
    for path in ordered:
        parent = path.rpartition("/")[0]
        while parent:
            folded = _folded(parent)
            if folded in files:
                collisions.append((files[folded], path))
            elif (other := spelled.setdefault(folded, parent)) != parent:
                collisions.append((other, parent))
            parent = parent.rpartition("/")[0]
    return list(dict.fromkeys(collisions))


def _folded(path: str) -> str:
    if path.isascii():
        return path.lower()
    from unicodedata import normalize  # macOS compares names after normalization

    return normalize("NFC", normalize("NFC", path).casefold())


def at(path: Path) -> Location:
    """A file as a whole."""
    return Location(Document(str(path), ""))


def cannot(
    verb: str, path: Path, error: OSError, hint: str | None = None
) -> InputError:
    place = Path(str(error.filename or path))
    if any(part.startswith(".ecrgen-") for part in place.parts):
        place = path  # do not show the working directory, which the user does not know
    reason = error.strerror or str(error)
    return input_error(
        "E805", f"cannot {verb} {path.name}: {reason}", location=at(place), hint=hint
    )

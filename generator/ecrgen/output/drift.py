"""Compares the files on disk with the expected ones: missing, extra,
edited or stale.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .manifest import (
    MANIFEST,
    Manifest,
    Package,
    digest,
    is_tolerated,
    is_tolerated_directory,
    normalized,
    render_manifest,
)

DIFF_LINES = 60

DriftKind = Literal["missing", "extra", "edited", "stale"]


@dataclass(frozen=True, slots=True)
class Drift:
    """A file that differs; `diff` leads from the file on disk to the expected one."""

    kind: DriftKind
    path: str
    diff: str


@dataclass(frozen=True, slots=True)
class Disk:
    """A package directory at one moment: (mtime in ns, size) of files, mode of
    directories.

    `odd` holds files that are not regular, mostly symbolic links. None is followed.
    """

    files: Mapping[str, tuple[int, int]]
    directories: Mapping[str, int]
    odd: frozenset[str]
    mounts: frozenset[str]
    inode: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The content of one path on disk and as expected, None where there is none.

    `foreign` is a file that ecrgen did not write, in the place of one that it would
    write.
    """

    kind: Literal["same", "foreign"] | DriftKind
    path: str
    disk: bytes | None
    expected: bytes | None


def walk(directory: str, prefix: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file, with its path; without the caches and other files of tools."""
    with os.scandir(directory) as entries:
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if not is_tolerated_directory(entry.name):
                    yield from walk(entry.path, path + "/")
            elif not is_tolerated(entry.name):
                yield path, entry


def read(place: str) -> bytes:
    with open(place, "rb", buffering=0) as file:
        return file.read()


def scan(target: Path) -> Disk:
    """Everything in the package directory, files of tools too, because a
    write keeps them.
    """
    files: dict[str, tuple[int, int]] = {}
    directories: dict[str, int] = {}
    odd: set[str] = set()
    mounts: set[str] = set()
    try:
        top = os.stat(target)
        os.listdir(target)  # fails if the target is a plain file
    except FileNotFoundError:
        return Disk({}, {}, frozenset(), frozenset(), None)
    directories[""] = top.st_mode
    pending = [("", str(target))]
    while pending:
        prefix, place = pending.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                path, stat = prefix + entry.name, entry.stat(follow_symlinks=False)
                if entry.is_dir(follow_symlinks=False):
                    directories[path] = stat.st_mode
                    if stat.st_dev != top.st_dev:
                        mounts.add(path)
                    pending.append((path + "/", entry.path))
                else:
                    files[path] = (stat.st_mtime_ns, stat.st_size)
                    if not entry.is_file(follow_symlinks=False):
                        odd.add(path)
    return Disk(files, directories, frozenset(odd), frozenset(mounts), top.st_ino)


def examine(
    package: Package, target: Path, disk: Disk, manifest: Manifest | None
) -> list[Comparison]:
    """Every path on disk or in `package`, in order."""
    listed: Mapping[str, str] = {} if manifest is None else manifest.files
    wanted = {**package.files, MANIFEST: render_manifest(package)}
    result: list[Comparison] = []
    for path in sorted({*wanted, *disk.files}):
        expected = wanted.get(path)
        if path not in disk.files:
            result.append(Comparison("missing", path, None, expected))
        elif expected is None and (path not in listed or path in disk.odd):
            result.append(Comparison("extra", path, None, None))
        else:
            content = read(str(target / path))
            kind = _kind(path, content, expected, listed)
            result.append(Comparison(kind, path, content, expected))
    return result


def _kind(
    path: str, content: bytes, expected: bytes | None, listed: Mapping[str, str]
) -> Literal["same", "foreign", "edited", "stale"]:
    if expected is not None and normalized(content) == normalized(expected):
        return "same"
    if path == MANIFEST:  # an edit does not matter: the files it lists are compared
        return "stale"
    if path not in listed:
        return "foreign"
    return "stale" if digest(content) == listed[path] else "edited"


def drifts(name: str, comparisons: list[Comparison]) -> list[Drift]:
    """The differences that a user is told about."""
    differences: list[Drift] = []
    for comparison in comparisons:
        if comparison.kind == "same" or (
            comparison.kind == "extra" and is_tolerated(comparison.path)
        ):
            continue
        if comparison.kind == "extra":  # a build leaves it alone, so there is no diff
            differences.append(Drift("extra", comparison.path, ""))
            continue
        kind = "edited" if comparison.kind == "foreign" else comparison.kind
        differences.append(
            Drift(kind, comparison.path, _diff(f"{name}/{comparison.path}", comparison))
        )
    return differences


def _diff(name: str, comparison: Comparison) -> str:
    from difflib import unified_diff

    lines = list(
        unified_diff(
            _lines(comparison.disk),
            _lines(comparison.expected),
            "/dev/null" if comparison.disk is None else f"{name} (on disk)",
            "/dev/null" if comparison.expected is None else f"{name} (expected)",
            lineterm="",
        )
    )
    if (left_out := len(lines) - DIFF_LINES) > 0:
        lines[DIFF_LINES:] = [f"... {left_out} more lines left out"]
    return "\n".join(lines)


def _lines(content: bytes | None) -> list[str]:
    if not content:
        return []
    lines = normalized(content).decode("utf-8", "replace").split("\n")
    if last := lines.pop():
        lines.append(f"{last}\n\\ No newline at end of file")
    return lines

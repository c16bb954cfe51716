"""What is on disk, and which of four ways each file of it differs from what is expected."""

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
    """One file in which the disk is out of step; `diff` leads from the disk to what is expected."""

    kind: DriftKind
    path: str
    diff: str


@dataclass(frozen=True, slots=True)
class Disk:
    """A package directory at one moment: (mtime in ns, size) of files, mode of directories.

    `odd` are the files that are not regular ones, symbolic links above all; none is followed.
    """

    files: Mapping[str, tuple[int, int]]
    directories: Mapping[str, int]
    odd: frozenset[str]
    mounts: frozenset[str]
    inode: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """One path, on disk and as expected (None where it is not there or not expected).

    `foreign` is a file ecrgen never wrote, in the place of one that it is about to write.
    """

    kind: Literal["same", "foreign"] | DriftKind
    path: str
    disk: bytes | None
    expected: bytes | None


def walk(directory: str, prefix: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file that is not a tool's, by its path."""
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
    """Everything in the package directory, tools' files too: all has to be there after a write."""
    found: dict[str, tuple[int, int]] = {}
    directories: dict[str, int] = {}
    odd: set[str] = set()
    mounts: set[str] = set()
    try:
        top = os.stat(target)
        os.listdir(target)  # a plain file in its place is an error
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
                    found[path] = (stat.st_mtime_ns, stat.st_size)
                    if not entry.is_file(follow_symlinks=False):
                        odd.add(path)
    return Disk(found, directories, frozenset(odd), frozenset(mounts), top.st_ino)


def examine(
    package: Package, target: Path, disk: Disk, manifest: Manifest | None
) -> list[Found]:
    """Every path on disk or in `package`, in order."""
    listed: Mapping[str, str] = {} if manifest is None else manifest.files
    wanted = {**package.files, MANIFEST: render_manifest(package)}
    result: list[Found] = []
    for path in sorted({*wanted, *disk.files}):
        expected = wanted.get(path)
        if path not in disk.files:
            result.append(Found("missing", path, None, expected))
        elif expected is None and (path not in listed or path in disk.odd):
            result.append(Found("extra", path, None, None))
        else:
            content = read(str(target / path))
            kind = _kind(path, content, expected, listed)
            result.append(Found(kind, path, content, expected))
    return result


def _kind(
    path: str, content: bytes, expected: bytes | None, listed: Mapping[str, str]
) -> Literal["same", "foreign", "edited", "stale"]:
    if expected is not None and normalized(content) == normalized(expected):
        return "same"
    if path == MANIFEST:  # whoever changed it, what it says is compared file by file
        return "stale"
    if path not in listed:
        return "foreign"
    return "stale" if digest(content) == listed[path] else "edited"


def drifts(name: str, found: list[Found]) -> list[Drift]:
    """What a user is told of `found`."""
    result: list[Drift] = []
    for item in found:
        if item.kind == "same" or (item.kind == "extra" and is_tolerated(item.path)):
            continue
        if item.kind == "extra":  # it stays, so there is nothing to lead to
            result.append(Drift("extra", item.path, ""))
            continue
        kind = "edited" if item.kind == "foreign" else item.kind
        result.append(Drift(kind, item.path, _diff(f"{name}/{item.path}", item)))
    return result


def _diff(name: str, item: Found) -> str:
    from difflib import unified_diff

    lines = list(
        unified_diff(
            _lines(item.disk),
            _lines(item.expected),
            "/dev/null" if item.disk is None else f"{name} (on disk)",
            "/dev/null" if item.expected is None else f"{name} (expected)",
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

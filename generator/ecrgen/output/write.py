"""The last stage: writes a package, or compares it with what is on disk.

There are three sorts of files. A file whose digest is the one in the manifest on disk
is ecrgen's: it may be replaced and removed. A file with another digest was edited by
hand. A file that the manifest does not list is the user's.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..problems.diagnostics import Diagnostics, InputError
from . import swap
from .drift import Comparison, Disk, Drift, drifts, examine, read, scan, walk
from .manifest import (
    MANIFEST,
    Manifest,
    Package,
    at,
    cannot,
    check_package,
    digest,
    is_bytecode,
    normalized,
    parse_manifest,
    read_manifest,
    render,
    render_manifest,
)
from .swap import Changes, Exchange, Work, best_exchange, recover

__all__ = [
    "MANIFEST",
    "Drift",
    "Manifest",
    "Package",
    "Written",
    "compare",
    "is_current",
    "read_manifest",
    "recover",
    "render_manifest",
    "write",
]


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to each path; `overwritten` lists again those
    changed by force.
    """

    created: tuple[str, ...]
    updated: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    overwritten: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """The new tree: files linked from the old one, files to write, and directories."""

    written: Written
    contents: Mapping[str, bytes]
    kept: tuple[str, ...]
    directories: tuple[str, ...]
    changes: Changes


def is_current(directory: Path, inputs: Mapping[str, str]) -> bool:
    """Whether a build from `inputs` would change nothing, without building."""
    with _reported("read", directory):
        recover(directory.parent, directory.name)
    try:
        content = (directory / MANIFEST).read_bytes()
        manifest = parse_manifest(content, MANIFEST)
        if manifest.inputs != dict(inputs) or normalized(content) != render(manifest):
            return False
        entries = dict(walk(str(directory)))
        if entries.keys() != manifest.files.keys() | {MANIFEST}:
            return False
        return all(
            entries[path].is_file(follow_symlinks=False)
            and digest(read(entries[path].path)) == text
            for path, text in manifest.files.items()
        )
    except (OSError, InputError):
        return False  # the build will report the problem


def compare(package: Package, output_dir: Path) -> list[Drift]:
    """How the disk differs from `package`, ordered by path. Writes nothing."""
    check_package(package)
    shown = output_dir / package.name
    with _reported("read", shown):
        recover(output_dir, package.name)
        target = swap.locate(output_dir, package.name)
        with swap.locked(target.parent, shared=True):  # keeps writers out
            disk = scan(target)
            _check_links(package, disk, target, shown)
            comparisons = examine(package, target, disk, read_manifest(shown))
    return drifts(package.name, comparisons)


def write(
    package: Package,
    output_dir: Path,
    *,
    force: bool = False,
    exchange: Exchange = best_exchange,
) -> Written:
    """Write all of `package` or nothing. `force` also overwrites the user's files."""
    check_package(package)
    shown = output_dir / package.name
    with _reported("write", shown):
        output_dir.mkdir(parents=True, exist_ok=True)
        target = swap.locate(output_dir, package.name)
        with swap.locked(target.parent) as held:
            swap.clean(target, held)
            disk = scan(target)
            _check_links(package, disk, target, shown)
            manifest, foreign = _owned(shown, force)
            comparisons = examine(package, target, disk, manifest)
            plan = _plan(package, comparisons, disk, shown, force, foreign)
            if plan.contents or plan.changes.remove:
                _check_place(target, disk, shown)
                _carry_out(plan, disk, target, exchange)
    return plan.written


@contextmanager
def _reported(verb: str, shown: Path) -> Generator[None, None, None]:
    try:
        yield
    except OSError as error:
        raise cannot(verb, shown, error) from error


def _owned(shown: Path, force: bool) -> tuple[Manifest | None, bool]:
    """The manifest on disk, and whether it is invalid and replaced by force."""
    try:
        return read_manifest(shown), False
    except InputError:
        if not force or not (shown / MANIFEST).is_file():
            raise
        return None, True


def _check_links(package: Package, disk: Disk, target: Path, shown: Path) -> None:
    """Users may place symbolic links, but ecrgen must not write through one."""
    if not disk.odd:
        return
    output = os.path.join(os.path.realpath(target.parent), "")
    blocked: dict[str, str] = {}
    for path in sorted({*package.files, MANIFEST}):
        if path in disk.odd:
            real = os.path.realpath(target / path)
            if not (real.startswith(output) and os.path.isfile(real)):
                blocked[path] = "leads to no file in the output directory"
        for parent in disk.odd.intersection(_parents(path)):
            blocked[parent] = "stands where the package has a directory"
    problems = Diagnostics()
    for path, reason in blocked.items():
        problems.add(
            "E804",
            f"{path} is a link or special file and {reason}",
            location=at(shown / path),
            hint="remove it",
        )
    problems.raise_errors()


def _check_place(target: Path, disk: Disk, shown: Path) -> None:
    if disk.inode is None:
        return
    if disk.mounts:
        place = shown / min(disk.mounts)
        raise OSError(0, "another file system is mounted inside", str(place))
    if os.path.ismount(target):
        raise OSError(0, "it is a mount point: mount its parent instead", str(shown))
    if not os.access(target, os.W_OK):
        raise PermissionError(13, os.strerror(13), str(shown))


def _plan(
    package: Package,
    comparisons: list[Comparison],
    disk: Disk,
    shown: Path,
    force: bool,
    foreign_manifest: bool,
) -> _Plan:
    by_kind: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        by_kind.setdefault(comparison.kind, []).append(comparison)
    missing, stale = by_kind.get("missing", []), by_kind.get("stale", [])
    taken = [*by_kind.get("edited", []), *by_kind.get("foreign", [])]
    # A file where a directory is needed is removed too, if it is ours or with --force.
    needed = {parent for path in package.files for parent in _parents(path)}
    extras = [comparison.path for comparison in by_kind.get("extra", [])]
    blocking = [
        Comparison("foreign", path, read(str(shown / path)), None)
        for path in extras
        if path in needed
    ]
    taken += blocking
    if not force:
        _refuse(taken, shown)
    replaced = [
        comparison for comparison in (*stale, *taken) if comparison.expected is not None
    ]
    removed = [
        comparison for comparison in (*stale, *taken) if comparison.expected is None
    ]
    contents = {
        comparison.path: comparison.expected
        for comparison in (*missing, *replaced)
        if comparison.expected is not None
    }
    unchanged = [comparison.path for comparison in by_kind.get("same", [])]
    users = [path for path in extras if path not in needed]
    emptied = _emptied(removed, [*contents, *unchanged, *users])
    kept = [path for path in users if emptied.isdisjoint(_parents(path))]
    directories = {
        path
        for path in disk.directories
        if path and emptied.isdisjoint((path, *_parents(path)))
    }
    clashes = directories & contents.keys()
    if clashes:
        raise OSError(0, "a directory is in the way", str(shown / min(clashes)))
    overwritten = [comparison.path for comparison in taken]
    if foreign_manifest:
        overwritten.append(MANIFEST)
    return _Plan(
        Written(
            created=tuple(comparison.path for comparison in missing),
            updated=tuple(sorted(comparison.path for comparison in replaced)),
            removed=tuple(sorted(comparison.path for comparison in removed)),
            unchanged=tuple(unchanged),
            overwritten=tuple(sorted(overwritten)),
        ),
        contents,
        (*unchanged, *kept),
        tuple(sorted(directories | {p for path in contents for p in _parents(path)})),
        Changes(
            {
                comparison.path: (
                    None if comparison.disk is None else digest(comparison.disk)
                )
                for comparison in (*missing, *replaced)
            },
            {comparison.path: digest(comparison.disk or b"") for comparison in removed},
        ),
    )


def _refuse(taken: list[Comparison], shown: Path) -> None:
    problems = Diagnostics()
    for comparison in taken:
        fate = "overwritten" if comparison.expected is not None else "removed"
        if comparison.kind == "edited":
            code, message = "E801", f"{comparison.path} was edited by hand"
        else:
            code, message = "E802", f"{comparison.path} was not written by ecrgen"
        problems.add(
            code,
            f"{message} and would be {fate}",
            location=at(shown / comparison.path),
            hint="--force overrides this; `ecrgen check` shows the difference",
        )
    problems.raise_errors()


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _emptied(removed: list[Comparison], remaining: list[str]) -> set[str]:
    """Directories that lose their last file; bytecode does not count as one."""
    alive = {
        parent
        for path in remaining
        if not is_bytecode(path)
        for parent in _parents(path)
    }
    return {
        parent for comparison in removed for parent in _parents(comparison.path)
    } - alive


def _carry_out(plan: _Plan, disk: Disk, target: Path, exchange: Exchange) -> None:
    work = swap.open_work(target)
    try:
        _build(plan, disk, work)
        if disk.inode is None:
            os.rename(work.tree, target)
        elif (old := exchange(work, plan.changes)) is not None:
            _rescue(old, disk, target)
    finally:
        try:
            swap.settle(work)
        except KeyboardInterrupt:
            swap.settle(work)
            raise


def _build(plan: _Plan, disk: Disk, work: Work) -> None:
    os.mkdir(work.tree)
    for path in plan.directories:
        os.mkdir(work.tree / path)
    for path in plan.kept:
        _link(work.target / path, work.tree / path)
    for path, content in plan.contents.items():
        place = work.tree / path
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with open(descriptor, "wb") as file:
            file.write(content)
        if path in disk.files and path not in disk.odd:
            os.chmod(place, os.stat(work.target / path).st_mode & 0o777)
    for path in ("", *plan.directories):  # after all writes: one may be read-only
        if path in disk.directories:
            os.chmod(work.tree / path, disk.directories[path] & 0o7777)


def _link(source: Path, place: Path) -> None:
    """Hard-link a file, or copy it where the file system has no hard links."""
    if source.is_symlink():
        os.symlink(os.readlink(source), place)
        return
    try:
        os.link(source, place)
    except OSError:
        if not source.is_file():
            raise
        import shutil

        shutil.copy2(source, place)


def _rescue(old: Path, disk: Disk, target: Path) -> None:
    """Carry over files that were saved into the old directory after it was scanned."""
    now = scan(old)
    if now.inode != disk.inode:
        return  # written by another run, where there is no lock: the last one wins
    for path, stamp in now.files.items():
        if disk.files.get(path) != stamp and not is_bytecode(path):
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(old / path, target / path)

"""Replaces a directory by a new one, so that a kill at any moment loses neither.

Everything happens in a working directory beside the target, `.ecrgen-NAME-PID-RANDOM`:

    tree/           the new directory; the old one after an exchange
    old/            the old directory, between two renames
    journal.json    the work left, where directories cannot be exchanged or renamed

From these three `settle` can finish a run, wherever it was killed. Writers hold a lock
on the parent directory, which ends with their process: a working directory that is
there while we hold the lock belongs to a killed run. This guards against killed
processes, not against power failures, so nothing is synced to the disk.
"""

from __future__ import annotations

import errno
import json
import os
import re
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .manifest import BYTECODE_DIRECTORY, MANIFEST, digest, json_object, path_problem

_NAME = r"\.ecrgen-{}-(\d+)-[0-9a-f]{{16}}"
_PARTS = frozenset({"tree", "old", "journal.json", "journal.new"})
# Where processes can be neither locked out nor looked up, older directories count as
# abandoned.
_ABANDONED_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Work:
    """The working directory of a run, and the directory that it will replace."""

    root: Path
    target: Path
    pid: int

    @property
    def tree(self) -> Path:
        return self.root / "tree"

    @property
    def old(self) -> Path:
        return self.root / "old"

    @property
    def journal(self) -> Path:
        return self.root / "journal.json"


@dataclass(frozen=True, slots=True)
class Changes:
    """How the new tree differs from the old one: paths with their digests
    in the old one.
    """

    replace: Mapping[str, str | None]
    remove: Mapping[str, str]


# Puts `work.tree` in the place of the existing `work.target`. Returns where the old
# directory is now, or None where the files themselves were replaced.
Exchange = Callable[[Work, Changes], Path | None]


def exchange_directories(work: Work, changes: Changes) -> Path | None:
    """Atomic: renameat2(2) with RENAME_EXCHANGE, or on macOS
    renamex_np(2) with RENAME_SWAP.
    """
    import ctypes

    new, old = os.fsencode(work.tree), os.fsencode(work.target)
    if sys.platform not in ("linux", "darwin"):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        if sys.platform == "linux":
            here = ctypes.c_int(-100)  # AT_FDCWD, which absolute paths do not use
            status = int(libc.renameat2(here, new, here, old, ctypes.c_uint(2)))
        else:
            status = int(libc.renamex_np(new, old, ctypes.c_uint(2)))
    except AttributeError:  # a C library older than the call
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from None
    if status != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(work.target))
    return work.tree


def rename_twice(work: Work, changes: Changes) -> Path | None:
    """Two renames.

    If only the first happened, `old` and `tree` exist and the target not.
    """
    os.rename(work.target, work.old)
    try:
        os.rename(work.tree, work.target)
    except OSError:
        os.rename(work.old, work.target)
        raise
    return work.old


def replace_files(work: Work, changes: Changes) -> Path | None:
    """File by file, with a journal: overlayfs cannot rename directories
    of lower layers.
    """
    draft = work.root / "journal.new"
    value = {"replace": dict(changes.replace), "remove": dict(changes.remove)}
    draft.write_text(json.dumps(value), encoding="utf-8")
    os.replace(draft, work.journal)
    _redo(work)
    os.unlink(work.journal)
    return None


def best_exchange(work: Work, changes: Changes) -> Path | None:
    """The safest of the three ways that the system supports."""
    for attempt in (exchange_directories, rename_twice):
        try:
            return attempt(work, changes)
        except OSError as error:
            if error.errno == errno.EXDEV:
                break
            if error.errno not in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
                raise
    return replace_files(work, changes)


def locate(output_dir: Path, name: str) -> Path:
    """The real package directory: the user may have made it a symbolic link."""
    return Path(os.path.realpath(output_dir / name))


@contextmanager
def locked(directory: Path, *, shared: bool = False) -> Generator[bool, None, None]:
    """Wait for the writers' lock on `directory` and hold it; False where
    locks do not work.
    """
    if sys.platform == "win32":
        yield False
        return
    import fcntl

    try:
        descriptor = os.open(directory, os.O_RDONLY)
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        except OSError:  # network file systems do not lock directories
            yield False
            return
        try:
            yield True
        finally:
            # Closing is not enough: a process forked meanwhile shares the descriptor.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        os.close(descriptor)


def open_work(target: Path) -> Work:
    name = f".ecrgen-{target.name}-{os.getpid()}-{os.urandom(8).hex()}"
    work = Work(target.parent / name, target, os.getpid())
    os.mkdir(work.root)
    return work


def leftovers(target: Path) -> list[Work]:
    """Working directories of runs that write `target`, or were killed
    while they did.
    """
    try:
        names = sorted(os.listdir(target.parent))
    except OSError:
        return []
    pattern: re.Pattern[str] | None = None
    works: list[Work] = []
    for name in names:
        if not name.startswith(".ecrgen-"):
            continue
        pattern = pattern or re.compile(_NAME.format(re.escape(target.name)))
        match = pattern.fullmatch(name)
        root = target.parent / name
        if match is None or root.is_symlink():
            continue
        with suppress(OSError):
            if _PARTS.issuperset(os.listdir(root)):
                works.append(Work(root, target, int(match[1])))
    return works


def recover(output_dir: Path, name: str) -> None:
    """Finish a replacement that a killed run left half done, before the package is
    read.

    Other leftovers stay for the next writer: reading a complete package writes nothing.
    """
    target = locate(output_dir, name)
    if not any(_is_half_done(work) for work in leftovers(target)):
        return
    with locked(target.parent) as held:
        for work in leftovers(target):
            if _is_half_done(work) and (held or _is_abandoned(work)):
                settle(work)


def clean(target: Path, held: bool) -> None:
    """Settle every killed run.

    For writers only; `held` says whether they hold the lock.
    """
    for work in leftovers(target):
        if held or _is_abandoned(work):
            settle(work)


def settle(work: Work) -> None:
    """Finish the exchange of a run if it has begun, then remove its
    working directory.
    """
    if _is_half_done(work):
        if work.journal.exists():
            _redo(work)
        else:
            os.rename(work.tree, work.target)
    with suppress(OSError):
        work.journal.unlink(missing_ok=True)
    for part in (work.tree, work.old):
        _remove(part)
    with suppress(OSError):
        (work.root / "journal.new").unlink(missing_ok=True)
        os.rmdir(work.root)


def _is_half_done(work: Work) -> bool:
    if work.journal.exists():
        return True
    return (
        not os.path.lexists(work.target)
        and work.old.is_dir()
        and work.tree.is_dir()
        and not work.tree.is_symlink()
    )


def _is_abandoned(work: Work) -> bool:
    if sys.platform == "win32":  # os.kill(pid, 0) sends a signal there
        import time

        return time.time() - work.root.stat().st_mtime > _ABANDONED_SECONDS
    try:
        os.kill(work.pid, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _redo(work: Work) -> None:
    """Do the rest of the journal. Files that were changed meanwhile are left alone.

    The journal lies in the output directory and may come from anybody: only plain paths
    inside the target are used.
    """
    try:
        value: object = json.loads(work.journal.read_bytes())
    except (ValueError, RecursionError):
        value = None
    journal = json_object(value) or {}
    for path, before in _entries(journal.get("remove")):
        place = _inside(work.target, path)
        if before is not None and place is not None and _digest_of(place) == before:
            os.unlink(place)
            _drop_emptied(work.target, place.parent)
    # The manifest comes last: until then the old one still tells whose files these are.
    todo = sorted(
        _entries(journal.get("replace")), key=lambda item: item[0] == MANIFEST
    )
    for path, before in todo:
        place, source = _inside(work.target, path), _inside(work.tree, path)
        if place is None or source is None or not source.is_file():
            continue
        if _digest_of(place) == before:
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, place)


def _entries(value: object) -> list[tuple[str, str | None]]:
    items = json_object(value) or {}
    return [
        (path, before)
        for path, before in items.items()
        if (path == MANIFEST or path_problem(path) is None)
        and (before is None or isinstance(before, str))
    ]


def _inside(directory: Path, path: str) -> Path | None:
    """The place of `path`, or None if a symbolic link leads to it."""
    place = directory / path
    real = os.path.realpath(directory)
    if os.path.realpath(place.parent) != os.path.normpath(
        os.path.join(real, os.path.dirname(path))
    ):
        return None
    return place


def _digest_of(place: Path) -> str | None:
    try:
        return digest(place.read_bytes())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _drop_emptied(target: Path, directory: Path) -> None:
    while directory != target:
        with suppress(OSError):
            if os.listdir(directory) == [BYTECODE_DIRECTORY]:
                _remove(directory / BYTECODE_DIRECTORY)
        try:
            os.rmdir(directory)
        except OSError:
            return
        directory = directory.parent


def _remove(tree: Path) -> None:
    """Remove a directory as far as possible; the next run removes the rest."""
    try:
        if tree.is_symlink():
            return
        os.chmod(tree, 0o700)  # a directory of the user may be read-only
        with os.scandir(tree) as entries:
            children = list(entries)
    except OSError:
        return
    for entry in children:
        if entry.is_dir(follow_symlinks=False):
            _remove(Path(entry.path))
        else:
            with suppress(OSError):
                os.unlink(entry.path)
    with suppress(OSError):
        os.rmdir(tree)

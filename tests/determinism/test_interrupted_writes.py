"""Killed, interrupted or out of space: the old package or the new one,
never a mixture.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ecrgen.output import write as module
from ecrgen.output.manifest import parse_manifest
from ecrgen.output.swap import (
    Changes,
    Exchange,
    Work,
    exchange_directories,
    rename_twice,
    replace_files,
)
from ecrgen.output.write import (
    MANIFEST,
    Package,
    compare,
    is_current,
    read_manifest,
    recover,
    render_manifest,
    write,
)
from ecrgen.problems.diagnostics import InputError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills with signals")

ATOMIC = sys.platform in ("linux", "darwin")
STRATEGIES: dict[str, Exchange] = {
    **({"exchange_directories": exchange_directories} if ATOMIC else {}),
    "rename_twice": rename_twice,
    "replace_files": replace_files,
}
by_strategy = pytest.mark.parametrize("strategy", STRATEGIES)
NOTES = b"written by the user\n"


def version(letter: str, count: int) -> Package:
    """Half of the files are the same in all versions; some exist in one
    version only.
    """
    files = {f"common/m{n}.py": b"x = 1\n" * 50 for n in range(count)}
    for n in range(count):
        files[f"changing/m{n}.py"] = f"x = {letter!r}\n".encode() * 50
    files[f"only_{letter}/m.py"] = files["changing/m0.py"]
    return Package("demo", files, {"version": letter})


A, B = version("a", 30), version("b", 30)
SMALL_A, SMALL_B = version("a", 2), version("b", 2)


def content(package: Package) -> dict[str, bytes]:
    return {**package.files, MANIFEST: render_manifest(package), "notes.txt": NOTES}


def on_disk(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file()
    }


def start(out: Path, package: Package) -> None:
    write(package, out)
    (out / "demo" / "notes.txt").write_bytes(NOTES)


def assert_writable_and_tidy(out: Path, package: Package) -> None:
    write(package, out)
    assert on_disk(out / "demo") == content(package)
    assert os.listdir(out) == ["demo"]


# A process that is killed at random moments, while others read

CHILD = """
import sys
from pathlib import Path
from ecrgen.output import swap
from ecrgen.output.write import Package, write
out, strategy = Path(sys.argv[1]), getattr(swap, sys.argv[2])
packages = []
for letter in "ab":
    files = {f"common/m{n}.py": b"x = 1\\n" * 50 for n in range(30)}
    for n in range(30):
        files[f"changing/m{n}.py"] = f"x = {letter!r}\\n".encode() * 50
    files[f"only_{letter}/m.py"] = files["changing/m0.py"]
    packages.append(Package("demo", files, {"version": letter}))
print("ready", flush=True)
while True:
    for package in packages:
        write(package, out, exchange=strategy)
"""


def read_as_one(directory: Path) -> dict[str, bytes] | None:
    """The directory at one moment; None if it was replaced meanwhile."""
    top = os.open(directory, os.O_RDONLY)
    try:

        def read(path: str) -> bytes:
            place = os.open(path, os.O_RDONLY, dir_fd=top)
            with open(place, "rb") as file:
                return file.read()

        manifest = read(MANIFEST)
        paths = parse_manifest(manifest, MANIFEST).files
        files = {path: read(path) for path in paths}
        return {**files, MANIFEST: manifest, "notes.txt": read("notes.txt")}
    except FileNotFoundError:
        return None
    finally:
        os.close(top)


@by_strategy
def test_random_kills(tmp_path: Path, strategy: str) -> None:
    out = tmp_path / "generated"
    start(out, A)
    wholes = [content(A), content(B)]
    dice = random.Random(2)
    seen: list[int] = []
    atomic = strategy == "exchange_directories"
    environment = {**os.environ, "PYTHONPATH": str(Path(module.__file__).parents[2])}
    for _ in range(30 if atomic else 10):
        child = subprocess.Popen(
            [sys.executable, "-S", "-c", CHILD, str(out), strategy],
            env=environment,
            stdout=subprocess.PIPE,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        deadline = time.monotonic() + dice.uniform(0.0, 0.1)
        while time.monotonic() < deadline:
            if not atomic:
                time.sleep(0.005)
                continue
            # Every path exists all the time, the user's file too.
            assert (out / "demo" / "notes.txt").read_bytes() == NOTES
            whole = read_as_one(out / "demo")
            if whole is not None:
                seen.append(wholes.index(whole))
        child.kill()
        assert child.wait() == -signal.SIGKILL
        child.stdout.close()
        if not atomic:
            recover(out, "demo")
        now = on_disk(out / "demo")
        assert now in wholes
        last = A if now == wholes[0] else B
        assert (
            is_current(out / "demo", last.inputs) is False
        )  # the user's file is extra
        assert [d.path for d in compare(last, out)] == ["notes.txt"]
        assert_writable_and_tidy(out, dice.choice((A, B)))
    assert not atomic or set(seen) == {0, 1}


# A fault at every single operation on files


Fault = Callable[[], None]
WATCHED = frozenset(
    {"open", "os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "os.chmod"}
    | {"os.listdir", "os.scandir", "ctypes.dlopen", "ctypes.dlsym"}
)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt() -> None:
    raise KeyboardInterrupt


def run_out_of_space() -> None:
    raise OSError(28, "No space left on device")


def in_a_child(out: Path, strategy: str, fault: Fault, moment: int) -> int | None:
    """Write SMALL_B, with `fault` before the operation number `moment`. The exit
    status.

    3 means that `write` returned, 4 that it was interrupted, 5 that it refused.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = moment

    def hook(event: str, arguments: object) -> None:
        nonlocal left
        if event in WATCHED:
            left -= 1
            if left == 0:
                fault()

    status = 1
    try:
        sys.addaudithook(hook)
        write(SMALL_B, out, exchange=STRATEGIES[strategy])
        status = 6 if left > 0 else 3  # 6: there is no such moment
    except KeyboardInterrupt:
        status = 4
    except InputError as error:
        status = 5 if [d.code for d in error.diagnostics] == ["E805"] else 1
    finally:
        os._exit(status)


@by_strategy
@pytest.mark.parametrize("fault", [kill, interrupt, run_out_of_space])
def test_fault_at_every_operation(tmp_path: Path, strategy: str, fault: Fault) -> None:
    wholes = [content(SMALL_A), content(SMALL_B)]
    seen: set[int] = set()
    moment, status = 0, None
    while status != 6:
        moment += 1
        out = tmp_path / str(moment)
        start(out, SMALL_A)
        status = in_a_child(out, strategy, fault, moment)
        assert status in ({6, -signal.SIGKILL} if fault is kill else {3, 4, 5, 6})
        if fault is kill:
            if strategy != "exchange_directories":
                recover(out, "demo")
        elif strategy == "replace_files":
            recover(out, "demo")  # if the fault came during the recovery
        now = on_disk(out / "demo")
        assert now in wholes, moment
        seen.add(wholes.index(now))
        if status in (3, 6):
            assert now == wholes[1]
        assert_writable_and_tidy(out, SMALL_A if now == wholes[1] else SMALL_B)
    assert seen == {0, 1}
    assert moment > 40


@by_strategy
def test_first_write_is_whole_or_nothing(tmp_path: Path, strategy: str) -> None:
    moment, status = 0, None
    while status != 6:
        moment += 1
        out = tmp_path / str(moment)
        status = in_a_child(out, strategy, kill, moment)
        if (out / "demo").exists():
            assert read_manifest(out / "demo") is not None
            assert compare(SMALL_B, out) == []
        write(SMALL_A, out)
        assert compare(SMALL_A, out) == []
        assert os.listdir(out) == ["demo"]
    assert moment > 20


# Between two renames, and within a journal


def test_readers_finish_what_was_begun(tmp_path: Path) -> None:
    def killed(work: Work, changes: Changes) -> Path | None:
        os.rename(work.target, work.old)
        os._exit(9)

    start(tmp_path, SMALL_A)
    child = os.fork()
    if child == 0:
        write(SMALL_B, tmp_path, exchange=killed)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert not (tmp_path / "demo").exists()
    assert [(d.kind, d.path) for d in compare(SMALL_B, tmp_path)] == [
        ("extra", "notes.txt")
    ]
    assert on_disk(tmp_path / "demo") == content(SMALL_B)
    assert_writable_and_tidy(tmp_path, SMALL_A)


def test_hostile_journal_reaches_nothing_outside(tmp_path: Path) -> None:
    out = tmp_path / "generated"
    start(out, SMALL_A)
    victim = tmp_path / "victim"
    victim.write_bytes(b"")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x").write_bytes(b"")
    (out / "demo" / "link").symlink_to(tmp_path / "elsewhere")
    work = out / ".ecrgen-demo-1-0123456789abcdef"
    (work / "tree").mkdir(parents=True)
    (work / "tree" / "x").write_bytes(b"bad")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    (work / "journal.json").write_text(
        f'{{"remove": {{"../../victim": "{empty}", "link/x": "{empty}"}},'
        f' "replace": {{"../../victim": "{empty}", "link/x": "{empty}", "": 1}}}}'
    )
    write(SMALL_B, out)
    assert victim.read_bytes() == b""
    assert (tmp_path / "elsewhere" / "x").read_bytes() == b""
    assert os.listdir(out) == ["demo"]


def test_what_only_looks_like_ours_is_left_alone(tmp_path: Path) -> None:
    start(tmp_path, SMALL_A)
    (tmp_path / ".ecrgen-demo-1-0123456789abcdef").mkdir()
    (tmp_path / ".ecrgen-demo-1-0123456789abcdef" / "mine.txt").write_text("")
    (tmp_path / ".ecrgen-demo-backup").mkdir()
    (tmp_path / ".ecrgen-other-1-0123456789abcdef").mkdir()
    (tmp_path / ".ecrgen-demo-1-fedcba9876543210").symlink_to(tmp_path / "demo")
    write(SMALL_B, tmp_path)
    assert sorted(os.listdir(tmp_path)) == [
        ".ecrgen-demo-1-0123456789abcdef",
        ".ecrgen-demo-1-fedcba9876543210",
        ".ecrgen-demo-backup",
        ".ecrgen-other-1-0123456789abcdef",
        "demo",
    ]
    assert on_disk(tmp_path / "demo") == content(SMALL_B)


# Several at once


@by_strategy
def test_concurrent_builds(tmp_path: Path, strategy: str) -> None:
    """Two builds of one package and one of another, all into one directory."""
    failures: list[BaseException] = []

    def build(package: Package) -> None:
        try:
            for _ in range(10):
                write(package, tmp_path, exchange=STRATEGIES[strategy])
        except BaseException as error:
            failures.append(error)

    other = Package("other", SMALL_A.files, {})
    start(tmp_path, SMALL_B)
    different = {drift.path for drift in compare(SMALL_A, tmp_path)}
    threads = [
        threading.Thread(target=build, args=(package,))
        for package in (SMALL_A, SMALL_B, other)
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        # A comparison sees exactly one of the packages.
        drifts = {d.path for d in compare(SMALL_A, tmp_path)}
        assert drifts in ({"notes.txt"}, different)
    for thread in threads:
        thread.join()
    assert failures == []
    assert on_disk(tmp_path / "demo") in (content(SMALL_A), content(SMALL_B))
    assert compare(other, tmp_path) == []
    assert sorted(os.listdir(tmp_path)) == ["demo", "other"]

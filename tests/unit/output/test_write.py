import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ecrgen.output import write as module
from ecrgen.output.drift import DIFF_LINES
from ecrgen.output.swap import (
    Exchange,
    best_exchange,
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
    render_manifest,
    write,
)
from ecrgen.problems.diagnostics import InputError

STRATEGIES: list[Exchange] = [
    best_exchange,
    *([exchange_directories] if sys.platform in ("linux", "darwin") else []),
    rename_twice,
    replace_files,
]
FILES = {
    "__init__.py": b"one = 1\n",
    "models.py": b"a\nb\nc\n",
    "operations/a.py": b"A\n",
    "operations/b.py": b"B\n",
}
DEMO = Package("demo", FILES, {"generator": "1"})


@pytest.fixture(params=STRATEGIES, ids=lambda strategy: str(strategy.__name__))
def exchange(request: pytest.FixtureRequest) -> Exchange:
    strategy: Exchange = request.param
    return strategy


@pytest.fixture
def out(tmp_path: Path) -> Iterator[Path]:
    """An output directory in which nothing but packages may be left."""
    output = tmp_path / "generated"
    yield output
    if output.is_dir():
        assert [name for name in os.listdir(output) if name.startswith(".")] == []


def changed(**files: bytes | None) -> Package:
    """DEMO with other files; `operations__a` stands for operations/a.py."""
    result = dict(FILES)
    for key, content in files.items():
        path = key.replace("__", "/") + ".py"
        if content is None:
            del result[path]
        else:
            result[path] = content
    return replace(DEMO, files=result, inputs={"generator": "2"})


def tree(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def expected(package: Package) -> dict[str, bytes]:
    return {**package.files, MANIFEST: render_manifest(package)}


def codes(caught: pytest.ExceptionInfo[InputError]) -> list[tuple[str, str]]:
    """Code and file name of each diagnostic."""
    return [
        (item.code, Path(item.location.file).name if item.location else "")
        for item in caught.value.diagnostics.sorted()
    ]


def kinds(package: Package, out: Path) -> list[tuple[str, str]]:
    return [(drift.kind, drift.path) for drift in compare(package, out)]


# Writing


def test_first_write_creates_everything(out: Path) -> None:
    written = write(DEMO, out)
    assert tree(out / "demo") == expected(DEMO)
    assert written.created == tuple(sorted(expected(DEMO)))
    assert written.updated == written.removed == written.unchanged == ()
    assert compare(DEMO, out) == []
    assert is_current(out / "demo", DEMO.inputs)


def test_second_write_touches_nothing(out: Path) -> None:
    write(DEMO, out)
    places = [out, *out.rglob("*")]
    before = [(place.stat().st_ino, place.stat().st_ctime_ns) for place in places]
    written = write(DEMO, out)
    assert written.unchanged == tuple(sorted(expected(DEMO)))
    assert [(p.stat().st_ino, p.stat().st_ctime_ns) for p in places] == before


def test_update_keeps_what_is_unchanged(out: Path, exchange: Exchange) -> None:
    write(DEMO, out)
    same = out / "demo" / "operations" / "a.py"
    before = same.stat()
    after = changed(models=b"new\n", operations__b=None, extra=b"x\n")
    written = write(after, out, exchange=exchange)
    assert tree(out / "demo") == expected(after)
    assert written.created == ("extra.py",)
    assert written.updated == (MANIFEST, "models.py")
    assert written.removed == ("operations/b.py",)
    assert written.unchanged == ("__init__.py", "operations/a.py")
    assert written.overwritten == ()
    now = same.stat()
    assert (now.st_ino, now.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert now.st_nlink == 1


def test_users_files_survive(out: Path, exchange: Exchange) -> None:
    write(DEMO, out)
    package = out / "demo"
    (package / "notes.txt").write_text("mine\r\n")
    (package / "operations" / "mine").mkdir()
    (package / "operations" / "mine" / "deep.bin").write_bytes(b"\0\xff")
    (package / "empty").mkdir()
    (package / ".git").mkdir()
    (package / ".git" / "HEAD").write_text("ref")
    (package / "link").symlink_to("notes.txt")
    (package / "dangling").symlink_to("/nowhere/at/all")
    os.mkfifo(package / "pipe")
    inode = (package / "notes.txt").stat().st_ino
    after = changed(operations__a=None, operations__b=None)
    write(after, out, exchange=exchange)
    assert (package / "notes.txt").read_bytes() == b"mine\r\n"
    assert (package / "notes.txt").stat().st_ino == inode
    assert (package / "operations/mine/deep.bin").read_bytes() == b"\0\xff"
    assert (package / "empty").is_dir()
    assert (package / ".git" / "HEAD").read_text() == "ref"
    assert os.readlink(package / "link") == "notes.txt"
    assert os.readlink(package / "dangling") == "/nowhere/at/all"
    assert (package / "pipe").is_fifo()
    assert not (package / "operations" / "a.py").exists()


def test_emptied_directories_go_with_their_bytecode(
    out: Path, exchange: Exchange
) -> None:
    write(DEMO, out)
    for directory in (out / "demo", out / "demo" / "operations"):
        (directory / "__pycache__").mkdir()
        (directory / "__pycache__" / "a.cpython-311.pyc").write_bytes(b"\0")
    write(changed(operations__a=None, operations__b=None), out, exchange=exchange)
    assert not (out / "demo" / "operations").exists()
    assert (out / "demo" / "__pycache__" / "a.cpython-311.pyc").exists()


def test_a_file_becomes_a_directory_and_back(out: Path, exchange: Exchange) -> None:
    flat = Package("demo", {"a": b"flat\n"}, {})
    deep = Package("demo", {"a/b": b"deep\n"}, {})
    for package in (flat, deep, flat):
        write(package, out, exchange=exchange)
        assert tree(out / "demo") == expected(package)


def test_modes_are_kept(out: Path, exchange: Exchange) -> None:
    mask = os.umask(0o027)
    try:
        write(DEMO, out)
        assert (out / "demo" / "models.py").stat().st_mode & 0o777 == 0o640
        assert (out / "demo").stat().st_mode & 0o777 == 0o750
        (out / "demo" / "models.py").chmod(0o755)
        (out / "demo" / "operations").chmod(0o700)
        write(changed(models=b"x\n", operations__c=b"c\n"), out, exchange=exchange)
    finally:
        os.umask(mask)
    assert (out / "demo" / "models.py").stat().st_mode & 0o777 == 0o755
    assert (out / "demo" / "operations").stat().st_mode & 0o777 == 0o700
    assert (out / "demo" / "operations" / "c.py").stat().st_mode & 0o777 == 0o640


def test_crlf_checkout_is_in_step(out: Path) -> None:
    write(DEMO, out)
    for path in expected(DEMO):
        place = out / "demo" / path
        place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    assert compare(DEMO, out) == []
    assert is_current(out / "demo", DEMO.inputs)
    assert write(DEMO, out).unchanged == tuple(sorted(expected(DEMO)))
    assert b"\r\n" in (out / "demo" / "models.py").read_bytes()
    after = changed(operations__a=b"new\n")
    assert write(after, out).updated == (MANIFEST, "operations/a.py")
    assert b"\r\n" in (out / "demo" / "models.py").read_bytes()


def test_package_directory_may_be_a_link(
    out: Path, tmp_path: Path, exchange: Exchange
) -> None:
    real = tmp_path / "real"
    real.mkdir()
    out.mkdir()
    (out / "demo").symlink_to(real)
    write(DEMO, out)
    write(changed(models=b"x\n"), out, exchange=exchange)
    assert (out / "demo").is_symlink()
    assert tree(real) == expected(changed(models=b"x\n"))
    assert sorted(os.listdir(tmp_path)) == ["generated", "real"]


def test_late_file_of_the_user_is_carried_over(out: Path) -> None:
    write(DEMO, out)

    def late(work: object, changes: object) -> Path | None:
        (out / "demo" / "late").mkdir()
        (out / "demo" / "late" / "notes.txt").write_text("just saved")
        (out / "demo" / "models.py").write_text("edited in the last moment\n")
        return best_exchange(work, changes)  # type: ignore[arg-type]

    after = changed(models=b"x\n")
    write(after, out, exchange=late)
    assert (out / "demo" / "late" / "notes.txt").read_text() == "just saved"
    assert kinds(after, out) == [("extra", "late/notes.txt"), ("edited", "models.py")]


# What is not ours


def test_edited_files_are_refused_then_forced(out: Path, exchange: Exchange) -> None:
    write(DEMO, out)
    (out / "demo" / "models.py").write_text("my edit\n")
    (out / "demo" / "operations" / "b.py").write_text("my edit too\n")
    before = tree(out / "demo")
    after = changed(models=b"x\n", operations__a=b"y\n", operations__b=None)
    with pytest.raises(InputError) as caught:
        write(after, out, exchange=exchange)
    assert codes(caught) == [("E801", "models.py"), ("E801", "b.py")]
    assert all("--force" in (d.hint or "") for d in caught.value.diagnostics)
    assert tree(out / "demo") == before
    written = write(after, out, force=True, exchange=exchange)
    assert written.overwritten == ("models.py", "operations/b.py")
    assert written.updated == (MANIFEST, "models.py", "operations/a.py")
    assert written.removed == ("operations/b.py",)
    assert tree(out / "demo") == expected(after)


def test_edit_is_refused_even_if_nothing_else_changed(out: Path) -> None:
    write(DEMO, out)
    (out / "demo" / "models.py").write_text("my edit\n")
    assert not is_current(out / "demo", DEMO.inputs)
    with pytest.raises(InputError) as caught:
        write(DEMO, out)
    assert codes(caught) == [("E801", "models.py")]


def test_files_without_a_manifest_are_the_users(out: Path, exchange: Exchange) -> None:
    (out / "demo").mkdir(parents=True)
    (out / "demo" / "__init__.py").write_bytes(FILES["__init__.py"])
    (out / "demo" / "models.py").write_text("mine\n")
    with pytest.raises(InputError) as caught:
        write(DEMO, out, exchange=exchange)
    assert codes(caught) == [("E802", "models.py")]
    written = write(DEMO, out, force=True, exchange=exchange)
    assert written.overwritten == ("models.py",)
    assert written.unchanged == ("__init__.py",)
    assert tree(out / "demo") == expected(DEMO)


def test_unlisted_file_in_the_place_of_a_new_one(out: Path) -> None:
    write(DEMO, out)
    (out / "demo" / "extra.py").write_text("mine\n")
    after = changed(extra=b"ours\n")
    assert ("edited", "extra.py") in kinds(after, out)
    with pytest.raises(InputError) as caught:
        write(after, out)
    assert codes(caught) == [("E802", "extra.py")]


def test_users_file_where_a_directory_is_needed(out: Path, exchange: Exchange) -> None:
    write(changed(operations__a=None, operations__b=None), out)
    (out / "demo" / "operations").write_text("mine")
    with pytest.raises(InputError) as caught:
        write(DEMO, out)
    assert codes(caught) == [("E802", "operations")]
    written = write(DEMO, out, force=True, exchange=exchange)
    assert written.overwritten == ("operations",)
    assert tree(out / "demo") == expected(DEMO)


def test_users_directory_where_a_file_is_needed(out: Path) -> None:
    write(DEMO, out)
    (out / "demo" / "new.py").mkdir()
    (out / "demo" / "new.py" / "mine.txt").write_text("mine")
    for force in (False, True):
        with pytest.raises(InputError) as caught:
            write(changed(new=b"x\n"), out, force=force)
        assert codes(caught) == [("E805", "new.py")]
    assert (out / "demo" / "new.py" / "mine.txt").read_text() == "mine"


def test_malformed_manifest_needs_force(out: Path) -> None:
    write(DEMO, out)
    (out / "demo" / MANIFEST).write_text("<<<<<<< HEAD\n")
    with pytest.raises(InputError) as caught:
        compare(DEMO, out)
    assert codes(caught) == [("E803", MANIFEST)]
    with pytest.raises(InputError) as caught:
        write(DEMO, out)
    assert codes(caught) == [("E803", MANIFEST)]
    assert not is_current(out / "demo", DEMO.inputs)
    assert write(DEMO, out, force=True).overwritten == (MANIFEST,)
    assert compare(DEMO, out) == []


# Hostile surroundings


def test_hostile_manifest_reaches_nothing_outside(out: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("")
    write(DEMO, out)
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    hostile = {"format": 1, "inputs": {}, "files": {"../../victim.txt": empty}}
    (out / "demo" / MANIFEST).write_text(json.dumps(hostile))
    with pytest.raises(InputError) as caught:
        write(changed(models=b"x\n"), out)
    assert codes(caught) == [("E804", MANIFEST)]
    write(DEMO, out, force=True)
    assert victim.exists()


def test_listed_file_behind_a_link_is_not_removed(out: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.py").write_bytes(FILES["operations/a.py"])
    write(DEMO, out)
    for name in ("a.py", "b.py"):
        (out / "demo" / "operations" / name).unlink()
    (out / "demo" / "operations").rmdir()
    (out / "demo" / "operations").symlink_to(outside)
    write(changed(operations__a=None, operations__b=None), out)
    assert (outside / "a.py").exists()
    assert (out / "demo" / "operations").is_symlink()


def test_links_that_lead_away_are_refused(out: Path, tmp_path: Path) -> None:
    write(DEMO, out)
    outside = tmp_path / "outside.py"
    outside.write_bytes(FILES["models.py"])
    (out / "demo" / "models.py").unlink()
    (out / "demo" / "models.py").symlink_to(outside)
    (out / "demo" / "ops").symlink_to(tmp_path)
    package = changed(ops__a=b"x\n")
    for force in (False, True):
        with pytest.raises(InputError) as caught:
            write(package, out, force=force)
        assert codes(caught) == [("E804", "models.py"), ("E804", "ops")]
    with pytest.raises(InputError):
        compare(package, out)
    assert not is_current(out / "demo", DEMO.inputs)
    assert outside.read_bytes() == FILES["models.py"]


def test_link_within_the_output_is_replaced_not_followed(
    out: Path, exchange: Exchange
) -> None:
    write(DEMO, out)
    shared = out / "shared.py"
    shared.write_bytes(FILES["models.py"])
    (out / "demo" / "models.py").unlink()
    (out / "demo" / "models.py").symlink_to(shared)
    assert compare(DEMO, out) == []
    write(changed(models=b"new\n"), out, exchange=exchange)
    assert not (out / "demo" / "models.py").is_symlink()
    assert (out / "demo" / "models.py").read_bytes() == b"new\n"
    assert shared.read_bytes() == FILES["models.py"]


def test_special_file_in_the_way_is_refused(out: Path) -> None:
    write(changed(models=None), out)
    os.mkfifo(out / "demo" / "models.py")
    with pytest.raises(InputError) as caught:
        write(DEMO, out, force=True)
    assert codes(caught) == [("E804", "models.py")]


def test_hostile_path_in_a_package(out: Path) -> None:
    with pytest.raises(InputError) as caught:
        write(replace(DEMO, files={"../x.py": b""}), out)
    assert codes(caught) == [("E804", "")]
    assert not out.exists()


@pytest.mark.parametrize("place", ["generated", "generated/demo"])
def test_file_in_the_place_of_a_directory(tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text("mine")
    with pytest.raises(InputError) as caught:
        write(DEMO, tmp_path / "generated", force=True)
    assert codes(caught) == [("E805", Path(place).name)]
    assert (tmp_path / place).read_text() == "mine"


FULL = """
import resource, sys
from pathlib import Path
from ecrgen.problems.diagnostics import InputError
from ecrgen.output.write import Package, write
out = Path(sys.argv[1])
write(Package("demo", {"a.py": b"a"}, {}), out)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write(Package("demo", {"a.py": b"b", "big.py": b"x" * 9000}, {}), out)
except InputError as error:
    (item,) = error.diagnostics
    print(item.code, item.location)
"""


def test_full_disk_leaves_the_old_package(out: Path) -> None:
    """A limit on the size of files stands for the full disk."""
    run = subprocess.run(
        [sys.executable, "-c", FULL, str(out)],
        env={**os.environ, "PYTHONPATH": str(Path(module.__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == ["E805", str(out / "demo")]
    assert tree(out / "demo") == expected(Package("demo", {"a.py": b"a"}, {}))


def test_read_only_directory() -> None:
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "generated"
        write(DEMO, out)
        for place in (Path(name), out, out / "demo"):
            place.chmod(0o555)
        child = os.fork()
        if child == 0:
            if os.geteuid() == 0:
                os.setuid(65534)  # nothing is forbidden to root
            try:
                write(changed(models=b"x\n"), out)
            except InputError as error:
                problems = [item.code for item in error.diagnostics]
                os._exit(5 if problems == ["E805"] else 1)
            finally:
                os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 5
        assert compare(DEMO, out) == []
        for place in (Path(name), out, out / "demo"):
            place.chmod(0o755)


# Comparing


def test_compare_tells_the_kinds_apart(out: Path) -> None:
    write(DEMO, out)
    package = out / "demo"
    (package / "__init__.py").write_text("one = 2\n")
    (package / "mine.py").write_text("")
    for cache in ("__pycache__", ".mypy_cache", "operations/__pycache__"):
        (package / cache).mkdir()
        (package / cache / "x.pyc").write_bytes(b"")
        (package / cache / "y.json").write_bytes(b"")
    (package / "old.pyc").write_bytes(b"")
    before = tree(out)
    after = changed(models=b"a\nX\nc\n", operations__b=None, new=b"new\n")
    assert kinds(after, out) == [
        ("edited", "__init__.py"),
        ("stale", MANIFEST),
        ("extra", "mine.py"),
        ("stale", "models.py"),
        ("missing", "new.py"),
        ("stale", "operations/b.py"),
    ]
    assert tree(out) == before


def test_edited_file_that_is_no_longer_expected(out: Path) -> None:
    write(DEMO, out)
    (out / "demo" / "operations" / "b.py").write_text("mine\n")
    after = changed(operations__b=None)
    assert ("edited", "operations/b.py") in kinds(after, out)


def test_compare_without_a_manifest(out: Path) -> None:
    write(DEMO, out)
    (out / "demo" / MANIFEST).unlink()
    (out / "demo" / "models.py").write_text("other\n")
    assert kinds(DEMO, out) == [("missing", MANIFEST), ("edited", "models.py")]


def test_compare_with_nothing(out: Path) -> None:
    assert kinds(DEMO, out) == [("missing", path) for path in sorted(expected(DEMO))]
    assert not out.exists()


def test_edit_that_agrees_with_the_new_output_is_in_step(out: Path) -> None:
    write(DEMO, out)
    (out / "demo" / "models.py").write_bytes(b"new\n")
    after = changed(models=b"new\n")
    assert kinds(after, out) == [("stale", MANIFEST)]
    assert write(after, out).updated == (MANIFEST,)


def test_diff_leads_from_the_disk_to_what_is_expected(out: Path) -> None:
    write(DEMO, out)
    (out / "demo" / "models.py").write_bytes(b"a\r\nmine\r\nc")
    (drift,) = compare(DEMO, out)
    assert drift.diff.splitlines() == [
        "--- demo/models.py (on disk)",
        "+++ demo/models.py (expected)",
        "@@ -1,3 +1,3 @@",
        " a",
        "-mine",
        "-c",
        "\\ No newline at end of file",
        "+b",
        "+c",
    ]


def test_long_diff_is_cut(out: Path) -> None:
    long = changed(models=b"".join(b"%d\n" % n for n in range(1000)))
    write(long, out)
    (drift,) = [d for d in compare(changed(models=b""), out) if d.path == "models.py"]
    lines = drift.diff.splitlines()
    assert len(lines) == DIFF_LINES + 1
    assert lines[-1] == f"... {1003 - DIFF_LINES} more lines left out"


# The fast path


def test_current_sees_every_difference(out: Path) -> None:
    package = out / "demo"
    assert not is_current(package, DEMO.inputs)
    write(DEMO, out)
    assert is_current(package, DEMO.inputs)
    assert not is_current(package, {"generator": "2"})
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "x.pyc").write_bytes(b"")
    assert is_current(package, DEMO.inputs)
    (package / "mine.txt").write_text("")
    assert not is_current(package, DEMO.inputs)
    (package / "mine.txt").unlink()
    (package / "models.py").write_text("a\nb\nd\n")
    assert not is_current(package, DEMO.inputs)
    (package / "models.py").unlink()
    assert not is_current(package, DEMO.inputs)
    write(DEMO, out)
    manifest = json.loads((package / MANIFEST).read_text())
    (package / MANIFEST).write_text(
        json.dumps(manifest)
    )  # the same, laid out otherwise
    assert not is_current(package, DEMO.inputs)
    assert kinds(DEMO, out) == [("stale", MANIFEST)]


def test_current_is_fast(out: Path) -> None:
    files = {f"operations/m{n}.py": b"x = 1  # text\n" * 150 for n in range(300)}
    large = Package("demo", files, {"generator": "1"})
    write(large, out)
    took: list[float] = []
    for _ in range(5):
        start = time.process_time()
        assert is_current(out / "demo", large.inputs)
        took.append(time.process_time() - start)
    assert min(took) < 0.050


def test_import_is_light() -> None:
    script = (
        "import sys, ecrgen.output.write; print(sorted({'difflib', 'ctypes', 'tempfile',"
        " 'shutil', 'hashlib', 'unicodedata'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(module.__file__).parents[2])}
    run = subprocess.run(
        [sys.executable, "-S", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "[]\n"


def test_manifest_on_disk_describes_the_files(out: Path) -> None:
    write(DEMO, out)
    manifest = read_manifest(out / "demo")
    assert manifest is not None
    assert sorted(manifest.files) == sorted(FILES)
    assert manifest.inputs == DEMO.inputs

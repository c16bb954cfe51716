import json
from pathlib import Path

import pytest

from ecrgen.output.manifest import (
    MANIFEST,
    Package,
    check_package,
    digest,
    path_problem,
    read_manifest,
    render_manifest,
)
from ecrgen.problems.diagnostics import InputError

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def package(*paths: str, name: str = "demo") -> Package:
    return Package(name, dict.fromkeys(paths, b""), {})


def test_manifest_is_canonical_json() -> None:
    text = render_manifest(Package("demo", {"b.py": b"", "a.py": b""}, {"v": "1"}))
    assert text.decode() == (
        '{\n  "files": {\n'
        f'    "a.py": "{EMPTY}",\n    "b.py": "{EMPTY}"\n  }},\n'
        '  "format": 1,\n  "inputs": {\n    "v": "1"\n  }\n}\n'
    )


def test_manifest_reads_back_what_was_rendered(tmp_path: Path) -> None:
    demo = Package("demo", {"a/b.py": b"x = 1\n"}, {"v": "1"})
    (tmp_path / MANIFEST).write_bytes(render_manifest(demo))
    manifest = read_manifest(tmp_path)
    assert manifest is not None
    assert manifest.inputs == {"v": "1"}
    assert manifest.files == {"a/b.py": digest(b"x = 1\n")}


def test_absent_manifest_is_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    assert read_manifest(tmp_path / "nowhere") is None


def test_digest_is_deaf_to_crlf() -> None:
    assert digest(b"a\r\nb\r\n") == digest(b"a\nb\n")
    assert digest(b"a\rb\n") != digest(b"a\nb\n")


def valid(**changes: object) -> str:
    return json.dumps({"format": 1, "inputs": {}, "files": {}, **changes}, indent=1)


@pytest.mark.parametrize(
    ("text", "code", "message", "place"),
    [
        ("{\n<<<<<<< HEAD\n", "E803", "is not JSON", ":2:1"),
        ("", "E803", "is not JSON", ":1:1"),
        ("[" * 100_000, "E803", "is not JSON", ""),
        ("[]", "E803", "is not a JSON object", ":1:1"),
        ("{}", "E803", 'has no "format": 1', "/format"),
        (valid(format=True), "E803", 'has no "format": 1', ":2:12 /format"),
        (valid(format=2), "E803", "of a newer ecrgen", ":2:12 /format"),
        (valid(inputs=[]), "E803", "has no object here", ":3:12 /inputs"),
        (valid(inputs={"v": 1}), "E803", "has no string here", "/inputs/v"),
        (valid(files={"a.py": "0"}), "E803", "has no SHA-256", "/files/a.py"),
        (valid(files={"../x": EMPTY}), "E804", "'../x'", "/files/..~1x"),
        (valid(files={"/etc/x": EMPTY}), "E804", "'/etc/x'", "/files/~1etc~1x"),
        (valid(files={MANIFEST: EMPTY}), "E804", "another purpose", "/files/ecrgen"),
    ],
)
def test_malformed_manifest_is_located(
    tmp_path: Path, text: str, code: str, message: str, place: str
) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(InputError) as caught:
        read_manifest(tmp_path)
    (problem,) = caught.value.diagnostics
    assert problem.code == code
    assert message in problem.message
    assert problem.location is not None
    assert place in str(problem.location)


def test_every_hostile_path_of_a_manifest_is_named(tmp_path: Path) -> None:
    files = {"../a": EMPTY, "b\\c": EMPTY, "good.py": EMPTY}
    (tmp_path / MANIFEST).write_text(valid(files=files))
    with pytest.raises(InputError) as caught:
        read_manifest(tmp_path)
    assert [item.code for item in caught.value.diagnostics] == ["E804", "E804"]


@pytest.mark.parametrize(
    "path",
    [
        *("", ".", "..", "/x", "x/", "a//b", "./a", "a/./b", "a/../b", "../a", "a/.."),
        *("C:/x", "c:x", "a\\b", "\\\\host\\x", "a\0b", "a\nb", "a\x7fb", "x.py:s"),
        *(
            "con",
            "CON.py",
            "a/nul",
            "aux.txt",
            "com1.py",
            "LPT9/x.py",
            "COM¹",
            "conin$",
        ),
        *("a.", "a ", "a./b", "what?", "a*b", 'a"b', "<a>", "a|b", "\ud800.py"),
        *(MANIFEST, "__pycache__/a.py", "a/b.pyc", ".git/config", "a/.git"),
    ],
)
def test_hostile_path_has_a_problem(path: str) -> None:
    assert path_problem(path) is not None
    with pytest.raises(InputError) as caught:
        check_package(package(path))
    assert {item.code for item in caught.value.diagnostics} == {"E804"}


@pytest.mark.parametrize(
    "path",
    [
        *("a.py", "a/b/c.py", "py.typed", "_x.py", "console.py", "auxiliary/n.py"),
        *("comx.py", "com10.py", "nul_.py", "...a", "été.py", "a b.py", ".gitignore"),
    ],
)
def test_plain_path_has_no_problem(path: str) -> None:
    assert path_problem(path) is None
    check_package(package(path))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.py", "A.py"),
        ("a/b.py", "A/c.py"),
        ("a", "a/b.py"),
        ("A", "a/b.py"),
        ("ß.py", "SS.py"),
        ("e\u0301.py", "\u00e9.py"),
        ("ECRGEN.json", "b.py"),
    ],
)
def test_colliding_paths_are_refused(first: str, second: str) -> None:
    with pytest.raises(InputError) as caught:
        check_package(package(first, second))
    (problem,) = caught.value.diagnostics
    assert problem.code == "E804"
    assert "one file where the case" in problem.message


@pytest.mark.parametrize("name", ["", "..", "a/b", "a-b", "1a", "a.b", "nul", "aux"])
def test_package_name_is_an_identifier(name: str) -> None:
    with pytest.raises(InputError) as caught:
        check_package(package("a.py", name=name))
    (problem,) = caught.value.diagnostics
    assert problem.code == "E804"

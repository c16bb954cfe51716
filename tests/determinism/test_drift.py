"""What `check` tells apart and `build` refuses, with exit codes, as a user of the command line sees it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ecrgen.output.manifest import digest
from tests.determinism.checkout import Checkout, content, make, stamps
from tests.support.places import ROOT

FILE = "models/layer.py"


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return make(tmp_path / "checkout")


def remove(package: Path) -> None:
    (package / FILE).unlink()


def add(package: Path) -> None:
    (package / "models" / "mine.py").write_text("MINE = 1\n", encoding="utf-8")


def edit(package: Path) -> None:
    with (package / FILE).open("ab") as file:
        file.write(b"EDITED = 1\n")


def age(package: Path) -> None:
    """As if an earlier ecrgen had written the file differently: the manifest knows it so."""
    edit(package)
    manifest = package / "ecrgen.json"
    document: dict[str, Any] = json.loads(manifest.read_text("utf-8"))
    document["inputs"]["ecrgen"] = "0.0.1"
    document["files"][FILE] = digest((package / FILE).read_bytes())
    manifest.write_text(json.dumps(document, indent=2, sort_keys=True) + "\n", "utf-8")


CHANGES: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    "missing": (remove, ["missing: models/layer.py"]),
    "extra": (add, ["extra: models/mine.py"]),
    "edited": (edit, ["edited: models/layer.py"]),
    "stale": (age, ["stale: ecrgen.json", "stale: models/layer.py"]),
}


def reported(output: str) -> list[str]:
    return re.findall(
        r"^  ((?:missing|extra|edited|stale|overwrote)\b.*)$", output, re.M
    )


def test_in_step(checkout: Checkout) -> None:
    for options in ([], ["--full"]):
        done = checkout.ecrgen("check", *options)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.endswith("ecr_public: in step\n")


@pytest.mark.parametrize("options", [[], ["--full"]])
@pytest.mark.parametrize("kind", CHANGES)
def test_each_kind_of_drift(kind: str, options: list[str], checkout: Checkout) -> None:
    change, expected = CHANGES[kind]
    change(checkout.package)
    before = stamps(checkout.root)
    done = checkout.ecrgen("check", *options)
    assert done.returncode == 1
    assert reported(done.stdout) == expected
    assert f"\n{kind}: " in done.stdout  # what to do about it
    assert ("\n-EDITED = 1\n" in done.stdout) == (kind in ("edited", "stale"))
    assert ("\n+class Layer:\n" in done.stdout) == (kind == "missing")
    assert stamps(checkout.root) == before


def test_quiet_still_names_the_drift(checkout: Checkout) -> None:
    assert checkout.ecrgen("check", "--quiet").stdout == ""
    remove(checkout.package)
    assert reported(checkout.ecrgen("check", "--quiet").stdout) == [
        "missing: models/layer.py"
    ]


def test_no_package_at_all(checkout: Checkout) -> None:
    done = checkout.ecrgen("check", "-o", "elsewhere")
    assert done.returncode == 1
    kinds = {line.partition(":")[0] for line in reported(done.stdout)}
    assert kinds == {"missing"}
    assert not (checkout.root / "elsewhere").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "models/none.json"],
        ["check", "--no-such-option"],
        ["check", "pyproject.toml"],
        ["check", "models/ecr-public.json", "--overlay", "none.yaml"],
        ["build", "models/ecr.json", "models/ecr-public.json", "--package", "one"],
    ],
)
def test_wrong_usage_and_invalid_models_exit_with_2(
    arguments: list[str], checkout: Checkout
) -> None:
    before = stamps(checkout.root)
    done = checkout.ecrgen(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "rror" in done.stderr
    assert "Traceback" not in done.stderr
    assert stamps(checkout.root) == before


def test_a_checkout_with_crlf_is_in_step(checkout: Checkout) -> None:
    for path in checkout.package.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert b"\r\n" in (checkout.package / FILE).read_bytes()
    before = stamps(checkout.root)
    for command in (["check"], ["check", "--full"], ["build"]):
        done = checkout.ecrgen(*command)
        assert (done.returncode, done.stderr) == (0, "")
    assert stamps(checkout.root) == before


def test_what_only_full_finds(checkout: Checkout) -> None:
    """`check` trusts a manifest of the same model and generator; `--full` does not."""
    age(checkout.package)
    manifest = checkout.package / "ecrgen.json"
    text = manifest.read_text("utf-8")
    ours = (ROOT / "generated/ecr_public/ecrgen.json").read_text("utf-8")
    version = json.loads(ours)["inputs"]["ecrgen"]
    manifest.write_text(text.replace('"0.0.1"', f'"{version}"'), "utf-8")
    assert checkout.ecrgen("check").returncode == 0
    done = checkout.ecrgen("check", "--full")
    assert done.returncode == 1
    assert reported(done.stdout) == CHANGES["stale"][1]


def test_build_refuses_a_hand_edit(checkout: Checkout) -> None:
    edit(checkout.package)
    remove_other = checkout.package / "models" / "image.py"
    remove_other.unlink()
    before = stamps(checkout.root)
    done = checkout.ecrgen("build")
    assert (done.returncode, done.stdout) == (2, "")
    assert "error[E801]: models/layer.py was edited by hand" in done.stderr
    assert "--force" in done.stderr
    assert stamps(checkout.root) == before  # nothing else was written either


def test_force_says_what_it_overwrote(checkout: Checkout) -> None:
    original = content(checkout.package)
    edit(checkout.package)
    remove_other = checkout.package / "models" / "image.py"
    remove_other.unlink()
    done = checkout.ecrgen("build", "--force")
    assert (done.returncode, done.stderr) == (0, "")
    assert reported(done.stdout) == ["overwrote models/layer.py"]
    assert "1 created, 1 updated" in done.stdout
    assert content(checkout.package) == original


def test_build_leaves_the_users_files_alone(checkout: Checkout) -> None:
    add(checkout.package)
    remove(checkout.package)
    done = checkout.ecrgen("build")
    assert done.returncode == 0
    assert "1 created" in done.stdout
    assert (checkout.package / "models" / "mine.py").read_text() == "MINE = 1\n"

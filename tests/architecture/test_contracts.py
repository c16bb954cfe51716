"""Front ends, protocols and checks are found, not registered; and what holds for every
source file.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from ecrgen import checks, frontends, protocols
from ecrgen.frontends import discover
from ecrgen.lower.protocol import Protocol
from ecrgen.problems.diagnostics import Diagnostics
from tests.support.places import ROOT

SOURCES = sorted(
    path
    for top in ("generator", "templates")
    for path in (ROOT / top).rglob("*")
    if path.suffix in (".py", ".j2")
)


def modules(package: ModuleType) -> dict[str, ModuleType]:
    return {
        info.name: importlib.import_module(f"{package.__name__}.{info.name}")
        for info in pkgutil.iter_modules(package.__path__)
        if not info.name.startswith("_")
    }


def parameters(function: object) -> list[str]:
    assert inspect.isfunction(function)
    return list(inspect.signature(function).parameters)


def test_every_front_end_keeps_the_contract() -> None:
    found = modules(frontends)
    for name in ("discover", "operations"):  # what finds them, and what they produce
        del found[name]
    assert {"botocore", "smithy_json"} <= found.keys()
    for module in found.values():
        assert parameters(module.claims) == ["source"]
        assert parameters(module.load) == ["source", "diagnostics"]
    assert list(discover.front_ends()) == [found[name] for name in sorted(found)]


def test_every_protocol_module_has_protocols() -> None:
    found = modules(protocols)
    assert found
    traits: list[str] = []
    for module in found.values():
        assert module.PROTOCOLS
        for protocol in module.PROTOCOLS:
            assert issubclass(protocol, Protocol)
            traits.append(protocol.trait)
    assert sorted(traits) == sorted(protocols.supported())  # and none of them twice


def test_every_check_is_a_rule_with_a_section_of_the_specification() -> None:
    found = modules(checks)
    assert [name for name, _ in checks.rules()] == sorted(found)
    for module in found.values():
        assert parameters(module.check) == ["model"]
        assert "Smithy" in (module.__doc__ or "")


@pytest.fixture
def plug_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose modules are front ends: a new one is one new file."""
    monkeypatch.setattr(frontends, "__path__", [*frontends.__path__, str(tmp_path)])
    yield tmp_path
    sys.modules.pop(f"{frontends.__name__}.toy", None)
    if hasattr(frontends, "toy"):
        delattr(frontends, "toy")


def test_a_new_front_end_is_one_new_file(plug_in: Path) -> None:
    (plug_in / "toy.py").write_text(
        "def claims(source):\n"
        "    return source.endswith('.toy')\n"
        "def load(source, diagnostics):\n"
        "    diagnostics.add('E999', f'read {source}')\n"
        "    return []\n",
        encoding="utf-8",
    )
    diagnostics = Diagnostics()
    assert discover.load("a.toy", diagnostics) == []
    assert [each.message for each in diagnostics] == ["read a.toy"]


@pytest.mark.parametrize(
    "path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_no_module_is_too_long(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") <= 400

"""A stage imports only from stages to its left (DESIGN: one way, frozen after each
stage).
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from ecrgen.lower import runtime
from tests.support.places import GENERATOR, TEMPLATES

RUNTIME = TEMPLATES / "runtime"

# From left to right. A stage is a package of ecrgen, or a few modules that do one job
# together.
STAGES: tuple[tuple[str, ...], ...] = (
    # What every stage may use, and what knows of no stage.
    ("",),
    ("problems",),
    ("documents",),
    ("model",),
    ("frontends",),
    ("assemble",),
    ("checks",),
    ("customizations",),
    ("ir",),
    ("prose",),
    ("lower",),
    ("protocols",),
    ("emit",),
    ("finish",),
    ("output",),
    ("pipeline",),
    # What the commands do and show, and the commands.
    ("commands",),
    ("show",),
    ("cli",),
    ("__main__",),
)
# The same inside lower/.
ROOMS_OF_LOWER = (
    ("", "exchange", "limits", "runtime"),
    ("names",),
    ("values",),
    ("serde",),
    ("protocol",),
    ("http",),
    ("events",),
    ("rpc",),
    ("endpoints",),
    ("definitions",),
    ("clients",),
    ("package",),
)


def ranks(stages: tuple[tuple[str, ...], ...]) -> dict[str, int]:
    return {name: rank for rank, names in enumerate(stages) for name in names}


RANKS = ranks(STAGES)


def module_name(path: Path) -> str:
    """A package goes by its own name, ecrgen itself by the empty one."""
    parts = path.relative_to(GENERATOR).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {module_name(path): path for path in sorted(GENERATOR.rglob("*.py"))}


def imported(name: str, path: Path) -> Iterator[str]:
    """The modules of ecrgen that a module imports, anywhere in it."""
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "ecrgen":
                    yield alias.name.partition(".")[2]
        elif isinstance(node, ast.ImportFrom):
            module = (node.module or "").split(".") if node.module else []
            if node.level:
                base = package[: len(package) - node.level + 1] + module
            elif module[:1] == ["ecrgen"]:
                base = module[1:]
            else:
                continue
            for alias in node.names:
                whole = ".".join([*filter(None, base), alias.name])
                yield whole if whole in MODULES else ".".join(filter(None, base))


def stage(module: str) -> str:
    return module.partition(".")[0]


def room(module: str) -> str:
    """The room of a module of `lower`."""
    return stage(module.partition(".")[2])


def test_every_module_belongs_to_a_stage() -> None:
    assert {stage(name) for name in MODULES} == RANKS.keys()


@pytest.mark.parametrize("name", MODULES)
def test_imports_come_from_the_left(name: str) -> None:
    rank = RANKS[stage(name)]
    found = set(imported(name, MODULES[name]))
    assert found <= MODULES.keys()
    to_the_right = {other for other in found if RANKS[stage(other)] > rank}
    assert to_the_right == set()


LOWER = [name for name in MODULES if stage(name) == "lower"]


def test_every_module_of_the_lowering_belongs_to_a_room() -> None:
    assert {room(name) for name in LOWER} == ranks(ROOMS_OF_LOWER).keys()


@pytest.mark.parametrize("name", LOWER)
def test_imports_inside_the_lowering_come_from_the_left(name: str) -> None:
    order = ranks(ROOMS_OF_LOWER)
    found = {other for other in imported(name, MODULES[name]) if other in LOWER}
    to_the_right = {other for other in found if order[room(other)] > order[room(name)]}
    assert to_the_right == set()


def circle(imports: Mapping[str, set[str]]) -> list[str]:
    """The modules of one circle of imports, if there is one. The first of them is
    repeated at the end.
    """
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as problem:
        return problem.args[1]
    return []


def test_no_modules_import_each_other() -> None:
    """Nor inside functions, nor for type checkers alone."""
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})
    imports = {
        name: set(imported(name, path)) - {name} for name, path in MODULES.items()
    }
    assert circle(imports) == []


def test_the_reader_of_imports_sees_them() -> None:
    """The tests above would pass if it saw none."""
    pipeline = set(imported("pipeline", MODULES["pipeline"]))
    assert {
        "assemble",
        "checks",
        "frontends.discover",
        "lower.names.naming",
        "emit.package",
    } <= pipeline
    assert "frontends" in set(
        imported("frontends.discover", MODULES["frontends.discover"])
    )


# The same for the runtime's rooms, from left to right.
ROOMS_OF_RUNTIME = (
    *("core", "settings", "codecs", "signing", "streams", "endpoints", "transport"),
    *("credentials", "client"),
)
RUNTIME_MODULES = {
    path.relative_to(RUNTIME).with_suffix("").as_posix(): path
    for path in sorted(RUNTIME.rglob("*.py"))
    if path.name != "__init__.py"
}


def imports_of_runtime(path: Path) -> tuple[set[str], set[str]]:
    """The standard modules that a module of the runtime imports anywhere, and the
    runtime's own as `room/module`.
    """
    standard: set[str] = set()
    own: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            standard.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            standard.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.ImportFrom):
            parts = path.relative_to(RUNTIME).parts[:-1]
            base = [
                *parts[: len(parts) - node.level + 1],
                *(node.module or "").split("."),
            ]
            whole = "/".join(filter(None, base))
            if whole in RUNTIME_MODULES:
                own.add(whole)
            else:
                own.update(f"{whole}/{alias.name}" for alias in node.names)
    return standard, own


def test_the_table_of_the_runtime_has_every_module_with_what_it_needs() -> None:
    assert {
        f"{module.room}/{name}": {
            f"{runtime.MODULES[each].room}/{each}" for each in module.needs
        }
        for name, module in runtime.MODULES.items()
    } == {
        name: imports_of_runtime(path)[1] - {name}
        for name, path in RUNTIME_MODULES.items()
    }


@pytest.mark.parametrize("name", runtime.MODULES)
def test_the_names_in_the_table_of_the_runtime_exist(name: str) -> None:
    found = importlib.import_module(runtime.path(name)[len("._") :])
    assert {
        each for each in runtime.MODULES[name].names if not hasattr(found, each)
    } == set()


@pytest.mark.parametrize("name", RUNTIME_MODULES)
def test_imports_inside_the_runtime_come_from_the_left(name: str) -> None:
    order = {room: rank for rank, room in enumerate(ROOMS_OF_RUNTIME)}
    _, own = imports_of_runtime(RUNTIME_MODULES[name])
    rank = order[name.partition("/")[0]]
    assert {each for each in own if order[each.partition("/")[0]] > rank} == set()


def test_the_runtime_has_no_circles() -> None:
    """Imports in functions and those for type checkers count as well: a circle of them
    is a circle for who reads.
    """
    needs = {name: set(module.needs) for name, module in runtime.MODULES.items()}
    assert circle(needs) == []


@pytest.mark.parametrize("name", RUNTIME_MODULES)
def test_the_runtime_needs_the_standard_library_only(name: str) -> None:
    standard, _ = imports_of_runtime(RUNTIME_MODULES[name])
    # HTTP is the one thing that the standard library does not do well enough; each
    # library has one module. botocore is used where it is installed, and done without
    # where it is not.
    allowed = {
        "transport/urllib3_transport": {"urllib3"},
        "transport/aiohttp_transport": {"aiohttp", "yarl"},
        "credentials/botocore_credentials": {"botocore"},
    }
    assert standard - sys.stdlib_module_names <= allowed.get(name, set())

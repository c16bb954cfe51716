"""What the lowering and the templates write passes. What does not is in
tests/security/attacks.py.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ecrgen.finish.audit import UnsafeError, audit
from ecrgen.finish.audit.callbacks import takes_function
from ecrgen.finish.audit.skeleton import Skeleton
from ecrgen.lower import runtime

ROOT = Path(__file__).parents[4]
# The user's own modules in the packages. They are not audited.
COPIED = frozenset(path.stem for path in (ROOT / "models" / "extras").glob("*.py"))
GENERATED = {
    f"{path.relative_to(package).as_posix()} of {package.name}": path
    for package in sorted((ROOT / "generated").iterdir())
    if package.is_dir()
    for path in sorted(package.rglob("*.py"))
    if "_runtime" not in path.parts
    and not (path.parent == package and path.stem in COPIED)
}
FUTURE = "from __future__ import annotations\n\n"


def refused(source: str, path: str = "models/thing.py") -> str:
    with pytest.raises(UnsafeError) as caught:
        audit(FUTURE + source, path)
    return str(caught.value)


def test_the_generated_packages_were_read() -> None:
    assert len(GENERATED) > 150


@pytest.mark.parametrize("name", GENERATED)
def test_generated_modules_pass(name: str) -> None:
    path = name.partition(" of ")[0]
    assert audit(GENERATED[name].read_text("utf-8"), path, COPIED).body


def test_the_line_is_told() -> None:
    assert refused("x = print()\n") == "line 3: the name 'print'"


def test_a_new_function_of_the_runtime_needs_no_edit() -> None:
    """Whatever the table has may be called, and what it has not may not."""
    for name, module in runtime.MODULES.items():
        for function in module.names:
            if name == "lazy" or function[0].isupper():
                continue
            source = (
                f"from .._runtime.{module.room} import {name}\n\n\n"
                f"class Thing:\n    @staticmethod\n    def serialize(value: str) -> str:\n"
                f"        return {name}.{function}()\n"
            )
            assert audit(FUTURE + source, "models/thing.py").body
    assert "'exec_file'" in refused(
        "from .._runtime.codecs import json\n\n\n"
        "def thing() -> None:\n    json.exec_file()\n"
    )


def test_characters_outside_ascii_are_for_strings_and_comments() -> None:
    audit(f'# é\n{FUTURE}X: str = "é 𝐱"\n"""Ünï\ncode"""\n', "models/thing.py")
    assert "ASCII" in refused("class Thing:\n    ﬁeld = 1\n")
    assert "ASCII" in refused("X: str = 'é' + ｙ  # é\n")


def test_names_mean_one_thing() -> None:
    for source in (
        "class A:\n    x = 1\n    x = 2\n",
        "class A:\n    x = 1\n\n\nclass A:\n    x = 1\n",
        "from datetime import datetime\n\n\nclass datetime:\n    x = 1\n",
        "from datetime import datetime\n\n\ndef f() -> None:\n    datetime = 1\n",
        "def f() -> None:\n    list = 1\n",
        "class A:\n    str: str\n",
        "from .._runtime.core import values\n\n\nclass A:\n    values: str\n    x: values.Document\n",
    ):
        assert "second meaning" in refused(source), source


def test_a_parameter_may_be_called_as_what_only_type_checkers_import() -> None:
    source = (
        "from typing import TYPE_CHECKING\n\n"
        "if TYPE_CHECKING:\n    from ._runtime.client import hooks\n\n\n"
        "class A:\n    def f(self, *, hooks: hooks.Hooks | None = None) -> object:\n"
        "        return hooks\n"
    )
    audit(FUTURE + source, "client.py")
    assert "'hooks'" in refused(
        source.replace("(self, *, hooks", "(self, *, x"), "client.py"
    )


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("__init__.py", "__getattr__, __dir__, __all__ = lazy.names(__name__, {})"),
        (
            "models/__init__.py",
            "__getattr__, __dir__, __all__ = lazy.names(__name__, {})",
        ),
        (
            "operations/__init__.py",
            "__getattr__, __dir__, __all__ = lazy.operations(__name__, {}, {})",
        ),
        ("client.py", "_METHODS = {}"),
    ],
)
def test_a_statement_differs_from_a_skeleton_in_the_strings_of_tables(
    path: str, source: str
) -> None:
    skeleton = Skeleton.of(path)
    for table, fits in (
        ("{}", True),
        ('{".a": "A", ".b": "B"}', True),
        ('{".a": 1}', False),
        ('{**{".a": "A"}}', False),
        ('[".a"]', False),
    ):
        changed = source.replace("{}", table)
        assert skeleton.has(ast.parse(changed).body[0]) is fits, changed
    assert not Skeleton.of("models/thing.py").has(ast.parse(source).body[0])


@pytest.mark.parametrize(
    ("module", "function", "parameter", "is_function"),
    [
        ("answers", "members", 0, True),
        ("answers", "members", "load", True),
        ("answers", "members", 1, False),
        ("awsjson", "deserialize", 2, True),
        ("awsjson", "deserialize", 0, False),
        # An alias of Callable, and as many as there are.
        ("jmespath", "project", 1, True),
        ("jmespath", "several", 0, False),
        ("jmespath", "several", 7, True),
        ("json", "dump", 0, False),
        ("json", "no_such_function", 0, False),
    ],
)
def test_parameters_that_are_called(
    module: str, function: str, parameter: int | str, is_function: bool
) -> None:
    assert takes_function(module, function, parameter) is is_function

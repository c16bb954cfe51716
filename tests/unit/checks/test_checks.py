"""The rules as a set; what each of them says stands in tests/errors."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any

import pytest

from ecrgen import checks
from ecrgen.model.shapes import Model
from ecrgen.problems.codes import CODES
from ecrgen.problems.diagnostics import Diagnostics
from tests.support.short_form import assembled, shapes_alone

RULES = dict(checks.rules())


def model_of(shapes: dict[str, Any]) -> Model:
    return assembled(shapes_alone(shapes))


def found(shapes: dict[str, Any]) -> list[str]:
    diagnostics = Diagnostics()
    checks.run(model_of(shapes), diagnostics)
    return [item.code for item in diagnostics]


def test_every_module_is_a_rule() -> None:
    folder = Path(str(checks.__file__)).parent
    modules = {p.stem for p in folder.glob("*.py") if not p.name.startswith("_")}
    assert set(RULES) == modules
    assert list(RULES) == sorted(RULES)


@pytest.mark.parametrize("name", RULES)
def test_rules_name_the_specification_and_have_codes_of_their_own(name: str) -> None:
    folder = Path(str(checks.__file__)).parent
    text = (folder / f"{name}.py").read_text("utf-8")
    assert "Smithy 2.0" in text.splitlines()[0]
    codes = set(re.findall(r'"([EW]3\d\d)"', text))
    assert codes
    assert codes <= set(CODES)
    for other in set(RULES) - {name}:
        assert not codes & set(
            re.findall(r'"([EW]3\d\d)"', (folder / f"{other}.py").read_text("utf-8"))
        )


@pytest.mark.parametrize("name", RULES)
def test_rules_have_nothing_to_say_about_an_empty_model(name: str) -> None:
    assert list(RULES[name](model_of({}))) == []


def test_recursion_through_lists_and_optional_members_is_fine() -> None:
    tree = {"left": "Tree", "children": ["Trees", {"required": {}}]}
    assert found({"Tree": {"structure": tree}, "Trees": {"list": "Tree"}}) == []


def test_mixins_may_be_incomplete() -> None:
    mixin: dict[str, Any] = {"mixin": {}}
    shapes = {"U": {"union": {}, "traits": mixin}, "E": {"enum": {}, "traits": mixin}}
    assert found(shapes) == []


def test_long_chains_of_required_members() -> None:
    length = 5000
    shapes: dict[str, Any] = {
        f"S{i}": {"structure": {"a": [f"S{i + 1}", {"required": {}}]}}
        for i in range(length)
    }
    last = {"structure": {"a": "String"}}
    assert found({**shapes, f"S{length}": last}) == []


def test_paginated_operation_of_no_service_has_to_be_complete() -> None:
    tokens = {"inputToken": "t", "outputToken": "t"}
    for paginated, codes in ((tokens, []), ({}, ["E320", "E320"])):
        shapes = {
            "Op": {
                "operation": {"input": "I", "output": "O"},
                "traits": {"paginated": paginated},
            },
            "I": {"structure": {"t": "String"}},
            "O": {"structure": {"t": "String"}},
        }
        assert found(shapes) == codes


@pytest.mark.parametrize("pattern", ["[[a-z]", "[a&&b]", "[a||b]"])
def test_what_a_later_python_may_read_otherwise_is_no_warning(pattern: str) -> None:
    """Python warns of sets that it may come to know: the pattern is the service's to
    read.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shapes = {"S": {"string": None, "traits": {"pattern": pattern}}}
        assert found(shapes) == []

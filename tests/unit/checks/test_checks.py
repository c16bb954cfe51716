"""The rules as a set; what each of them says stands in tests/errors."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any

import pytest

from ecrgen import checks
from ecrgen.assemble import assemble
from ecrgen.frontends.smithy_json import load_node
from ecrgen.model.shapes import Model
from ecrgen.problems.codes import CODES
from ecrgen.problems.diagnostics import Diagnostics
from ecrgen.problems.locations import Document

RULES = dict(checks.rules())
STRING = {"target": "smithy.api#String"}


def model_of(shapes: dict[str, Any]) -> Model:
    diagnostics = Diagnostics()
    named = {f"ns#{name}": shape for name, shape in shapes.items()}
    node = {"smithy": "2.0", "shapes": named}
    model = assemble(load_node(node, Document("m", ""), diagnostics), diagnostics)
    assert [str(item) for item in diagnostics] == []
    return model


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
    tree: dict[str, Any] = {
        "type": "structure",
        "members": {
            "left": {"target": "ns#Tree"},
            "children": {"target": "ns#Trees", "traits": {"smithy.api#required": {}}},
        },
    }
    assert (
        found(
            {"Tree": tree, "Trees": {"type": "list", "member": {"target": "ns#Tree"}}}
        )
        == []
    )


def test_mixins_may_be_incomplete() -> None:
    mixin: dict[str, Any] = {"smithy.api#mixin": {}}
    assert (
        found(
            {
                "U": {"type": "union", "members": {}, "traits": mixin},
                "E": {"type": "enum", "members": {}, "traits": mixin},
            }
        )
        == []
    )


def test_long_chains_of_required_members() -> None:
    length = 5000
    shapes: dict[str, Any] = {
        f"S{i}": {
            "type": "structure",
            "members": {
                "a": {"target": f"ns#S{i + 1}", "traits": {"smithy.api#required": {}}}
            },
        }
        for i in range(length)
    }
    last = {"type": "structure", "members": {"a": STRING}}
    assert found({**shapes, f"S{length}": last}) == []


def test_paginated_operation_of_no_service_has_to_be_complete() -> None:
    paginated = {"smithy.api#paginated": {"inputToken": "t", "outputToken": "t"}}
    io = {"type": "structure", "members": {"t": STRING}}
    operation = {
        "type": "operation",
        "input": {"target": "ns#I"},
        "output": {"target": "ns#O"},
        "traits": paginated,
    }
    assert found({"Op": operation, "I": io, "O": io}) == []
    bare: dict[str, Any] = operation | {"traits": {"smithy.api#paginated": {}}}
    assert found({"Op": bare, "I": io, "O": io}) == ["E320", "E320"]


@pytest.mark.parametrize("pattern", ["[[a-z]", "[a&&b]", "[a||b]"])
def test_what_a_later_python_may_read_otherwise_is_no_warning(pattern: str) -> None:
    """Python warns of sets that it may come to know: the pattern is the service's to read."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shapes = {"S": {"type": "string", "traits": {"smithy.api#pattern": pattern}}}
        assert found(shapes) == []

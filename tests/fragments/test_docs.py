"""Documentation of every kind of shape, in HTML and CommonMark, as docstrings."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from typing import Any

import pytest

HTML = (
    "<p>First <b>bold</b> &amp; <code>code</code>.</p><ul><li>one</li><li>two</li></ul>"
)
MARKDOWN = "First **bold** & `code`.\n\n* one\n* two"
PLAIN = "First bold & `code`.\n\n- one\n- two"


@pytest.fixture(scope="module", params=[HTML, MARKDOWN], ids=["html", "commonmark"])
def package(fragment: Callable[..., Any], request: pytest.FixtureRequest) -> Any:
    told = {"documentation": request.param, "deprecated": {"since": "2020"}}

    def member(target: str, **traits: Any) -> list[Any]:
        return [target, {**told, **traits}]

    return fragment(
        {
            "Text": {"string": None, "traits": told},
            "Mode": {"enum": {"FAST": ["fast", told]}, "traits": told},
            "Thing": {"structure": {"text": member("Text")}, "traits": told},
            "Choice": {"union": {"text": member("Text")}, "traits": told},
            "Failed": {
                "structure": {"text": member("Text"), "message": member("String")},
                "traits": {"error": "client", **told},
            },
            "Get": {
                "operation": {
                    "input": "Thing",
                    "output": "Holder",
                    "errors": ["Failed"],
                },
                "traits": told,
            },
            "Holder": {"structure": {"choice": "Choice", "mode": "Mode"}},
        },
        traits=told,
    )


def docstrings(source: str) -> list[str]:
    """Every string that stands as a statement of its own, without its indentation."""
    return [
        inspect.cleandoc(node.value.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]


EXPECTED = f"{PLAIN}\n\nDeprecated since 2020."


def test_classes_have_docstrings(package: Any) -> None:
    models = package.models
    for each in (
        models.Thing,
        models.Choice,
        models.ChoiceText,
        models.Mode,
        package.errors.Failed,
        package.operations.Get,
        package.module,
    ):
        assert inspect.getdoc(each) == EXPECTED, each


@pytest.mark.parametrize(
    ("path", "number"),
    [
        # The input and its field, and the operation.
        ("operations/get.py", 3),
        # An enum and its value, an error and its field, an alias, a union and its
        # variant.
        ("models/mode.py", 2),
        ("errors.py", 2),
        ("models/simple_types.py", 1),
        ("models/choice.py", 2),
    ],
)
def test_members_are_documented_where_editors_look(
    package: Any, path: str, number: int
) -> None:
    assert docstrings(package.source(path)).count(EXPECTED) == number


def test_modules_of_operations_begin_with_what_they_do(package: Any) -> None:
    first = package.source("operations/get.py").split('"""')[1]
    assert first == "Get: first bold & `code`."


def test_what_is_not_documented_has_no_docstring(package: Any) -> None:
    assert package.models.Holder.__doc__.startswith("Holder(")
    assert "class Holder:\n    choice:" in package.source("operations/get.py")

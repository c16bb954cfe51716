"""Whatever documentation says, it stays inside of its docstring or comment."""

from __future__ import annotations

import ast
import tokenize
from io import BytesIO

import black
import pytest
from hypothesis import given, settings, strategies as st

from ecrgen.emit.docstrings import comment, docstring
from ecrgen.prose.text import plain_text

NASTY = [
    "",
    " ",
    "\n",
    '"',
    '""',
    '"""',
    '""""',
    '\\"""',
    '\\\\"""',
    '\\\\\\"""',
    "\\",
    "\\\\",
    "ends with a backslash\\",
    "lines end with one\\\nand go on\\\n",
    'ends with a quote"',
    'lines\nend with one"',
    '"starts with one',
    '"',
    '\n"\n',
    '"""\nimport os\n"""',
    "'''\nimport os\n'''",
    "\\N{BULLET} \\x41 \\u0041 \\U00110000 \\u12 \\x",
    "\\N{",
    "{{ 7 * 7 }} {% for x in y %} {# z #}",
    "a\rimport os",
    "a\r\nimport os",
    "a\x0bimport os",
    "a\x0cimport os",
    "a\x1c\x1d\x1eimport os",
    "a\x85import os",
    "a\u2028import os\u2029import os",
    "\x00",
    "\ufeff",
    "right \u202e to left \u2066",
    "# -*- coding: utf-7 -*-",
    "    indented\n        more\n",
    "\ttab\n \t tab",
    "text\n   ",
    "  \n \n  text\n  more",
    "Example:\n\n    code\n        more",
    "Example:\n\n    code\n\nEnd",
    "- item\n  more of it",
    "x" * 500,
    ('"' * 100 + " ") * 10,
    "\\" * 200,
]

texts = st.text(
    st.one_of(
        st.sampled_from("\"'\\\n\r\t\x0c #:=-*`<>&{}%N"),
        st.sampled_from('a"\\ \n'),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=120,
)
depths = st.integers(0, 2)


def class_of(text: str, depth: int) -> str:
    """A module with `text` as the docstring of a class at `depth`, and a canary behind
    it.
    """
    indent = "    " * depth
    opened = "".join(f"{'    ' * level}class X:\n" for level in range(depth))
    return f"{opened}{chr(10).join(docstring(text, depth))}\n\n{indent}canary = 1\n"


def read(source: str, depth: int) -> str:
    """The docstring, after a look that there is nothing else."""
    body = ast.parse(source.encode()).body
    for _ in range(depth):
        assert len(body) == 1
        assert isinstance(body[0], ast.ClassDef)
        body = body[0].body
    first, second = body
    assert isinstance(first, ast.Expr)
    assert isinstance(first.value, ast.Constant)
    assert isinstance(second, ast.Assign)
    assert isinstance(first.value.value, str)
    return first.value.value


def check(text: str, depth: int) -> None:
    source = class_of(text, depth)
    found = read(source, depth)
    # Everything that is visible comes through, in order.
    shown = "".join(found.split())
    for word in text.split():
        if word.isascii() and word.isprintable():
            assert word in shown
    assert all(c == "\n" or c.isprintable() for c in found)


@pytest.mark.parametrize("depth", [0, 1, 2])
@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts(text: str, depth: int) -> None:
    check(text, depth)


@given(texts, depths)
@settings(derandomize=True, max_examples=400)
def test_any_text(text: str, depth: int) -> None:
    source = class_of(text, depth)
    assert read(source, depth) is not None


@pytest.mark.parametrize("text", [each for each in NASTY if each.strip()])
def test_black_leaves_docstrings_as_they_are(text: str) -> None:
    source = class_of(text, 1)
    assert black.format_str(source, mode=black.Mode()) == source


@given(texts.filter(lambda text: plain_text(text) != ""), depths)
@settings(derandomize=True, max_examples=150)
def test_black_leaves_documentation_as_it_is(text: str, depth: int) -> None:
    source = class_of(plain_text(text), depth)
    assert black.format_str(source, mode=black.Mode()) == source


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Thing 2024-01-01", "Thing 2024-01-01"),
        ("a\nimport os", "a import os"),
        ("a\r\nimport os", "a import os"),
        ("a\x0b\x0c\x1c\x85\u2028\u2029import os", "a import os"),
        ("a\x00b\ufeff\u202ec", "abc"),
        ("a # type: ignore", "a type: ignore"),
        ("coding: utf-7", "coding : utf-7"),
        ("-*- coding:utf-7 -*-", "-*- coding :utf-7 -*-"),
        ("vim: set fileencoding=utf-7 :", "vim: set fileencoding =utf-7 :"),
        ("coding\x00: utf-7", "coding : utf-7"),
        ("co#ding: utf-7", "co ding: utf-7"),
        ("encoding\u200b=latin-1", "encoding =latin-1"),
        ("", ""),
    ],
)
def test_comments(text: str, shown: str) -> None:
    assert comment(text) == shown


@given(texts, texts)
@settings(derandomize=True, max_examples=300)
def test_a_comment_is_one_line_that_declares_nothing(first: str, second: str) -> None:
    text = f"{first}coding: utf-7{second}"
    source = f"# From {comment(text)}.\ncanary = 1\n".encode()
    assert tokenize.detect_encoding(BytesIO(source).readline)[0] == "utf-8"
    tokens = list(tokenize.tokenize(BytesIO(source).readline))
    assert [each.type for each in tokens[:3]] == [
        tokenize.ENCODING,
        tokenize.COMMENT,
        tokenize.NL,
    ]
    assert len(ast.parse(source).body) == 1

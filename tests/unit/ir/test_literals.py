"""Whatever value a model has, its literal is ASCII on one line and reads back as that
value.
"""

from __future__ import annotations

import ast
import math
from decimal import Decimal

import black
import pytest
from hypothesis import given, settings, strategies as st

from ecrgen.ir import literals

NASTY = [
    "",
    "'",
    '"',
    "\"'",
    "\\",
    "\\\\",
    "\\'",
    '\\"',
    '"""',
    "'''",
    '\\"""',
    "a\nb",
    "a\rb",
    "a\r\nb",
    "a\tb",
    "\x00",
    "\x0b\x0c\x1c\x1d\x1e\x1f\x7f\x80\x85\xa0\xad",
    "\u2028\u2029\u200b\u202e\u2066\ufeff\uffff",
    "\ud800",
    "\udfff\ud800",
    "\U0001f600\U0010ffff",
    "\\N{BULLET}",
    "\\x41\\u0041\\U00000041\\101",
    "{x}{{y}}%s%(x)s$x",
    "{{ 7 * 7 }}{% set x = 1 %}{# x #}",
    "'); import os; os.system('x'); ('",
    '"); import os; os.system("x"); ("',
    "# -*- coding: utf-7 -*-",
    "+AAo-import os",
]

texts = st.text(
    st.one_of(
        st.sampled_from("'\"\\\n\r\t\0{}#Nrbux$%"),
        st.characters(exclude_categories=()),
    ),
    max_size=40,
)


def read(literal: str) -> object:
    assert literal.isascii()
    assert literal.isprintable()
    return ast.literal_eval(literal)


@pytest.mark.parametrize("value", NASTY)
def test_nasty_strings(value: str) -> None:
    assert read(literals.string(value)) == value
    assert read(literals.regex(value)) == value


@given(texts)
@settings(derandomize=True, max_examples=300)
def test_strings(value: str) -> None:
    assert read(literals.string(value)) == value
    assert read(literals.regex(value)) == value


@given(texts)
@settings(derandomize=True, max_examples=60)
def test_strings_are_in_the_style_of_black(value: str) -> None:
    # Black prefers double quotes, unless that takes more escapes.
    source = f"x = [\n    {literals.string(value)},\n]\n"
    assert black.format_str(source, mode=black.Mode(line_length=10**6)) == source


@given(st.binary(max_size=60))
@settings(derandomize=True, max_examples=200)
def test_blobs(value: bytes) -> None:
    assert read(literals.blob(value)) == value


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
@settings(derandomize=True, max_examples=300)
def test_numbers(value: int | float) -> None:
    found = read(literals.number(value))
    assert found == value
    assert type(found) is type(value)
    if isinstance(value, float):
        assert math.copysign(1, value) == math.copysign(1, float(str(found)))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_numbers_without_a_literal(value: float) -> None:
    with pytest.raises(ValueError, match="no literal"):
        literals.number(value)


@pytest.mark.parametrize("value", [0.0, -0.0, 1e15, 1e16, 1e300, 5e-324, 0.1, -1.5])
def test_floats_keep_their_digits_and_sign(value: float) -> None:
    found = read(literals.number(value))
    assert repr(found) == repr(value)


@pytest.mark.parametrize("value", ["x\n", 0, -1, 2.5, True, False, None])
def test_constants(value: object) -> None:
    found = read(literals.constant(value))
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize("value", [[], {}, b"", (), 1j, Decimal(1), object()])
def test_what_has_no_literal(value: object) -> None:
    with pytest.raises(TypeError):
        literals.constant(value)

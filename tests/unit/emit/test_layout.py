"""Code that is too long for a line breaks as black would break it."""

from __future__ import annotations

import black
import pytest

from ecrgen.emit import layout
from ecrgen.ir.code import Brackets, Expression, Item, Literal, Text, call, text

_LONG = "a" * 50


@pytest.mark.parametrize(
    "value",
    [
        Brackets("(", (Item(Text(_LONG)),), ",)"),
        Brackets("(", (Item(Text(_LONG)), Item(Text("b"))), ")"),
        call("Color", call("xml.text", Text(_LONG))),
    ],
    ids=text,
)
def test_expressions(value: Expression) -> None:
    prefix = f"{'b' * 20}: tuple[str, ...] = "
    written = "\n".join(layout.expression(value, 0, prefix, "")) + "\n"
    assert black.format_str(written, mode=black.Mode()) == written


def test_literals_are_broken_into_their_parts() -> None:
    parts = (f'f"/{_LONG}/{{a}}"', f'f"/{_LONG}/{{b}}/c"')
    whole = f'f"/{_LONG}/{{a}}/{_LONG}/{{b}}/c"'
    value = Brackets("call(", (Item(Literal(whole, parts), "path="),), ")")
    lines = layout.expression(value, 1, "out = ", "")
    assert lines == [
        "    out = call(",
        "        path=(",
        f"            {parts[0]}",
        f"            {parts[1]}",
        "        )",
        "    )",
    ]
    function = "\n".join(["def f():", *lines]) + "\n"
    assert black.format_str(function, mode=black.Mode()) == function
    assert layout.expression(Literal('f"/{a}/b"', parts), 0, "out = ", "") == [
        'out = f"/{a}/b"'
    ]


def test_calls_in_a_long_call_that_is_returned_are_left_to_black() -> None:
    shown = f"unknown(name({'a' * 30}), text({'b' * 30}))"
    whole = f"{' ' * 16}return {shown}"
    assert layout.expression(Text(shown), 4, "return ", "") == [whole]
    name = f"{'a' * 60}.{'b' * 5}"
    assert len(layout.expression(Text(name), 4, "return ", "")) == 3

"""Code that is too long for a line breaks as black would break it."""

from __future__ import annotations

import black
import pytest

from ecrgen.emit import layout
from ecrgen.ir.code import Brackets, Expression, Item, Text, call, text

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

"""Formatting part by part comes to what black makes of the whole."""

from __future__ import annotations

import black
import pytest
from black.mode import TargetVersion

from ecrgen.finish.style import formatted

MODE = black.Mode(line_length=88, target_versions={TargetVersion.PY311})
LONG = "a_very_long_name_that_takes_half_a_line_"
HEAD = '"""Text."""\n\nfrom __future__ import annotations\n\n'
PARTS = {
    "import": f"from .{LONG}{LONG} import {LONG.title()}\n",
    "names": f"from .x import (\n    {LONG}{LONG} as {LONG}{LONG},\n)\n",
    "constant": f"X = call_it({LONG}, {LONG}, {LONG})\n",
    "table": f'X = {{\n    "{LONG}": "{LONG}{LONG}",\n    "b": "c",\n}}\n',
    "types": f"if TYPE_CHECKING:\n    from .{LONG}{LONG} import {LONG.title()}\n",
    "header": (
        f"class Thing(Base):\n    def get(self, {LONG}: str, {LONG}2: str) -> {LONG.title()}:\n"
        "        return 1\n"
    ),
    "decorated": (
        "class Thing:\n    @staticmethod\n"
        f"    def get(value: {LONG.title()}, other: {LONG.title()}2) -> str:\n        return x\n"
    ),
    "result": f"class Thing:\n    def get(self) -> Paginator[{LONG.title()}, {LONG.title()}]:\n        return 1\n",
    "statement": (
        f"class Thing:\n    def get(self) -> int:\n        x = 1\n        return call({LONG}, {LONG}, x=x)\n"
    ),
    "loop": (
        f"class Thing:\n    def get(self) -> int:\n        for key, each in elements({LONG}, {LONG}.x):\n"
        "            pass\n        return 1\n"
    ),
    "condition": (
        f'class Thing:\n    def get(self) -> int:\n        if (item := child({LONG}, "{LONG}")) is not None:\n'
        "            pass\n        return 1\n"
    ),
    "choice": (
        "class Thing:\n    def get(self) -> int:\n        return f(\n"
        f"            {LONG}=0 if {LONG} is None else {LONG},\n"
        "        )\n"
    ),
    "awaited": (
        f"class Thing:\n    async def get(self) -> int:\n        return await self.call({LONG}, {LONG}, {LONG})\n"
    ),
    "field": f"class Thing:\n    {LONG}: dict[{LONG.title()}, {LONG.title()}] | None = None\n",
    "docstring": (
        'class Thing:\n    """A line.\n\n'
        f"    (https://example.com/{LONG}/{LONG}/{LONG}).\n"
        '    """\n\n    x = 1\n'
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_each_part(name: str) -> None:
    source = HEAD + PARTS[name]
    assert any(len(line) > 88 for line in source.split("\n"))
    expected = black.format_str(source, mode=MODE)
    if "class" in source:  # what the templates write is in style but for the long lines
        source = source.replace("\n\nclass", "\n\n\nclass", 1)
    assert formatted(source) == expected


def test_parts_together() -> None:
    classes = "\n\n".join(
        PARTS[name].replace("class Thing", f"class Thing{number}")
        for number, name in enumerate(PARTS)
        if "class" in PARTS[name]
    )
    source = HEAD + PARTS["import"] + "\n\n" + classes
    assert formatted(source) == black.format_str(source, mode=MODE)


def test_text_that_fits_is_not_read() -> None:
    assert formatted("this is no Python") == "this is no Python"


def test_what_is_no_python_is_left_to_the_audit() -> None:
    source = f"def f(:\n    {LONG}{LONG}{LONG}\n"
    assert formatted(source) == source

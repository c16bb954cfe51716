"""What the modules `paginators` and `waiters` may hold, and what not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecrgen.finish.audit import UnsafeError, audit

GENERATED = Path(__file__).parents[4] / "generated"
SOURCE = '''"""What is waited for, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._runtime.codecs import jmespath

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ._runtime.client.waiting import State
    from .models.thing import Thing
    from .operations.get import GetRequest, GetResponse


class Get:
    """Pages."""

    @staticmethod
    def start(value: GetRequest, token: Any) -> None:
        value.next_token = token

    @staticmethod
    def token(page: GetResponse) -> Any:
        return None if page.result is None else page.result.token

    @staticmethod
    def items(page: GetResponse) -> Iterable[Thing]:
        return page.things or ()


class Ready:
    """Waits."""

    name = "Ready"
    min_delay = 2

    @staticmethod
    def of_output(value: GetRequest, output: GetResponse) -> State:
        answer = output.to_value()
        if jmespath.project(answer, lambda each: jmespath.field(each, "a")) == "x":
            return "success"
        return "retry"

    @staticmethod
    def of_error(code: str) -> State | None:
        if code == "Gone":
            return "success"
        return None
'''


@pytest.mark.parametrize("package", ["ecr", "ecr_public"])
@pytest.mark.parametrize("module", ["paginators.py", "waiters.py"])
def test_what_is_committed_passes(package: str, module: str) -> None:
    audit((GENERATED / package / module).read_text("utf-8"), module)


def test_what_is_written_passes() -> None:
    audit(SOURCE, "waiters.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("from __future__ import annotations", "import os"),
        ("from ._runtime.codecs import jmespath", "from ._runtime.core import lazy"),
        ("from ._runtime.codecs import jmespath", "import os"),
        ("from ._runtime.codecs import jmespath", "from os import system"),
        ("    from .models.thing import Thing", "    import os"),
        ("class Get:", "class Get(print):"),
        ("class Get:", "class get:"),
        ("class Ready:", "@print\nclass Ready:"),
        ("class Ready:", "print()\nclass Ready:"),
        ("class Ready:", "class Get:"),
        ("    min_delay = 2", "    min_delay = print()"),
        ("    min_delay = 2", "    other = 2"),
        ("    min_delay = 2", "    print()"),
        ("    @staticmethod\n    def token", "    @print\n    def token"),
        ("    @staticmethod\n    def token", "    def token"),
        ("def token(page: GetResponse)", "def token(page: GetResponse = print())"),
        ("def token(page: GetResponse)", "def token(page: print())"),
        ("def token(page: GetResponse)", "def other(page: GetResponse)"),
        ("def token(page: GetResponse)", "def token(self: GetResponse)"),
        ("def token(page: GetResponse)", "async def token(page: GetResponse)"),
        ("value.next_token = token", "value.__class__ = token"),
        ("value.next_token = token", "value.next_token = print()"),
        ("value.next_token = token", "print(token)"),
        ("return page.things or ()", "return page.things()"),
        ("return page.things or ()", "return page.__class__"),
        ("return page.things or ()", "return things"),
        ("return page.things or ()", "return [each for each in page]"),
        ("return page.things or ()", "print()"),
        ("answer = output.to_value()", "answer = output.other()"),
        ("answer = output.to_value()", "answer = print()"),
        ("jmespath.field(each", "jmespath.json(each"),
        ("jmespath.field(each", "print(each"),
        ('jmespath.field(each, "a")', "jmespath.field(other)"),
        ('jmespath.field(each, "a")', "jmespath.field(*each)"),
        ("lambda each:", "lambda each=print():"),
        ("lambda each:", "lambda other:"),
        ('== "x":', "== print():"),
        ('== "x":', '< "x":'),
        ('            return "success"\n        return "retry"', "            print()"),
        ('return "retry"', 'return "other"'),
        ('return "retry"', "return output"),
    ],
)
def test_what_no_lowering_writes(old: str, new: str) -> None:
    changed = SOURCE.replace(old, new, 1)
    assert changed != SOURCE
    with pytest.raises(UnsafeError):
        audit(changed, "waiters.py")

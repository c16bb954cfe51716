"""Which modules need black: it costs more than all the rest of a build."""

from __future__ import annotations

import pytest

from ecrgen.finish import finish

ADDRESS = "https://example.com/" + "a" * 88
# Not in black's style, so that the result tells whether black was there.
MODULE = '''\
"""Things."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class Thing:
    {doc}

    name : str{more}
'''


def finished(doc: str, more: str = "") -> bool:
    """Whether a module comes out as it was."""
    text = MODULE.format(doc=doc, more=more)
    return finish({"models/thing.py": text}) == {"models/thing.py": text.encode()}


def test_an_address_in_a_docstring_is_left_where_it_is() -> None:
    assert finished(f'"""A thing.\n\n    See\n    {ADDRESS}\n    """')
    assert finished(f'"""A thing."""\n    """More.\n\n    {ADDRESS}\n    """')


@pytest.mark.parametrize(
    ("doc", "more"),
    [
        # Black moves the quotes of these.
        (f'"""{ADDRESS}"""', ""),
        (f'"""{ADDRESS}\n    """', ""),
        (f'"""A thing.\n\n    {ADDRESS}"""', ""),
        # And breaks these.
        ('"""A thing."""', f' = "{ADDRESS}"'),
        ('"""A thing.\n    """', f' = "{ADDRESS}"'),
        ('"""A thing."""\n\n    more: str = \'"""\'', f' = "{ADDRESS}"'),
    ],
)
def test_what_is_too_long_elsewhere_is_for_black(doc: str, more: str) -> None:
    assert not finished(doc, more)

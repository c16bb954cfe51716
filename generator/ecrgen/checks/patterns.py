"""Smithy 2.0, "pattern trait": ECMA 262 with the flag `u`.

Patterns are regular expressions.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache

from ..model.shapes import Model
from ..model.traits import Pattern
from ..problems.diagnostics import Diagnostic
from ._support import applied, problem

# ECMA 262 has these and Python does not: property escapes, code points, control
# characters.
_PROPERTY = re.compile(r"\\[pP]\{[^{}]*\}|\\u\{[0-9a-fA-F]+\}|\\c[A-Za-z]")
# Python spells these differently: named groups, and code points as surrogate pairs.
_GROUP = re.compile(r"\(\?<(?![=!])")
_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


def check(model: Model) -> Iterator[Diagnostic]:
    for where, _, traits in applied(model):
        pattern = traits.get(Pattern)
        if pattern is not None:
            reason = _unreadable(pattern.value)
            if reason:
                yield problem(
                    "W301",
                    f"cannot read the pattern as a regular expression: {reason}",
                    where,
                )


@lru_cache(maxsize=4096)
def _unreadable(pattern: str) -> str | None:
    try:
        text = _PAIR.sub(_code_point, _PROPERTY.sub("a", pattern))
        with warnings.catch_warnings():
            # Python warns of syntax that later versions may read differently (`[[a`,
            # `&&`). It does not matter: the service evaluates patterns, clients do not.
            warnings.simplefilter("ignore", FutureWarning)
            re.compile(_GROUP.sub("(?P<", text))
    except (re.error, OverflowError, RecursionError) as error:
        return str(error)
    return None


def _code_point(match: re.Match[str]) -> str:
    pair = bytes.fromhex(match[1] + match[2])
    return f"\\U{ord(pair.decode('utf-16-be')):08x}"

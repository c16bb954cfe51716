from __future__ import annotations

import re

from ecrgen.problems.codes import CODES
from tests.support.places import GENERATOR

_CODE = re.compile(r'"([EWN]\d{3})"')


def used() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(GENERATOR.rglob("*.py")):
        if path.name != "codes.py":
            for code in _CODE.findall(path.read_text("utf-8")):
                found.setdefault(code, path.name)
    return found


def test_every_code_in_use_is_listed() -> None:
    assert {code: file for code, file in used().items() if code not in CODES} == {}


def test_every_listed_code_is_in_use() -> None:
    assert set(CODES) - set(used()) == set()


def test_codes_are_sorted_within_their_severity_and_explained() -> None:
    for severity in "EWN":
        codes = [code for code in CODES if code.startswith(severity)]
        assert codes == sorted(codes)
    assert all(line.endswith(".") and len(line) > 10 for line in CODES.values())

"""Compiled JMESPath against the implementation that botocore uses."""

from __future__ import annotations

from typing import Any

import jmespath as oracle
import pytest

from ecrgen.lower.values.jmespath import expression
from ecrgen.model.jmespath_parser import PathError, parse
from runtime.codecs import jmespath

ANSWER = {
    "status": "DONE",
    "count": 3,
    "none": None,
    "empty": [],
    "flag": True,
    "text": "",
    "names": ["b", "a", "c"],
    "numbers": [3, 1, 2.5],
    "mixed": [1, "a", None],
    "nested": [[1, 2], [3], 4, None, [[5]]],
    "groups": [
        {"id": "g1", "size": 3, "state": {"name": "ok"}, "items": [{"n": 1}, {"n": 2}]},
        {"id": "g2", "size": 1, "state": {"name": "bad"}, "items": []},
        {"id": "g3", "size": 2, "state": None, "items": [{"n": 3}]},
    ],
    "by": {"one": {"n": 1}, "two": {"n": 2}, "no": None},
    "with space": {"a-b": 7},
}

PATHS = r"""
status
@
groups[].state.name
groups[*].items[].n
groups[*].items[*].n
groups[].items[].n
groups[0].id
groups[-1].id
groups[7].id
groups[0:2].id
groups[::-1].id
groups[1:].items[0].n
groups[?size > `1`].id
groups[?state.name == 'ok'].items[].n
groups[?state.name == 'ok' || id == 'g3'].id
groups[?size >= `2` && state].id
groups[?!state].id
groups[?items].id
groups[].[id, size]
groups[].{name: id, "of state": state.name}
groups[] | [0].id
groups[*].id | [0]
(groups[*].items)[0]
by.*.n
*.one
by.one || by.two
none || status
none && status
flag && status
text || status
!flag
!none
"with space"."a-b"
nested[]
nested[][]
nested[*][0]
length(groups[]) > `0`
length(status)
length(none || empty)
contains(names, 'a')
contains(status, 'ON')
contains(mixed, `1`)
starts_with(status, 'DO')
ends_with(status, 'NE')
join(',', names)
sort(names)
sort(numbers)
sort_by(groups, &size)[].id
max_by(groups, &size).id
min_by(groups, &size).id
max(numbers)
min(names)
sum(numbers)
avg(numbers)
abs(`-3`)
ceil(`2.1`)
floor(`2.9`)
keys(by)
values(by)[].n
map(&id, groups)
merge(by, `{"x": 1}`)
not_null(none, missing, status)
reverse(names)
reverse(status)
to_array(status)
to_array(names)
to_string(numbers)
to_number('12')
to_number('1.5')
type(status)
type(numbers)
type(by)
type(none)
type(flag)
count == `3`
count == `3.0`
flag == `1`
flag == `true`
status != 'DONE'
count < `4`
'it\'s'
'a\\b'
`"x"`
[status, count]
{a: status}
missing.missing[].x
status.x
status[0]
groups.id
length(groups[?size > `1`].items[]) == `3`
groups[?contains(id, '2')] | [0].size
groups[*].items[?n > `1`].n
"""


def compiled(path: str, value: Any) -> Any:
    source = expression(parse(path), "value")
    return eval(source, {"jmespath": jmespath, "value": value})


@pytest.mark.parametrize("path", PATHS.strip().splitlines())
def test_as_botocore_evaluates(path: str) -> None:
    assert compiled(path, ANSWER) == oracle.search(path, ANSWER)
    # Nothing in the source can fail for what an answer lacks.
    compiled(path, {})
    compiled(path, None)


@pytest.mark.parametrize(
    "path",
    [
        "status < 'E'",
        "length(missing)",
        "sum(names)",
        "sort(mixed)",
        "abs(status)",
        "keys(count)",
    ],
)
def test_wrong_types_are_null(path: str) -> None:
    assert compiled(path, ANSWER) is None


@pytest.mark.parametrize(
    ("path", "offset"),
    [
        ("", 0),
        ("a.", 2),
        ("a b", 2),
        ("a[", 2),
        ("a[1", 3),
        ("a[x]", 2),
        ("a[::0]", 6),
        ("a[?b", 4),
        ("nope(a)", 0),
        ("length(a, b)", 0),
        ("length(&a)", 0),
        ("sort_by(a, b)", 0),
        ("`{`", 0),
        ("a ~ b", 2),
        ("{a b}", 3),
        ("(" * 1000, 50),
    ],
)
def test_what_is_no_expression(path: str, offset: int) -> None:
    with pytest.raises(PathError) as caught:
        parse(path)
    assert caught.value.offset == offset


@pytest.mark.parametrize(
    ("value", "every", "some"),
    [
        (["a", "a"], True, True),
        (["a", "b"], False, True),
        ([], False, False),
        (None, False, False),
        ("a", False, False),
    ],
)
def test_comparators(value: Any, every: bool, some: bool) -> None:
    assert jmespath.all_equal(value, "a") is every
    assert jmespath.any_equal(value, "a") is some

"""What the botocore front end says of wrong files."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from ecrgen import checks
from ecrgen.documents.nodes import is_list, is_object
from ecrgen.model.ast import render_ast
from ecrgen.problems.codes import CODES
from tests.support.bakery import (
    PAGINATORS,
    SERVICE,
    WAITERS,
    Json,
    edited,
    id_of,
    load,
    write,
)


@pytest.mark.parametrize(
    ("path", "value", "code", "pointer"),
    [
        (("metadata",), [], "E013", "/metadata"),
        (("metadata", "protocol"), "soap", "E053", "/metadata/protocol"),
        (("metadata", "apiVersion"), 1, "E013", "/metadata/apiVersion"),
        (("operations",), [], "E013", "/operations"),
        (("operations", "Get Loaf"), {}, "E019", "/operations/Get Loaf"),
        (("operations", "Close", "http"), {}, "E016", "/operations/Close/http"),
        (("operations", "Close", "input"), {}, "E016", "/operations/Close/input"),
        (("operations", "GetLoaf", "errors"), {}, "E013", "/operations/GetLoaf/errors"),
        (("shapes", "Text"), "string", "E013", "/shapes/Text"),
        (("shapes", "Text"), {}, "E016", "/shapes/Text"),
        (("shapes", "Text", "type"), "strnig", "E014", "/shapes/Text/type"),
        (("shapes", "Kind", "enum", 1), 1, "E013", "/shapes/Kind/enum/1"),
        (("shapes", "Number", "min"), "1", "E013", "/shapes/Number/min"),
        (("shapes", "LoafId", "min"), 1.5, "E013", "/shapes/LoafId/min"),
        (("shapes", "LoafId", "min"), 10, "E130", "/shapes/LoafId/min"),
        (("shapes", "Names"), {"type": "list"}, "E016", "/shapes/Names"),
        (("shapes", "Loaf", "payload"), "Crust", "E054", "/shapes/Loaf/payload"),
        (("shapes", "Loaf", "required"), ["Crust"], "E054", "/shapes/Loaf/required"),
        (
            ("shapes", "Loaf", "members", "Status", "location"),
            "cookie",
            "E055",
            "/shapes/Loaf/members/Status/location",
        ),
        (
            ("shapes", "Loaf", "members", "Status"),
            {"shape": "Nowhere"},
            "E110",
            "/shapes/Loaf/members/Status/target",
        ),
    ],
)
def test_wrong_values(
    tmp_path: Path, path: tuple[str | int, ...], value: Any, code: str, pointer: str
) -> None:
    content = edited(*path, value=value)
    _, diagnostics = load(write(tmp_path, service_2=content))
    found = [
        (item.code, item.location.pointer)
        for item in diagnostics
        if item.location is not None
    ]
    assert (code, pointer) in found


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("operation", "GetLoav", "E056"),
        ("acceptors", [{"state": "done", "matcher": "error", "expected": "x"}], "E057"),
        (
            "acceptors",
            [{"state": "success", "matcher": "status", "expected": 418}],
            "N050",
        ),
        ("acceptors", 7, "E013"),
        ("delay", "soon", "E013"),
    ],
)
def test_wrong_waiters(tmp_path: Path, key: str, value: Any, code: str) -> None:
    waiters = copy.deepcopy(WAITERS)
    waiters["waiters"]["LoafBaked"][key] = value
    _, diagnostics = load(write(tmp_path, service_2=SERVICE, waiters_2=waiters))
    assert code in {item.code for item in diagnostics}


@pytest.mark.parametrize(
    ("key", "value", "code", "kept"),
    [
        ("input_token", ["Next", "Max"], "N050", False),
        ("output_token", "Loaves[-1]", "N050", False),
        ("result_key", "Loaves[].Id", "N050", True),
        ("limit_key", 5, "E013", True),
    ],
)
def test_paginators_that_smithy_cannot_express(
    tmp_path: Path, key: str, value: Any, code: str, kept: bool
) -> None:
    paginators = copy.deepcopy(PAGINATORS)
    paginators["pagination"]["ListLoaves"][key] = value
    source = write(tmp_path, service_2=SERVICE, paginators_1=paginators)
    model, diagnostics = load(source)
    assert code in {item.code for item in diagnostics}
    traits = model.shapes[id_of(model, "ListLoaves")].traits
    assert ("smithy.api#paginated" in traits) == kept


def test_a_hint_names_what_was_meant(tmp_path: Path) -> None:
    paginators: Json = {"pagination": {"ListLoafs": {}}}
    _, diagnostics = load(write(tmp_path, service_2=SERVICE, paginators_1=paginators))
    (found,) = [item for item in diagnostics if item.code == "E056"]
    assert found.hint == "did you mean ListLoaves?"


def paths(node: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if at:
        yield at
    if is_object(node):
        for key, value in node.items():
            yield from paths(value, (*at, key))
    elif is_list(node):
        for index, value in enumerate(node):
            yield from paths(value, (*at, index))


FILES: Json = {"service_2": SERVICE, "paginators_1": PAGINATORS, "waiters_2": WAITERS}
PATHS = list(paths(FILES))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 700)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        ["", "Text", "Loaf", "Names", "structure", "uri", "{x", "é", "a b"]
    ),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["shape", "type", "x y"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(
    max_examples=250,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    edits=st.lists(
        st.tuples(st.sampled_from(PATHS), VALUES, st.booleans()), min_size=1, max_size=3
    )
)
def test_no_file_makes_it_fail(
    tmp_path: Path, edits: list[tuple[tuple[str | int, ...], Any, bool]]
) -> None:
    files = copy.deepcopy(FILES)
    for path, value, delete in edits:
        node: Any = files
        try:
            for key in path[:-1]:
                node = node[key]
            if delete:
                del node[path[-1]]
            else:
                node[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue  # An earlier edit took the place away.
    content = {"service_2": None, **files}
    model, diagnostics = load(write(tmp_path, **content))
    checks.run(model, diagnostics)
    assert json.loads(render_ast(model))["smithy"] == "2.0"
    for item in diagnostics:
        assert item.code in CODES
        assert item.location is not None
        assert str(item)

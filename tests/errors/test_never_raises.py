"""Broken models lead to diagnostics, never to exceptions."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from ecrgen import checks
from ecrgen.assemble import assemble
from ecrgen.documents.nodes import is_list, is_object
from ecrgen.frontends.discover import load
from ecrgen.frontends.smithy_json import load_node
from ecrgen.model.ast import render_ast
from ecrgen.problems.diagnostics import Diagnostics
from ecrgen.problems.locations import Document

CASES = Path(__file__).parent / "cases"
SOURCES = sorted(CASES.glob("*.json"))
JUNK: list[Any] = [
    *(None, True, 0, -1, 1.5, 10**30, "", "x", [], {}, [None], [{}], {"a": 1}),
    *("smithy.api#String", "smithy.api#Unit", "smithy.api#required", "a#B$c", "{a}"),
    *({"target": "smithy.api#String"}, {"target": 7}, {"min": 1e300}, [1, "x"]),
]


def places(node: Any) -> list[tuple[Any, Any]]:
    """All containers with their keys."""
    keys: list[tuple[Any, Any]] = []
    pending: list[Any] = [node]
    while pending:
        container = pending.pop()
        if is_object(container):
            keys += ((container, key) for key in container)
            pending += container.values()
        elif is_list(container):
            keys += ((container, index) for index in range(len(container)))
            pending += container
    return keys


def mutated(text: str, chance: random.Random) -> Any:
    node: Any = json.loads(text)
    for container, key in chance.sample(places(node), k=min(4, len(places(node)))):
        if is_object(container) and chance.random() < 0.3:
            container.pop(key, None)
        else:
            container[key] = json.loads(json.dumps(chance.choice(JUNK)))
    return node


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_broken_models(path: Path) -> None:
    diagnostics = Diagnostics()
    load(str(path), diagnostics)
    codes = {diagnostic.code for diagnostic in diagnostics}
    if codes & {f"E{number:03}" for number in range(2, 11)}:
        # Not a whole JSON document, so it cannot be mutated.
        return
    text = path.read_text("utf-8")
    if not isinstance(json.loads(text), dict):
        return
    chance = random.Random(path.stem)
    for _ in range(40):
        diagnostics = Diagnostics()
        node = mutated(text, chance)
        model = assemble(load_node(node, Document("m", text), diagnostics), diagnostics)
        checks.run(model, diagnostics)
        assert render_ast(model).startswith("{")
        assert all(str(diagnostic) for diagnostic in diagnostics.sorted())


def test_broken_text(tmp_path: Path) -> None:
    original = (CASES / "pagination.json").read_bytes()
    chance = random.Random(1)
    path = tmp_path / "model.json"
    broken = 0
    for _ in range(300):
        content = bytearray(original)
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(content[: chance.randint(1, len(content))])
        diagnostics = Diagnostics()
        assemble(load(str(path), diagnostics), diagnostics)
        broken += diagnostics.has_errors
    assert broken > 250

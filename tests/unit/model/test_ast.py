from __future__ import annotations

import json
import random
from typing import Any

from ecrgen.assemble import assemble
from ecrgen.frontends.smithy_json import load_node
from ecrgen.model.ast import digest, render_ast, to_ast
from ecrgen.model.shapes import Model
from ecrgen.problems.diagnostics import Diagnostics
from ecrgen.problems.locations import Document

DOCS = {"smithy.api#documentation": "Text."}
NODE: dict[str, Any] = {
    "smithy": "2.0",
    "metadata": {"b": [1], "a": {"z": 1, "y": None}},
    "shapes": {
        "ns#Svc": {
            "type": "service",
            "version": "1",
            "operations": [{"target": "ns#Op"}],
            "rename": {"ns#S": "Thing"},
            "traits": {"smithy.api#title": "Caf\u00e9", **DOCS},
        },
        "ns#Op": {"type": "operation", "input": {"target": "ns#S"}},
        "ns#S": {
            "type": "structure",
            "members": {
                "z": {"target": "smithy.api#String", "traits": DOCS},
                "a": {"target": "ns#E"},
            },
            "mixins": [{"target": "ns#M"}],
        },
        "ns#M": {
            "type": "structure",
            "members": {"m": {"target": "smithy.api#Blob"}},
            "traits": {"smithy.api#mixin": {}},
        },
        "ns#E": {"type": "enum", "members": {"A": {"target": "smithy.api#Unit"}}},
    },
}


def loaded(node: dict[str, Any]) -> Model:
    diagnostics = Diagnostics()
    model = assemble(load_node(node, Document("m", ""), diagnostics), diagnostics)
    assert [str(item) for item in diagnostics] == []
    return model


def test_canonical_form() -> None:
    ast = to_ast(loaded(NODE))
    assert list(ast) == ["smithy", "metadata", "shapes"]
    assert list(ast["metadata"]) == ["a", "b"]
    assert list(ast["shapes"]) == ["ns#E", "ns#M", "ns#Op", "ns#S", "ns#Svc"]
    assert list(ast["shapes"]["ns#S"]["members"]) == ["m", "z", "a"]
    assert "mixins" not in ast["shapes"]["ns#S"]
    assert ast["shapes"]["ns#Op"] == {
        "type": "operation",
        "input": {"target": "ns#S"},
        "output": {"target": "smithy.api#Unit"},
    }
    assert ast["shapes"]["ns#E"]["members"]["A"]["traits"] == {
        "smithy.api#enumValue": "A"
    }
    titles = list(ast["shapes"]["ns#Svc"]["traits"])
    assert titles == ["smithy.api#documentation", "smithy.api#title"]


def test_text() -> None:
    text = render_ast(loaded(NODE))
    assert text.startswith('{\n  "smithy": "2.0",\n')
    assert text.endswith("}\n")
    assert "Caf\u00e9" in text
    assert json.loads(text) == to_ast(loaded(NODE))


def test_without_documentation() -> None:
    model = loaded(NODE)
    assert "Text." in render_ast(model)
    assert "Text." not in render_ast(model, docs=False)
    assert loaded(to_ast(model, docs=False)) != model


def test_digest_is_deaf_to_order_and_hears_everything_else() -> None:
    names = list(NODE["shapes"])
    random.Random(0).shuffle(names)
    shuffled = {**NODE, "shapes": {name: NODE["shapes"][name] for name in names}}
    first = digest(loaded(NODE))
    assert digest(loaded(shuffled)) == first
    assert digest(loaded(to_ast(loaded(NODE)))) == first
    changed = json.loads(json.dumps(NODE))
    changed["shapes"]["ns#S"]["members"]["z"]["traits"] = {}
    assert digest(loaded(changed)) != first

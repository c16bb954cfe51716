from __future__ import annotations

import json
import random

from ecrgen.model.ast import digest, render_ast, to_ast
from tests.support.short_form import NAMESPACE, assembled, shapes_alone

DOCS = {"documentation": "Text."}
NODE = {
    **shapes_alone(
        {
            "Svc": {
                "service": {
                    "version": "1",
                    "operations": ["Op"],
                    "rename": {"S": "Thing"},
                },
                "traits": {"title": "Caf\u00e9", **DOCS},
            },
            "Op": {"operation": {"input": "S"}},
            "S": {"structure": {"z": ["String", DOCS], "a": "E"}, "mixins": ["M"]},
            "M": {"structure": {"m": "Blob"}, "traits": {"mixin": {}}},
            "E": {"enum": {"A": "A"}},
        }
    ),
    "metadata": {"b": [1], "a": {"z": 1, "y": None}},
}


def test_canonical_form() -> None:
    ast = to_ast(assembled(NODE))
    assert list(ast) == ["smithy", "metadata", "shapes"]
    assert list(ast["metadata"]) == ["a", "b"]
    names = ["E", "M", "Op", "S", "Svc"]
    assert list(ast["shapes"]) == [f"{NAMESPACE}#{name}" for name in names]
    assert list(ast["shapes"]["com.example#S"]["members"]) == ["m", "z", "a"]
    assert "mixins" not in ast["shapes"]["com.example#S"]
    assert ast["shapes"]["com.example#Op"] == {
        "type": "operation",
        "input": {"target": "com.example#S"},
        "output": {"target": "smithy.api#Unit"},
    }
    assert ast["shapes"]["com.example#E"]["members"]["A"]["traits"] == {
        "smithy.api#enumValue": "A"
    }
    titles = list(ast["shapes"]["com.example#Svc"]["traits"])
    assert titles == ["smithy.api#documentation", "smithy.api#title"]


def test_text() -> None:
    text = render_ast(assembled(NODE))
    assert text.startswith('{\n  "smithy": "2.0",\n')
    assert text.endswith("}\n")
    assert "Caf\u00e9" in text
    assert json.loads(text) == to_ast(assembled(NODE))


def test_without_documentation() -> None:
    model = assembled(NODE)
    assert "Text." in render_ast(model)
    assert "Text." not in render_ast(model, docs=False)
    assert assembled(to_ast(model, docs=False)) != model


def test_digest_is_deaf_to_order_and_hears_everything_else() -> None:
    names = list(NODE["shapes"])
    random.Random(0).shuffle(names)
    shuffled = {**NODE, "shapes": {name: NODE["shapes"][name] for name in names}}
    first = digest(assembled(NODE))
    assert digest(assembled(shuffled)) == first
    assert digest(assembled(to_ast(assembled(NODE)))) == first
    changed = json.loads(json.dumps(NODE))
    changed["shapes"]["com.example#S"]["members"]["z"]["traits"] = {}
    assert digest(assembled(changed)) != first

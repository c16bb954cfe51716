"""Facts: the single things that a model says, to compare what two sources say of one
service.

The type of a shape, the target of a member, one value of a trait.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from ecrgen.documents.nodes import is_object
from ecrgen.model.ast import to_ast
from ecrgen.model.shapes import Model


def facts(model: Model, *, docs: bool = False) -> dict[str, Any]:
    ast = to_ast(model, docs=docs)["shapes"]
    found: dict[str, Any] = {}
    for shape_id, shape in ast.items():
        found[f"{shape_id} type"] = shape["type"]
        found.update(trait_facts(shape_id, shape))
        if shape["type"] == "enum":
            found.update(enum_facts(shape_id, shape))
            continue
        members = {
            **shape.get("members", {}),
            **{key: shape[key] for key in ("member", "key", "value") if key in shape},
        }
        for name, member in members.items():
            found[f"{shape_id}${name} target"] = member["target"]
            found.update(trait_facts(f"{shape_id}${name}", member))
        for key in ("input", "output"):
            if key in shape:
                found[f"{shape_id} {key}"] = shape[key]["target"]
        for key in ("operations", "errors", "resources"):
            for reference in shape.get(key, ()):
                found[f"{shape_id} {key} {reference['target']}"] = True
        if "version" in shape:
            found[f"{shape_id} version"] = shape["version"]
    return found


def enum_facts(shape_id: str, shape: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, member in shape["members"].items():
        value = member["traits"]["smithy.api#enumValue"]
        yield f"{shape_id} value {value}", True
        yield f"{shape_id} name of {value}", name


def trait_facts(shape_id: str, shape: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for trait, value in shape.get("traits", {}).items():
        yield from value_facts(f"{shape_id} {trait}", value)


def value_facts(fact: str, value: Any) -> Iterator[tuple[str, Any]]:
    if is_object(value) and value:
        for key, item in value.items():
            yield from value_facts(f"{fact}/{key}", item)
        return
    text = json.dumps(value, sort_keys=True)
    # Rule sets are too long to be repeated in a list of differences.
    yield fact, value if len(text) < 300 else hashlib.sha256(text.encode()).hexdigest()

from __future__ import annotations

from typing import Any

from ecrgen.assemble import assemble
from ecrgen.frontends.smithy_json import load_node
from ecrgen.model.closure import closure, components
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import Model
from ecrgen.problems.diagnostics import Diagnostics
from ecrgen.problems.locations import Document


def model_of(shapes: dict[str, Any]) -> Model:
    diagnostics = Diagnostics()
    named = {f"ns#{name}": shape for name, shape in shapes.items()}
    node = {"smithy": "2.0", "shapes": named}
    model = assemble(load_node(node, Document("m", ""), diagnostics), diagnostics)
    assert [str(item) for item in diagnostics] == []
    return model


def ref(name: str) -> dict[str, str]:
    return {"target": name if "#" in name else f"ns#{name}"}


def refs(*names: str) -> list[dict[str, str]]:
    return [ref(name) for name in names]


def structure(**members: str) -> dict[str, Any]:
    return {
        "type": "structure",
        "members": {name: ref(target) for name, target in members.items()},
    }


def operation(**properties: Any) -> dict[str, Any]:
    return {"type": "operation", **properties}


ERROR = {"type": "structure", "traits": {"smithy.api#error": "client"}}


def test_closure_goes_through_resources() -> None:
    model = model_of(
        {
            "Svc": {
                "type": "service",
                "operations": refs("Ping"),
                "resources": refs("Outer"),
                "errors": refs("Common"),
                "rename": {"ns#Item": "Thing"},
            },
            "Ping": operation(),
            "Outer": {
                "type": "resource",
                "identifiers": {"id": ref("Id")},
                "create": ref("Create"),
                "list": ref("List"),
                "resources": refs("Inner"),
            },
            "Inner": {
                "type": "resource",
                "identifiers": {"id": ref("Id")},
                "operations": refs("Act"),
                "collectionOperations": refs("Collect"),
            },
            "Create": operation(input=ref("CreateInput"), errors=refs("Own", "Common")),
            "List": operation(output=ref("ListOutput")),
            "Act": operation(),
            "Collect": operation(),
            "CreateInput": structure(item="Item", flag="smithy.api#Boolean"),
            "ListOutput": structure(items="Items"),
            "Items": {"type": "list", "member": ref("Item")},
            "Item": structure(self="Item"),
            "Id": {"type": "string"},
            "Own": ERROR,
            "Common": ERROR,
            "Unreached": structure(item="Item"),
            "UnboundOperation": operation(input=ref("Unreached")),
        }
    )
    found = closure(model, model.services()[0])
    operations = [shape.id.name for shape in found.operations]
    assert operations == ["Act", "Collect", "Create", "List", "Ping"]
    assert [shape.id.name for shape in found.resources] == ["Inner", "Outer"]
    assert [shape.name for shape in found.shapes] == [
        "Common",
        "CreateInput",
        "Id",
        "Item",
        "Items",
        "ListOutput",
        "Own",
    ]
    assert found.name_of(ShapeId("ns#Item")) == "Thing"
    assert found.name_of(ShapeId("ns#Items")) == "Items"
    by_name = {shape.id.name: shape for shape in found.operations}
    assert [e.name for e in found.errors_of(by_name["Create"])] == ["Own", "Common"]
    assert [e.name for e in found.errors_of(by_name["Ping"])] == ["Common"]


def test_components_come_after_what_they_target() -> None:
    model = model_of(
        {
            "A": structure(b="B", d="D"),
            "B": structure(cs="Cs"),
            "Cs": {"type": "list", "member": ref("C")},
            "C": structure(a="A"),
            "D": structure(e="E", d="D"),
            "E": {"type": "map", "key": ref("smithy.api#String"), "value": ref("F")},
            "F": structure(),
            "G": structure(a="A"),
        }
    )
    found = components(model, [shape.id for shape in model])
    names = [[shape.name for shape in component] for component in found]
    assert names == [["F"], ["E"], ["D"], ["A", "B", "C", "Cs"], ["G"]]
    assert components(model, [ShapeId("ns#G"), ShapeId("ns#D")]) == (
        ("ns#D",),
        ("ns#G",),
    )


def test_chain_may_be_longer_than_the_stack() -> None:
    length = 5000
    shapes = {f"S{i}": structure(next=f"S{i + 1}") for i in range(length)}
    model = model_of({**shapes, f"S{length}": structure()})
    found = components(model, [shape.id for shape in model])
    assert found[0] == (f"ns#S{length}",)
    assert found[-1] == ("ns#S0",)

from __future__ import annotations

from typing import Any

from ecrgen.model.closure import closure, components
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import Model
from tests.support.short_form import assembled, shapes_alone


def model_of(shapes: dict[str, Any]) -> Model:
    return assembled(shapes_alone(shapes))


ERROR = {"structure": {}, "traits": {"error": "client"}}


def test_closure_goes_through_resources() -> None:
    model = model_of(
        {
            "Svc": {
                "service": {
                    "operations": ["Ping"],
                    "resources": ["Outer"],
                    "errors": ["Common"],
                    "rename": {"Item": "Thing"},
                }
            },
            "Ping": {"operation": {}},
            "Outer": {
                "resource": {
                    "identifiers": {"id": "Id"},
                    "create": "Create",
                    "list": "List",
                    "resources": ["Inner"],
                }
            },
            "Inner": {
                "resource": {
                    "identifiers": {"id": "Id"},
                    "operations": ["Act"],
                    "collectionOperations": ["Collect"],
                }
            },
            "Create": {
                "operation": {"input": "CreateInput", "errors": ["Own", "Common"]}
            },
            "List": {"operation": {"output": "ListOutput"}},
            "Act": {"operation": {}},
            "Collect": {"operation": {}},
            "CreateInput": {"structure": {"item": "Item", "flag": "Boolean"}},
            "ListOutput": {"structure": {"items": "Items"}},
            "Items": {"list": "Item"},
            "Item": {"structure": {"self": "Item"}},
            "Id": "string",
            "Own": ERROR,
            "Common": ERROR,
            "Unreached": {"structure": {"item": "Item"}},
            "UnboundOperation": {"operation": {"input": "Unreached"}},
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
    assert found.name_of(ShapeId("com.example#Item")) == "Thing"
    assert found.name_of(ShapeId("com.example#Items")) == "Items"
    by_name = {shape.id.name: shape for shape in found.operations}
    assert [e.name for e in found.errors_of(by_name["Create"])] == ["Own", "Common"]
    assert [e.name for e in found.errors_of(by_name["Ping"])] == ["Common"]


def test_components_come_after_what_they_target() -> None:
    model = model_of(
        {
            "A": {"structure": {"b": "B", "d": "D"}},
            "B": {"structure": {"cs": "Cs"}},
            "Cs": {"list": "C"},
            "C": {"structure": {"a": "A"}},
            "D": {"structure": {"e": "E", "d": "D"}},
            "E": {"map": ["String", "F"]},
            "F": {"structure": {}},
            "G": {"structure": {"a": "A"}},
        }
    )
    found = components(model, [shape.id for shape in model])
    names = [[shape.name for shape in component] for component in found]
    assert names == [["F"], ["E"], ["D"], ["A", "B", "C", "Cs"], ["G"]]
    assert components(model, [ShapeId("com.example#G"), ShapeId("com.example#D")]) == (
        ("com.example#D",),
        ("com.example#G",),
    )


def test_chain_may_be_longer_than_the_stack() -> None:
    length = 5000
    shapes = {f"S{i}": {"structure": {"next": f"S{i + 1}"}} for i in range(length)}
    model = model_of({**shapes, f"S{length}": {"structure": {}}})
    found = components(model, [shape.id for shape in model])
    assert found[0] == (f"com.example#S{length}",)
    assert found[-1] == ("com.example#S0",)

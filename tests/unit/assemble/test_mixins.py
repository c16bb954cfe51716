from __future__ import annotations

from typing import Any

from ecrgen.assemble import assemble
from ecrgen.frontends.smithy_json import load_node
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import EnumShape, ListShape, Model
from ecrgen.problems.diagnostics import Diagnostics
from ecrgen.problems.locations import Document

STRING, INTEGER = {"target": "smithy.api#String"}, {"target": "smithy.api#Integer"}
MIXIN: dict[str, Any] = {"smithy.api#mixin": {}}


def model_of(shapes: dict[str, Any]) -> Model:
    diagnostics = Diagnostics()
    named = {f"ns#{name}": shape for name, shape in shapes.items()}
    node = {"smithy": "2.0", "shapes": named}
    model = assemble(load_node(node, Document("m", ""), diagnostics), diagnostics)
    assert [str(item) for item in diagnostics] == []
    return model


def structure(*mixins: str, traits: Any = None, **members: Any) -> dict[str, Any]:
    return {
        "type": "structure",
        "mixins": [{"target": f"ns#{name}"} for name in mixins],
        "members": members,
        "traits": traits or {},
    }


def docs(text: str) -> dict[str, Any]:
    return {"smithy.api#documentation": text}


def test_members_come_depth_first_before_the_shapes_own() -> None:
    model = model_of(
        {
            # Defined in reverse, so that what is mixed in comes after its user.
            "Input": structure("Paginated", "Filtered", size=INTEGER),
            "Filtered": structure(traits=MIXIN, name=STRING),
            "Paginated": structure("Base", traits=MIXIN, token=STRING),
            "Base": structure(traits=MIXIN, trace=STRING),
        }
    )
    found = model.structure(ShapeId("ns#Input"))
    assert list(found.members) == ["trace", "token", "name", "size"]
    assert next(iter(found.members.values())).id == "ns#Input$trace"


def test_traits_of_later_mixins_and_of_the_shape_itself_win() -> None:
    model = model_of(
        {
            "A": structure(traits=MIXIN | docs("A") | {"ns#one": {}, "ns#foo": 1}),
            "B": structure(traits=MIXIN | docs("B") | {"ns#two": {}, "ns#foo": 2}),
            "C": structure("A", "B", traits=MIXIN | docs("C") | {"ns#three": {}}),
            "D": structure("C", traits=docs("D") | {"ns#four": {}}),
        }
    )
    assert model[ShapeId("ns#D")].traits.raw == {
        **docs("D"),
        "ns#one": {},
        "ns#two": {},
        "ns#three": {},
        "ns#four": {},
        "ns#foo": 2,
    }


def test_applied_traits_of_an_inherited_member_replace_the_mixins() -> None:
    general: dict[str, Any] = STRING | {
        "traits": docs("General") | {"smithy.api#required": {}}
    }
    model = model_of(
        {
            "Mixin": structure(traits=MIXIN, a=general),
            "S": structure("Mixin"),
            "S$a": {"type": "apply", "traits": docs("Specific")},
            "T": structure("S2"),
            "S2": structure("Mixin", traits=MIXIN),
            "S2$a": {"type": "apply", "traits": docs("Of S2")},
        }
    )
    texts = {
        name: model.structure(ShapeId(f"ns#{name}")).members["a"].traits.raw
        for name in ("Mixin", "S", "T")
    }
    required: dict[str, Any] = {"smithy.api#required": {}}
    assert texts == {
        "Mixin": docs("General") | required,
        "S": docs("Specific") | required,
        "T": docs("Of S2") | required,
    }


def test_lists_and_enums_take_the_members_of_their_mixins() -> None:
    enum: dict[str, Any] = {
        "type": "enum",
        "traits": MIXIN,
        "members": {"A": {"target": "smithy.api#Unit"}},
    }
    model = model_of(
        {
            "ListMixin": {"type": "list", "member": STRING, "traits": MIXIN},
            "L": {"type": "list", "mixins": [{"target": "ns#ListMixin"}]},
            "EnumMixin": enum,
            "E": {
                "type": "enum",
                "mixins": [{"target": "ns#EnumMixin"}],
                "members": {"B": {"target": "smithy.api#Unit"}},
            },
        }
    )
    found, enumeration = model[ShapeId("ns#L")], model[ShapeId("ns#E")]
    assert isinstance(found, ListShape)
    assert (found.member.id, found.member.target) == (
        "ns#L$member",
        "smithy.api#String",
    )
    assert isinstance(enumeration, EnumShape)
    assert [(m.id, m.value) for m in enumeration.members] == [
        ("ns#E$A", "A"),
        ("ns#E$B", "B"),
    ]


def test_chain_of_mixins_may_be_longer_than_the_stack() -> None:
    length = 1200
    shapes = {
        f"M{i}": structure(f"M{i + 1}", traits=MIXIN, **{f"m{i}": STRING})
        for i in range(length)
    }
    model = model_of({**shapes, f"M{length}": structure(traits=MIXIN)})
    members = model.structure(ShapeId("ns#M200")).members
    assert len(members) == length - 200
    assert next(iter(members)) == f"m{length - 1}"

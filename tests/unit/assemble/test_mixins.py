from __future__ import annotations

from typing import Any

from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import EnumShape, ListShape, Model
from tests.support.short_form import assembled, shapes_alone

MIXIN: dict[str, Any] = {"mixin": {}}


def model_of(shapes: dict[str, Any]) -> Model:
    return assembled(shapes_alone(shapes))


def structure(*mixins: str, traits: Any = None, **members: Any) -> dict[str, Any]:
    return {"structure": members, "mixins": mixins, "traits": traits or {}}


def docs(text: str) -> dict[str, Any]:
    return {"documentation": text}


def test_members_come_depth_first_before_the_shapes_own() -> None:
    model = model_of(
        {
            # Defined in reverse, so that what is mixed in comes after its user.
            "Input": structure("Paginated", "Filtered", size="Integer"),
            "Filtered": structure(traits=MIXIN, name="String"),
            "Paginated": structure("Base", traits=MIXIN, token="String"),
            "Base": structure(traits=MIXIN, trace="String"),
        }
    )
    found = model.structure(ShapeId("com.example#Input"))
    assert list(found.members) == ["trace", "token", "name", "size"]
    assert next(iter(found.members.values())).id == "com.example#Input$trace"


def test_traits_of_later_mixins_and_of_the_shape_itself_win() -> None:
    model = model_of(
        {
            "A": structure(
                traits=MIXIN | docs("A") | {"com.example#one": {}, "com.example#foo": 1}
            ),
            "B": structure(
                traits=MIXIN | docs("B") | {"com.example#two": {}, "com.example#foo": 2}
            ),
            "C": structure(
                "A", "B", traits=MIXIN | docs("C") | {"com.example#three": {}}
            ),
            "D": structure("C", traits=docs("D") | {"com.example#four": {}}),
        }
    )
    assert model[ShapeId("com.example#D")].traits.raw == {
        "smithy.api#documentation": "D",
        "com.example#one": {},
        "com.example#two": {},
        "com.example#three": {},
        "com.example#four": {},
        "com.example#foo": 2,
    }


def test_applied_traits_of_an_inherited_member_replace_the_mixins() -> None:
    general = ["String", docs("General") | {"required": {}}]
    model = model_of(
        {
            "Mixin": structure(traits=MIXIN, a=general),
            "S": structure("Mixin"),
            "S$a": {"apply": docs("Specific")},
            "T": structure("S2"),
            "S2": structure("Mixin", traits=MIXIN),
            "S2$a": {"apply": docs("Of S2")},
        }
    )
    texts = {
        name: model.structure(ShapeId(f"com.example#{name}")).members["a"].traits.raw
        for name in ("Mixin", "S", "T")
    }
    assert texts == {
        name: {"smithy.api#documentation": text, "smithy.api#required": {}}
        for name, text in (("Mixin", "General"), ("S", "Specific"), ("T", "Of S2"))
    }


def test_lists_and_enums_take_the_members_of_their_mixins() -> None:
    model = model_of(
        {
            "ListMixin": {"list": "String", "traits": MIXIN},
            "L": {"list": None, "mixins": ["ListMixin"]},
            "EnumMixin": {"enum": {"A": "A"}, "traits": MIXIN},
            "E": {"enum": {"B": "B"}, "mixins": ["EnumMixin"]},
        }
    )
    found, enumeration = (
        model[ShapeId("com.example#L")],
        model[ShapeId("com.example#E")],
    )
    assert isinstance(found, ListShape)
    assert (found.member.id, found.member.target) == (
        "com.example#L$member",
        "smithy.api#String",
    )
    assert isinstance(enumeration, EnumShape)
    assert [(m.id, m.value) for m in enumeration.members] == [
        ("com.example#E$A", "A"),
        ("com.example#E$B", "B"),
    ]


def test_chain_of_mixins_may_be_longer_than_the_stack() -> None:
    length = 1200
    shapes = {
        f"M{i}": structure(f"M{i + 1}", traits=MIXIN, **{f"m{i}": "String"})
        for i in range(length)
    }
    model = model_of({**shapes, f"M{length}": structure(traits=MIXIN)})
    members = model.structure(ShapeId("com.example#M200")).members
    assert len(members) == length - 200
    assert next(iter(members)) == f"m{length - 1}"

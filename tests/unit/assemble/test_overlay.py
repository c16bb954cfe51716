from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, strategies as st

from ecrgen.assemble import assemble
from ecrgen.assemble.overlay import apply_overlay
from ecrgen.frontends.operations import (
    ApplyTrait,
    DefineMember,
    DefineShape,
    LoadOperation,
    RemoveTrait,
)
from ecrgen.model.ids import ShapeId
from ecrgen.model.prelude import PRELUDE_TRAITS
from ecrgen.model.shapes import EnumShape, StructureShape
from ecrgen.model.traits import Documentation, Rename, Sensitive
from ecrgen.problems.diagnostics import Diagnostics
from ecrgen.problems.locations import Document, Location

HERE = Location(Document("model.json", ""))
STRING = ShapeId("smithy.api#String")
UNIT = ShapeId("smithy.api#Unit")


def define(
    name: str, kind: str, *members: str, mixins: tuple[str, ...] = ()
) -> list[LoadOperation]:
    shape = ShapeId(f"ns#{name}")
    mixed = tuple(ShapeId(f"ns#{each}") for each in mixins)
    target = UNIT if kind == "enum" else STRING
    return [
        DefineShape(shape, kind, HERE, mixins=mixed),
        *(DefineMember(shape.with_member(member), target, HERE) for member in members),
    ]


def trait(target: str, name: str, value: Any) -> ApplyTrait:
    return ApplyTrait(
        ShapeId(f"ns#{target}"), ShapeId(f"smithy.api#{name}"), value, HERE
    )


MODEL: list[LoadOperation] = [
    *define("Service", "service"),
    *define("PutThing", "operation"),
    *define("Base", "structure", "owner"),
    trait("Base", "mixin", {}),
    trait("Base$owner", "required", {}),
    *define("Thing", "structure", "thingName", "size", mixins=("Base",)),
    trait("Thing$size", "documentation", "From the model."),
    trait("Thing$thingName", "required", {}),
    *define("Things", "list", "member"),
    *define("Color", "enum", "RED", "GREEN"),
    *define("OldColor", "string"),
    trait("OldColor", "enum", [{"value": "red", "name": "RED"}]),
    DefineShape(ShapeId("other#Elsewhere"), "structure", HERE),
]


def overlaid(text: str) -> tuple[list[LoadOperation], Diagnostics]:
    diagnostics = Diagnostics()
    found = apply_overlay(
        MODEL, Document("x.overlay.yaml", text), "ns", diagnostics
    ).operations
    assert found[: len(MODEL)] == MODEL
    return found[len(MODEL) :], diagnostics


def made(text: str) -> list[tuple[str, str, Any]]:
    operations, diagnostics = overlaid("overlay: 1\nshapes:\n" + text)
    assert list(diagnostics) == []
    return [
        (
            operation.target,
            operation.trait,
            operation.value if isinstance(operation, ApplyTrait) else RemoveTrait,
        )
        for operation in operations
        if isinstance(operation, (ApplyTrait, RemoveTrait))
    ]


def problems(text: str) -> list[str]:
    """`code line:column` of every problem, after checking that each says what to do."""
    _, diagnostics = overlaid(text)
    for each in diagnostics:
        assert each.hint
    return [
        f"{each.code} {each.location.position[0]}:{each.location.position[1]}"
        for each in diagnostics.sorted()
        if each.location is not None and each.location.position is not None
    ]


def test_documentation_of_shapes_and_members() -> None:
    text = """\
  Service: {documentation: Things.}
  Thing:
    documentation: |
      First.

      Second.
    members:
      size: Size in bytes.
      thingName: {documentation: "Name: short."}
      owner: Mixed in.
  other#Elsewhere: {documentation: There.}
"""
    documentation = "smithy.api#documentation"
    assert made(text) == [
        ("ns#Service", documentation, "Things."),
        ("ns#Thing", documentation, "First.\n\nSecond."),
        ("ns#Thing$size", documentation, "Size in bytes."),
        ("ns#Thing$thingName", documentation, "Name: short."),
        ("ns#Thing$owner", documentation, "Mixed in."),
        ("other#Elsewhere", documentation, "There."),
    ]


def test_rename_and_omit_are_traits_of_ecrgen() -> None:
    text = """\
  PutThing: {omit: true}
  Thing:
    rename: Item
    members:
      size: {rename: bytes2, omit: true}
      thingName: {omit: true, mark: {required: false}}
      owner: {omit: false}
"""
    assert made(text) == [
        ("ns#PutThing", "ecrgen.overlay#omit", {}),
        ("ns#Thing", "ecrgen.overlay#rename", "Item"),
        ("ns#Thing$size", "ecrgen.overlay#rename", "bytes2"),
        ("ns#Thing$size", "ecrgen.overlay#omit", {}),
        ("ns#Thing$thingName", "smithy.api#required", RemoveTrait),
        ("ns#Thing$thingName", "ecrgen.overlay#omit", {}),
    ]


def test_marks() -> None:
    text = """\
  Thing:
    mark:
      sensitive: {}
      internal:
      unstable: true
      deprecated: {message: Use Item., since: 2024-01-01}
      tags: [a, b]
      mixin: false
      aws.protocols#awsQueryError: {code: X, httpResponseCode: 400}
    members:
      size: {mark: {default: null, deprecated: true}}
"""
    assert made(text) == [
        ("ns#Thing", "smithy.api#sensitive", {}),
        ("ns#Thing", "smithy.api#internal", {}),
        ("ns#Thing", "smithy.api#unstable", {}),
        (
            "ns#Thing",
            "smithy.api#deprecated",
            {"message": "Use Item.", "since": "2024-01-01"},
        ),
        ("ns#Thing", "smithy.api#tags", ["a", "b"]),
        ("ns#Thing", "smithy.api#mixin", RemoveTrait),
        (
            "ns#Thing",
            "aws.protocols#awsQueryError",
            {"code": "X", "httpResponseCode": 400},
        ),
        ("ns#Thing$size", "smithy.api#default", None),
        ("ns#Thing$size", "smithy.api#deprecated", {}),
    ]


def test_the_assembled_model_says_what_the_overlay_says() -> None:
    text = """\
overlay: 1
shapes:
  Thing:
    rename: Item
    members:
      size: {documentation: Size in bytes., mark: {sensitive: {}}}
      owner: Who has it.
  Color:
    members: {RED: Like fire.}
  OldColor:
    members: {RED: Like rust.}
"""
    diagnostics = Diagnostics()
    model = assemble(
        apply_overlay(MODEL, Document("o", text), "ns", diagnostics).operations,
        diagnostics,
    )
    thing = model.shapes[ShapeId("ns#Thing")]
    assert isinstance(thing, StructureShape)
    assert thing.traits.get(Rename) == Rename("Item")
    size = thing.members["size"].traits
    assert size.get(Documentation) == Documentation("Size in bytes.")
    assert size.has(Sensitive)
    assert thing.members["owner"].traits.get(Documentation) == Documentation(
        "Who has it."
    )
    for name, says in (("Color", "Like fire."), ("OldColor", "Like rust.")):
        color = model.shapes[ShapeId(f"ns#{name}")]
        assert isinstance(color, EnumShape)
        assert color.members[0].traits.get(Documentation) == Documentation(says)


def test_locations_point_into_the_yaml() -> None:
    operations, _ = overlaid(
        '# é "ü"\noverlay: 1\nshapes:\n  Thing:\n    documentation: Ä.\n'
    )
    assert [str(operation.location) for operation in operations] == [
        "x.overlay.yaml:5:20 /shapes/Thing/documentation"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["E701 1:1"]),
        ("# nothing\n", ["E701 1:1"]),
        ("- overlay\n", ["E701 1:1", "E701 1:1"]),
        ("shapes: {}\n", ["E701 1:1"]),
        ("overlay: 2\n", ["E701 1:10"]),
        ("overlay: true\n", ["E701 1:10"]),
        ("overlay: 1\nshapes: [\n", ["E701 3:1"]),
        ("overlay: 1\nshapes: {}\n---\nmore\n", ["E701 3:1"]),
        ("overlay: 1\nshapes: {}\nshapes: {}\n", ["E701 3:1"]),
        ("overlay: 1\nshape: {}\n", ["E704 2:1"]),
        ("overlay: 1\nx: &a [*a]\n", ["E701 2:4"]),
        ("overlay: 1\nx: *a\n", ["E701 2:4"]),
        ("overlay: 1\nx: !!python/object:os.system {}\n", ["E701 2:4"]),
        ("overlay: 1\n[a]: b\n", ["E701 2:1"]),
        ("overlay: 1\nx: \x07\n", ["E701 2:4"]),
        ("overlay: 1\nx: " + "[" * 500, ["E701 2:203"]),
        ("- " * 50_000, ["E701 1:401"]),
        ("overlay: 1\nshapes: 5\n", ["E701 2:9"]),
    ],
)
def test_malformed_files(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


def test_nesting_without_end() -> None:
    # Releases of PyYAML differ in whether they, too, stop at a depth, and so in the
    # column.
    [problem] = problems("overlay: 1\nx: " + "[" * 50_000)
    assert problem.startswith("E701 2:")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thing:", ["E701 1:7"]),
        ("Thing: A text.", ["E701 1:8"]),
        ("Thing: {documentation: 5}", ["E701 1:24"]),
        ("Thing: {documentation: ' '}", ["E701 1:24"]),
        ("Thing: {members: {size: null}}", ["E701 1:25"]),
        ("Thing: {members: {size: a, size: b}}", ["E701 1:28"]),
        ("Thing: {mark: [sensitive]}", ["E701 1:15"]),
        ("PutThing: {omit: maybe}", ["E701 1:18"]),
        ("Thing: {}\nns#Thing: {}", ["E701 2:1"]),
        ("Thign: {}", ["E702 1:1"]),
        ("Zzzzzz: {}", ["E702 1:1"]),
        ("Elsewhere: {}", ["E702 1:1"]),
        ("Thing$size: {}", ["E702 1:1"]),
        ("smithy.api#String: {}", ["E702 1:1"]),
        ("Thing: {members: {sice: Size.}}", ["E703 1:19"]),
        ("Color: {members: {red: Red.}}", ["E703 1:19"]),
        ("Thing: {documentations: a}", ["E704 1:9"]),
        ("Thing: {members: {size: {members: {}}}}", ["E704 1:26"]),
        ("PutThing: {members: {size: a}}", ["E705 1:12"]),
        ("OldColor: {members: {RED: a}}", []),
        ("Service: {omit: true, rename: X}", ["E705 1:11", "E705 1:23"]),
        ("Thing: {omit: true}", ["E705 1:9"]),
        ("Thing: {members: {thingName: {omit: true}}}", ["E705 1:31"]),
        ("Thing: {members: {owner: {omit: true}}}", ["E705 1:27"]),
        ("Things: {members: {member: {rename: x}}}", ["E705 1:29"]),
        ("Thing: {mark: {ecrgen.overlay#omit: {}}}", ["E705 1:16"]),
        ("Thing: {mark: {sensitiv: {}}}", ["E706 1:16"]),
        ("Thing: {mark: {smithy.api#String: {}}}", ["E706 1:16"]),
        ("Thing: {mark: {aws.api#servce: {}}}", ["E706 1:16"]),
        ("Thing: {rename: 2x}", ["E707 1:17"]),
        ("Thing: {rename: a_b}", ["E707 1:17"]),
        ("Thing: {rename: é}", ["E707 1:17"]),
        (
            "Thing: {rename: a-b, mark: {x: {}}, members: {y: z}}\nNone: {}",
            ["E703 1:47", "E706 1:29", "E707 1:17", "E702 2:1"],
        ),
    ],
)
def test_problems_are_located_and_reported_together(
    text: str, expected: list[str]
) -> None:
    indented = "".join(f"  {line}\n" for line in text.split("\n"))
    moved = [
        f"{code} {int(line) + 2}:{int(column) + 2}"
        for code, line, column in (each.replace(":", " ").split() for each in expected)
    ]
    assert sorted(problems(f"overlay: 1\nshapes:\n{indented}")) == sorted(moved)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Thign: {}", "did you mean Thing?"),
        ("Elsewhere: {}", "write other#Elsewhere"),
        ("ns#Thign: {}", "did you mean ns#Thing?"),
        ("Thing: {members: {sice: a}}", "did you mean size?"),
        ("Thing: {members: {q: a}}", "its members are owner, size, thingName"),
        ("Thing: {dokumentation: a}", "did you mean documentation?"),
        ("Thing: {mark: {sensitiv: {}}}", "did you mean sensitive?"),
        (
            "PutThing: {members: {}}",
            "put them under the operation's input or output structure",
        ),
    ],
)
def test_hints(text: str, hint: str) -> None:
    _, diagnostics = overlaid(f"overlay: 1\nshapes:\n  {text}\n")
    assert [each.hint for each in diagnostics] == [hint]


WORDS = "overlay shapes Thing members size omit mark rename documentation true"
PUNCTUATION = ["overlay: 1", "\n", "\n  ", "\n    ", ": ", "{", "}", "[", "]", ", ", "- ", "? ",
               "&a ", "*a", "!!x ", "'", '"', "|", "é", "\x00", "\ud800", "#", "%",
               "---"]  # fmt: skip
YAML = st.lists(st.sampled_from([*WORDS.split(), *PUNCTUATION]), max_size=25).map(
    "".join
)


@given(st.one_of(st.text(), YAML))
def test_no_input_is_a_traceback(text: str) -> None:
    _, diagnostics = overlaid(text)
    for each in diagnostics:
        assert str(each)
        assert each.code.startswith("E70")


def test_both_loaders_of_yaml_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "overlay: 1\nshapes:\n  Thing:\n    documentation: é\n    members: {size: 'x'}\n"
    with_libyaml, _ = overlaid(text)
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    without, _ = overlaid(text)
    assert with_libyaml == without
    assert len(without) == 2


def test_trait_names_are_those_of_the_prelude() -> None:
    assert {"documentation", "sensitive", "httpQuery"} <= PRELUDE_TRAITS.keys()
    assert "String" not in PRELUDE_TRAITS

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ecrgen.assemble import assemble
from ecrgen.documents.json_text import MAX_DEPTH
from ecrgen.frontends import discover, smithy_json
from ecrgen.frontends.operations import (
    ApplyTrait,
    DefineMember,
    DefineShape,
    PutMetadata,
)
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import OperationShape
from ecrgen.model.traits import Documentation
from ecrgen.problems.diagnostics import Diagnostics

STRUCTURE: dict[str, Any] = {
    "type": "structure",
    "members": {
        "b": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}},
        "a": {"target": "smithy.api#Integer"},
    },
}


def written(path: Path, shapes: dict[str, Any], version: str = "2.0") -> str:
    path.write_text(json.dumps({"smithy": version, "shapes": shapes}), "utf-8")
    return str(path)


def test_operations_and_their_locations(tmp_path: Path) -> None:
    source = written(tmp_path / "m.json", {"ns#S": STRUCTURE})
    diagnostics = Diagnostics()
    found = discover.load(source, diagnostics)
    assert diagnostics.items == []
    assert [
        (type(operation), operation.location.pointer)
        for operation in found
        if not isinstance(operation, PutMetadata)
    ] == [
        (DefineShape, "/shapes/ns#S"),
        (DefineMember, "/shapes/ns#S/members/b"),
        (ApplyTrait, "/shapes/ns#S/members/b/traits/smithy.api#required"),
        (DefineMember, "/shapes/ns#S/members/a"),
    ]


@pytest.mark.parametrize(
    ("written_version", "version"),
    [("1", "1.0"), ("1.0", "1.0"), ("2", "2.0"), ("2.0", "2.0")],
)
def test_versions(tmp_path: Path, written_version: str, version: str) -> None:
    source = written(tmp_path / "m.json", {"ns#S": STRUCTURE}, written_version)
    found = smithy_json.load(source, Diagnostics())
    assert isinstance(found[0], DefineShape)
    assert found[0].version == version


def test_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    path.write_bytes(b'\xef\xbb\xbf{"smithy": "2.0"}')
    diagnostics = Diagnostics()
    assert smithy_json.load(str(path), diagnostics) == []
    assert diagnostics.items == []


def test_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    operation = {"type": "operation", "input": {"target": "ns#S"}}
    docs = {"type": "apply", "traits": {"smithy.api#documentation": "Text."}}
    written(tmp_path / "a.json", {"ns#Op": operation, "ns#S": docs})
    written(tmp_path / "b.json", {"ns#S": STRUCTURE})
    (tmp_path / "notes.txt").write_text("not a model")
    diagnostics = Diagnostics()
    found = discover.load(str(tmp_path), diagnostics)
    assert [Path(operation.location.file).name for operation in found] == [
        *["a.json"] * 2,
        *["b.json"] * 4,
    ]
    model = assemble(found, diagnostics)
    assert diagnostics.items == []
    shape = model[ShapeId("ns#Op")]
    assert isinstance(shape, OperationShape)
    assert shape.input == "ns#S"
    assert model[shape.input].traits.get(Documentation) == Documentation("Text.")


@pytest.mark.parametrize(
    ("name", "text", "claimed"),
    [
        ("model.json", "", True),
        ("model", ' \n{"smithy": "2.0"}', True),
        ("model.txt", "\ufeff{}", True),
        ("model.smithy", "$version: 2", False),
        ("model", "", False),
    ],
)
def test_claims(tmp_path: Path, name: str, text: str, claimed: bool) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert smithy_json.claims(str(tmp_path / name)) is claimed


@pytest.mark.parametrize("source", ["", "\0", "nothing/there", "botocore:ecr"])
def test_claims_nothing_that_it_cannot_open(source: str) -> None:
    assert smithy_json.claims(source) is False


def test_no_front_end_claims(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    assert discover.load(str(tmp_path / "model.yaml"), diagnostics) == []
    assert [item.code for item in diagnostics] == ["E001"]


def test_front_ends_are_found_by_name() -> None:
    names = [module.__name__.rpartition(".")[2] for module in discover.front_ends()]
    assert "smithy_json" in names
    assert names == sorted(names)
    assert "discover" not in names


def test_nesting_up_to_the_limit_is_read(tmp_path: Path) -> None:
    # The model and its metadata are two of the levels.
    for depth, codes in ((MAX_DEPTH - 2, []), (MAX_DEPTH - 1, ["E007"])):
        path = tmp_path / f"{depth}.json"
        nested = "[" * depth + "]" * depth
        path.write_text(f'{{"smithy": "2.0", "metadata": {{"a": {nested}}}}}')
        diagnostics = Diagnostics()
        smithy_json.load(str(path), diagnostics)
        assert [item.code for item in diagnostics] == codes


def test_numbers_larger_than_a_double_stay_exact(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    path.write_text('{"smithy": "2.0", "metadata": {"a": 1.5e400, "b": -2e308}}')
    diagnostics = Diagnostics()
    found = smithy_json.load(str(path), diagnostics)
    assert diagnostics.items == []
    values = [item.value for item in found if isinstance(item, PutMetadata)]
    assert values == [15 * 10**399, -2 * 10**308]

"""`ecrgen show`, run as users run it."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ecrgen.cli import main
from tests.support import short_form
from tests.support.places import CORPORA, GENERATED, MODELS, ROOT, needs_corpora

ECR, PUBLIC = (str(MODELS / name) for name in ("ecr.json", "ecr-public.json"))

BAKERY: dict[str, Any] = {
    "Bakery": {
        "service": {
            "version": "2024-01-01",
            "operations": ["BakeBread", "Rest"],
            "errors": ["OvenColdException"],
            "rename": {"other#Flour": "OtherFlour"},
        },
        "traits": {"aws.protocols#awsJson1_1": {}},
    },
    "BakeBread": {
        "operation": {"input": "BakeBreadInput", "errors": ["BurntException"]},
        "traits": {"endpoint": {"hostPrefix": "oven."}},
    },
    "Rest": {"operation": {}},
    "BakeBreadInput": {
        "structure": {
            "flourKGs": ["Weight", {"required": {}}],
            "class": "String",
            "loaves": ["Integer", {"default": 1}],
            "toppings": "Toppings",
            "secret": "Secret",
            "mixed": "other#Flour",
            "shape": "LoafShape",
            "oven": "OvenNumber",
            "notes": "Notes",
        },
    },
    "Weight": {"float": None, "traits": {"range": {"min": 0.5, "max": 90}}},
    "Secret": {"string": None, "traits": {"sensitive": {}}},
    "Toppings": {"list": "Topping", "traits": {"length": {"min": 1}}},
    "Notes": {"map": ["String", "Topping"]},
    "Topping": {"union": {"seeds": "String", "more": "Toppings"}},
    "LoafShape": {
        "enum": {"ROUND": "round-ish"},
        "traits": {"deprecated": {"since": "2020", "message": "Use an oven."}},
    },
    "OvenNumber": {"intEnum": {"TOP": 7}},
    "BurntException": {
        "structure": {"Message": "String", "code": ["Integer", {"required": {}}]},
        "traits": {"error": "client", "httpError": 418},
    },
    "OvenColdException": {
        "structure": {},
        "traits": {"error": "server", "retryable": {"throttling": True}},
    },
    "Forgotten": "string",
    "other#Flour": {"structure": {}},
}


def show(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["show", *arguments])


def shown(*arguments: str) -> str:
    result = show(*arguments)
    assert result.exception is None, result.output
    assert result.exit_code == 0
    return result.stdout


def rows(page: str) -> list[list[str]]:
    """The lines of a page, split where columns are."""
    return [
        [cell.strip() for cell in line.split("  ") if cell.strip()]
        for line in page.split("\n")
    ]


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(tmp_path_factory.mktemp("show") / "bakery.json", BAKERY)


def write(path: Path, shapes: Mapping[str, Any]) -> str:
    return short_form.write(path, short_form.shapes_alone(shapes))


# --- the overview ----------------------------------------------------------------------------------------------


def test_the_overview_names_the_service_and_counts_what_there_is(bakery: str) -> None:
    found = rows(shown(bakery))
    assert found[0] == ["Bakery 2024-01-01", "com.example#Bakery"]
    assert ["package", "bakery"] in found
    assert ["protocol", "aws.protocols#awsJson1_1"] in found
    assert [
        "contents",
        "2 operations, 2 structures, 1 union, 2 enums, 2 simple types, 2 errors",
    ] in found
    assert not any(row[:1] == ["overlay"] for row in found)


def test_the_overview_lists_operations_with_both_sides_and_their_errors(
    bakery: str,
) -> None:
    found = rows(shown(bakery))
    assert ["BakeBread", "BakeBreadInput", "BakeBreadOutput", "2"] in found
    assert ["Rest", "RestInput", "RestOutput", "1"] in found


def test_the_overview_lists_the_other_shapes(bakery: str) -> None:
    found = rows(shown(bakery))
    for row in (
        ["OtherFlour", "0", "models.other_flour"],
        ["Topping", "ToppingSeeds, ToppingMore"],
        ["LoafShape", '"round-ish"'],
        ["OvenNumber", "7"],
        ["Secret", "str", "sensitive"],
        ["Weight", "float", "range 0.5 to 90"],
        ["BurntException", "BurntException", "418", "client"],
        ["OvenColdException", "OvenColdException", "500", "server", "yes, throttling"],
    ):
        assert row in found


def test_an_overlay_beside_the_model_is_named_and_another_can_be_given(
    tmp_path: Path,
) -> None:
    model = write(tmp_path / "bakery.json", BAKERY)
    beside, other = tmp_path / "bakery.overlay.yaml", tmp_path / "other.yaml"
    beside.write_text("overlay: 1\nshapes: {BakeBread: {rename: Bake}}\n")
    other.write_text("overlay: 1\nshapes: {BakeBread: {rename: BakeIt}}\n")
    found = rows(shown(model))
    assert ["overlay", str(beside)] in found
    assert ["Bake", "BakeBread", "BakeBreadInput", "BakeOutput", "2"] in found
    assert ["overlay", str(other)] in rows(shown(model, "--overlay", str(other)))
    assert "bakery.operations.BakeIt" in shown(
        model, "bakebread", "--overlay", str(other)
    )


# --- one shape -------------------------------------------------------------------------------------------------


def test_an_operation_shows_fields_of_both_sides_and_errors(bakery: str) -> None:
    page = shown(bakery, "BakeBread")
    found = rows(page)
    assert found[0] == ["operation BakeBread", "com.example#BakeBread"]
    for row in (
        ["Python name", "bakery.operations.BakeBread"],
        ["defined in", "bakery.operations.bake_bread"],
        ["host prefix", "oven."],
        ["flour_kgs", "flourKGs", "Weight", "required", "range 0.5 to 90"],
        ["class_", "class", "str | None", "optional"],
        ["loaves", "loaves", "int", "= 1"],
        ["secret", "secret", "Secret | None", "optional", "sensitive"],
        ["mixed", "mixed", "OtherFlour | None", "optional"],
        ["no members"],
        ["BurntException", "BurntException", "418", "client"],
        ["UnknownOperationError", "any other"],
    ):
        assert row in found
    assert "Annotated[list[Topping], MinLen(1)] | None" in page
    assert "Output: BakeBreadOutput" in page


def test_an_error_shows_what_its_exception_has(bakery: str) -> None:
    found = rows(shown(bakery, "BurntException"))
    for row in (
        ["Python name", "bakery.errors.BurntException"],
        ["code", "BurntException"],
        ["status", "418"],
        ["fault", "client"],
        ["message", "Message", "str | None", "optional"],
        ["code_", "code", "int", "required"],
        ["operations.BakeBread, as an error"],
    ):
        assert row in found


def test_a_union_shows_its_variants_and_where_it_is_used(bakery: str) -> None:
    found = rows(shown(bakery, "Topping"))
    for row in (
        ["ToppingSeeds", "seeds", "str"],
        [
            "ToppingMore",
            "more",
            "Annotated[list[Topping], MinLen(1)]",
            "length >= 1",
        ],
        ["ToppingUnknown", "any other", "Any"],
        ["models.BakeBreadInput.toppings"],
        ["models.BakeBreadInput.notes"],
        ["models.ToppingMore.value"],
    ):
        assert row in found


def test_enums_show_their_values_and_deprecation(bakery: str) -> None:
    page = shown(bakery, "LoafShape")
    assert ["ROUND", '"round-ish"'] in rows(page)
    assert ["deprecated", "since 2020: Use an oven."] in rows(page)
    assert ["TOP", "7"] in rows(shown(bakery, "OvenNumber"))


def test_simple_types_lists_and_maps_have_pages(bakery: str) -> None:
    assert ["type", "float"] in rows(shown(bakery, "Weight"))
    assert ["type", "dict[str, Topping]"] in rows(shown(bakery, "Notes"))
    found = rows(shown(bakery, "Toppings"))
    assert ["constraints", "length >= 1"] in found
    assert ["models.BakeBreadInput.toppings"] in found


@pytest.mark.parametrize(
    "name",
    [
        "BakeBread",
        "com.example#BakeBread",
        "bakebread",
        "BAKEBREAD",
        "operations.BakeBread",
        "BakeBreadError",
    ],
)
def test_an_operation_is_found_by_each_of_its_names(bakery: str, name: str) -> None:
    assert shown(bakery, name).startswith(
        "operation BakeBread  com.example#BakeBread\n"
    )


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("OtherFlour", "other#Flour"),
        ("Flour", "other#Flour"),
        ("other#Flour", "other#Flour"),
        ("com.example#Topping$seeds", "com.example#Topping"),
        ("ToppingSeeds", "com.example#Topping"),
        ("bakery.models.ToppingUnknown", "com.example#Topping"),
    ],
)
def test_shapes_are_found_by_renamed_and_python_names(
    bakery: str, name: str, shape: str
) -> None:
    assert shown(bakery, name).split("\n")[0].endswith(f"  {shape}")


def test_all_shapes_of_one_name_are_shown(tmp_path: Path) -> None:
    model = write(tmp_path / "bakery.json", BAKERY)
    # The operation takes the Python name of the union, which keeps its API name.
    overlay = tmp_path / "bakery.overlay.yaml"
    overlay.write_text("overlay: 1\nshapes: {BakeBread: {rename: Topping}}\n")
    page = shown(model, "Topping")
    assert "operation BakeBread  com.example#BakeBread\n" in page
    assert "union Topping  com.example#Topping\n" in page
    assert "  Python name  bakery.models.Topping_\n" in page


# --- what cannot be shown --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("BakeBred", "the model has no shape 'BakeBred'", "did you mean BakeBread?"),
        (
            "com.example#Toping",
            "the model has no shape 'com.example#Toping'",
            "did you mean com.example#Topping?",
        ),
        ("zzz", "the model has no shape 'zzz'", "lists what there is"),
        (
            "Forgotten",
            "com.example#Forgotten does not become part of the package",
            "only what Bakery reaches does",
        ),
    ],
)
def test_an_unknown_shape_is_a_diagnostic(
    bakery: str, name: str, message: str, hint: str
) -> None:
    result = show(bakery, name)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"error[E507]: {message}\n")
    assert hint in result.stderr


def test_a_model_without_a_service_is_a_diagnostic(tmp_path: Path) -> None:
    result = show(write(tmp_path / "none.json", {"Text": "string"}))
    assert result.exit_code == 2
    assert result.stderr.startswith("error[E501]")


# --- how it looks ----------------------------------------------------------------------------------------------


def test_text_of_a_model_is_neither_markup_nor_control_characters(
    tmp_path: Path,
) -> None:
    hostile = "[bold red]x[/] [/link] \x1b[31mred \u202e :smile: <b>"
    shapes = json.loads(json.dumps(BAKERY))
    shapes["Bakery"]["service"]["version"] = "[blink]\x1b[2J"
    shapes["LoafShape"]["enum"]["ROUND"] = hostile
    shapes["Secret"]["traits"]["pattern"] = "[/red]\x07[a-z]"
    shapes["LoafShape"]["traits"]["deprecated"]["message"] = hostile
    shapes["BakeBreadInput"]["traits"] = {"documentation": hostile}
    model = write(tmp_path / "hostile.json", shapes)
    for arguments in ([], ["LoafShape"], ["BakeBread"], ["BakeBreadInput"], ["Secret"]):
        page = shown(model, *arguments)
        assert all(each.isprintable() or each == "\n" for each in page)
    assert "[blink]\\x1b[2J" in shown(model)
    assert "[/red]\\x07[a-z]" in shown(model, "Secret")
    assert "[bold red]x[/]" in shown(model, "LoafShape")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ecrgen", "show", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "generator"),
            "PYTHONIOENCODING": "utf-8",
            **environment,
        },
    )


def test_in_a_pipe_there_is_no_colour_and_no_name_is_broken() -> None:
    result = run(ECR, "PutImage", COLUMNS="40")
    assert result.returncode == 0
    assert result.stderr == ""
    assert "\x1b" not in result.stdout
    # A pattern far longer than the line that was asked for stays in one piece.
    shapes = json.loads(Path(ECR).read_text(encoding="utf-8"))["shapes"]
    traits = shapes["com.amazonaws.ecr#RepositoryName"]["traits"]
    assert len(traits["smithy.api#pattern"]) > 40
    assert f" {traits['smithy.api#pattern']}\n" in result.stdout
    assert "image_manifest_media_type  imageManifestMediaType" in result.stdout
    assert all(line == line.rstrip() for line in result.stdout.split("\n"))


def test_documentation_in_a_pipe_is_wrapped_to_a_readable_width() -> None:
    page = run(PUBLIC, "InitiateLayerUpload").stdout
    about = page.split("registry_id\n")[1].split("\n\n")[0].split("\n")
    assert len(" ".join(about)) > 60
    assert all(len(line) <= 100 and line.startswith("    ") for line in about)


def test_an_encoding_without_the_model_s_characters_is_no_traceback(
    tmp_path: Path,
) -> None:
    shapes = json.loads(json.dumps(BAKERY))
    shapes["BakeBread"]["traits"]["documentation"] = "Croûtons, 面包."
    model = write(tmp_path / "unicode.json", shapes)
    result = run(model, "BakeBread", PYTHONIOENCODING="ascii")
    assert result.returncode == 0, result.stderr
    assert "Cro\\xfbtons, \\u9762\\u5305." in result.stdout


# --- agreement with what is generated --------------------------------------------------------------------------


@pytest.mark.parametrize(("model", "package"), [(ECR, "ecr"), (PUBLIC, "ecr_public")])
def test_the_pages_say_what_the_generated_package_has(
    monkeypatch: pytest.MonkeyPatch, model: str, package: str
) -> None:
    monkeypatch.setattr(sys, "path", [str(GENERATED), *sys.path])
    operations = importlib.import_module(f"{package}.operations")
    overview = rows(shown(model))
    for name, operation in operations.ALL.items():
        listed = [
            name,
            operation.input.__name__,
            operation.output.__name__,
            str(len(operation.errors)),
        ]
        assert listed in overview
    for name in list(operations.ALL)[:5]:
        operation = operations.ALL[name]
        page = rows(shown(model, name))
        for side in (operation.input, operation.output):
            for field, declared in side.__annotations__.items():
                assert any(row[:1] == [field] and declared in row for row in page)
        for error in operation.errors:
            assert any(row[:2] == [error.__name__, error.code] for row in page)


@needs_corpora
@pytest.mark.parametrize(
    ("model", "shape", "expected"),
    [
        ("ec2.json", None, "aws.protocols#ec2Query\n"),
        ("s3.json", None, "aws.protocols#restXml\n"),
        ("ec2.json", "RunInstances", "run_instances"),
        (
            "s3.json",
            "SelectObjectContent",
            "EventStream[SelectObjectContentEventStream]",
        ),
        ("s3.json", "StreamingBlob", "blob StreamingBlob"),
        ("dynamodb.json", "AttributeValue", "AttributeValueNULL"),
    ],
)
def test_real_models_of_any_protocol_are_shown(
    model: str, shape: str | None, expected: str
) -> None:
    assert expected in shown(
        str(CORPORA / "aws-models" / model), *([shape] if shape else [])
    )

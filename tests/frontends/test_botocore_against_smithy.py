"""The committed models, made from botocore's files, against AWS's own Smithy models.

A fact is one thing a model says: the type of a shape, the target of a member, one value of a trait.
All facts of what both models have must agree, but for those in `botocore_losses.yaml`, where every
entry has a reason and has to be of use.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pytest
import yaml

from ecrgen.assemble import assemble
from ecrgen.documents.nodes import is_list, is_object
from ecrgen.frontends import discover
from ecrgen.model.ast import render_ast
from ecrgen.model.shapes import EnumShape, Model
from ecrgen.problems.diagnostics import Diagnostics
from tests.support.model_facts import facts
from tests.support.places import AWS_MODELS, MODELS, needs_corpora

LOSSES: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("botocore_losses.yaml").read_text(encoding="utf-8")
)
SERVICES = ("ecr", "ecr-public")
ABSENT = "(absent)"


def read(source: str) -> Model:
    diagnostics = Diagnostics()
    model = assemble(discover.load(source, diagnostics), diagnostics)
    assert not diagnostics.has_errors, diagnostics.sorted()
    return model


# --- Facts -----------------------------------------------------------------------------------


def shape_of(fact: str) -> str:
    return fact.partition(" ")[0].partition("$")[0]


def shared(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """All facts of either model about shapes of AWS's model."""
    shapes = {shape_of(fact) for fact in theirs}
    # The name of a value that only botocore has is made up here.
    added = [
        fact
        for fact in ours
        if fact not in theirs and shape_of(fact) in shapes and " name of " not in fact
    ]
    return [*theirs, *added]


def matches(entry: dict[str, Any], fact: str, smithy: Any, botocore: Any) -> bool:
    return (
        fnmatchcase(fact, entry["fact"])
        and entry.get("smithy", smithy) == smithy
        and entry.get("botocore", botocore) == botocore
    )


# --- The comparison --------------------------------------------------------------------------


@needs_corpora
def test_all_facts_agree_but_for_the_listed_ones(
    record_property: Callable[[str, object], None],
) -> None:
    entries: list[dict[str, Any]] = [
        entry for heading in LOSSES.values() for entry in heading
    ]
    used = [0] * len(entries)
    compared, unexpected = 0, list[str]()
    for service in SERVICES:
        ours = facts(read(str(MODELS / f"{service}.json")))
        theirs = facts(read(str(AWS_MODELS[service])))
        for fact in shared(ours, theirs):
            smithy, botocore = theirs.get(fact, ABSENT), ours.get(fact, ABSENT)
            compared += 1
            if smithy == botocore:
                continue
            found = [
                index
                for index, entry in enumerate(entries)
                if matches(entry, fact, smithy, botocore)
            ]
            for index in found:
                used[index] += 1
            if not found:
                unexpected.append(f"{fact}: smithy {smithy!r}, botocore {botocore!r}")
    record_property("facts compared", compared)
    record_property("facts that differ", sum(used))
    assert unexpected == []
    assert [
        entry["fact"] for entry, n in zip(entries, used, strict=True) if not n
    ] == []
    assert compared > 2500
    assert sum(used) < compared / 20


def test_every_listed_difference_has_a_reason_and_says_how_it_differs() -> None:
    assert set(LOSSES) == {"format", "equivalent", "changed"}
    for heading, entries in LOSSES.items():
        for entry in entries:
            assert len(entry["reason"]) > 20, entry
            if heading == "changed":
                assert not set("*?") & set(entry["fact"]), entry
                assert {"smithy", "botocore"} <= entry.keys(), entry


@needs_corpora
@pytest.mark.parametrize("service", SERVICES)
def test_members_keep_their_order(service: str) -> None:
    ours, theirs = read(str(MODELS / f"{service}.json")), read(str(AWS_MODELS[service]))
    compared = 0
    for shape in theirs:
        members = getattr(shape, "members", ())
        if shape.id not in ours or isinstance(shape, EnumShape) or len(members) < 2:
            continue
        mine = getattr(ours[shape.id], "members", ())
        assert [name for name in mine if name in members] == list(members), shape.id
        compared += 1
    assert compared > 20


@needs_corpora
@pytest.mark.parametrize("service", SERVICES)
def test_no_operation_shape_or_member_of_aws_is_missing(service: str) -> None:
    ours, theirs = read(str(MODELS / f"{service}.json")), read(str(AWS_MODELS[service]))
    assert [shape.id for shape in theirs if shape.id not in ours] == []


# --- The committed models --------------------------------------------------------------------


@pytest.mark.parametrize(("service", "operations"), [("ecr", 58), ("ecr-public", 23)])
def test_the_committed_models_are_complete(service: str, operations: int) -> None:
    model = read(str(MODELS / f"{service}.json"))
    (found,) = model.services()
    assert len(found.operations) == operations


@pytest.mark.parametrize("service", SERVICES)
def test_the_committed_model_is_what_import_writes(service: str) -> None:
    path = MODELS / f"{service}.json"
    committed = path.read_text(encoding="utf-8")
    recorded = json.loads(committed)["metadata"]["ecrgen.source"]["botocoreVersion"]
    try:
        installed = version("botocore")
    except PackageNotFoundError:
        pytest.skip("needs botocore")
    if installed != recorded:
        pytest.skip(f"made with botocore {recorded}, {installed} is installed")
    assert render_ast(read(f"botocore:{service}"), docs=False) == committed


@pytest.mark.parametrize("service", SERVICES)
def test_the_committed_models_hold_no_text_of_the_vendor(service: str) -> None:
    """Only names of services and messages of the rule set have words with spaces between."""
    ast = json.loads((MODELS / f"{service}.json").read_text(encoding="utf-8"))

    def texts(node: Any, path: str) -> Iterator[tuple[str, str]]:
        if is_object(node):
            for key, value in node.items():
                yield from texts(value, f"{path}/{key}")
        elif is_list(node):
            for value in node:
                yield from texts(value, path)
        elif isinstance(node, str) and " " in node:
            yield path, node

    found = [
        (path, text)
        for path, text in texts(ast["shapes"], "")
        if not path.endswith(("/error", "/smithy.api#title", "/sdkId"))
    ]
    assert found == []


# --- The same services in botocore and in AWS's models ----------------------------------------


@needs_corpora
@pytest.mark.parametrize("path", AWS_MODELS.values(), ids=lambda path: path.stem)
def test_namespaces_and_names_of_services(path: Path) -> None:
    from ecrgen.frontends._botocore_names import namespace_of, service_name

    shapes = json.loads(path.read_text(encoding="utf-8"))["shapes"]
    ((shape_id, service),) = (
        item for item in shapes.items() if item[1]["type"] == "service"
    )
    namespace, name = shape_id.split("#")
    assert namespace_of(service["traits"]["aws.api#service"]["sdkId"]) == namespace
    assert service_name(name, "Any") == name

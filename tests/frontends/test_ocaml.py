"""Models written as awso would, in every form, and read back: equal facts up to `ocaml_losses.yaml`."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ecrgen.assemble import assemble
from ecrgen.assemble.overlay import apply_overlay
from ecrgen.frontends import discover
from ecrgen.frontends.smithy_json import load_node
from ecrgen.model.shapes import EnumShape, Model
from ecrgen.problems.diagnostics import Diagnostics, Severity
from ecrgen.problems.locations import Document
from tests.support import awso_forms as forms
from tests.support.awso import Awso, documented, label
from tests.support.partial_facts import compared

ROOT = Path(__file__).parents[2]
LOSSES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("ocaml_losses.yaml").read_text("utf-8")
)
LIBRARIES = {"ecr": "ecr", "ecr-public": "ecr_public"}


@cache
def whole(service: str) -> Model:
    """A committed model with invented documentation."""
    text = (ROOT / "models" / f"{service}.json").read_text("utf-8")
    diagnostics = Diagnostics()
    node = documented(json.loads(text), seed=1)
    model = assemble(load_node(node, Document(service, ""), diagnostics), diagnostics)
    assert diagnostics.items == []
    return model


@cache
def rendered(service: str) -> Awso:
    return Awso(whole(service))


def save(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def source(service: str) -> dict[str, str]:
    awso = rendered(service)
    (values,) = forms.values_ml(awso, LIBRARIES[service])
    return {"values.ml": values, "endpoints.ml": forms.endpoints_ml(awso)}


def shards(service: str) -> dict[str, str]:
    awso = rendered(service)
    parts = forms.values_ml(awso, LIBRARIES[service], 3)
    files = {f"values_{at}.ml": part for at, part in enumerate(parts)}
    includes = "\n".join(f"include Values_{at}" for at in range(len(parts)))
    return {
        "values.ml": f"{includes}\n",
        "endpoints.ml": forms.endpoints_ml(awso),
        **files,
    }


def interface(service: str) -> dict[str, str]:
    awso = rendered(service)
    return {
        "values.mli": forms.values_mli(awso),
        "endpoints.mli": forms.endpoints_mli(awso),
    }


def pages(service: str, *, table: bool) -> dict[str, str]:
    awso, library = rendered(service), LIBRARIES[service]
    files = {
        f"{module.name}.html": forms.page_html(module, library, table=table)
        for module in awso.modules
    }
    return {**files, "Endpoints.html": forms.endpoints_html(awso, library)}


def laid_out(service: str) -> dict[str, str]:
    """As odoc lays its pages out."""
    found = pages(service, table=False)
    return {
        (
            "Endpoints/index.html"
            if name == "Endpoints.html"
            else f"{name[:-5]}/index.html"
        ): text
        for name, text in found.items()
    }


def markdown(service: str) -> dict[str, str]:
    awso = rendered(service)
    files = {f"{m.name}.md": forms.page_markdown(m) for m in awso.modules}
    return {**files, "endpoints.mli": forms.endpoints_mli(awso)}


def texts(service: str, style: str) -> dict[str, str]:
    modules = rendered(service).modules
    return {f"page-{m.name}.txt": forms.page_text(m, style) for m in modules}


def one_text(service: str) -> dict[str, str]:
    """All pages in one file, whose name says nothing."""
    modules = rendered(service).modules
    return {"all.txt": "\n\n".join(forms.page_text(m, "bullets") for m in modules)}


FORMS: dict[str, Callable[[str], dict[str, str]]] = {
    "source": source,
    "shards": shards,
    "interface": interface,
    "tables": lambda service: pages(service, table=True),
    "lists": lambda service: pages(service, table=False),
    "folders": laid_out,
    "markdown": markdown,
    "seed text": lambda service: texts(service, "seed"),
    "bullets": lambda service: texts(service, "bullets"),
    "numbers": lambda service: texts(service, "numbers"),
    "one text": one_text,
}


def facts_of(service: str, form: str) -> str:
    """The overlay that says what the form does not."""
    model = whole(service)
    (shape,) = model.services()
    traits = shape.traits.raw
    aws = traits["aws.api#service"]
    said: dict[str, Any] = {
        "sdk_id": aws["sdkId"],
        "signing_name": traits["aws.auth#sigv4"]["name"],
    }
    facts: dict[str, Any] = {"service": said}
    if form not in ("source", "shards"):
        said |= {
            "name": shape.id.name,
            "version": shape.version,
            "title": traits["smithy.api#title"],
            "endpoint_prefix": aws["endpointPrefix"],
            "protocol": "awsJson1_1",
        }
        upper = {
            f"{each.name}.{label(name)}": name
            for module in rendered(service).modules
            if not isinstance(each := module.shape.id, str) or True
            for name in getattr(module.shape, "members", {})
            if not isinstance(module.shape, EnumShape) and not name[0].islower()
        }
        facts["wire_names"] = {"default": "lower", **upper}
    return yaml.safe_dump({"overlay": 1, "facts": facts})


def read(path: Path, overlay: str | None = None) -> tuple[Model, Diagnostics]:
    diagnostics = Diagnostics()
    operations = discover.load(str(path), diagnostics)
    if overlay is not None:
        document = Document("x.overlay.yaml", overlay)
        operations = apply_overlay(operations, document, "", diagnostics).operations
    return assemble(operations, diagnostics), diagnostics


def errors(diagnostics: Diagnostics) -> list[str]:
    return [str(d) for d in diagnostics if d.severity is Severity.ERROR]


def is_lost(entry: dict[str, Any], fact: str, form: str) -> bool:
    return fnmatchcase(fact, entry["fact"]) and form in entry.get("forms", FORMS)


USED: dict[int, int] = {}


@pytest.mark.parametrize("service", LIBRARIES)
@pytest.mark.parametrize("form", FORMS)
def test_read_back_what_awso_writes(form: str, service: str, tmp_path: Path) -> None:
    folder = save(tmp_path / service, FORMS[form](service))
    model, diagnostics = read(folder, facts_of(service, form))
    assert errors(diagnostics) == []
    unexpected: list[str] = []
    same = 0
    for fact, said, found, is_open in compared(whole(service), model):
        if said == found:
            same += 1
            continue
        lost = [at for at, each in enumerate(LOSSES) if is_lost(each, fact, form)]
        for at in lost:
            USED[at] = USED.get(at, 0) + 1
        if not lost and not is_open:
            unexpected.append(f"{fact}: {said!r}, read as {found!r}")
    assert unexpected == []
    assert same > 900
    assert {s.id for s in whole(service)} <= {s.id for s in model}


def test_every_listed_loss_is_of_use_and_has_a_reason(tmp_path: Path) -> None:
    for form in FORMS:
        if not USED:
            test_read_back_what_awso_writes(form, "ecr", tmp_path / form)
    for service in LIBRARIES:
        for form in ("source", "seed text"):
            folder = save(tmp_path / service / form, FORMS[form](service))
            model, _ = read(folder, facts_of(service, form))
            for fact, said, found, _ in compared(whole(service), model):
                for at, entry in enumerate(LOSSES):
                    if said != found and is_lost(entry, fact, form):
                        USED[at] = USED.get(at, 0) + 1
    assert [each["fact"] for at, each in enumerate(LOSSES) if not USED.get(at)] == []
    assert all(len(each["reason"]) > 20 for each in LOSSES)

"""The committed models as awso would write them: folders in every form, each with its
overlay.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ecrgen.assemble import assemble
from ecrgen.assemble.overlay import apply_overlay
from ecrgen.frontends import discover
from ecrgen.frontends.smithy_json import load_node
from ecrgen.model.shapes import Model, StructureShape
from ecrgen.problems.diagnostics import Diagnostics
from ecrgen.problems.locations import Document

from . import awso_forms as forms
from .awso import Awso, documented, label
from .places import MODELS

LIBRARIES = {"ecr": "ecr", "ecr-public": "ecr_public"}


@cache
def whole(service: str) -> Model:
    """A committed model with invented documentation."""
    text = (MODELS / f"{service}.json").read_text("utf-8")
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
            f"{module.shape.id.name}.{label(name)}": name
            for module in rendered(service).modules
            if isinstance(module.shape, StructureShape)
            for name in module.shape.members
            if not name[0].islower()
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


def save_source(folder: Path, service: str) -> Path:
    """A folder with `values.ml` and `endpoints.ml`, and the overlay with the two facts
    that these lack beside it.
    """
    overlay = folder / f"{service}.overlay.yaml"
    overlay.write_text(facts_of(service, "source"), "utf-8")
    return save(folder / service, source(service))

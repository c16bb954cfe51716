"""A small service of our own in botocore's format, with paginators and waiters, and the
front end on parts of it.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from ecrgen.assemble import assemble
from ecrgen.frontends import botocore
from ecrgen.model.shapes import Model
from ecrgen.problems.diagnostics import Diagnostics
from tests.support.places import ROOT

Json = dict[str, Any]

BAKERY = ROOT / "tests" / "unit" / "frontends" / "bakery"
SERVICE: Json = json.loads((BAKERY / "service-2.json").read_text(encoding="utf-8"))
PAGINATORS: Json = json.loads(
    (BAKERY / "paginators-1.json").read_text(encoding="utf-8")
)
WAITERS: Json = json.loads((BAKERY / "waiters-2.json").read_text(encoding="utf-8"))
NAMESPACE = "com.amazonaws.smallbakery"


def edited(*path: str | int, value: Any) -> Json:
    """A copy of `SERVICE` with another value at `path`."""
    result = copy.deepcopy(SERVICE)
    node: Any = result
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return result


def write(folder: Path, **files: Any) -> str:
    """Writes files like `service_2=SERVICE`, and returns the path of the service."""
    for name, content in files.items():
        path = folder / f"{name.replace('_', '-')}.json"
        path.write_text(json.dumps(content), encoding="utf-8")
    return str(folder / "service-2.json")


def load(source: str) -> tuple[Model, Diagnostics]:
    diagnostics = Diagnostics()
    return assemble(botocore.load(source, diagnostics), diagnostics), diagnostics


def id_of(model: Model, name: str) -> Any:
    return next(shape.id for shape in model if shape.id.name == name)

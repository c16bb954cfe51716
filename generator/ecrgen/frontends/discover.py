"""Finding the front end that reads a source."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from .. import frontends
from ..problems.diagnostics import Diagnostics
from ..problems.locations import Document, Location
from .operations import LoadOperation

_FORMS = (
    "a Smithy JSON AST (MODEL.json), Smithy IDL (MODEL.smithy), a folder of them, "
    "a smithy-build.json, a botocore service-2.json, botocore:SERVICE, "
    "or awso's OCaml (values.ml, pages, a folder of them)"
)


def front_ends() -> Iterator[Any]:
    """The front ends sorted by name, each imported only when it is asked for."""
    for name in sorted(
        module.name for module in pkgutil.iter_modules(frontends.__path__)
    ):
        if name.startswith("_") or name in ("discover", "operations"):
            continue
        module = importlib.import_module(f"{frontends.__name__}.{name}")
        if hasattr(module, "claims"):
            yield module


def expanded(sources: Iterable[str]) -> Iterator[str]:
    """The sources with those that stand for several, such as `botocore:*`, replaced by these."""
    for source in sources:
        # What names one file or service needs no front end, and none imported, to say so.
        if not any(mark in source for mark in "*?["):
            yield source
            continue
        found: list[str] = []
        for module in front_ends():
            if hasattr(module, "expand"):
                found += cast("Callable[[str], list[str]]", module.expand)(source)
        yield from found or [source]


def load(source: str, diagnostics: Diagnostics) -> list[LoadOperation]:
    """The load operations of `source`, from the first front end that claims it."""
    for module in front_ends():
        claims = cast("Callable[[str], bool]", module.claims)
        if claims(source):
            read = cast(
                "Callable[[str, Diagnostics], list[LoadOperation]]", module.load
            )
            return read(source, diagnostics)
    diagnostics.add(
        "E001",
        "nothing here reads this kind of model",
        location=Location(Document(source, "")),
        hint=f"known are {_FORMS}",
    )
    return []

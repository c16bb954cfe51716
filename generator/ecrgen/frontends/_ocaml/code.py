"""OCaml source: `values.ml`, its shards, and interfaces as `ocamlc -i` writes them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from ...problems.diagnostics import Diagnostics
from ...problems.locations import Document, Location
from . import patterns
from .facts import Item, ModuleFacts
from .implementation import read_implementation
from .items import Reader, split
from .lexer import Source, masked
from .prose import plain

MODULE = re.compile(
    r"module(?<!\wmodule)\s++(?:rec\s++)?(?P<name>[A-Z]\w*+)\s*+(?=:|=)(?!=\s*[A-Z])"
    r"|and(?<!\wand)\s++(?P<next>[A-Z]\w*+)\s*+:\s*+sig\b"
)
_END = re.compile(r"\bend\b")
# awso's error of the ec2 protocol, which is no shape.
_NO_SHAPES = frozenset({"Ec2_error"})


def read_code(
    document: Document, form: str, diagnostics: Diagnostics
) -> tuple[Source, list[ModuleFacts]]:
    """The modules of a source file. `form` is "ml" or "mli"."""
    source = masked(document.text)
    found: list[ModuleFacts] = []
    for name, start, end in _regions(source.code):
        items = list(split(source.code, start, end, patterns.DEFINITION))
        if name in _NO_SHAPES or not items:
            continue
        module = ModuleFacts(name, Location(document, offset=start), form)
        reader = Reader(module, document, diagnostics, is_code=True)
        reader.read(_with_documentation(source, item) for item in items)
        _close(module, source, items[-1], end)
        if form == "ml":
            read_implementation(module, source, items, start, end)
        found.append(module)
    return source, found


def _regions(code: str) -> Iterator[tuple[str, int, int]]:
    previous: tuple[str, int] | None = None
    for match in MODULE.finditer(code):
        if previous is not None:
            yield *previous, match.start()
        previous = (match["name"] or match["next"], match.end())
    if previous is not None:
        yield *previous, len(code)


def _with_documentation(source: Source, item: Item) -> Item:
    """The item with the texts that stand behind its fields, and behind its type."""
    if not item.name.startswith(("type t", "wrap ")):
        return item
    documented = source.documentation(item.start, item.end)
    if not documented:
        return item
    closing = source.code.find("}", item.start, item.end)
    fields = list(patterns.LAST_FIELD.finditer(source.code, item.start, item.end))
    starts = [match.start() for match in fields]
    labels = [match["label"] for match in fields]
    docs: dict[str, str] = {}
    own: str | None = None
    for each in documented:
        before = bisect_left(starts, each.start)
        if before and each.start < closing:
            docs[labels[before - 1]] = plain(each.text)
        elif not fields:
            own = plain(each.text)
    return replace(item, docs=docs, documentation=own)


def _close(module: ModuleFacts, source: Source, last: Item, end: int) -> None:
    """What stands behind the module's `end`, and whether it has one."""
    ends = [match.end() for match in _END.finditer(source.code, last.start, end)]
    if not ends:
        return
    texts = source.documentation(ends[-1], end)
    if texts and module.documentation is None:
        module.documentation = plain(texts[0].text)
    # Interfaces that a compiler inferred have no documentation.
    module.all_documentation = module.form == "ml"

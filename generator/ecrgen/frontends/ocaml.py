"""awso's OCaml interface of a service: `.ml`, `.mli`, odoc's pages as HTML, Markdown or
text, and folders of them.

What such a source does not say is listed in the trait `ecrgen.source#partial`; see
model/partial.py.
"""

from __future__ import annotations

from ..problems.diagnostics import Diagnostics
from ._ocaml.files import claimed, read
from ._ocaml.merge import merge
from ._ocaml.survey import survey
from ._ocaml.writer import write
from .operations import LoadOperation


def claims(source: str) -> bool:
    return claimed(source)


def load(source: str, diagnostics: Diagnostics) -> list[LoadOperation]:
    facts = read(source, diagnostics)
    if facts is None:
        return []
    merged = merge(facts, diagnostics)
    return write(source, survey(merged), diagnostics)

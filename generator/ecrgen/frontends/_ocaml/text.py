"""Pages as text, saved from a browser or by a program that extracts text, and odoc's
Markdown.

Such text loses line breaks, bars, comment marks, braces and whole items. Only closed
patterns are looked for.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from dataclasses import dataclass

from ...problems.diagnostics import Diagnostics
from ...problems.locations import Document, Location
from . import patterns
from .facts import ModuleFacts
from .items import Reader, split
from .prose import plain

_TITLE = re.compile(
    r"^[# \t]*+(?P<module>Module[ \t`]++)?`?(?:[A-Z]\w*+\.)*?Values(?:_\d+)?\.(?P<name>[A-Z]\w*+)`?(?P<rest>[^\n]*+)",
    re.M,
)
_FENCE = re.compile(r"^[ \t]*+```[^\n]*+$", re.M)
_LINK = re.compile(r"\A\s*Source\b")
_STEM = re.compile(r"[A-Z]\w*\Z")
_SOURCE = "Source"


@dataclass(frozen=True, slots=True)
class Titled:
    """A page inside a text: the names that its title may stand for, the likeliest
    first, and where it is.
    """

    names: tuple[str, ...]
    # Whether the title leaves no doubt about the first of the names.
    is_certain: bool
    name_at: int
    start: int
    end: int
    # What stands behind the name in the line of the title, by name.
    rest: dict[str, str]


def without_fences(text: str) -> str:
    """Markdown with blanks for its fences."""
    return _FENCE.sub(lambda match: " " * len(match[0]), text)


def titled(text: str, file: str) -> list[Titled]:
    """The pages of a text. One without a title is called as its file is."""
    matches = list(_TITLE.finditer(text))
    pages: list[Titled] = []
    ends = [*(match.start() for match in matches[1:]), len(text)]
    for match, end in zip(matches, ends, strict=False):
        names, is_certain, rest = _names(match, text)
        at = match.start("name")
        pages.append(Titled(names, is_certain, at, match.end(), end, rest))
    stem = module_of_file(file)
    if not pages and stem is not None:
        pages.append(Titled((stem,), True, 0, 0, len(text), {}))
    return pages


def module_of_file(file: str) -> str | None:
    """The module that a file is called after:
    `awso-bookshop-InitiateLayerUploadResponse.txt`.
    """
    stem = os.path.basename(file).split(".")[0]
    if stem == "index":
        stem = os.path.basename(os.path.dirname(file))
    match = _STEM.search(re.split(r"[-+ ]", stem)[-1])
    return None if match is None else match[0]


def _names(
    match: re.Match[str], text: str
) -> tuple[tuple[str, ...], bool, dict[str, str]]:
    """What the title may say: the link to the source is glued to the name, and the
    documentation to that.
    """
    word, rest = match["name"], match["rest"]
    if _LINK.match(rest) or _LINK.match(text, match.end()):
        return (word,), True, {word: rest}
    found: dict[str, str] = {}
    # No name of awso's is longer than that; a search from each place of a long one
    # would take too long.
    cuts = [at.start() for at in re.finditer(f"(?<=.){_SOURCE}", word[:1000])]
    for cut in reversed(cuts):
        behind = word[cut + len(_SOURCE) :]
        if not behind[:1].islower():
            found.setdefault(word[:cut], behind + rest)
    likely = len(found)
    if match["module"] and not rest.strip():
        # Titles with this word come without the link as often as with it.
        found = {word: rest, **found}
        return tuple(found), not likely, found
    is_certain = not cuts or (likely == 1 and bool(rest.strip()))
    if rest.strip():
        # Documentation in the line of the title stands behind the link, also where it
        # starts with a small letter.
        for cut in reversed(cuts):
            found.setdefault(word[:cut], word[cut + len(_SOURCE) :] + rest)
    found.setdefault(word, rest)
    return tuple(found), is_certain, found


def read_text(
    document: Document,
    text: str,
    page: Titled,
    name: str,
    form: str,
    diagnostics: Diagnostics,
) -> ModuleFacts | None:
    """The module of a page. None where nothing of it is left."""
    items = list(split(text, page.start, page.end, patterns.DECLARATION))
    if not items:
        return None
    at = Location(document, offset=page.name_at)
    module = ModuleFacts(name, at, form)
    reader = Reader(module, document, diagnostics, is_code=False)
    first = patterns.DECLARATION.search(text, page.start, page.end)
    assert first is not None
    module.documentation = _documentation(text, page, name, first.start())
    module.all_documentation = bool(page.rest)
    reader.read(items)
    return module


def _documentation(text: str, page: Titled, name: str, end: int) -> str | None:
    """What stands between the name and the first item, less the words of the page
    itself.
    """
    said = page.rest.get(name, "") + text[page.start : end]
    said = said.removeprefix("`").removesuffix(_SOURCE)
    said = plain(said)
    while said.startswith(_SOURCE) and (
        said == _SOURCE or said.startswith((f"{_SOURCE} ", f"{_SOURCE}#"))
    ):
        said = said.removeprefix(_SOURCE).strip()
    return said or None


def choose(page: Titled, file: str, referred: Collection[str]) -> tuple[str, bool]:
    """The name of a page's module, and whether there is no doubt about it."""
    stem = module_of_file(file)
    if stem is not None and stem in page.names:
        return stem, True
    if not page.is_certain:
        for name in page.names:
            if name in referred:
                return name, True
    return page.names[0], page.is_certain

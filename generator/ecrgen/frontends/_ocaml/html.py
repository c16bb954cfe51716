"""odoc's pages in HTML. Everything hangs on ids, which have been the same in all
generations of odoc:

    type-t, type-t.FIELD, type-t.CONSTRUCTOR, type-error, val-NAME, module-NAME

Code is what stands in `<code>`, documentation what stands in `def-doc`, `spec-doc` and
the preamble of the page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape

from ...problems.diagnostics import Diagnostics
from ...problems.locations import Document, Location
from . import patterns
from .facts import ModuleFacts
from .items import Reader, split
from .prose import plain

# No attribute of odoc's holds an angle bracket. What is no tag is text.
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*+)(?P<rest>[^<>]*+)>")
_ID = re.compile(r"""\bid\s*+=\s*+["'](?P<id>(?:type|val|module)-[^"']*+)["']""")
_CLASS = re.compile(r"""\bclass\s*+=\s*+["'](?P<class>[^"']*+)["']""")
_ENTITY = re.compile(r"&#?\w{1,8};")
_VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()
)
_HIDDEN = frozenset({"script", "style"})
_DOCS = frozenset({"def-doc", "spec-doc"})
_ROWS = frozenset({"div", "li", "ol", "p", "table", "td", "tr"})
_NAME = re.compile(r"(?:(?P<path>[\w.]*)\.)?(?P<module>[A-Z]\w*)")
_LIBRARY = re.compile(r"\bAwso_(?P<service>[a-z0-9_]++)\.")
_NESTING = 1000


@dataclass(slots=True)
class _Text:
    """Text with the place in the file of each of its pieces."""

    parts: list[str] = field(default_factory=list[str])
    starts: list[int] = field(default_factory=list[int])
    offsets: list[int] = field(default_factory=list[int])
    length: int = 0

    def add(self, text: str, offset: int) -> None:
        if text:
            self.starts.append(self.length)
            self.offsets.append(offset)
            self.parts.append(text)
            self.length += len(text)

    def place(self, offset: int) -> int:
        """Where in the file a place of this text is."""
        piece = max(bisect_right(self.starts, offset) - 1, 0)
        return self.offsets[piece] + offset - self.starts[piece]

    def __str__(self) -> str:
        return "".join(self.parts)


@dataclass(slots=True)
class Page:
    """A page of odoc, taken apart."""

    title: str = ""
    heading: str = ""
    heading_offset: int = 0
    preamble: str = ""
    code: _Text = field(default_factory=_Text)
    # Texts by the id of what they stand beside.
    docs: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def library(self) -> str | None:
        """The service as awso's libraries are called: `bookshop` of
        `awso.Awso_bookshop.Values.X`.
        """
        found = _LIBRARY.search(self.title)
        return None if found is None else found["service"]

    @staticmethod
    def blanked(text: str) -> str:
        """The text of a page that has no ids, everything where it was: blanks for tags,
        and behind entities.
        """
        text = _TAG.sub(lambda match: " " * len(match[0]), text)
        return _ENTITY.sub(lambda match: unescape(match[0]).ljust(len(match[0])), text)


def read_page(text: str) -> Page:
    page = Page()
    where = _Where()
    position = 0
    for match in _TAG.finditer(text):
        where.text(page, text[position : match.start()], position)
        position = match.end()
        name = match["name"].lower()
        if match["close"]:
            where.close(name)
        elif name not in _VOID:
            where.open(name, match, page)
        if name in _ROWS and where.spec:
            page.code.add("\n", match.start())
    where.text(page, text[position:], position)
    return page


@dataclass(slots=True)
class _Where:
    """The elements that are open, and what that makes of text."""

    # The name of each element, and what it opened: "code", "doc", "spec", "preamble",
    # "h1", "title", "hidden" or "".
    opened: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    counts: dict[str, int] = field(default_factory=dict[str, int])
    member: str = ""
    spec: str = ""

    def open(self, name: str, match: re.Match[str], page: Page) -> None:
        if match["rest"].endswith("/") or len(self.opened) >= _NESTING:
            return
        identifier = _ID.search(match["rest"])
        classes = _CLASS.search(match["rest"])
        words = set(classes["class"].split()) if classes is not None else set[str]()
        role = ""
        if name in _HIDDEN or "source_link" in words:
            role = "hidden"
        elif words & _DOCS:
            role = "doc"
        elif "odoc-preamble" in words:
            role = "preamble"
        elif name in ("code", "title", "h1"):
            role = name
            if name == "h1":
                page.heading_offset = match.start()
        elif "spec" in words:
            role = "spec"
        if identifier is not None:
            self.member = unescape(identifier["id"])
            if "." not in self.member:
                self.spec = self.member
                page.code.add("\n", match.start())
        self.opened.append((name, role))
        self.counts[role] = self.counts.get(role, 0) + 1

    def close(self, name: str) -> None:
        # What was left open inside is closed as well; a tag that closes nothing is
        # nothing.
        for depth in range(1, min(len(self.opened), 8) + 1):
            if self.opened[-depth][0] == name:
                for _ in range(depth):
                    role = self.opened.pop()[1]
                    self.counts[role] -= 1
                    if role == "spec" and not self.counts[role]:
                        self.spec = ""
                return

    def text(self, page: Page, text: str, offset: int) -> None:
        counts = self.counts
        if not text or counts.get("hidden"):
            return
        if counts.get("doc"):
            shown = unescape(text)
            page.docs[self.member] = page.docs.get(self.member, "") + shown
        elif counts.get("preamble") and counts.get("h1"):
            page.heading += unescape(text)
        elif counts.get("preamble"):
            page.preamble += unescape(text) if not counts.get("nav") else ""
        elif counts.get("h1"):
            page.heading += unescape(text)
        elif counts.get("title"):
            page.title += unescape(text)
        elif counts.get("code") and self.spec:
            page.code.add(unescape(text), offset)


_DELIMITER = re.compile(r"\A\s*\(\*|\*\)\s*\Z")


def texts(page: Page) -> Iterator[tuple[str, str]]:
    """The documentation by id, without the marks that odoc puts around it."""
    for name, text in page.docs.items():
        said = plain(_DELIMITER.sub("", text))
        if said:
            yield name, said


def module_of(page: Page) -> str | None:
    """The name of the module of Values that a page is about."""
    for text in (page.heading, page.title):
        words = text.replace("Module", " ").split()
        for word in words:
            match = _NAME.fullmatch(word.strip("()"))
            if match is None:
                continue
            path = (match["path"] or "").rpartition(".")[2]
            if re.fullmatch(r"Values(?:_\d+)?", path):
                return match["module"]
    return None


def read_html(
    document: Document, page: Page, name: str, diagnostics: Diagnostics
) -> ModuleFacts | None:
    """The module of a page. None where it defines nothing, as the page of Values itself
    does not.
    """
    code = str(page.code)
    pieces = (page.code.starts, page.code.offsets)
    items = list(split(code, 0, len(code), patterns.DECLARATION, pieces))
    if not items:
        return None
    at = Location(document, offset=page.heading_offset)
    module = ModuleFacts(name, at, "html")
    documented = dict(texts(page))
    fields = {
        label.rpartition(".")[2]: text
        for label, text in documented.items()
        if label.startswith("type-") and "." in label
    }
    module.documentation = plain(page.preamble) or None
    module.all_documentation = bool(page.heading)
    reader = Reader(module, document, diagnostics, is_code=True)
    reader.read(
        (
            replace(
                item, docs=fields, documentation=documented.get("type-t"), last=False
            )
            if item.name.startswith(("type t", "wrap "))
            else replace(item, last=False)
        )
        for item in items
    )
    return module

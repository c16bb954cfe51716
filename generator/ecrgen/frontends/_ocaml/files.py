"""The files of a source: which of them are awso's, which form each has, and what they
say together.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from ...documents.json_text import read_document
from ...problems.diagnostics import Diagnostics
from ...problems.locations import Document, Location
from . import endpoints, patterns
from .code import read_code
from .facts import ModuleFacts, SourceFacts
from .html import module_of, read_html, read_page
from .implementation import read_constants
from .text import Titled, choose, read_text, titled, without_fences

_FORMS = {
    ".ml": "ml",
    ".mli": "mli",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".md": "markdown",
}
# What of a file is looked at to tell whether it is awso's.
_HEAD = 64 * 1024
_SIGNATURE = re.compile(
    r"^module\s+[A-Z]\w*\s*:\s*sig\b|^let\s+protocol\s*=\s*\"", re.M
)
_SHARDS = re.compile(r"^include\s+Values_\d+\b", re.M)
_SHARD = re.compile(r"values_\d+\.mli?")
# Modules of awso that define no shapes: calls, the command line, the libraries of other
# schedulers.
_OTHERS = re.compile(r"(?:io|cli\w*|awso_\w*)\.(?:mli?|html?|md|txt)")
_LIBRARY = re.compile(r"\bAwso_(?P<service>[a-z0-9_]++)\.")
# A folder of this name says nothing about its service.
_GENERIC = frozenset("aws doc docs html ocaml odoc pages src text values".split())
_REFERENCE = re.compile(r"\b(?P<name>[A-Z]\w*+)\.(?:t|error)\b")
_ITEMS = (
    "type t",
    *(f"val {name}" for name in ("make", "to_value", "to_query", "of_xml")),
    *(f"val {name}" for name in ("of_json", "to_json")),
)
_ITEMS_OF_OUTPUTS = ("type error", "val error_of_json", "val error_of_xml")
_HINT = (
    "ocaml.org/p/awso/latest/doc/awso.SERVICE/Awso_SERVICE/Values/ has the pages; "
    "a folder of pages saved as HTML, or with values.ml and endpoints.ml, is best"
)


def claimed(source: str) -> bool:
    """Whether this front end reads `source`."""
    if not os.path.isdir(source):
        return _is_ours(source)
    names = _names(source)
    below = [os.path.join(source, name) for name in names if "." not in name]
    for name in (*names, *(each for folder in below for each in _names(folder))):
        if name.endswith((".json", ".smithy")):
            return False
    return any(_is_ours(path) for path in _paths(source))


def read(source: str, diagnostics: Diagnostics) -> SourceFacts | None:
    """What the files of a source say; None after a diagnostic."""
    files = _Files(SourceFacts(), diagnostics)
    if os.path.isdir(source):
        for path in _paths(source):
            if _is_ours(path):
                files.read(path)
    else:
        files.read(source)
        for path in _shards(source, files.first):
            files.read(path)
    files.read_texts()
    facts = files.facts
    folder = os.path.basename(os.path.abspath(source))
    is_telling = folder[:1].isalpha() and folder.lower() not in _GENERIC
    if os.path.isdir(source) and is_telling:
        facts.names.append(folder)
    if facts.modules or facts.operations:
        return facts
    if not diagnostics.has_errors:
        diagnostics.add(
            "E060",
            "no value module of awso is in this source",
            location=Location(Document(source, "")),
            hint=_HINT,
        )
    return None


@dataclass(slots=True)
class _Files:
    facts: SourceFacts
    diagnostics: Diagnostics
    first: str = ""
    # Pages of text, read last: what they are called depends on what the others refer
    # to.
    texts: list[tuple[Document, str, str, list[Titled]]] = field(
        default_factory=list[tuple[Document, str, str, "list[Titled]"]]
    )
    referred: set[str] = field(default_factory=set[str])

    def read(self, path: str) -> None:
        form = _form(path)
        document = read_document(path, self.diagnostics)
        if document is None or form is None:
            return
        self.first = self.first or document.text
        if form in ("ml", "mli"):
            self.code(document, form)
        elif form == "html":
            self.html(document)
        else:
            text = without_fences(document.text)
            self.text(document, text, form)

    def code(self, document: Document, form: str) -> None:
        source, modules = read_code(document, form, self.diagnostics)
        self.add(modules)
        if form == "ml":
            read_constants(source, self.facts)
            endpoints.read_content_type(source, self.facts)
        self.operations(document, source.code, form)

    def html(self, document: Document) -> None:
        page = read_page(document.text)
        name = module_of(page)
        if page.library is not None:
            self.facts.names.append(page.library)
        shown = str(page.code)
        if self.operations(document, shown, "html", page.code.place):
            return
        if not shown.strip() or name is None:
            # A page without odoc's ids, as some programs save it: the text is left.
            self.text(document, page.blanked(document.text), "text")
            return
        module = read_html(document, page, name, self.diagnostics)
        if module is not None:
            self.add([module])

    def text(self, document: Document, text: str, form: str) -> None:
        library = _LIBRARY.search(text)
        if library is not None:
            self.facts.names.append(library["service"])
        if self.operations(document, text, form):
            return
        pages = titled(text, document.file)
        self.texts.append((document, text, form, pages))
        self.referred.update(match["name"] for match in _REFERENCE.finditer(text))

    def read_texts(self) -> None:
        self.referred.update(
            target for module in self.facts.modules for target in references(module)
        )
        for document, text, form, pages in self.texts:
            for page in pages:
                name, is_certain = choose(page, document.file, self.referred)
                module = read_text(document, text, page, name, form, self.diagnostics)
                if module is not None:
                    module.is_name_certain = is_certain
                    self.add([module])

    def operations(
        self, document: Document, text: str, form: str, place: endpoints.Place = None
    ) -> bool:
        if not endpoints.read_operations(document, text, self.facts, place):
            return False
        self.facts.forms.add(form)
        return True

    def add(self, modules: list[ModuleFacts]) -> None:
        for module in modules:
            self.facts.modules.append(module)
            self.facts.forms.add(module.form)
            if module.form in ("html", "markdown", "text"):
                missing = _missing(module)
                if missing:
                    self.facts.cut.append((module.location, module.name, missing))


def references(module: ModuleFacts) -> Iterator[str]:
    """The modules that a module names."""
    for each in module.fields or ():
        yield each.target
    yield from module.element or ()
    yield from module.errors or ()
    yield from module.named


def _missing(module: ModuleFacts) -> list[str]:
    is_output = any(name in module.items for name in _ITEMS_OF_OUTPUTS)
    wanted = (*_ITEMS, *(_ITEMS_OF_OUTPUTS if is_output else ()))
    return [name for name in wanted if name not in module.items]


def _form(path: str) -> str | None:
    return _FORMS.get(os.path.splitext(path)[1].lower())


def _is_ours(path: str) -> bool:
    if _form(path) is None:
        return False
    try:
        with open(path, "rb") as file:
            head = file.read(_HEAD).decode("utf-8", "replace")
    except (OSError, ValueError):
        return False
    if _form(path) == "html":
        head = unescape(re.sub(r"<[^<>]*+>", "", head))
    ours = (patterns.DECLARATION, endpoints.TYPE, _SIGNATURE, _SHARDS)
    return any(pattern.search(head) is not None for pattern in ours)


def _shards(source: str, text: str) -> Iterator[str]:
    """The files that a `values.ml` includes, which lie beside it."""
    folder = os.path.dirname(source)
    if _form(source) in ("ml", "mli") and _SHARDS.search(text):
        for name in _names(folder or "."):
            if _SHARD.fullmatch(name) and _form(name) == _form(source):
                yield os.path.join(folder, name)


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _paths(folder: str) -> Iterator[str]:
    """The files of a folder that may be awso's: those in it, and pages as odoc lays
    them out.
    """
    root = os.path.realpath(folder)
    for path in _candidates(folder):
        inside = os.path.realpath(path)
        if os.path.isfile(inside) and inside.startswith(os.path.join(root, "")):
            yield path


def _candidates(folder: str) -> Iterator[str]:
    for name in _names(folder):
        path = os.path.join(folder, name)
        if _form(name) is not None and not _OTHERS.fullmatch(name):
            yield path
        elif os.path.isdir(path):
            yield os.path.join(path, "index.html")
            if name == "Values":
                for below in _names(path):
                    yield os.path.join(path, below, "index.html")

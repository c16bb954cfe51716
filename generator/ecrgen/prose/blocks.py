"""Documentation as blocks of plain text, built from start tags, end tags and text.

Lists, definition lists and tables become bullets. A note becomes a paragraph with a
label, a link becomes `text (url)`, and the lines of a code block are indented by four
more than the text around them. The readers in `markup.py` call it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

_LABELS = {
    "note": "Note",
    "important": "Important",
    "tip": "Tip",
    "caution": "Caution",
    "warning": "Warning",
}
_LISTS = frozenset({"ul", "ol", "dl", "table"})
_VERBATIM = frozenset({"pre", "programlisting", "screen"})
_CODE = frozenset({"code", "kbd", "literal", "samp", "tt"})
_HIDDEN = frozenset({"script", "style"})
_BREAKS = """
    address article aside blockquote br caption center div fieldset figcaption figure footer form
    fullname h1 h2 h3 h4 h5 h6 header hr main nav p para section simplesect tbody tfoot thead title
"""
_PARTS = "dd dt li td th tr"
_INLINE = """
    a abbr acronym b big body cite col colgroup dfn del em emphasis font head html i img ins label
    link mark meta q s small span strike strong sub sup time u ulink var wbr
"""
BLOCK_TAGS = _LISTS | _VERBATIM | {*_LABELS, *_BREAKS.split(), *_PARTS.split()}
# Any other name in angle brackets is a placeholder that was not escaped:
# `s3://<bucket-name>/*`.
KNOWN_TAGS = BLOCK_TAGS | _CODE | _HIDDEN | frozenset(_INLINE.split())

_HREF = re.compile(
    r"""\b(?:href|url)\s{0,9}=\s{0,9}(?:"([^"]*+)"|'([^']*+)'|([^\s"']++))""", re.I
)
_ALT = re.compile(r"""\balt\s{0,9}=\s{0,9}(?:"([^"]*+)"|'([^']*+)')""", re.I)
_START = re.compile(r"""\bstart="?([0-9]{1,9})""")
_ENTITY = re.compile(
    r"&(?:#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});"
)

# The bullets this module writes.
ITEM = re.compile(r"(?:-|\d{1,9}\.) (?=\S)")
_DEEPEST = 6  # Deeper lists stay at this depth: docstrings have no room for more.

# Characters that must not reach a source file: control characters, surrogates,
# noncharacters, and all code points that are format characters (Cf) or ignorable by
# default. They are listed here because `unicodedata` differs between Python versions.
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff"
    "\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd"
    "\U00013430-\U0001345f\U0001bca0-\U0001bcaf\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_SPACE = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_ORDINARY = re.compile(r"[\n -~]*+\Z")


def scrub(text: str) -> str:
    """The text without invisible characters other than spaces and newlines."""
    if _ORDINARY.match(text):
        return text
    text = _LINE_END.sub("\n", text).replace("\t", "    ")
    return _UNSAFE.sub("", _SPACE.sub(" ", text))


def decode(text: str) -> str:
    if "&" not in text:
        return text
    return scrub(_ENTITY.sub(_character, text))


def _character(match: re.Match[str]) -> str:
    character = unescape(match[0])
    # A DocBook entity that was never expanded, such as `&IAM;`, stands for its name.
    return match[0][1:-1] if character == match[0] else character


def _collapse(text: str) -> str:
    return " ".join(text.split())


@dataclass(slots=True)
class _List:
    ordered: bool
    kind: str
    indent: int
    content: int
    count: int = 0


@dataclass(slots=True)
class Blocks:
    """Takes start tags, end tags and text; `text()` returns the result."""

    # The finished blocks: indentation, bullet or "", and text.
    _done: list[tuple[int, str, str]] = field(
        default_factory=list[tuple[int, str, str]]
    )
    _parts: list[str] = field(default_factory=list[str])
    _lists: list[_List] = field(default_factory=list[_List])
    _item: bool = False  # an item began, and its text has not come yet
    _label: str = ""
    _flat: str = ""  # "dt" or "td" inside of one, where block tags count as spaces
    _hidden: str = ""
    _verbatim: bool = False
    _code: int | None = None
    _link: tuple[int, str] | None = None
    _after_code: str = ""
    _floor: int = 0

    def data(self, text: str) -> None:
        if not self._hidden:
            self._parts.append(text)

    def start(self, tag: str, attributes: str = "") -> None:
        if self._hidden:
            return
        if self._verbatim:
            if tag == "br":
                self._parts.append("\n")
        elif tag in _CODE:
            if self._code is None:
                self._parts.append(
                    ""
                )  # so that a link around the code starts before it
                self._code = len(self._parts)
        elif tag in ("a", "ulink"):
            self._end_link()
            match = _HREF.search(attributes)
            self._link = (
                len(self._parts),
                decode(match[match.lastindex or 0]) if match else "",
            )
        elif tag in _HIDDEN:
            self._hidden = tag
        elif tag == "img":
            match = _ALT.search(attributes)
            self._parts.append(decode(match[match.lastindex or 0]) if match else "")
        elif tag in BLOCK_TAGS:
            self._start_block(tag, attributes)

    def _start_block(self, tag: str, attributes: str) -> None:
        if tag in ("td", "th"):
            if (
                self._flat == "td"
                and not "".join(self._parts).isspace()
                and self._parts
            ):
                self._parts.append(" | ")
            self._flat = "td"
        elif self._flat == "td" and tag not in ("tr", "table"):
            self._parts.append(" ")
        elif tag in _LISTS:
            self._end_term()
            self._flush(":")
            self._open(tag, attributes)
        elif tag in ("li", "dt", "tr"):
            self._end_term()
            self._flush()
            if not self._lists:
                self._open("ul")
            self._item = True
            self._flat = {"dt": "dt", "tr": "td"}.get(tag, "")
        elif tag == "dd":
            self._end_term()
            self._boundary()
        elif tag in _VERBATIM and not self._flat:
            self._flush(":")
            self._verbatim = True
        else:
            self._boundary()
            if tag in _LABELS and not self._flat:
                self._flush()
                self._label = _LABELS[tag]

    def end(self, tag: str) -> None:
        if self._hidden:
            if tag == self._hidden:
                self._hidden = ""
        elif self._verbatim:
            if tag in _VERBATIM:
                self._end_verbatim()
        elif tag in _CODE:
            self._end_code()
        elif tag in ("a", "ulink"):
            self._end_link()
        elif tag == "dt":
            self._end_term()
        elif tag in ("table", "tr"):
            self._flat = ""
            self._flush()
            if tag == "table":
                self._close(tag)
        elif tag in _LISTS and not self._flat:
            self._flush()
            self._close(tag)
        elif tag in BLOCK_TAGS and tag not in ("td", "th"):
            self._boundary()
            if not self._flat:
                if tag in _LABELS:
                    self._label = ""
                elif tag in ("li", "dd") and self._label:
                    self._flush()
                if tag == "li":
                    self._item = False

    def text(self) -> str:
        if self._verbatim:
            self._end_verbatim()
        self._end_term()
        self._flush()
        rendered: list[str] = []
        before = (-1, "")
        for indent, bullet, text in self._done:
            # Items of one list are on consecutive lines if each is a single paragraph.
            # All other blocks need a blank line, in Markdown and in reStructuredText.
            here = (indent, bullet[-2:])
            if rendered:
                rendered.append("\n" if bullet and here == before else "\n\n")
            rendered.append(f"{' ' * indent}{bullet}{text}")
            before = here if bullet else (-1, "")
        return "".join(rendered)

    def _indent(self) -> int:
        return self._lists[-1].content if self._lists else 0

    def _boundary(self) -> None:
        if self._flat:
            self._parts.append(" ")
        elif self._parts:
            self._flush("", keep_label=True)

    def _flush(self, suffix: str = "", *, keep_label: bool = False) -> None:
        """End the paragraph. A label without text is written alone, with the suffix.

        With `keep_label` it waits for the next text instead.
        """
        self._end_link()
        self._end_code()
        text = _collapse("".join(self._parts))
        self._parts.clear()
        if self._label and (text or not keep_label):
            colon = "" if self._label.endswith((":", "?")) else ":"
            text = (
                f"{self._label}{colon} {text}"
                if text
                else self._label + (suffix and colon)
            )
            self._label = ""
        if text:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._item:
            self._item = False
            top = self._lists[-1]
            top.count += 1
            bullet = f"{top.count}. " if top.ordered else "- "
            self._done.append((top.indent, bullet, text))
            top.content = top.indent + len(bullet)
            self._floor = max(self._floor, top.content)
        else:
            indent = self._indent()
            self._done.append((indent, "", text))
            bullet_like = ITEM.match(text)
            hanging = indent + bullet_like.end() if bullet_like else 0
            self._floor = max(self._floor if indent else 0, hanging)

    def _end_verbatim(self) -> None:
        self._verbatim = False
        lines = [line.rstrip() for line in "".join(self._parts).split("\n")]
        self._parts.clear()
        while lines and not lines[0]:
            del lines[0]
        while lines and not lines[-1]:
            del lines[-1]
        if not lines:
            return
        common = min(len(line) - len(line.lstrip(" ")) for line in lines if line)
        # Deeper than any text of the list before, or it would read as part of an item.
        indent = max(self._indent(), self._floor) + 4
        text = "\n".join(" " * indent + line[common:] if line else "" for line in lines)
        self._done.append((0, "", text))

    def _open(self, tag: str, attributes: str = "") -> None:
        indent = self._indent()
        if len(self._lists) >= _DEEPEST:
            indent = self._lists[-1].indent
        first = _START.search(attributes)
        before = max(int(first[1]) - 1, 0) if first else 0
        self._lists.append(_List(tag == "ol", tag, indent, indent, before))
        self._item = False

    def _close(self, tag: str) -> None:
        if any(opened.kind == tag for opened in self._lists[-_DEEPEST:]):
            while self._lists.pop().kind != tag:
                pass
            self._item = False

    def _end_term(self) -> None:
        if self._flat == "dt":
            self._end_link()
            self._end_code()
            self._flat = ""
            self._label = _collapse("".join(self._parts))
            self._parts.clear()

    def _end_code(self) -> None:
        start, self._code = self._code, None
        if start is None:
            return
        if self._link is not None and self._link[0] >= start:
            self._code = start
            self._end_link()
            self._code = None
        raw = "".join(self._parts[start:])
        if text := raw.strip():
            text = _collapse(text)
            ticks = "``" if "`" in text else "`"
            pad = " " if ticks == "``" and (text[0] == "`" or text[-1] == "`") else ""
            lead, trail = " " * raw[0].isspace(), " " * raw[-1].isspace()
            raw = f"{lead}{ticks}{pad}{text}{pad}{ticks}{self._after_code}{trail}"
        self._after_code = ""
        self._parts[start:] = [raw]

    def _end_link(self) -> None:
        if self._link is None:
            return
        (start, url), self._link = self._link, None
        if self._code is not None and self._code > start:
            self._end_code()
        url = "".join(url.split())
        if not url.lower().startswith(("http://", "https://")):
            return
        raw = "".join(self._parts[start:])
        text = _collapse(raw)
        if not text:
            self._parts[start:] = [f" {url} "]
        elif _address(text) != _address(url):
            if self._code is not None:
                self._after_code = f" ({url})"
            else:
                trail = " " * raw[-1].isspace()
                self._parts[start:] = [f"{raw.rstrip()} ({url}){trail}"]


def _address(url: str) -> str:
    return url.strip("`").partition("://")[2].rstrip("/") or url.strip("`").rstrip("/")

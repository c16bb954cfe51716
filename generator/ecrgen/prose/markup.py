"""Readers of documentation markup, HTML and CommonMark. Both write into `Blocks`.

`smithy.api#documentation` holds CommonMark, which may embed HTML (Smithy 2.0
specification, "Documentation traits"); AWS models hold HTML alone, not always well
formed.

HTML is not read with `html.parser`, because it treats malformed input differently in
patch releases of one Python version, and ecrgen's output must not differ. All patterns
here are possessive or bounded, so that hostile text cannot make them slow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .blocks import BLOCK_TAGS, KNOWN_TAGS, Blocks, decode

_TAG_PATTERN = (
    r"<(?P<slash>/?+)(?P<name>[A-Za-z][A-Za-z0-9:._-]*+)(?P<attributes>(?:"
    r"""[^<>"']++|"[^"]{0,1000}+"|'[^']{0,1000}+'){0,64}+[^<>]{0,1000}+)>"""
    r"|<[!?][^<>]{0,1000}+>"
)
_TAG = re.compile(_TAG_PATTERN)
_URL = re.compile(r"<(https?://[^\s<>]{1,2000}+)>")

_TICKS = r"(?<!`)(?P<ticks>`{1,3}+)(?P<span>.{1,1000}?)(?<!`)(?P=ticks)(?!`)"
_CODE_SPAN = re.compile(_TICKS, re.S)
_INLINE = re.compile(
    _TICKS
    + r"|<code>(?P<code>[^<]{0,1000}+)</code>"
    + r"|<?(?P<bare>https?://[^\s<>]{1,2000}+)>?"
    + r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    + r"|(?P<image>!?)\[(?P<label>[^\[\]]{0,500}+)\]"
    + r"\((?P<url>[^\s()<>]{0,1000}+)(?:\s{1,5}\"[^\"]{0,200}+\")?\)"
    + r"|(?<![\w*/:.])(?P<stars>\*{1,3}+)(?=[\w`\[(])"
    + r"(?P<strong>(?:[^*`\n]{1,200}+|`[^`\n]{1,200}+`){1,20}+)(?<=[\w`\]).:!?])(?P=stars)(?![\w*])"
    + r"|(?<![\w/:.])_(?=[\w`\[(])"
    + r"(?P<emphasis>(?:[^_`\n]{1,200}+|`[^`\n]{1,200}+`){1,20}+)(?<=[\w`\]).:!?])_(?!\w)"
    + rf"|{_TAG_PATTERN}",
    re.S,
)
_MARKED = re.compile(r"[`\\\[*_<]|://")

_FENCE = re.compile(r"(`{3,}+|~{3,}+)[^`]*+\Z")
_HEADING = re.compile(r"#{1,6}[ \t]++(.*\S)")
_RULE = re.compile(r"(?:-[- ]*|\*[* ]*|_[_ ]*|=+)\Z")
_ITEM = re.compile(r"(?:[-*+]|(?P<number>\d{1,9})[.)]) +(?=\S)")


def is_html(text: str) -> bool:
    """Whether the text is HTML as AWS models write it, rather than CommonMark."""
    if "<" not in text:
        return False
    if "`" in text:
        text = _CODE_SPAN.sub("", text)
    return any(
        (match["name"] or "").lower() in BLOCK_TAGS for match in _TAG.finditer(text)
    )


def read_html(blocks: Blocks, text: str) -> None:
    if "<!--" in text:
        text = _without_comments(text)
    position = 0
    for match in _TAG.finditer(text):
        if match.start() > position:
            blocks.data(decode(text[position : match.start()]))
        position = match.end()
        _read_tag(blocks, match)
    if position < len(text):
        blocks.data(decode(text[position:]))


def _read_tag(blocks: Blocks, match: re.Match[str]) -> None:
    slash, name, attributes = match["slash"], match["name"], match["attributes"]
    if not name:
        return
    tag = name.lower()
    if tag not in KNOWN_TAGS:
        address = _URL.fullmatch(match[0])
        blocks.data(decode(address[1] if address else match[0]))
    elif slash:
        blocks.end(tag)
    else:
        blocks.start(tag, attributes)


def _without_comments(text: str) -> str:
    kept: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        kept.append(text[position:start])
        position = end + 3
    return "".join(kept) + text[position:]


def read_markdown(blocks: Blocks, text: str) -> None:
    if "<!--" in text:
        text = _without_comments(text)
    reader = _Markdown(blocks)
    for line in text.split("\n"):
        reader.line(line.rstrip())
    reader.end()


@dataclass(slots=True)
class _Open:
    """A list being read: where its bullets and the text of its items start."""

    tag: str
    indent: int
    content: int


@dataclass(slots=True)
class _Markdown:
    """Reads the block structure of CommonMark by lines, as far as
    documentation uses it.
    """

    blocks: Blocks
    _lists: list[_Open] = field(default_factory=list[_Open])
    _paragraph: list[str] = field(default_factory=list[str])
    _verbatim: list[str] = field(default_factory=list[str])
    _fence: str = ""

    def line(self, line: str) -> None:
        stripped = line.lstrip(" ")
        indent = len(line) - len(stripped)
        if self._fence:
            if stripped.startswith(self._fence) and not stripped.strip(self._fence[0]):
                self._end_block()
            else:
                self._verbatim.append(line)
        elif not stripped:
            if self._verbatim:
                self._verbatim.append("")
            else:
                self._end_block()
        elif not self._paragraph and indent >= self._content() + 4:
            self._verbatim.append(line)
        else:
            if self._verbatim:
                self._end_block()
            self._text_line(stripped, indent)

    def _text_line(self, line: str, indent: int) -> None:
        while line == ">" or line.startswith("> "):
            line = line[2:].lstrip(" ")
        if _RULE.match(line):
            self._end_block()
        elif fence := _FENCE.match(line):
            self._end_block()
            self._leave(indent)
            self._fence = fence[1]
        elif heading := _HEADING.match(line):
            self._end_block()
            self._leave(indent)
            self._paragraph.append(heading[1].rstrip("#").rstrip())
            self._end_block()
        elif (item := _ITEM.match(line)) and self._starts_item(item):
            self._end_block()
            self._item(item, indent)
            self._paragraph.append(line[item.end() :])
        else:
            if not self._paragraph:
                self._leave(indent)
            self._paragraph.append(line)

    def _starts_item(self, item: re.Match[str]) -> bool:
        # In CommonMark, only a list that starts with 1 can interrupt a paragraph; any
        # other number at the start of a line there is text.
        return not self._paragraph or bool(self._lists) or item["number"] in (None, "1")

    def _item(self, item: re.Match[str], indent: int) -> None:
        tag = "ol" if item["number"] else "ul"
        while self._lists and indent < self._lists[-1].content:
            top = self._lists[-1]
            if indent >= top.indent and tag == top.tag:
                break
            self.blocks.end(self._lists.pop().tag)
        else:
            self._lists.append(_Open(tag, indent, 0))
            self.blocks.start(tag, f"start={item['number']}")
        self._lists[-1].content = indent + item.end()
        self.blocks.start("li")

    def _content(self) -> int:
        return self._lists[-1].content if self._lists else 0

    def _leave(self, indent: int) -> None:
        """Close the lists that do not contain a block with this indentation."""
        while self._lists and indent < self._lists[-1].content:
            self.blocks.end(self._lists.pop().tag)

    def _end_block(self) -> None:
        if self._paragraph:
            self.blocks.start("p")
            read_inline(self.blocks, "\n".join(self._paragraph))
            self.blocks.end("p")
            self._paragraph.clear()
        if self._verbatim:
            self.blocks.start("pre")
            self.blocks.data("\n".join(self._verbatim))
            self.blocks.end("pre")
            self._verbatim.clear()
        self._fence = ""

    def end(self) -> None:
        self._end_block()
        self._leave(-1)


def read_inline(blocks: Blocks, text: str) -> None:
    if not _MARKED.search(text):
        blocks.data(decode(text))
        return
    position = 0
    for match in _INLINE.finditer(text):
        if match.start() > position:
            blocks.data(decode(text[position : match.start()]))
        position = match.end()
        if match["ticks"]:
            _read_code(blocks, match["span"].strip())
        elif match["code"] is not None:
            _read_code(blocks, decode(match["code"]))
        elif match["bare"]:
            blocks.data(match["bare"])
        elif match["escaped"]:
            blocks.data(match["escaped"])
        elif match["label"] is not None:
            if not match["image"]:
                blocks.start("a", f'href="{match["url"]}"')
            read_inline(blocks, match["label"])
            if not match["image"]:
                blocks.end("a")
        elif inner := match["strong"] or match["emphasis"]:
            read_inline(blocks, inner)
        else:
            _read_tag(blocks, match)
    if position < len(text):
        blocks.data(decode(text[position:]))


def _read_code(blocks: Blocks, text: str) -> None:
    blocks.start("code")
    blocks.data(text)
    blocks.end("code")

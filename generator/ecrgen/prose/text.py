"""Documentation as plain text for docstrings.

It uses only what Markdown and reStructuredText have in common.
"""

from __future__ import annotations

import re

from .blocks import ITEM, Blocks, scrub
from .markup import is_html, read_html, read_markdown

_PLAIN = re.compile(r"(?![-+#>=~0-9])[^<&`*_\\\[\n]*+\Z")
_ITEM_WORD = re.compile(r"(?:[-*+]|\d{1,9}[.)])\Z")

_SENTENCE_END = re.compile(r"[.!?][\"')\]\u201d\u2019]{0,3}+ +(?=\S)")
_ABBREVIATIONS = "approx cf dept e.g eg ex fig i.e ie incl max min no nos resp st vs"
_INITIALS = re.compile(r"[A-Za-z](?:\.[A-Za-z])*+\Z")


def plain_text(documentation: str) -> str:
    """Blocks joined by blank lines.

    Every paragraph and every bullet is one long line.
    """
    text = scrub(documentation)
    if _PLAIN.match(text):
        return " ".join(text.split())
    blocks = Blocks()
    if is_html(text):
        read_html(blocks, text)
    else:
        read_markdown(blocks, text)
    return blocks.text()


def wrap(text: str, width: int) -> list[str]:
    """Wraps a result of `plain_text`. Long words and code blocks may exceed `width`."""
    lines: list[str] = []
    # The columns where text may start: the margin, and those of open items. Deeper
    # lines are verbatim.
    open_indents = [0]
    for line in text.split("\n"):
        stripped = line.lstrip(" ")
        indent = len(line) - len(stripped)
        hanging = indent
        if stripped:
            if indent in open_indents:
                del open_indents[open_indents.index(indent) + 1 :]
                if item := ITEM.match(stripped):
                    hanging += item.end()
                    open_indents.append(hanging)
            elif indent > open_indents[-1]:
                lines.append(line.rstrip())
                continue
        if len(line) <= width:
            lines.append(line.rstrip())
        else:
            _fill(lines, stripped, indent, hanging, width)
    return lines


def _fill(lines: list[str], text: str, indent: int, hanging: int, width: int) -> None:
    words = text.split()
    if hanging > indent:
        words[:2] = [f"{words[0]} {words[1]}"]
    current = " " * indent + words[0]
    last = words[0]
    margin = " " * hanging
    start = len(margin)
    for word in words[1:]:
        if len(current) + 1 + len(word) <= width:
            current = f"{current} {word}"
        elif (
            _ITEM_WORD.match(word)
            and len(current) > len(last) + max(start, indent)
            and start + len(last) + 1 + len(word) <= width
        ):
            # A dash or number at the start of a line would read as a bullet, so the
            # word before it moves to the new line too.
            lines.append(current[: -len(last) - 1])
            current = f"{margin}{last} {word}"
        else:
            lines.append(current)
            current = margin + word
        last = word
    lines.append(current)


def summary(text: str) -> str:
    """The first sentence of a result of `plain_text`."""
    line = text.lstrip("\n").split("\n", 1)[0].strip()
    if item := ITEM.match(line):
        line = line[item.end() :]
    for match in _SENTENCE_END.finditer(line):
        sentence = line[: match.end()].rstrip()
        if line[match.end()].islower() or sentence.count("`") % 2:
            continue
        if sentence.count("(") > sentence.count(")"):
            continue
        word = line[: match.start()].rpartition(" ")[2].lstrip("([\"'").lower()
        if match[0][0] == "." and (
            word in _ABBREVIATIONS.split() or _INITIALS.match(word)
        ):
            continue
        return sentence
    return line

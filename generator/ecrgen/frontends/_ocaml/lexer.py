"""OCaml source with what is no code blanked out: the same offsets, and no brackets or
keywords of a text left.

The OCaml manual, "Lexical conventions" and "Attributes".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

# A string, a quoted string, a comment, or a character (which may be a quote, as `'a` is
# not).
_TOKEN = re.compile(
    r'"(?:[^"\\]++|\\.)*+(?:"|\Z)' r"|\(\*(?!\))|'\\?[\"'\\]'|\{(?P<quote>[a-z_]*+)\|",
    re.DOTALL,
)
_QUOTE_END = re.compile(r"\|(?P<quote>[a-z_]*+)\}")
_COMMENT = re.compile(r"\(\*|\*\)")
_ATTRIBUTE = re.compile(r"\[@{1,3}\s*+(?P<name>[\w.]++)[^\[\]]*+\]")
_ESCAPE = re.compile(
    r"\\(?:(?P<decimal>[0-9]{3})|x(?P<hex>[0-9A-Fa-f]{2})|o(?P<octal>[0-3][0-7]{2})"
    r"|u\{(?P<code>[0-9A-Fa-f]{1,6})\}|(?P<break>\r?\n[ \t]*+)|(?P<character>.))",
    re.DOTALL,
)
_CHARACTERS = {"n": "\n", "t": "\t", "b": "\b", "r": "\r"}
# awso escapes what odoc would take for markup.
_MARKUP = re.compile(r"\\([{}\[\]@])")


@dataclass(frozen=True)
class Documented:
    """An attribute or comment of documentation, `[@ocaml.doc "..."]`: where it stands,
    and what it says.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Source:
    """`code` is `text` with strings, comments and attributes replaced by blanks;
    strings keep their quotes.
    """

    text: str
    code: str
    documented: list[Documented]
    # The ends of the strings, by where they start.
    strings: dict[int, int]

    def string(self, start: int) -> str | None:
        """The value of the string that starts at an offset."""
        end = self.strings.get(start)
        return None if end is None else decoded(self.text[start + 1 : end - 1])

    @cached_property
    def _starts(self) -> list[int]:
        return [each.start for each in self.documented]

    def documentation(self, start: int, end: int) -> list[Documented]:
        """The documentation between two places."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end, first)
        return self.documented[first:last]


def masked(text: str) -> Source:
    """Takes any text: what is not closed lasts to the end."""
    parts: list[str] = []
    strings: dict[int, int] = {}
    comments: list[Documented] = []
    closings: dict[str, list[int]] = {}
    position = 0
    while (match := _TOKEN.search(text, position)) is not None:
        start, end = match.span()
        parts.append(text[position:start])
        first = text[start]
        if first == '"':
            strings[start] = end
            # A string that is not closed is no string that could be read.
            closed = end - start > 1 and text[end - 1] == '"'
            if not closed:
                del strings[start]
            parts.append(f'"{" " * (end - start - 2)}"' if closed else '"')
            parts.append("" if closed else " " * (end - start - 1))
        elif first == "(":
            end, closed = _comment_end(text, end)
            if closed and text.startswith("(**", start) and end - start > 5:
                comments.append(Documented(start, end, text[start + 3 : end - 2]))
            parts.append(" " * (end - start))
        elif first == "{":
            closings = closings or _quote_ends(text)
            ends = closings.get(match["quote"], [])
            at = bisect_left(ends, end)
            if at == len(ends):
                # Not closed: a brace, then.
                parts.append(text[start:end])
            else:
                end = ends[at] + len(match["quote"]) + 2
                parts.append(" " * (end - start))
        else:
            parts.append(" " * (end - start))
        position = end
    parts.append(text[position:])
    code = "".join(parts)
    documented, code = _without_attributes(text, code, strings)
    if comments:
        documented = sorted([*documented, *comments], key=lambda each: each.start)
    return Source(text, code, documented, strings)


def _quote_ends(text: str) -> dict[str, list[int]]:
    """Where quoted strings can end, by their names: `|name}`."""
    found: dict[str, list[int]] = {"": []}
    for match in _QUOTE_END.finditer(text):
        found.setdefault(match["quote"], []).append(match.start())
    return found


def _comment_end(text: str, position: int) -> tuple[int, bool]:
    depth = 1
    for match in _COMMENT.finditer(text, position):
        depth += 1 if match[0] == "(*" else -1
        if depth == 0:
            return match.end(), True
    return len(text), False


def _without_attributes(
    text: str, masked: str, strings: dict[int, int]
) -> tuple[list[Documented], str]:
    documented: list[Documented] = []
    parts: list[str] = []
    position = 0
    for match in _ATTRIBUTE.finditer(masked):
        start, end = match.span()
        parts += (masked[position:start], " " * (end - start))
        position = end
        if match["name"] in ("ocaml.doc", "doc"):
            opening = masked.find('"', start, end)
            closing = strings.get(opening)
            if closing is not None:
                said = decoded(text[opening + 1 : closing - 1])
                if said is not None:
                    documented.append(Documented(start, end, _MARKUP.sub(r"\1", said)))
    parts.append(masked[position:])
    return documented, "".join(parts)


def decoded(literal: str) -> str | None:
    """The value of a string literal, without its quotes. None where its bytes are not
    UTF-8.

    awso writes everything beyond ASCII as bytes, in decimal.
    """
    if "\\" not in literal:
        return literal
    try:
        raw = _ESCAPE.sub(_unescape, literal).encode("utf-8", "surrogateescape")
        return raw.decode("utf-8")
    except UnicodeError:
        return None


def _unescape(match: re.Match[str]) -> str:
    kind = match.lastgroup or ""
    value = match[kind]
    if kind == "character":
        # `\{` and the like are no escapes of OCaml, and stay.
        return _CHARACTERS.get(value) or (value if value in "\\\"' " else match[0])
    if kind == "break":
        return ""
    if kind == "code":
        number = int(value, 16)
        return chr(number) if number < 0x110000 else "\udfff"
    number = int(value, {"decimal": 10, "hex": 16, "octal": 8}[kind])
    if number > 255:
        return "\udfff"
    return chr(number) if number < 128 else chr(0xDC00 + number)

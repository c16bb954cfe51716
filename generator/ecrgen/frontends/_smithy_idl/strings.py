"""What strings and text blocks say (Smithy 2.0, "String values" and "Text blocks")."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\"\\/bfnrt\n]))|\\(.?)", re.DOTALL)
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "\n": ""}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class StringError(Exception):
    """The text between quotes is not of the grammar."""


def quoted_text(lexeme: str) -> str:
    """The text of a string in quotes."""
    return _unescaped(_unix(lexeme[1:-1]))


def text_block(lexeme: str) -> str:
    """The text of a text block, without the indentation that all lines have."""
    text = _unix(lexeme[3:-3])
    if not text:
        raise StringError("Text block is empty")
    first, line_break, rest = text.partition("\n")
    if not line_break or first.strip(" \t"):
        raise StringError("Text block must start with a new line")
    lines = rest.split("\n")
    # Lines of spaces do not count, but the last one does: the closing quotes may say
    # where the margin is.
    margins = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")]
    if not lines[-1].strip(" "):
        margins.append(len(lines[-1]))
    margin = min(margins)
    return _unescaped("\n".join(line[margin:].rstrip(" ") for line in lines))


def _unix(text: str) -> str:
    """Line breaks are \\n, however the file writes them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control is not None:
        raise StringError(f"Invalid string character: `{ascii(control[0])[1:-1]}`")
    return text


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(_character, text)
    if _SURROGATE.search(text):
        # Two escapes can make one character; half a pair is no text.
        try:
            text = text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            raise StringError("Half of a surrogate pair is no character") from None
    return text


def _character(match: re.Match[str]) -> str:
    code, letter, wrong = match.groups()
    if code is not None:
        return chr(int(code, 16))
    if letter is not None:
        return _ESCAPED.get(letter, letter)
    if wrong != "u":
        raise StringError(f"Invalid escape found in string: `\\{wrong}`")
    digits = match.string[match.end() : match.end() + 4]
    for digit in digits:
        if digit not in "0123456789abcdefABCDEF":
            raise StringError(f"Invalid unicode escape character: `{digit}`")
    raise StringError("Invalid unclosed unicode escape found in string")

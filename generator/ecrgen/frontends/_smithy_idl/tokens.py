"""The tokens of the Smithy IDL (Smithy 2.0, "Smithy IDL ABNF"), and a cursor over them.

The grammar says where spaces, line breaks and comments may stand, so they are tokens
like all others. Tokens leave no gaps: one ends where the next begins. Their names stand
in error messages, and are those that Smithy's own messages use.
"""

from __future__ import annotations

import re
from typing import NoReturn

from ...problems.locations import Document
from ...problems.suggest import an
from .errors import GrammarError

_TOKEN = re.compile(
    r"""
      (?P<SPACE>[ \t]+)
    | (?P<NEWLINE>\r?\n|\r)
    | (?P<IDENTIFIER>(?:[A-Za-z]|_+[A-Za-z0-9])[A-Za-z0-9_]*+)
    | (?P<COLON>:(?!=)) | (?P<WALRUS>:=)
    | (?P<TEXT_BLOCK>\"""(?:[^"\\]|\\.|"(?!""))*+\""")
    | (?P<OPEN_BLOCK>\""")
    | (?P<STRING>"(?:[^"\\]|\\.)*+")
    | (?P<OPEN_STRING>")
    | (?P<DOC_COMMENT>///[^\r\n]*+(?:\r?\n|\r)?)
    | (?P<COMMENT>//[^\r\n]*+(?:\r?\n|\r)?)
    | (?P<COMMA>,) | (?P<AT>@) | (?P<DOLLAR>\$) | (?P<DOT>\.)
    | (?P<POUND>\#) | (?P<EQUAL>=)
    | (?P<LBRACE>\{) | (?P<RBRACE>\}) | (?P<LBRACKET>\[) | (?P<RBRACKET>\])
    | (?P<LPAREN>\() | (?P<RPAREN>\))
    | (?P<BAD_NUMBER>
          -(?![0-9])
        | -?[0-9]++\.(?![0-9])
        | -?[0-9]++(?:\.[0-9]++)?[eE][+-]?+(?![0-9])
      )
    | (?P<NUMBER>-?[0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)
    | (?P<BAD_IDENTIFIER>_++)
    | (?P<ERROR>.)
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
WHITESPACE = frozenset({"SPACE", "NEWLINE", "COMMA", "COMMENT"})
WHITESPACE_AND_DOCS = WHITESPACE | {"DOC_COMMENT"}
_LINE_ENDS = frozenset({"NEWLINE", "COMMENT", "DOC_COMMENT"})
_MALFORMED = frozenset(
    {"ERROR", "OPEN_BLOCK", "OPEN_STRING", "BAD_NUMBER", "BAD_IDENTIFIER"}
)
_OPENING = {"LBRACE": "RBRACE", "LBRACKET": "RBRACKET", "LPAREN": "RPAREN"}
_CLOSING = frozenset(_OPENING.values())
# How each token looks, for messages about tokens that are not there.
_LOOKS = {
    "SPACE": " ", "AT": "@", "STRING": '"', "TEXT_BLOCK": '"""', "COLON": ":",
    "WALRUS": ":=", "DOT": ".", "POUND": "#", "DOLLAR": "$", "LBRACE": "{",
    "RBRACE": "}", "LBRACKET": "[", "RBRACKET": "]", "LPAREN": "(", "RPAREN": ")",
    "EQUAL": "=",
}  # fmt: skip
_HINTS = {
    "IDENTIFIER": "a name goes here; names are letters, digits and underscores",
    "COLON": "a colon goes between a name and what it is",
    "EQUAL": "write it as: metadata key = value",
    "SPACE": "the next word goes into the same line, after a space",
    "LBRACE": "what the shape is made of goes between { and }, after `for` and `with`",
    "LBRACKET": "a list of shape IDs goes here, between [ and ]",
    "POUND": "shape IDs look like namespace#ShapeName",
    "RPAREN": "the value of the trait ends here; several values look like name: value",
    "RBRACE": "the shape or block ends here",
}
_LONGEST = 80


class Tokens:
    """A cursor over the tokens of a document. It does not leave the last one, EOF."""

    __slots__ = ("at", "document", "kinds", "starts", "text")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.kinds: list[str] = []
        self.starts: list[int] = []
        kinds, starts = self.kinds.append, self.starts.append
        for match in _TOKEN.finditer(self.text):
            kind = match.lastgroup or "ERROR"
            kinds(kind)
            starts(match.start())
            if kind in ("OPEN_STRING", "OPEN_BLOCK"):
                # What has no end goes to the end of the file.
                break
        self.kinds.append("EOF")
        self.starts.append(len(self.text))
        self.at = 0

    @property
    def kind(self) -> str:
        return self.kinds[self.at]

    @property
    def offset(self) -> int:
        return self.starts[self.at]

    @property
    def lexeme(self) -> str:
        at = self.at
        if self.kinds[at] == "EOF":
            return ""
        return self.text[self.starts[at] : self.starts[at + 1]]

    @property
    def starts_line(self) -> bool:
        return self.at == 0 or self.kinds[self.at - 1] in _LINE_ENDS

    @property
    def is_first_of_line(self) -> bool:
        """Whether nothing but spaces stands before the token in its line."""
        before = self.at - 1
        if before >= 0 and self.kinds[before] == "SPACE":
            before -= 1
        return before < 0 or self.kinds[before] in _LINE_ENDS

    def next(self) -> None:
        if self.kinds[self.at] != "EOF":
            self.at += 1

    def take(self) -> str:
        """The lexeme of the token, which is skipped."""
        lexeme = self.lexeme
        self.next()
        return lexeme

    def is_at(self, kind: str) -> bool:
        return self.kinds[self.at] == kind

    def is_word(self, word: str) -> bool:
        return self.kinds[self.at] == "IDENTIFIER" and self.lexeme == word

    # --- Skipping

    def skip_spaces(self) -> None:
        while self.kinds[self.at] == "SPACE":
            self.at += 1

    def skip_whitespace(self) -> None:
        while self.kinds[self.at] in WHITESPACE:
            self.at += 1

    def skip_whitespace_and_docs(self) -> None:
        while self.kinds[self.at] in WHITESPACE_AND_DOCS:
            self.at += 1

    def skip(self, *kinds: str) -> str:
        """Skips a token that has to be of one of `kinds`; which one it is."""
        kind = self.expect(*kinds)
        self.at += 1
        return kind

    def expect_spaces(self) -> None:
        self.skip("SPACE")
        self.skip_spaces()

    def expect_whitespace(self) -> None:
        if self.kind not in WHITESPACE:
            self.fail(
                f"Expected one or more whitespace characters, but found {self.shown}",
                "put a space, a comma or a line break here",
            )
        self.skip_whitespace_and_docs()

    def expect_line_break(self) -> None:
        """Skips the end of a statement: the production `BR`."""
        self.skip_spaces()
        if self.kind in ("NEWLINE", "COMMENT"):
            self.skip_whitespace()
        elif self.kind == "DOC_COMMENT":
            # One that ends a statement's line documents nothing.
            self.next()
            self.skip_whitespace()
        elif self.kind != "EOF":
            self.fail(
                f"Expected a line break, but found {self.shown}",
                "what begins here goes into a line of its own",
            )

    # --- What is not as it should be

    def expect(self, *kinds: str) -> str:
        """The kind of the token, which has to be one of `kinds`."""
        kind = self.kinds[self.at]
        if kind not in kinds:
            self.unexpected(kinds)
        return kind

    def unexpected(self, kinds: tuple[str, ...]) -> NoReturn:
        if self.kind in _MALFORMED:
            self.malformed()
        expected = ", ".join(_label(kind, _LOOKS.get(kind, "")) for kind in kinds)
        if len(kinds) == 1:
            message = f"Expected {expected} but found {self.shown}"
        else:
            message = f"Expected one of {expected}; but found {self.shown}"
        self.fail(message, self._hint(kinds))

    def _hint(self, kinds: tuple[str, ...]) -> str | None:
        if self.kind == "EOF":
            opened = self._open_bracket()
            if opened is not None:
                line, column = self.document.position_of(self.starts[opened])
                mark = _LOOKS[self.kinds[opened]]
                return f"the {mark} of line {line}, column {column} is not closed"
        if self.kind == "WALRUS":
            return ":= is for the input and output of operations alone"
        if self.kind == "DOLLAR":
            return "control statements come first in a file"
        return _HINTS.get(kinds[0], "a value goes here, in the same line")

    def _open_bracket(self) -> int | None:
        """The last bracket before this token that nothing closes."""
        opened: list[int] = []
        for index in range(self.at):
            kind = self.kinds[index]
            if kind in _OPENING:
                opened.append(index)
            elif kind in _CLOSING and opened:
                opened.pop()
        return opened[-1] if opened else None

    @property
    def shown(self) -> str:
        """The token in words."""
        kind = "ERROR" if self.kind in _MALFORMED else self.kind
        lexeme = self.lexeme
        if len(lexeme) > _LONGEST:
            lexeme = f"{lexeme[: _LONGEST - 3]}..."
        return _label(kind, lexeme.replace("\r", "\\r").replace("\n", "\\n"))

    def malformed(self) -> NoReturn:
        """Tells what is wrong with a token that is none."""
        text, offset, kind = self.text, self.offset, self.kind
        if kind in ("OPEN_STRING", "OPEN_BLOCK"):
            line, column = self.document.position_of(offset)
            what = "text block" if kind == "OPEN_BLOCK" else "string"
            raise GrammarError(
                "E021",
                "Expected: '\"', but found '[EOF]'",
                len(text),
                f"the {what} of line {line}, column {column} is not closed",
            )
        if kind == "BAD_NUMBER":
            self._malformed_number()
        if kind == "BAD_IDENTIFIER":
            end = self.starts[self.at + 1]
            after = text[end : end + 1] or "[EOF]"
            raise GrammarError(
                "E020",
                f"Expected a valid identifier character, but found '{after}'",
                end,
                "a name has a letter or digit after its underscores",
            )
        character = text[offset]
        if character == "/":
            self.fail(
                "Expected a '/' to follow '/' to form a comment.",
                "comments begin with //",
            )
        hint = f"{an(repr(character))} can only stand in a string or comment"
        if character == "'":
            hint = "strings are written in double quotes"
        self.fail(f"Unexpected character: '{character}'", hint)

    def _malformed_number(self) -> NoReturn:
        lexeme = self.lexeme
        if lexeme[-1] == ".":
            mark = "'.'"
        elif lexeme == "-":
            mark = "'-'"
        else:
            mark = "'e', '+', and '-'"
        raise GrammarError(
            "E006",
            f"Invalid number '{lexeme}': {mark} must be followed by a digit",
            self.offset,
            "numbers look like 1, -1.5 or 2e10",
        )

    def fail(self, message: str, hint: str | None) -> NoReturn:
        raise GrammarError("E020", message, self.offset, hint)


def _label(kind: str, lexeme: str) -> str:
    return f"{kind}('{lexeme}')" if lexeme else kind

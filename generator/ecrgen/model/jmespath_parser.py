"""A parser of JMESPath expressions (jmespath.org, "Grammar"), which waiters use."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from .jmespath import (
    Both,
    Call,
    Comparison,
    Current,
    Either,
    Field,
    Filter,
    Flatten,
    Index,
    Literal,
    Named,
    Not,
    Path,
    Pipe,
    Projection,
    Reference,
    Several,
    Slice,
    Values,
)

# The parser recurses for nested brackets; the bound keeps hostile expressions from
# exhausting the stack.
_DEEPEST = 50


class PathError(Exception):
    """The text is not a JMESPath expression; `offset` is where the error is."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


# Functions with the number of arguments they take; None is any number from one up.
FUNCTIONS: dict[str, int | None] = {
    **dict.fromkeys(
        (
            "abs avg ceil floor keys length max min reverse sort sum "
            "to_array to_number to_string type values"
        ).split(),
        1,
    ),
    **dict.fromkeys(
        "contains ends_with join map max_by min_by sort_by starts_with".split(), 2
    ),
    "merge": None,
    "not_null": None,
}
# The argument that is an `&expression`, by function.
REFERENCES = {"map": 0, "max_by": 1, "min_by": 1, "sort_by": 1}

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<number>-?[0-9]{1,9})
    | (?P<quoted>"(?:[^"\\]|\\.)*")
    | (?P<raw>'(?:[^'\\]|\\.)*')
    | (?P<literal>`(?:[^`\\]|\\.)*`)
    | (?P<sign>\[\?|\[\]|\|\||&&|[=!<>]=|[.\[\]{}()*,:@&|!<>])
    )""",
    re.VERBOSE | re.DOTALL,
)
# How tightly operators bind. One that binds less than _PROJECTION_STOP ends a
# projection.
_BINDING = {
    "|": 1,
    "||": 2,
    "&&": 3,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), 5),
    "[]": 9,
    "[?": 21,
    ".": 40,
    "[": 55,
}
_PROJECTION_STOP = 10
_STAR = 20
_NOT = 45


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    offset: int


def parse(text: str) -> Path:
    """The tree of an expression. Raises `PathError`."""
    return _Parser(text).whole()


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    offset = 0
    end = len(text.rstrip())
    while offset < end:
        match = _TOKEN.match(text, offset)
        if match is None or match.lastgroup is None:
            offset += len(text[offset:]) - len(text[offset:].lstrip())
            raise PathError(f"no expression continues with {text[offset]!r}", offset)
        kind = match.lastgroup
        tokens.append(_Token(kind, match[kind], match.start(kind)))
        offset = match.end()
    tokens.append(_Token("end", "", len(text)))
    return tokens


class _Parser:
    """Top-down operator precedence, as the reference implementation of
    JMESPath parses.
    """

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def next(self) -> _Token:
        token = self.token
        self.at += 1
        return token

    def expect(self, sign: str) -> None:
        token = self.next()
        if token.text != sign or token.kind != "sign":
            raise PathError(f"expected {sign!r}", token.offset)

    def takes(self, sign: str) -> bool:
        if self.token.kind == "sign" and self.token.text == sign:
            self.at += 1
            return True
        return False

    def whole(self) -> Path:
        expression = self.expression(0)
        if self.token.kind != "end":
            raise PathError("nothing can follow here", self.token.offset)
        return expression

    def expression(self, binding: int) -> Path:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise PathError("nested too deep", self.token.offset)
        left = self.first()
        while self.binding() > binding:
            left = self.after(left, self.next())
        self.depth -= 1
        return left

    def binding(self) -> int:
        return _BINDING.get(self.token.text, 0) if self.token.kind == "sign" else 0

    def first(self) -> Path:
        token = self.next()
        match token.kind, token.text:
            case "name", name:
                if self.takes("("):
                    return self.call(name, token)
                return Field(Current(), name)
            case "quoted", text:
                return Field(Current(), _json(text, token))
            case "raw", text:
                return Literal(text[1:-1].replace("\\'", "'"))
            case "literal", text:
                return Literal(_json(text[1:-1].replace("\\`", "`"), token))
            case "sign", "@":
                return Current()
            case "sign", "!":
                return Not(self.expression(_NOT))
            case "sign", "&":
                return Reference(self.expression(0))
            case "sign", "(":
                expression = self.expression(0)
                self.expect(")")
                return expression
            case "sign", "*":
                return Projection(Values(Current()), self.projected(_STAR))
            case "sign", "{":
                return self.named(Current())
            case "sign", "[]":
                return Projection(Flatten(Current()), self.projected(_BINDING["[]"]))
            case "sign", "[?":
                return self.filtered(Current())
            case "sign", "[":
                if self.is_bracket_specifier():
                    return self.bracketed(Current())
                return self.several(Current())
            case _:
                raise PathError("expected an expression", token.offset)

    def after(self, left: Path, token: _Token) -> Path:
        match token.text:
            case "|":
                return Pipe(left, self.expression(_BINDING["|"]))
            case "||":
                return Either(left, self.expression(_BINDING["||"]))
            case "&&":
                return Both(left, self.expression(_BINDING["&&"]))
            case ".":
                if self.takes("*"):
                    return Projection(Values(left), self.projected(_STAR))
                return self.dotted(left)
            case "[]":
                return Projection(Flatten(left), self.projected(_BINDING["[]"]))
            case "[?":
                return self.filtered(left)
            case "[":
                return self.bracketed(left)
            case operator:
                return Comparison(operator, left, self.expression(_BINDING[operator]))

    def dotted(self, left: Path) -> Path:
        """What may follow a dot: a name, a selection of several, or a
        function of the value.
        """
        token = self.next()
        match token.kind, token.text:
            case "name", name:
                if self.takes("("):
                    return Pipe(left, self.call(name, token))
                return Field(left, name)
            case "quoted", text:
                return Field(left, _json(text, token))
            case "sign", "[":
                return self.several(left)
            case "sign", "{":
                return self.named(left)
            case _:
                raise PathError("expected a name after the dot", token.offset)

    def projected(self, binding: int) -> Path:
        """The expression that a projection applies to its elements.

        It extends over all operators that bind tighter than the projection.
        """
        if self.binding() < _PROJECTION_STOP:
            return Current()
        if self.token.text not in ("[", "[?", "."):
            raise PathError("nothing can follow here", self.token.offset)
        element: Path = Current()
        while self.binding() > binding:
            element = self.after(element, self.next())
        return element

    def filtered(self, left: Path) -> Path:
        condition = self.expression(0)
        self.expect("]")
        return Projection(Filter(left, condition), self.projected(_BINDING["[?"]))

    def is_bracket_specifier(self) -> bool:
        token = self.token
        is_star = token.text == "*" and self.tokens[self.at + 1].text == "]"
        return token.kind == "number" or token.text == ":" or is_star

    def bracketed(self, left: Path) -> Path:
        """`[n]`, `[a:b:c]` or `[*]`, after the bracket."""
        if self.takes("*"):
            self.expect("]")
            return Projection(left, self.projected(_STAR))
        parts: list[int | None] = [None]
        while not self.takes("]"):
            token = self.next()
            if token.kind == "number" and parts[-1] is None:
                parts[-1] = int(token.text)
            elif token.text == ":" and token.kind == "sign" and len(parts) < 3:
                parts.append(None)
            else:
                raise PathError("expected an index or a slice", token.offset)
        if len(parts) == 1:
            if parts[0] is None:
                raise PathError("expected an index", self.token.offset)
            return Index(left, parts[0])
        if parts[2:] == [0]:
            raise PathError("the step of a slice cannot be 0", self.token.offset)
        start, stop, step = (*parts, None)[:3]
        return Projection(Slice(left, start, stop, step), self.projected(_STAR))

    def several(self, of: Path) -> Path:
        items = [self.expression(0)]
        while self.takes(","):
            items.append(self.expression(0))
        self.expect("]")
        return Several(of, tuple(items))

    def named(self, of: Path) -> Path:
        items: list[tuple[str, Path]] = []
        while True:
            token = self.next()
            if token.kind not in ("name", "quoted"):
                raise PathError("expected a name", token.offset)
            is_name = token.kind == "name"
            name = token.text if is_name else _json(token.text, token)
            self.expect(":")
            items.append((name, self.expression(0)))
            if not self.takes(","):
                self.expect("}")
                return Named(of, tuple(items))

    def call(self, name: str, token: _Token) -> Path:
        arguments: list[Path] = []
        while not self.takes(")"):
            if arguments:
                self.expect(",")
            arguments.append(self.expression(0))
        if name not in FUNCTIONS:
            raise PathError(f"no function is called {name!r}", token.offset)
        count = FUNCTIONS[name]
        if not arguments or count not in (None, len(arguments)):
            raise PathError(f"{name} takes {count or 'more'} arguments", token.offset)
        for index, argument in enumerate(arguments):
            if isinstance(argument, Reference) != (REFERENCES.get(name) == index):
                raise PathError(f"an argument that {name} does not take", token.offset)
        return Call(name, tuple(arguments))


def _json(text: str, token: _Token) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise PathError("a literal that is not JSON", token.offset) from None

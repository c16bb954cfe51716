"""What the names of a file mean (Smithy 2.0, "Relative shape ID resolution")."""

from __future__ import annotations

from ...model.ids import RelativeId, ShapeId
from ...model.prelude import PRELUDE_NAMES
from .tokens import Tokens


class Names:
    """The namespace of a file, and the shapes that its `use` statements name."""

    __slots__ = ("_known", "_namespace", "used")

    def __init__(self) -> None:
        # Metadata comes before the namespace; words there are shapes of the prelude.
        self._namespace = "smithy.api"
        self.used: dict[str, ShapeId] = {}
        # Most names occur many times.
        self._known: dict[str, ShapeId] = {}

    @property
    def namespace(self) -> str:
        return self._namespace

    @namespace.setter
    def namespace(self, namespace: str) -> None:
        self._namespace = namespace
        self._known.clear()

    def use(self, shape: ShapeId) -> None:
        self.used[shape.name] = shape
        self._known.clear()

    def defined(self, name: str) -> ShapeId:
        """The shape ID of a shape that this file defines."""
        return ShapeId(f"{self._namespace}#{name}")

    def resolved(self, text: str) -> ShapeId:
        """The absolute shape ID of a shape ID that may be relative."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._resolve(text)
        return known

    def _resolve(self, text: str) -> ShapeId:
        if "#" in text:
            return ShapeId(text)
        name, _, _ = text.partition("$")
        if name in self.used:
            return ShapeId(self.used[name] + text.removeprefix(name))
        if name in PRELUDE_NAMES and self._namespace != "smithy.api":
            return RelativeId.of(text, self._namespace)
        return ShapeId(f"{self._namespace}#{text}")


def shape_id_text(tokens: Tokens) -> str:
    """Skips a shape ID, absolute or relative, with or without member."""
    start = tokens.offset
    tokens.skip("IDENTIFIER")
    if tokens.kind not in ("DOT", "POUND", "DOLLAR"):
        return tokens.text[start : tokens.offset]
    _skip_namespace(tokens)
    if tokens.kind == "POUND":
        tokens.next()
        tokens.skip("IDENTIFIER")
    if tokens.kind == "DOLLAR":
        tokens.next()
        tokens.skip("IDENTIFIER")
    text = tokens.text[start : tokens.offset]
    if "." in text and "#" not in text:
        tokens.expect("POUND")
    return text


def absolute_shape_id_text(tokens: Tokens) -> str:
    """Skips an absolute shape ID, which may have a member."""
    start = tokens.offset
    namespace_text(tokens)
    tokens.skip("POUND")
    tokens.skip("IDENTIFIER")
    if tokens.kind == "DOLLAR":
        tokens.next()
        tokens.skip("IDENTIFIER")
    return tokens.text[start : tokens.offset]


def namespace_text(tokens: Tokens) -> str:
    """Skips a namespace."""
    start = tokens.offset
    tokens.skip("IDENTIFIER")
    _skip_namespace(tokens)
    return tokens.text[start : tokens.offset]


def _skip_namespace(tokens: Tokens) -> None:
    while tokens.kind == "DOT":
        tokens.next()
        tokens.skip("IDENTIFIER")
